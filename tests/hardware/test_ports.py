"""Ports over real streams: loop, pseudo-terminal, TCP, RFC 2217; and how they come back."""

import contextlib
import itertools
import os
import socket
from collections.abc import Iterator

import pytest

from hardware import reasons
from hardware.ports import Line, Port, PortAway, ReconnectingPort, open_port
from hardware.rehearsal import RecordingPort
from hardware.virtual import VirtualCable
from tests.hardware.wires import Parrot, SerialServer, Silent, Stalled, until

KINDS = ["pty", "tcp"] if hasattr(os, "openpty") else ["tcp"]
# pyserial 3.5 starts its RFC 2217 reader with Thread.setDaemon and setName.
over_rfc2217 = pytest.mark.filterwarnings("ignore:set(Daemon|Name).*:DeprecationWarning")


@pytest.fixture(params=KINDS)
def cable(request: pytest.FixtureRequest) -> Iterator[VirtualCable]:
    cable = VirtualCable(Parrot(), kind=request.param)
    yield cable
    cable.close()


@pytest.fixture
def server() -> Iterator[SerialServer]:
    server = SerialServer(Parrot())
    yield server
    server.close()


def hear(port: Port, count: int) -> bytes:
    """Read until count bytes came; each byte may take seconds on a busy machine."""
    got = b""
    while len(got) < count:
        more = port.read(count - len(got), 10.0)
        assert more, f"only {got!r} came"
        got += more
    return got


def test_bytes_go_there_and_back(cable: VirtualCable) -> None:
    port = open_port(Line(cable.url))
    every_byte = bytes(range(256))
    port.write(every_byte)
    assert hear(port, 256) == every_byte.upper()
    port.close()


def test_a_read_gives_what_is_there_and_nothing_after_the_time_out(cable: VirtualCable) -> None:
    port = open_port(Line(cable.url))
    assert port.read(100, 0.0) == b""
    assert port.read(100, 0.01) == b""
    port.write(b"abc")
    assert hear(port, 2) == b"AB"
    assert port.read(100, 10.0) == b"C"
    port.close()


def test_discarded_input_is_not_read(cable: VirtualCable) -> None:
    port = open_port(Line(cable.url))
    cable.say(b"old")
    assert port.read(1, 10.0) == b"o"
    port.discard_input()
    cable.say(b"new")
    assert hear(port, 3) == b"new"
    port.close()


def test_an_open_port_that_is_unplugged_is_away(cable: VirtualCable) -> None:
    port = open_port(Line(cable.url))
    cable.unplug()
    with pytest.raises(PortAway) as away:
        port.read(1, 10.0)
    assert away.value.url == cable.url
    assert away.value.why in (reasons.UNPLUGGED, reasons.CLOSED)
    with pytest.raises(PortAway):
        port.write(b"x" * 1000)
    port.close()
    port.close()


def test_discarding_after_an_unplug_is_away_too(cable: VirtualCable) -> None:
    port = open_port(Line(cable.url))  # termios.error on a pseudo-terminal
    cable.unplug()
    with pytest.raises(PortAway):
        port.discard_input()
    port.close()


def test_bytes_before_the_end_come_first() -> None:
    cable = VirtualCable(Parrot(), kind="tcp")
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = open_port(Line(f"socket://127.0.0.1:{listener.getsockname()[1]}"))
        with listener.accept()[0] as far_end:
            far_end.sendall(b"last words")
        assert hear(port, 10) == b"last words"
        with pytest.raises(PortAway, match=reasons.CLOSED):
            port.read(1, 10.0)
        port.close()
    cable.close()


def test_a_long_write_to_a_slow_device_is_not_a_fault() -> None:
    parrot = Parrot()
    cable = VirtualCable(parrot, pace_baud=115200)
    port = open_port(Line(cable.url), write_timeout_s=0.3)
    port.write(b"." * 12000)  # 1.04 s of wire
    until(lambda: len(parrot.heard) == 12000)
    port.close()
    cable.close()


def test_a_device_that_takes_nothing_is_away_after_the_write_time_out() -> None:
    stalled = Stalled()
    cable = VirtualCable(stalled)
    port = open_port(Line(cable.url), write_timeout_s=0.2)
    with pytest.raises(PortAway, match="does not take data"):
        port.write(bytes(10_000_000))
    port.close()
    stalled.let_go.set()
    cable.close()


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (Line("/dev/no-such-port"), "no such port"),
        (Line("tin-can://kitchen"), "not a port address or line setting known here"),
        (Line("loop://", parity="X"), "not a port address or line setting known here"),
        (Line("socket://127.0.0.1:1"), "nothing answers at this address"),
        (Line("usb:DEAD:BEEF"), "no adapter with this USB identity"),
        (Line("usb:printer"), "is not of the form usb:VID:PID"),
    ],
)
def test_a_port_that_cannot_be_opened_says_why(line: Line, why: str) -> None:
    if line.url.startswith("/dev") and os.name == "nt":
        line = Line("COM250")
    with pytest.raises(PortAway) as away:
        open_port(line)
    assert why in away.value.why
    assert str(away.value) == f"{line.url}: {away.value.why}"
    assert isinstance(away.value, OSError)


def test_a_loop_that_nobody_reads_is_stalled() -> None:
    port = open_port(Line("loop://", baud=115200), write_timeout_s=0.05)
    with pytest.raises(PortAway, match="does not take data"):
        port.write(bytes(5000))
    port.close()


