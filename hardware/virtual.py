"""A cable whose far end is a device made of software. Table: docs/reference/ports.md."""

import contextlib
import logging
import os
import queue
import select
import shutil
import socket
import struct
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any, Protocol

from serial import rfc2217

from hardware.pace import Pace

logger = logging.getLogger(__name__)

# Not paced: as much as a serial driver's buffer holds.
_UNPACED_LIMIT = 4096
# With flow control: what may still come after XOFF.
_HELD_LIMIT = 64
_XON, _XOFF = _FLOW = 0x11, 0x13


class VirtualDevice(Protocol):
    """A device made of software: bytes from the host in, its answer (maybe b"") out."""

    def feed(self, data: bytes) -> bytes: ...


class VirtualCable:
    """Carries bytes between whoever opens `url` and a device; plugged in from the start.

    kind is "pty", "tcp" or "rfc2217"; None takes what this system has. One thread of its own calls
    the device, which may itself call plug, unplug and say. With pace_baud bytes take their time;
    with is_xonxoff the device's XOFF and XON stop and free the host's bytes; with tick_s the device
    is fed b"" so often, for one that works by the clock.
    """

    def __init__(
        self,
        device: VirtualDevice,
        kind: str | None = None,
        pace_baud: int | None = None,
        *,
        is_xonxoff: bool = False,
        tick_s: float | None = None,
    ) -> None:
        self._device = device
        self._is_xonxoff, self._tick_s = is_xonxoff, tick_s
        self._is_held = False
        self._pace = Pace(pace_baud)
        self._end = _make_end(kind or ("pty" if hasattr(os, "openpty") else "tcp"))
        self._orders: queue.SimpleQueue[tuple[Callable[[], None], threading.Event]]
        self._orders = queue.SimpleQueue()
        self._bell, self._ear = socket.socketpair()
        self._is_closed = False
        self.url = self._end.url
        self._end.plug()
        self._thread = threading.Thread(target=self._run, name=f"cable {self.url}", daemon=True)
        self._thread.start()

    def plug(self) -> None:
        """The same url works again. Returns when it is so; harmless when plugged in already."""
        self._order(self._end.plug)

    def unplug(self) -> None:
        """As pulling a USB adapter: an open host's next read or write fails, the url is gone."""
        self._order(self._end.unplug)

    def say(self, data: bytes) -> None:
        """The device says something without being asked."""
        self._order(lambda: self._answer(data))

    def close(self) -> None:
        """Unplug and end the thread; the url is gone for good."""
        self._order(self._end_thread)
        self._thread.join()

    def _order(self, order: Callable[[], None]) -> None:
        """Have the cable's thread do it, so that nothing is closed while it is being waited on."""
        if threading.current_thread() is self._thread:
            order()
            return
        done = threading.Event()
        self._orders.put((order, done))
        with contextlib.suppress(OSError):  # the thread has ended and taken its ear along
            self._bell.send(b"!")
        while self._thread.is_alive() and not done.wait(0.1):
            pass

    def _end_thread(self) -> None:
        self._is_closed = True

    def _run(self) -> None:
        try:
            while not self._is_closed:
                self._step()
        except Exception:
            logger.exception("the device on %s failed", self.url)
        finally:
            self._end.close()
            self._bell.close()
            self._ear.close()

    def _step(self) -> None:
        ends = [] if self._is_held else self._end.waits_on()
        ready, _, _ = select.select([self._ear, *ends], [], [], self._tick_s)
        if self._ear in ready:
            self._ear.recv(1)
            order, done = self._orders.get()
            order()
            done.set()
        elif not ready:
            self._hear(b"")
        elif data := self._end.receive(self._most):
            self._wait(len(data))
            self._hear(data)

    @property
    def _most(self) -> int:
        most = self._pace.piece_bytes or _UNPACED_LIMIT
        return min(most, _HELD_LIMIT) if self._is_xonxoff else most

    def _hear(self, data: bytes) -> None:
        answer = self._device.feed(data)
        if self._is_xonxoff:
            for byte in answer:
                if byte in _FLOW:
                    self._is_held = byte == _XOFF
        if answer:
            self._answer(answer)

    def _answer(self, data: bytes) -> None:
        piece = self._pace.piece_bytes or len(data)
        for start in range(0, len(data), piece or 1):
            part = data[start : start + piece]
            self._wait(len(part))
            self._end.send(part)

    def _wait(self, count: int) -> None:
        wait_s = self._pace.wait_s(count, time.monotonic())
        if wait_s > 0:
            time.sleep(wait_s)


class _End(Protocol):
    """The host's side of the cable. What the host does not take is dropped, as by a UART."""

    url: str

    def plug(self) -> None: ...
    def unplug(self) -> None: ...
    def close(self) -> None: ...
    def waits_on(self) -> list[int | socket.socket]: ...
    def receive(self, limit: int) -> bytes: ...
    def send(self, data: bytes) -> None: ...


def _make_end(kind: str) -> _End:
    if kind == "pty":
        return _PtyEnd()
    if kind == "tcp":
        return _TcpEnd()
    if kind == "rfc2217":
        return _Rfc2217End()
    raise ValueError(f"a cable is of kind pty, tcp or rfc2217, not {kind!r}")


