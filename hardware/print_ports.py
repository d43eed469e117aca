"""Ports that only printers have: the kernel's USB printer device, and a system print queue.

docs/reference/ports.md says what each can and cannot do.
"""

import contextlib
import os
import select
import subprocess
import sys
from collections.abc import Callable

from hardware import ports
from hardware.ports import PIECE_BYTES, Line, Port, PortAway
from hardware.reasons import STALLED
from hardware.reasons import why as why_of

USBLP = "usblp:"
QUEUE = "queue:"
_WRITE_S = 2.0
_QUEUE_S = 15.0
_MOST_LEFT_OVER = 4096

Submit = Callable[[str, bytes], str]
"""Hands a raw job to the queue of this name; gives "" or why it was not taken."""


def open_any(line: Line) -> Port:
    """`ports.open_port`, and also usblp:/dev/usb/lp0 and queue:NAME. Raises PortAway."""
    if line.url.startswith(USBLP):
        return FilePort(line.url)
    if line.url.startswith(QUEUE):
        return QueuePort(line.url, _submit_here())
    return ports.open_port(line)


class FilePort:
    """A device file that takes a printer's bytes as they are. POSIX only."""

    def __init__(self, url: str) -> None:
        self.url = url
        flags = os.O_RDWR | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0)
        try:
            self._fd = os.open(url.removeprefix(USBLP), flags)
        except OSError as fault:
            raise PortAway(url, why_of(fault)) from fault

    def write(self, data: bytes) -> None:
        sent = 0
        while sent < len(data):
            taken = self.write_some(data[sent:], _WRITE_S)
            if not taken:
                raise PortAway(self.url, STALLED)
            sent += taken

    def write_some(self, data: bytes, timeout_s: float) -> int:
        try:
            _, ready, _ = select.select([], [self._fd], [], max(0.0, timeout_s))
            return os.write(self._fd, data[:PIECE_BYTES]) if ready else 0
        except BlockingIOError:
            return 0
        except (OSError, ValueError) as fault:
            raise PortAway(self.url, why_of(fault)) from fault

    def read(self, limit: int, timeout_s: float) -> bytes:
        """As the kernel gives it: a printer without a return channel gives nothing."""
        try:
            ready, _, _ = select.select([self._fd], [], [], max(0.0, timeout_s))
            return os.read(self._fd, limit) if ready else b""
        except BlockingIOError:
            return b""
        except (OSError, ValueError) as fault:
            raise PortAway(self.url, why_of(fault)) from fault

    def discard_input(self) -> None:
        for _ in range(_MOST_LEFT_OVER // PIECE_BYTES):
            if not self.read(PIECE_BYTES, 0):
                return

    def close(self) -> None:
        with contextlib.suppress(OSError):
            os.close(self._fd)


class QueuePort:
    """One write is one raw job. Nothing comes back: sent is all that is ever known."""

    def __init__(self, url: str, submit: Submit) -> None:
        self.url = url
        self._name = url.removeprefix(QUEUE)
        self._submit = submit

    def write(self, data: bytes) -> None:
        self.write_some(data, 0.0)

    def write_some(self, data: bytes, timeout_s: float) -> int:
        """All of data or PortAway; NUL bytes alone, a printer's nothing, make no job."""
        if data.strip(b"\0") and (why := self._submit(self._name, data)):
            raise PortAway(self.url, why)
        return len(data)

    def read(self, limit: int, timeout_s: float) -> bytes:
        return b""

    def discard_input(self) -> None:
        """Nothing ever comes."""

    def close(self) -> None:
        """Nothing is held."""


def _submit_here() -> Submit:
    return submit_to_windows if sys.platform == "win32" else submit_to_cups


def submit_to_cups(name: str, data: bytes) -> str:
    """By the program lp. One that does not end in time may have done it: it counts as taken,
    because a second try could print the slip twice."""
    command = ["lp", "-s", "-d", name, "-o", "raw", "-"]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=_QUEUE_S)
    except subprocess.TimeoutExpired:
        return ""
    except OSError as fault:
        return f"the program lp cannot be run: {fault.strerror}"
    said = done.stderr.decode("utf-8", "replace").strip()
    return said or "lp refused the job" if done.returncode else ""


def submit_to_windows(name: str, data: bytes) -> str:
    """By pywin32's win32print."""
    try:
        import win32print
    except ImportError:
        return "a print queue on Windows needs pywin32: pip install motcua[queue]"
    try:
        printer = win32print.OpenPrinter(name)
        try:
            win32print.StartDocPrinter(printer, 1, ("motcua", None, "RAW"))
            win32print.WritePrinter(printer, data)
            win32print.EndDocPrinter(printer)
        finally:
            win32print.ClosePrinter(printer)
    except win32print.error as fault:
        return str(fault)
    return ""
