"""Every fault has its sentence: docs/reference/ports.md."""

import errno
import queue
import socket
from pathlib import Path

import pytest
import serial
from hypothesis import given
from hypothesis import strategies as st

from hardware import reasons
from hardware.reasons import why

PAPER = Path(__file__).parents[2] / "docs" / "reference" / "ports.md"


@pytest.mark.parametrize(
    ("fault", "sentence"),
    [
        (serial.SerialException(errno.ENOENT, "could not open"), reasons.NO_SUCH_PORT),
        (serial.SerialException(errno.EACCES, "could not open"), reasons.FORBIDDEN),
        (serial.SerialException(errno.EAGAIN, "could not lock"), reasons.IN_USE),
        (OSError(errno.EIO, "Input/output error"), reasons.UNPLUGGED),
        (Exception(errno.EIO, "as termios.error"), reasons.UNPLUGGED),
        (Exception(errno.EINVAL, "as termios.error"), reasons.SETTINGS),
        (serial.SerialTimeoutException("Write timeout"), reasons.STALLED),
        (queue.Full(), reasons.STALLED),
        (serial.SerialException("socket disconnected"), reasons.CLOSED),
        (socket.gaierror(-2, "Name or service not known"), "this host name is not known"),
        (TimeoutError("timed out"), reasons.SILENT),
        (
            ValueError("filedescriptor out of range in select()"),
            "this program has too many connections open to use a port",
        ),
    ],
)
def test_each_fault_has_its_sentence(fault: Exception, sentence: str) -> None:
    assert why(fault) == sentence


def test_windows_faults_are_told_by_their_words() -> None:
    missing = "could not open port 'COM9': FileNotFoundError(2, 'not found', None, 2)"
    denied = "could not open port 'COM3': PermissionError(13, 'Access is denied.', None, 5)"
    assert why(serial.SerialException(missing)) == reasons.NO_SUCH_PORT
    assert why(serial.SerialException(denied)) == reasons.IN_USE


def test_the_wrapped_original_tells_more_than_the_wrapper() -> None:
    wrapper = serial.SerialException("Could not open port")
    wrapper.__context__ = ConnectionRefusedError(errno.ECONNREFUSED, "refused")
    assert why(wrapper) == "nothing answers at this address: is the device switched on?"


@given(st.text(), st.sampled_from([OSError, ValueError, serial.SerialException, Exception]))
def test_a_reason_is_never_empty(words: str, kind: type[Exception]) -> None:
    assert why(kind(words))
    assert why(kind())


def test_the_paper_names_every_sentence() -> None:
    paper = PAPER.read_text(encoding="utf-8")
    known = {*reasons._BY_ERRNO.values(), *(s for _, s in reasons._BY_WORDS), reasons.STALLED}
    assert [sentence for sentence in sorted(known) if sentence not in paper] == []
