"""The cable made of software, both kinds."""

import logging
import os
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from hardware.ports import Line, PortAway, open_port
from hardware.virtual import VirtualCable
from tests.hardware.wires import Parrot, until

# pyserial 3.5 starts its RFC 2217 reader with Thread.setDaemon and setName.
pytestmark = pytest.mark.filterwarnings("ignore:set(Daemon|Name).*:DeprecationWarning")
KINDS = [*(["pty"] if hasattr(os, "openpty") else []), "tcp", "rfc2217"]


@pytest.fixture(params=KINDS)
def cable_kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(params=KINDS)
def cable(request: pytest.FixtureRequest) -> Iterator[VirtualCable]:
    cable = VirtualCable(Parrot(), kind=request.param)
    yield cable
    cable.close()


def ask(url: str, data: bytes) -> bytes:
    port = open_port(Line(url))
    port.write(data)
    heard = b""
    while len(heard) < len(data) and (more := port.read(len(data), 10.0)):
        heard += more
    port.close()
    return heard


def test_a_host_may_come_and_go(cable: VirtualCable) -> None:
    assert [ask(cable.url, word) for word in (b"one", b"two", b"three")] == [
        b"ONE",
        b"TWO",
        b"THREE",
    ]


def test_unplug_and_plug_keep_the_url(cable: VirtualCable) -> None:
    for _ in range(3):
        assert ask(cable.url, b"here") == b"HERE"
        cable.unplug()
        cable.unplug()
        with pytest.raises(PortAway):
            open_port(Line(cable.url))
        cable.plug()
        cable.plug()


def test_the_device_may_pull_its_own_plug() -> None:
    class Fuse:
        def feed(self, data: bytes) -> bytes:
            fused.unplug()
            return b"never heard"

    fused = VirtualCable(Fuse())
    port = open_port(Line(fused.url))
    with pytest.raises(PortAway):
        port.write(b"x")
        port.read(100, 10.0)
    port.close()
    fused.close()


def test_a_device_that_fails_is_logged_and_its_port_goes_away(
    caplog: pytest.LogCaptureFixture,
) -> None:
    class Broken:
        def feed(self, data: bytes) -> bytes:
            raise RuntimeError("magic smoke")

    cable = VirtualCable(Broken())
    port = open_port(Line(cable.url))
    with caplog.at_level(logging.ERROR), pytest.raises(PortAway):
        port.write(b"x")
        port.read(1, 10.0)
    assert "magic smoke" in caplog.text
    port.close()
    cable.unplug()  # nobody is there to do it, and nothing hangs
    cable.close()


def test_closing_leaves_nothing_behind(cable: VirtualCable) -> None:
    cable.close()
    cable.close()
    with pytest.raises(PortAway):
        open_port(Line(cable.url))
    assert not Path(cable.url).parent.exists() or "://" in cable.url


def test_what_nobody_reads_is_dropped(cable: VirtualCable) -> None:
    for _ in range(300):
        cable.say(bytes(10_000))
    assert ask(cable.url, b"x")


def test_an_unplugged_tcp_port_stays_reserved() -> None:
    cable = VirtualCable(Parrot(), kind="tcp")
    cable.unplug()
    number = int(cable.url.rpartition(":")[2])
    with socket.socket() as other, pytest.raises(OSError):
        other.bind(("127.0.0.1", number))
    cable.close()


def test_a_paced_cable_loses_nothing() -> None:
    parrot = Parrot()
    cable = VirtualCable(parrot, pace_baud=115200)
    assert ask(cable.url, b"abc" * 300) == b"ABC" * 300
    until(lambda: parrot.heard == b"abc" * 300)
    cable.close()


def test_another_kind_is_refused() -> None:
    with pytest.raises(ValueError, match="pty, tcp or rfc2217, not 'string'"):
        VirtualCable(Parrot(), kind="string")


def test_xoff_holds_the_hosts_bytes_until_xon(cable_kind: str) -> None:
    class Full:
        def __init__(self) -> None:
            self.heard, self.says = b"", b""

        def feed(self, data: bytes) -> bytes:
            self.heard += data
            said, self.says = self.says, b""
            return said

    full = Full()
    cable = VirtualCable(full, cable_kind, is_xonxoff=True, tick_s=0.01)
    port = open_port(Line(cable.url, is_xonxoff=True))
    full.says = b"\x13"
    until(lambda: not full.says)
    taken = port.write_some(b"x" * 100, 0.1)
    assert full.heard == b""
    full.says = b"\x11"
    port.write(b"x" * (100 - taken))
    until(lambda: full.heard == b"x" * 100)
    port.close()
    cable.close()
