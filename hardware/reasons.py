"""Why a port is away: one plain sentence for each fault, the table of docs/reference/ports.md."""

import errno
import queue
import socket

import serial

UNPLUGGED = "it was unplugged"
IN_USE = "another program is using it"
STALLED = "it does not take data: out of paper, or held by XOFF or CTS?"
CLOSED = "the other end closed the connection"
NO_SUCH_PORT = "no such port: is the adapter plugged in and the name right?"
SETTINGS = "it does not accept these line settings"
FORBIDDEN = "this account may not use it: on Linux add the account to the group dialout"
NO_DIRECTION = (
    "its driver cannot turn an RS-485 line: take rs485 out where the adapter does it itself, "
    "else try rs485 = rts"
)
SILENT = "no answer from this address: is the device switched on?"

_BY_ERRNO = {
    errno.ENOENT: NO_SUCH_PORT,
    errno.EACCES: FORBIDDEN,
    errno.EPERM: FORBIDDEN,
    errno.EAGAIN: IN_USE,
    errno.EWOULDBLOCK: IN_USE,
    errno.EBUSY: IN_USE,
    errno.EIO: UNPLUGGED,
    errno.ENXIO: UNPLUGGED,
    errno.ENODEV: UNPLUGGED,
    errno.EBADF: UNPLUGGED,
    errno.EINVAL: SETTINGS,
    errno.ENOTTY: SETTINGS,
    errno.ECONNREFUSED: "nothing answers at this address: is the device switched on?",
    errno.ECONNRESET: CLOSED,
    errno.ECONNABORTED: CLOSED,
    errno.EPIPE: CLOSED,
    errno.ENOTCONN: CLOSED,
    errno.EHOSTUNREACH: "the network has no way to this address",
    errno.ENETUNREACH: "the network has no way to this address",
    errno.ETIMEDOUT: SILENT,
}

# Faults that pyserial 3.5 tells in words alone. On Windows an opening fault carries no number, only
# the repr of the system's error, and "access denied" there means that the port is already open.
_BY_WORDS = (
    ("returned no data", UNPLUGGED),
    ("FileNotFoundError(", NO_SUCH_PORT),
    ("PermissionError(", IN_USE),
    ("socket disconnected", CLOSED),
    ("reader thread died", CLOSED),
    ("does not seem to support RFC2217", "the other end does not speak RFC 2217"),
    ("does not accept parameter change", SETTINGS),
    ("remote rejected value", SETTINGS),
    ("Failed to set RS485 mode", NO_DIRECTION),
    ("RS485 not supported", NO_DIRECTION),
    ("out of range in select", "this program has too many connections open to use a port"),
)


def why(fault: BaseException) -> str:
    """The sentence for a fault raised while opening or using a port; never empty, never raises."""
    if isinstance(fault, (serial.SerialTimeoutException, queue.Full)):
        return STALLED
    # pyserial wraps the system's error and often drops its number; the original is the context.
    for seen in (fault, fault.__context__):
        known = _known(seen) if seen is not None else ""
        if known:
            return known
    detail = str(fault) or type(fault).__name__
    if isinstance(fault, ValueError):
        return f"not a port address or line setting known here: {detail}"
    return detail


def _known(fault: BaseException) -> str:
    if isinstance(fault, socket.gaierror):
        return "this host name is not known"
    number = _number(fault)
    if number in _BY_ERRNO:
        return _BY_ERRNO[number]
    if isinstance(fault, TimeoutError):
        return SILENT
    words = str(fault)
    return next((sentence for part, sentence in _BY_WORDS if part in words), "")


def _number(fault: BaseException) -> int:
    """The errno; termios.error keeps it as its first argument. 0 when there is none."""
    if isinstance(fault, OSError):
        return fault.errno or 0
    first = fault.args[0] if fault.args else 0
    return first if isinstance(first, int) else 0
