"""An Alpha sign behind a serial server: the line is 7E1, the bytes and their sum arrive right."""

from collections.abc import Iterator

import pytest

from display.alpha import Alpha
from display.bus import Bus
from display.virtual import VirtualBoards
from hardware.ports import Line, ReconnectingPort
from tests.display.test_bus_on_a_cable import running, wait_for
from tests.hardware.wires import SerialServer

# pyserial 3.5 starts its RFC 2217 reader with Thread.setDaemon and setName.
pytestmark = pytest.mark.filterwarnings("ignore:set(Daemon|Name).*:DeprecationWarning")


class Listening:
    """Software signs, and every byte that reached them, cut to what seven data bits can carry."""

    def __init__(self) -> None:
        self.signs = VirtualBoards(Alpha(9600), [3])
        self.heard = b""

    def feed(self, data: bytes) -> bytes:
        self.heard += data
        return self.signs.feed(bytes(byte & 0x7F for byte in data))


@pytest.fixture
def far_end() -> Listening:
    return Listening()


@pytest.fixture
def server(far_end: Listening) -> Iterator[SerialServer]:
    server = SerialServer(far_end)
    yield server
    server.close()


def test_a_sign_shows_a_label_over_7e1(far_end: Listening, server: SerialServer) -> None:
    protocol = Alpha(9600)
    port = ReconnectingPort(Line(server.url, 9600).formed(protocol.form))
    bus = Bus(port, protocol, {"3": 3})
    with running(bus):
        assert wait_for(lambda: far_end.signs.snapshot() == {3: "    "})
        bus.show("3", "A042")
        assert wait_for(lambda: far_end.signs.snapshot() == {3: "A042"})
    port.close()
    uart = server.uart
    assert (uart.baudrate, uart.bytesize, uart.parity, uart.stopbits) == (9600, 7, "E", 1)
    last = far_end.heard[far_end.heard.rindex(b"\x01Z03\x02") :]
    body, digits = last[4:-5], last[-5:-1]
    assert body == b"\x02AA\x1b&bA042\x03"
    assert (digits, sum(body)) == (b"0201", 0x0201)
