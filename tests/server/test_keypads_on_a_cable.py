"""Bytes of a keypad on a real line, through the office, and back to its light and display."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from display.qsystem import QSystem
from display.virtual import VirtualBoards
from hardware.keypad import Key, Light
from hardware.virtual import VirtualCable
from hardware.virtual_keypad import Face, VirtualKeypads
from server.config import BoardTable, BusTable, Config, KeypadBusTable, KeypadTable, OfficeTable
from server.follow_keypads import KeypadFollower
from server.keypads import KeyDesk, Keys
from server.machines import Machines
from server.pad_machines import Together
from tests.server.desk import Desk, asked

OFFICE = OfficeTable(code="x", name="X")
KEYPAD = KeypadTable(counter="2", address=35, redirect="B")


def until(is_so: Callable[[], bool], what: str) -> None:
    """Wait for the world; the limit is only there to end a test that has failed."""
    end = time.monotonic() + 20
    while not is_so():
        assert time.monotonic() < end, what
        time.sleep(0.01)


@contextmanager
def running(desk: Desk, config: Config) -> Iterator[Machines]:
    """The machines with their threads; a press is followed by a look at the counters."""
    machines = Machines(config, lambda name: lambda *said: None)
    keys = Keys(desk.store, desk.office, desk.counters)
    pads = machines.keypads
    follower = KeypadFollower(pads.pads, keys.seats, lambda: desk.journal.newest)

    def press(pad, key):  # type: ignore[no-untyped-def]
        done = keys.press(pad, key)
        follower.paint()
        return done

    key_desk = KeyDesk(pads.presses, pads.pads, press, follower.paint)
    follower.paint()
    stop = threading.Event()
    bodies = [key_desk.run, *(body for _, body in machines.threads())]
    threads = [threading.Thread(target=body, args=(stop,)) for body in bodies]
    for thread in threads:
        thread.start()
    try:
        yield machines
    finally:
        stop.set()
        for bus in machines.buses.values():
            bus.wake()
        for thread in threads:
            thread.join()
        machines.close()


def shows(keypads: VirtualKeypads, light: Light, text: str) -> Callable[[], bool]:
    def is_so() -> bool:
        face: Face = keypads.snapshot()[35]
        return (face.light, face.text) == (light, text)

    return is_so


@pytest.mark.parametrize("kind", ["pty", "tcp"])
def test_a_visit_by_keys_on_a_line_of_their_own(desk: Desk, kind: str) -> None:
    desk.counters.open("2", asked(None))
    desk.issue()
    keypads = VirtualKeypads([35])
    cable = VirtualCable(keypads, kind)
    config = Config(
        office=OFFICE, keypad_bus={"pads": KeypadBusTable(url=cable.url, keypad=(KEYPAD,))}
    )
    try:
        with running(desk, config) as machines:
            until(shows(keypads, Light.GREEN_SLOW, "CAL"), "somebody waits")
            cable.say(b"\x01\x01\x24\x31" + keypads.press(35, Key.CALL) * 4)
            until(shows(keypads, Light.RED_SLOW, "001"), "called")
            cable.say(keypads.press(35, Key.START))
            until(shows(keypads, Light.RED, "001"), "serving")
            assert desk.names()[-2:] == ["called", "started"]
            cable.say(keypads.press(35, Key.FINISH))
            until(shows(keypads, Light.GREEN, "   "), "free")
            [device] = machines.roll()
            assert (device.kind, device.id, device.state) == ("keypad", "keypad-pads-35", "sent")
    finally:
        cable.close()


def test_a_keypad_between_boards_hears_a_refusal_and_boards_are_as_they_were(desk: Desk) -> None:
    boards, keypads = VirtualBoards(QSystem(9600), [33]), VirtualKeypads([35])
    cable = VirtualCable(Together(boards, keypads))
    bus = BusTable(
        url=cable.url,
        protocol="qsystem",
        board=(BoardTable(counter="2", address=33),),
        keypad=(KEYPAD,),
    )
    try:
        with running(desk, Config(office=OFFICE, board_bus={"west": bus})) as machines:
            machines.boards["2"][0].show("----")
            until(shows(keypads, Light.OFF, "---"), "closed")
            cable.say(keypads.press(35, Key.CALL))
            until(lambda: keypads.snapshot()[35].beeps == 1, "refused")
            until(shows(keypads, Light.OFF, "---"), "the refusal is over")
            assert boards.snapshot()[33] == "----"
            assert desk.names() == []
    finally:
        cable.close()


class Echoing(VirtualKeypads):
    """Keypads on an adapter that hands our own bytes back."""

    def feed(self, data: bytes) -> bytes:
        return data + super().feed(data)


def test_an_echo_that_nobody_has_told_us_of_is_no_key(desk: Desk) -> None:
    desk.counters.open("2", asked(None))
    desk.issue()
    desk.call("2")
    desk.counters.start("2", asked(None))
    before = desk.journal.newest
    keypads = Echoing([35])
    cable = VirtualCable(keypads)
    config = Config(
        office=OFFICE, keypad_bus={"pads": KeypadBusTable(url=cable.url, keypad=(KEYPAD,))}
    )
    try:
        with running(desk, config) as machines:
            bus = machines.buses["pads"]
            until(lambda: bus.cable_health().has_echo, "the echo is found out")
            assert desk.names(before) == []
            cable.say(keypads.press(35, Key.FINISH))
            until(lambda: desk.names(before) == ["finished"], "a true key is heard")
    finally:
        cable.close()


def test_a_line_that_is_away_is_said_and_its_keypads_are_painted_when_it_is_back(
    desk: Desk,
) -> None:
    keypads = VirtualKeypads([35])
    cable = VirtualCable(keypads)
    config = Config(
        office=OFFICE, keypad_bus={"pads": KeypadBusTable(url=cable.url, keypad=(KEYPAD,))}
    )
    try:
        cable.unplug()
        with running(desk, config) as machines:
            until(lambda: [each.state for each in machines.roll()] == ["away"], "away")
            cable.plug()
            until(shows(keypads, Light.OFF, "---"), "painted")
            until(lambda: [each.state for each in machines.roll()] == ["sent"], "back")
    finally:
        cable.close()
