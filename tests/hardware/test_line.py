"""The form of a line, and who turns an RS-485 pair."""

import os
from typing import Any

import pytest

from hardware import reasons
from hardware.line import Line
from hardware.ports import PortAway, open_port
from hardware.rs485 import RtsWriter
from hardware.virtual import VirtualCable
from tests.hardware.wires import Parrot, SerialServer, until

over_rfc2217 = pytest.mark.filterwarnings("ignore:set(Daemon|Name).*:DeprecationWarning")


@pytest.mark.parametrize(
    ("form", "bytesize", "parity", "stopbits", "bits"),
    [
        ("", 8, "N", 1, 10),
        ("8N1", 8, "N", 1, 10),
        ("7E1", 7, "E", 1, 10),
        ("8e1", 8, "E", 1, 11),
        ("8N2", 8, "N", 2, 11),
        ("5O1.5", 5, "O", 1.5, 8.5),
    ],
)
def test_a_form(form: str, bytesize: int, parity: str, stopbits: float, bits: float) -> None:
    line = Line("/dev/x", 9600).formed(form)
    assert (line.bytesize, line.parity, line.stopbits) == (bytesize, parity, stopbits)
    assert line.byte_s == pytest.approx(bits / 9600)
    assert (line.url, line.baud) == ("/dev/x", 9600)


@pytest.mark.parametrize("form", ["9N1", "8X1", "8N3", "8N", "N81", "7E1 ", "8N1.5.5"])
def test_no_form(form: str) -> None:
    with pytest.raises(ValueError, match="no form of a line; write"):
        Line("/dev/x").formed(form)


@over_rfc2217
def test_a_serial_server_is_told_the_form() -> None:
    server = SerialServer(Parrot())
    port = open_port(Line(server.url, 9600).formed("7E1"))
    uart = server.uart
    until(lambda: (uart.bytesize, uart.parity, uart.stopbits) == (7, "E", 1))
    port.close()
    server.close()


@pytest.mark.skipif(not hasattr(os, "openpty"), reason="this system has no pseudo-terminals")
def test_a_driver_that_cannot_turn_the_line_says_what_to_do() -> None:
    cable = VirtualCable(Parrot(), "pty")
    with pytest.raises(PortAway) as away:
        open_port(Line(cable.url, rs485="kernel"))
    assert away.value.why == reasons.NO_DIRECTION
    cable.close()


def test_a_serial_server_turns_its_line_itself() -> None:
    cable = VirtualCable(Parrot(), "tcp")
    for direction, said in [("kernel", "set it on the serial server"), ("cts", "is not known")]:
        with pytest.raises(PortAway, match=said):
            open_port(Line(cable.url, rs485=direction))
    cable.close()


class Modem:
    """Writes down what happens to it, in order."""

    def __init__(self, taken: int | Exception) -> None:
        self.seen: list[Any] = []
        self._taken = taken

    @property
    def rts(self) -> bool:
        raise AssertionError("nobody asks")

    @rts.setter
    def rts(self, is_on: bool) -> None:
        self.seen.append(("rts", is_on))

    def write(self, data: bytes) -> int:
        self.seen.append(data)
        if isinstance(self._taken, Exception):
            raise self._taken
        return self._taken

    def sleep(self, seconds: float) -> None:
        self.seen.append(seconds)


def test_rts_is_held_while_the_bytes_leave() -> None:
    modem = Modem(taken=3)
    assert RtsWriter(modem, 0.5, modem.sleep).write(b"abc") == 3
    assert modem.seen == [("rts", True), b"abc", 2.0, ("rts", False)]


def test_rts_is_let_go_when_the_write_fails() -> None:
    modem = Modem(taken=OSError("unplugged"))
    with pytest.raises(OSError, match="unplugged"):
        RtsWriter(modem, 0.5, modem.sleep).write(b"abc")
    assert modem.seen[-1] == ("rts", False)
