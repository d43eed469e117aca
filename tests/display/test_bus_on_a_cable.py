"""The owner of a cable on a real port: a software cable that is pulled out and plugged in again."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from display.bus import Bus
from display.catalogue import PROTOCOLS, protocol_named
from display.virtual import VirtualBoards
from hardware.ports import Line, ReconnectingPort
from hardware.virtual import VirtualCable

BAUD = 115200


def wait_for(is_so: Callable[[], bool]) -> bool:
    """Look until it is so; False when it never came about."""
    deadline_s = time.monotonic() + 20.0
    while not is_so() and time.monotonic() < deadline_s:
        time.sleep(0.005)
    return is_so()


@contextmanager
def running(bus: Bus) -> Iterator[None]:
    stop = threading.Event()
    thread = threading.Thread(target=bus.run, args=(stop,))
    thread.start()
    try:
        yield
    finally:
        stop.set()
        bus.wake()
        thread.join(timeout=20)


def reads(boards: VirtualBoards) -> dict[int, str]:
    return {address: text.strip() for address, text in boards.snapshot().items()}


@pytest.mark.parametrize("kind", [None, "tcp"])
@pytest.mark.parametrize("name", PROTOCOLS)
def test_calls_reach_the_boards_before_and_after_the_cable_was_out(
    name: str, kind: str | None
) -> None:
    protocol = protocol_named(name, BAUD)
    near, far = protocol.addresses[3], protocol.addresses[4]
    first, second, dark = (protocol.fit(text, 4).strip() for text in ("A042", "A043", ""))
    boards = VirtualBoards(protocol, [near, far])
    cable = VirtualCable(boards, kind)
    port = ReconnectingPort(Line(cable.url, BAUD))
    bus = Bus(port, protocol, {"3": near, "4": far}, refresh_s=1.0)
    with running(bus):
        bus.show("3", "A042")
        assert wait_for(lambda: reads(boards) == {near: first, far: dark} and boards.frames >= 2)
        cable.unplug()
        bus.show("4", "A043")
        assert wait_for(lambda: {health.state for health in bus.health()} == {"away"})
        boards.power_cut()
        cable.plug()
        assert wait_for(lambda: reads(boards) == {near: first, far: second})
        assert wait_for(lambda: "away" not in {health.state for health in bus.health()})
    port.close()
    cable.close()
