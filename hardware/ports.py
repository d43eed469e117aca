"""Ports: the only place that opens a serial or network line. States: docs/reference/ports.md."""

import contextlib
import io
import math
import os
import queue
import select
import socket
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any, Protocol, TypeVar

import serial

from hardware import plugs
from hardware.line import Line as Line
from hardware.reasons import why as why_of
from hardware.rs485 import RtsWriter, prepare

# One piece of a write: 1.07 s at 1200 baud, the slowest line we meet, so under the 2 s time-out.
PIECE_BYTES = 128
# How often a read over RFC 2217 looks up: changing pyserial's time-out there renegotiates the whole
# line (50 ms and two round trips), so it stays as opened and longer waits are made of slices.
SLICE_S = 0.05
FIRST_WAIT_S = 0.5
LONGEST_WAIT_S = 5.0

T = TypeVar("T")

# termios.error is what flush and reset_input_buffer raise after an unplug; it is a bare Exception
# and exists on POSIX only, where pyserial has already imported termios by now.
_TERMIOS_ERROR: type[Exception] = getattr(sys.modules.get("termios"), "error", OSError)
# queue.Full: a loop:// nobody reads. ValueError: settings that the other end refuses, and select,
# which pyserial waits with on POSIX, given a file number above 1023. NotImplementedError: RS-485 on
# a system that has no such thing.
FAULTS: tuple[type[Exception], ...] = (
    *(OSError, ValueError, queue.Full, _TERMIOS_ERROR),
    NotImplementedError,
)


class PortAway(OSError):
    """The port cannot be used now: url as configured, why as one plain sentence."""

    def __init__(self, url: str, why: str) -> None:
        super().__init__(f"{url}: {why}")
        self.url = url
        self.why = why


class Port(Protocol):
    """What a driver is handed. One thread owns it."""

    def write(self, data: bytes) -> None:
        """Hand over all of data, or raise PortAway; then how much has left is not known."""

    def write_some(self, data: bytes, timeout_s: float) -> int:
        """Hand over what is taken now, 1 to PIECE_BYTES; 0 when nothing was within timeout_s: then
        nothing has left, and the same bytes may be offered again. Raises PortAway."""
        ...

    def read(self, limit: int, timeout_s: float) -> bytes:
        """What is there, 1 to limit bytes; b"" after timeout_s with none; PortAway when gone."""
        ...

    def discard_input(self) -> None:
        """Throw away what has arrived and was not read. Raises PortAway."""

    def close(self) -> None:
        """Let go without waiting; what is still queued is dropped. Never raises."""


def open_port(line: Line, *, write_timeout_s: float = 2.0) -> Port:
    """Open by address. write_timeout_s is for each 128 bytes; over rfc2217:// it is always 5 s.

    Raises PortAway, also for an address or a setting that does not exist.
    """
    with _as_port_away(line.url, (*FAULTS, plugs.NotPlugged)):
        device = _open_device(line, write_timeout_s)
        writer = RtsWriter(device, line.byte_s) if line.rs485 == "rts" else device
        return SerialPort(line.url, device, writer)


def _open_device(line: Line, write_timeout_s: float) -> Any:
    url = plugs.resolve(line.url)
    device = serial.serial_for_url(
        url,
        baudrate=line.baud,
        bytesize=line.bytesize,
        parity=line.parity,
        stopbits=line.stopbits,
        xonxoff=line.is_xonxoff,
        rtscts=line.is_rtscts,
        timeout=SLICE_S,
        write_timeout=None if _is_rfc2217(url) else write_timeout_s,
        exclusive=True,
        do_not_open=True,
    )
    prepare(device, line)
    device.open()
    if (sock := _socket_of(device)) is not None:
        # Without this the second piece waits for the first one's acknowledgement, up to 40 ms.
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return device