@over_rfc2217
def test_rfc2217_carries_the_line_settings_and_the_bytes(server: SerialServer) -> None:
    port = open_port(Line(server.url, baud=9600, bytesize=7, parity="E"))
    uart = server.uart
    assert (uart.baudrate, uart.bytesize, uart.parity, uart.stopbits) == (9600, 7, "E", 1)
    port.write(b"\x01Z03\x02AA\xff\x03")  # FF is doubled on the wire
    assert hear(port, 9) == b"\x01Z03\x02AA\xff\x03"
    port.close()


@over_rfc2217
def test_rfc2217_reads_nothing_after_the_time_out(server: SerialServer) -> None:
    port = open_port(Line(server.url))
    assert port.read(10, 0.0) == b""
    assert port.read(10, 0.06) == b""
    port.discard_input()
    port.close()


@over_rfc2217
def test_rfc2217_notices_that_the_server_hung_up(server: SerialServer) -> None:
    port = open_port(Line(server.url))
    server.hang_up()
    with pytest.raises(PortAway, match=reasons.CLOSED):
        for _ in range(50):
            port.read(1, 0.1)
    port.close()


@over_rfc2217
def test_a_silent_tcp_port_does_not_speak_rfc2217() -> None:
    cable = VirtualCable(Silent(), kind="tcp")
    with pytest.raises(PortAway, match="does not speak RFC 2217"):
        open_port(Line(cable.url.replace("socket", "rfc2217") + "?timeout=0.2"))
    cable.close()


def test_a_reconnecting_port_really_comes_back(cable: VirtualCable) -> None:
    now_s = [0.0]
    port = ReconnectingPort(Line(cable.url), monotonic=lambda: now_s[0])
    assert (port.is_away, port.openings) == (True, 0)
    port.write(b"one")
    assert hear(port, 3) == b"ONE"
    assert (port.is_away, port.why, port.openings) == (False, "", 1)

    cable.unplug()
    with pytest.raises(PortAway):
        port.read(1, 10.0)
    assert port.is_away
    now_s[0] += 0.5
    with pytest.raises(PortAway):  # really tried: it is not there
        port.write(b"lost")
    assert port.openings == 1

    cable.plug()
    now_s[0] += 1.0
    port.write(b"two")
    assert hear(port, 3) == b"TWO"
    assert (port.is_away, port.openings) == (False, 2)
    port.close()


@over_rfc2217
def test_a_reconnecting_port_comes_back_over_rfc2217(server: SerialServer) -> None:
    now_s = [0.0]
    port = ReconnectingPort(Line(server.url, baud=19200), monotonic=lambda: now_s[0])
    port.write(b"one")
    server.hang_up()
    with pytest.raises(PortAway):
        for _ in range(50):
            port.read(10, 0.1)
    now_s[0] += 1.0
    port.write(b"two")
    assert hear(port, 3) == b"TWO"
    assert (port.openings, server.uart.baudrate) == (2, 19200)
    port.close()


class Bench:
    """A reconnecting port with a clock and a plug of its own; notes when opening was tried."""

    def __init__(self) -> None:
        self.now_s = 100.0
        self.tries: list[float] = []
        self.found: RecordingPort | None = None
        self.port = ReconnectingPort(Line("x"), self._open, lambda: self.now_s)

    def _open(self, line: Line) -> Port:
        self.tries.append(self.now_s)
        if self.found is None:
            raise PortAway(line.url, "away")
        return self.found

    def waits(self, duration_s: float) -> list[float]:
        """Use the port every quarter of a second; the times between the tries to open it."""
        self.tries.clear()
        for _ in range(int(duration_s / 0.25)):
            with contextlib.suppress(PortAway):
                self.port.write(b"x")
            self.now_s += 0.25
        return [later - earlier for earlier, later in itertools.pairwise(self.tries)]


def test_the_waits_double_up_to_five_seconds() -> None:
    bench = Bench()
    assert bench.waits(20) == [0.5, 1, 2, 4, 5, 5]
    with pytest.raises(PortAway, match="x: away"):
        bench.port.read(1, 0.0)


def test_after_a_success_the_waits_start_again() -> None:
    bench = Bench()
    bench.waits(10)
    bench.found = RecordingPort()
    bench.waits(6)
    assert (bench.port.why, bench.port.openings) == ("", 1)
    bench.found.unplug()
    bench.found = None
    assert bench.waits(8) == [1, 2, 4]  # tried 0.5 s after the fault, then as ever


def test_a_port_that_opens_but_never_works_is_tried_less_and_less() -> None:
    now_s, opened = [0.0], []

    def opens(line: Line) -> Port:
        opened.append(RecordingPort())
        opened[-1].unplug()
        return opened[-1]

    port = ReconnectingPort(Line("x"), open_port=opens, monotonic=lambda: now_s[0])
    for _ in range(100):
        with pytest.raises(PortAway):
            port.write(b"x")
        now_s[0] += 0.1
    assert port.openings == 5  # at 0, 0.5, 1.5, 3.5 and 7.5 s
    assert all(p.is_closed for p in opened)


def test_a_closed_port_stays_closed() -> None:
    recording = RecordingPort()
    port = ReconnectingPort(Line("x"), open_port=lambda line: recording)
    port.write(b"x")
    port.close()
    assert recording.is_closed
    with pytest.raises(PortAway, match="closed by this program"):
        port.read(1, 0.0)
    assert port.openings == 1
