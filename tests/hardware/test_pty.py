"""What only a pseudo-terminal can show: locks, flow control, the system's raw mode.

The tests exist where the system has pseudo-terminals.
"""

import os

import pytest
import serial

from hardware import reasons
from hardware.ports import Line, PortAway, open_port
from hardware.virtual import VirtualCable
from tests.hardware.wires import Parrot, until

if hasattr(os, "openpty"):

    def test_xoff_holds_and_xon_frees() -> None:
        parrot = Parrot()
        cable = VirtualCable(parrot, kind="pty")
        port = open_port(Line(cable.url, is_xonxoff=True), write_timeout_s=0.2)
        cable.say(b"\x13")
        with pytest.raises(PortAway, match="XOFF"):
            port.write(b"x" * 20_000)
        held = len(parrot.heard)
        cable.say(b"\x11")
        port.write(b"y")
        assert port.read(1, 10.0)
        until(lambda: len(parrot.heard) > held)  # what came back may be from before
        port.close()
        cable.close()

    def test_a_second_opener_is_refused() -> None:
        cable = VirtualCable(Parrot(), kind="pty")
        port = open_port(Line(cable.url))
        with pytest.raises(PortAway, match=reasons.IN_USE):
            open_port(Line(cable.url))
        port.close()
        open_port(Line(cable.url)).close()
        cable.close()

    def test_parity_is_accepted_once_and_refused_when_set_again() -> None:
        cable = VirtualCable(Parrot(), kind="pty")
        line = Line(cable.url, bytesize=7, parity="E")
        port = open_port(line)
        port.write(b"a")
        assert port.read(1, 10.0) == b"A"
        assert port.read(1, 0.01) == b""
        port.close()
        with pytest.raises(PortAway, match=reasons.SETTINGS):
            open_port(line)
        cable.unplug()
        cable.plug()  # a new terminal
        open_port(line).close()
        cable.close()

    def test_a_host_without_lock_or_settings_sees_raw_bytes_too() -> None:
        cable = VirtualCable(Parrot(), kind="pty")
        fd = os.open(cable.url, os.O_RDWR | os.O_NOCTTY)
        os.write(fd, b"\r\n\x03\x04\x11")  # would be translated, a signal, an end or flow control
        assert os.read(fd, 100) == b"\r\n\x03\x04\x11"
        os.close(fd)
        cable.close()

    def test_the_pseudo_terminal_is_a_serial_port_to_any_program() -> None:
        cable = VirtualCable(Parrot(), kind="pty")
        with serial.Serial(cable.url, 19200, timeout=10) as port:
            port.write(b"abc")
            assert port.read(3) == b"ABC"
        cable.close()
