"""What one board or one cable does wrong on a real port, and whom it reaches: nobody on other
cables, and its own neighbours by one time-out a round. Told by what came about and by counts.
"""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from display.bus import Bus
from display.modbus import Modbus
from hardware import reasons
from hardware.ports import Line, open_port
from hardware.virtual import VirtualCable
from tests.display.live import (
    ANSWER_S,
    BAUD,
    BOARDS,
    KINDS,
    REFRESH_S,
    Device,
    Strand,
    running,
    strands,
    wait_for,
)

# pyserial 3.5 starts its RFC 2217 reader with Thread.setDaemon and setName.
pytestmark = pytest.mark.filterwarnings("ignore:set(Daemon|Name).*:DeprecationWarning")
on_each_kind = pytest.mark.parametrize("kind", KINDS)
ALL = {n: f"A{n:03}" for n in BOARDS.values()}
OTHERS = {n: text for n, text in ALL.items() if n != 3}


def call(*buses: Bus) -> None:
    """A label on every board of these cables."""
    for bus in buses:
        for name, address in BOARDS.items():
            bus.show(name, ALL[address])


def rounds(strand: Strand, neighbour: int = 1, count: int = 3) -> list[list[int]]:
    """Whom the cable spoke to between two frames to a neighbour, so many times from now on."""
    asked = strand.device.asked
    begin = len(asked)
    assert wait_for(lambda: asked[begin:].count(neighbour) > count)
    between: list[list[int]] = []
    for address in asked[begin:]:
        if address == neighbour:
            between.append([])
        elif between:
            between[-1].append(address)
    return between[:count]


def only_once_a_round(strand: Strand, faulty: int) -> None:
    """The faulty board has one turn a round, and each neighbour has its own."""
    for spoken_to in rounds(strand):
        assert spoken_to.count(faulty) <= 1
        assert {2, 4, 5} <= set(spoken_to)


class Garbled(Device):
    """Board 3 answers rubbish."""

    def answer(self, data: bytes) -> bytes:
        is_third = self.asked[-1:] == [3]
        answer = super().answer(data)
        return b"\x03\x55\xaa" * 9 if is_third and answer else answer


class Mute(Device):
    """Board 3 has no power."""

    def __init__(self) -> None:
        super().__init__()
        self.boards.is_silent.add(3)


@pytest.mark.parametrize("kind_of_fault", [Garbled, Mute])
@on_each_kind
def test_a_board_that_is_silent_or_garbled(kind: str, kind_of_fault: type[Device]) -> None:
    with strands(kind_of_fault(), Device(), kind=kind) as (bad, good):
        call(bad.bus, good.bus)
        assert wait_for(lambda: good.device.shows(ALL) and bad.device.shows(OTHERS))
        assert wait_for(lambda: bad.states() == dict.fromkeys(BOARDS, "shown") | {"3": "silent"})
        only_once_a_round(bad, faulty=3)
        assert wait_for(lambda: set(good.states().values()) == {"shown"})


@on_each_kind
def test_a_board_without_power_is_painted_when_it_is_back(kind: str) -> None:
    with strands(Mute(), kind=kind) as (strand,):
        call(strand.bus)
        assert wait_for(lambda: strand.states()["3"] == "silent")
        strand.device.boards.is_silent.clear()
        assert wait_for(lambda: strand.device.shows(ALL) and strand.states()["3"] == "shown")


class Echoing(Device):
    """The adapter hands back what it sends."""

    def answer(self, data: bytes) -> bytes:
        return data + super().answer(data)


@on_each_kind
def test_an_adapter_that_echoes(kind: str) -> None:
    with strands(Echoing(), Device(), kind=kind) as (bad, good):
        call(bad.bus, good.bus)
        assert wait_for(lambda: good.device.shows(ALL) and bad.device.shows(ALL))
        assert wait_for(lambda: bad.bus.cable_health().has_echo)
        assert not good.bus.cable_health().has_echo
        assert bad.bus.cable_health().collisions == 0


@contextmanager
def babbling(strand: Strand) -> Iterator[None]:
    """Noise on the line for ever, as fast as the cable takes it in pieces."""
    stop = threading.Event()

    def babble() -> None:
        while not stop.wait(0.001):
            strand.cable.say(b"\x55\x03\x10" * 11)

    thread = threading.Thread(target=babble)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


@on_each_kind
def test_a_line_that_babbles_for_ever(kind: str) -> None:
    with strands(Device(), Device(), kind=kind) as (bad, good):
        assert wait_for(lambda: set(bad.states().values()) == {"shown"})
        with babbling(bad):
            call(bad.bus, good.bus)
            assert wait_for(lambda: good.device.shows(ALL) and bad.device.shows(ALL))
            assert wait_for(lambda: set(bad.states().values()) == {"shown"})


@on_each_kind
def test_a_cable_that_disappears_and_returns(kind: str) -> None:
    with strands(Device(), Device(), kind=kind) as (bad, good):
        assert wait_for(lambda: set(bad.states().values()) == {"shown"})
        bad.cable.unplug()
        bad.device.boards.power_cut()
        call(bad.bus, good.bus)
        assert wait_for(lambda: set(bad.states().values()) == {"away"})
        assert wait_for(lambda: good.device.shows(ALL))
        rounds(good)
        bad.cable.plug()
        assert wait_for(lambda: bad.device.shows(ALL))
        assert wait_for(lambda: set(bad.states().values()) == {"shown"})


class Stuck(Device):
    """Takes nothing until it is let go."""

    def __init__(self) -> None:
        super().__init__()
        self.let_go = threading.Event()

    def feed(self, data: bytes) -> bytes:
        self.let_go.wait(20)
        return super().feed(data)


@on_each_kind
def test_a_cable_that_hangs_and_goes_on(kind: str) -> None:
    with strands(Stuck(), Device(), kind=kind) as (bad, good):
        assert isinstance(bad.device, Stuck)
        call(bad.bus, good.bus)
        assert wait_for(lambda: good.device.shows(ALL))
        assert wait_for(lambda: "shown" not in bad.states().values())
        rounds(good)
        bad.device.let_go.set()
        assert wait_for(lambda: bad.device.shows(ALL))
        assert wait_for(lambda: set(bad.states().values()) == {"shown"})


@pytest.mark.skipif(not hasattr(os, "openpty"), reason="this system has no pseudo-terminals")
def test_a_port_that_takes_no_bytes_is_away_and_others_go_on() -> None:
    """On a pseudo-terminal: a network buffer takes megabytes before it is full."""
    device = Stuck()
    cable = VirtualCable(device, "pty")
    port = open_port(Line(cable.url, BAUD), write_timeout_s=0.05)
    port.write(b"\x00")  # the device holds it and takes nothing more
    while port.write_some(b"\x00" * 128, 0.05):
        pass
    stuck = Bus(port, Modbus(BAUD), BOARDS, refresh_s=REFRESH_S, answer_timeout_s=ANSWER_S)
    with strands(Device(), kind="pty") as (good,), running(stuck):
        call(stuck, good.bus)
        assert wait_for(lambda: {each.state for each in stuck.health()} == {"away"})
        assert reasons.STALLED in stuck.health()[0].why
        assert wait_for(lambda: good.device.shows(ALL))
        rounds(good)
        device.let_go.set()
        assert wait_for(lambda: device.shows(ALL))
    port.close()
    cable.close()