class SerialPort:
    """A Port over an opened pyserial device; ``writer`` writes to it, by default itself."""

    def __init__(self, url: str, device: Any, writer: Any = None) -> None:
        self.url = url
        self._device = device
        self._writer = writer or device
        # Where there is a file number the wait is ours. pyserial sets the whole line again when
        # its time-out changes, which a device that ignores a setting answers with an error.
        self._has_fileno = _has_fileno(device)
        self._is_rfc2217 = _is_rfc2217(device.port)
        # A native port is written by ourselves: pyserial's write takes all or says nothing.
        self._is_native = self._has_fileno and self._writer is device
        self._is_native &= isinstance(device, serial.Serial)
        # What can be waited on until it takes bytes; COM ports and loop:// have no such thing.
        self._outlet = device if self._has_fileno else _socket_of(device)

    def write(self, data: bytes) -> None:
        with _as_port_away(self.url):
            sent = 0
            while sent < len(data):
                taken = self._writer.write(data[sent : sent + PIECE_BYTES])
                if not taken:
                    raise serial.SerialTimeoutException("nothing taken")
                sent += taken

    def write_some(self, data: bytes, timeout_s: float) -> int:
        with _as_port_away(self.url):
            if self._outlet is not None:
                _, ready, _ = select.select([], [self._outlet], [], max(0.0, timeout_s))
                if not ready:
                    return 0
            if not self._is_native:
                return int(self._writer.write(data[:PIECE_BYTES]) or 0)
            try:
                return os.write(self._device.fileno(), data[:PIECE_BYTES])
            except BlockingIOError:
                return 0

    def read(self, limit: int, timeout_s: float) -> bytes:
        with _as_port_away(self.url):
            got = self._first_byte(timeout_s)
            while got and len(got) < limit:
                more = self._waiting(limit - len(got))
                if not more:
                    break
                got += more
            return got

    def discard_input(self) -> None:
        with _as_port_away(self.url):
            self._device.reset_input_buffer()

    def close(self) -> None:
        sock = _socket_of(self._device)
        if isinstance(self._device, serial.Serial):
            # Closing a native port waits for its queue, up to 30 s on Linux: empty it first.
            with contextlib.suppress(*FAULTS):
                self._device.reset_output_buffer()
        with contextlib.suppress(*FAULTS):
            self._device.close()
        if sock is not None:
            # pyserial leaves the socket open when its shutdown fails, as after a reset.
            sock.close()

    def _first_byte(self, timeout_s: float) -> bytes:
        if self._has_fileno:
            ready, _, _ = select.select([self._device.fileno()], [], [], max(0.0, timeout_s))
            return bytes(self._device.read(1)) if ready else b""
        if not self._is_rfc2217:
            self._device.timeout = max(0.0, timeout_s)
            return bytes(self._device.read(1))
        for _ in range(math.ceil(timeout_s / SLICE_S)):
            if got := bytes(self._device.read(1)):
                return got
        return bytes(self._device.read(1)) if self._device.in_waiting else b""

    def _waiting(self, limit: int) -> bytes:
        """What is there already. A fault is left for the next read, so that no byte is lost."""
        with contextlib.suppress(*FAULTS):
            return bytes(self._device.read(min(limit, self._device.in_waiting)))
        return b""


class ReconnectingPort:
    """A Port that opens on use and comes back by itself: the table in docs/reference/ports.md.

    openings counts successful openings: an owner that sees it change repaints. is_away and why (""
    when present) may be read from any thread; the rest belongs to the owner's thread.
    """

    def __init__(
        self,
        line: Line,
        open_port: Callable[[Line], Port] = open_port,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self.url = line.url
        self.why = "not opened yet"
        self.openings = 0
        self._line = line
        self._open_port = open_port
        self._monotonic = monotonic
        self._port: Port | None = None
        self._wait_s = FIRST_WAIT_S
        self._retry_s = -math.inf

    @property
    def is_away(self) -> bool:
        return bool(self.why)

    def write(self, data: bytes) -> None:
        self._use(lambda port: port.write(data))

    def write_some(self, data: bytes, timeout_s: float) -> int:
        return self._use(lambda port: port.write_some(data, timeout_s))

    def read(self, limit: int, timeout_s: float) -> bytes:
        return self._use(lambda port: port.read(limit, timeout_s))

    def discard_input(self) -> None:
        self._use(lambda port: port.discard_input())

    def close(self) -> None:
        """Close for good; any later use raises PortAway."""
        self._retry_s = math.inf
        self._let_go("closed by this program")

    def _use(self, verb: Callable[[Port], T]) -> T:
        if self._port is None and self._monotonic() < self._retry_s:
            raise PortAway(self.url, self.why)
        try:
            answer = verb(self._port or self._opened())
        except PortAway as fault:
            self._let_go(fault.why)
            self._retry_s = self._monotonic() + self._wait_s
            self._wait_s = min(2 * self._wait_s, LONGEST_WAIT_S)
            raise
        self._wait_s = FIRST_WAIT_S
        return answer

    def _opened(self) -> Port:
        self._port = self._open_port(self._line)
        self.openings += 1
        self.why = ""
        return self._port

    def _let_go(self, why: str) -> None:
        self.why = why
        if self._port is not None:
            self._port.close()
            self._port = None


@contextlib.contextmanager
def _as_port_away(url: str, faults: tuple[type[Exception], ...] = FAULTS) -> Iterator[None]:
    try:
        yield
    except faults as fault:
        raise PortAway(url, why_of(fault)) from fault


def _is_rfc2217(url: str) -> bool:
    return url.lower().startswith("rfc2217:")


def _has_fileno(device: Any) -> bool:
    try:
        device.fileno()
    except io.UnsupportedOperation:  # COM ports, rfc2217://, loop://
        return False
    return True


def _socket_of(device: Any) -> socket.socket | None:
    """The socket under socket:// and rfc2217://; pyserial has no public name for it."""
    return getattr(device, "_socket", None)