class _PtyEnd:
    """A pseudo-terminal behind a link. What is POSIX-only is used in this class alone."""

    def __init__(self) -> None:
        self._folder = tempfile.mkdtemp(prefix="motcua-cable-")
        self.url = os.path.join(self._folder, "port")
        self._fds: tuple[int, int] | None = None

    def plug(self) -> None:
        if sys.platform == "win32":
            raise OSError("this system has no pseudo-terminals")
        import tty

        if self._fds is not None:
            return
        # Our own hold on the slave side keeps the master readable while no host has it open.
        master, slave = os.openpty()
        tty.setraw(slave)  # no echo, no CR/LF translation, before any host comes
        os.set_blocking(master, False)
        self._fds = (master, slave)
        os.symlink(os.ttyname(slave), self.url)

    def unplug(self) -> None:
        if self._fds is None:
            return
        os.unlink(self.url)
        for fd in self._fds:
            os.close(fd)
        self._fds = None

    def close(self) -> None:
        self.unplug()
        shutil.rmtree(self._folder, ignore_errors=True)

    def waits_on(self) -> list[int | socket.socket]:
        return [self._fds[0]] if self._fds is not None else []

    def receive(self, limit: int) -> bytes:
        return os.read(self._fds[0], limit) if self._fds is not None else b""

    def send(self, data: bytes) -> None:
        if self._fds is not None:
            with contextlib.suppress(BlockingIOError):
                os.write(self._fds[0], data)


class _TcpEnd:
    """A TCP port on this machine, one host at a time."""

    def __init__(self) -> None:
        self._listener = _reserve(0)
        self._port: int = self._listener.getsockname()[1]
        self.url = f"socket://127.0.0.1:{self._port}"
        self._host: socket.socket | None = None
        self._is_plugged = False

    def plug(self) -> None:
        if not self._is_plugged:
            self._listener.listen(1)
            self._is_plugged = True

    def unplug(self) -> None:
        if not self._is_plugged:
            return
        self._is_plugged = False
        self._drop_host(is_reset=True)
        self._listener.close()
        # Bound but not listening: hosts are refused, and nobody else gets this port number.
        self._listener = _reserve(self._port)

    def close(self) -> None:
        self._is_plugged = False
        self._drop_host(is_reset=True)
        self._listener.close()

    def waits_on(self) -> list[int | socket.socket]:
        # A second host waits in the listener's queue: what the first one sent comes first.
        return [self._host or self._listener] if self._is_plugged else []

    def receive(self, limit: int) -> bytes:
        if self._host is None:
            self._accept()
            return b""
        try:
            data = self._host.recv(limit)
        except ConnectionError:
            data = b""
        if not data:
            self._drop_host(is_reset=False)
        return data

    def send(self, data: bytes) -> None:
        if self._host is None and self._is_plugged:
            self._accept()  # it may have come since we last looked
        if self._host is not None:
            with contextlib.suppress(BlockingIOError, ConnectionError):
                self._host.send(data)

    def _accept(self) -> None:
        with contextlib.suppress(BlockingIOError, ConnectionError):
            self._host, _ = self._listener.accept()
            self._host.setblocking(False)
            self._host.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def _drop_host(self, is_reset: bool) -> None:
        if self._host is None:
            return
        if is_reset:
            # Linger 0: the host's next read and write fail, and the port is free again at once.
            self._host.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _LINGER_0)
        self._host.close()
        self._host = None


class _Rfc2217End(_TcpEnd):
    """A serial server: line settings travel with the bytes, and are taken as they come."""

    def __init__(self) -> None:
        super().__init__()
        self.url = f"rfc2217://127.0.0.1:{self._port}"
        self._manager: Any = None

    def receive(self, limit: int) -> bytes:
        data = super().receive(limit)
        return b"".join(self._manager.filter(data)) if data else b""

    def send(self, data: bytes) -> None:
        if self._manager is not None:
            super().send(b"".join(self._manager.escape(data)))

    def _accept(self) -> None:
        super()._accept()
        if self._host is not None:
            self._manager = rfc2217.PortManager(_uart(), SimpleNamespace(write=super().send))


def _uart() -> SimpleNamespace:
    """What a serial server's client sets and asks; nothing comes of it."""
    words = {"baudrate": 9600, "bytesize": 8, "parity": "N", "stopbits": 1}
    lines = dict.fromkeys(("xonxoff", "rtscts", "break_condition", "dtr", "rts", "ri"), False)
    ready = dict.fromkeys(("cts", "dsr", "cd"), True)
    resets = dict.fromkeys(("reset_input_buffer", "reset_output_buffer"), lambda: None)
    return SimpleNamespace(**words, **lines, **ready, **resets)


# struct linger is two ints on POSIX and two shorts on Windows.
_LINGER_0 = struct.pack("ii" if os.name == "posix" else "hh", 1, 0)


def _reserve(port: int) -> socket.socket:
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    if os.name == "posix":
        # Past connections in TIME_WAIT do not matter; on Windows the option means "share the port".
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.setblocking(False)
    listener.bind(("127.0.0.1", port))
    return listener
