"""A cable that hands our own bytes back: collisions are seen, and what others say is heard."""

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest

from display.board import MAX_COLLISIONS
from display.bus import LISTEN_S
from display.echo import LONGEST_BACK_OFF_S, STREAK
from display.exchange import COLLISION, NOTHING_BACK
from display.modbus import Modbus
from display.modbus_forms import ModbusNumber
from display.protocol import Protocol
from display.qsystem import QSystem
from tests.display.cable import Cable, EchoCable, Hall

PROTOCOLS = [Modbus(9600), ModbusNumber(9600), QSystem(9600)]
KEY = bytes.fromhex("01 f0 31 07")


def echo_hall(protocol: Protocol, **more: Any) -> tuple[Hall, EchoCable]:
    """Three boards, painted blank, on an adapter that echoes."""
    boards = {str(n): protocol.addresses[n] for n in range(3)}
    hall = Hall(protocol, boards, cable=EchoCable, **{"random": lambda: 0.5, **more})
    hall.run_for(3.0)
    assert isinstance(hall.cable, EchoCable)
    return hall, hall.cable


def spoil_next(cable: EchoCable, times: int) -> None:
    """Another sender spoils so many frames."""
    left = [times]

    def spoil(data: bytes) -> bytes:
        left[0] -= 1
        return bytes([data[0] & 0x0F, *data[1:-1], 0x55]) if left[0] >= 0 else data

    cable.spoil = spoil


@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_boards_on_an_echoing_cable_are_well(protocol: Protocol) -> None:
    hall, _ = echo_hall(protocol, has_echo=True)
    hall.bus.show("1", "A042")
    hall.run_for(1.0)
    assert hall.boards.snapshot()[protocol.addresses[1]].endswith("42")
    assert {each.why for each in hall.bus.health()} == {""}
    assert hall.bus.cable_health().collisions == 0


@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_an_echo_is_found_out_without_being_told(protocol: Protocol) -> None:
    hall, _ = echo_hall(protocol)
    assert not hall.bus.cable_health().has_echo
    for number in range(STREAK + 1):
        hall.bus.show("1", f"A{number + 1:03}")
        hall.run_for(0.5)
    assert hall.bus.cable_health().has_echo


@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_no_echo_is_found_where_there_is_none(protocol: Protocol) -> None:
    hall = Hall(protocol, {str(n): protocol.addresses[n] for n in range(3)})
    hall.run_for(60.0)
    assert not hall.bus.cable_health().has_echo


@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_a_collision_is_seen_counted_and_sent_again(protocol: Protocol) -> None:
    hall, cable = echo_hall(protocol, has_echo=True)
    spoil_next(cable, 2)
    hall.bus.show("1", "A042")
    frames = hall.run_for(1.5)
    assert [frame for _, frame in frames] == [frames[0][1]] * 3
    assert hall.boards.snapshot()[protocol.addresses[1]].endswith("42")
    health = hall.bus.health()[1]
    assert (health.state == "silent", health.collisions, health.why) == (False, 2, "")
    assert hall.bus.cable_health().collisions == 2


def test_between_two_tries_is_the_gap_and_a_random_part_of_a_growing_time() -> None:
    protocol = QSystem(9600)
    hall, cable = echo_hall(protocol, has_echo=True, random=lambda: 1.0)
    spoil_next(cable, 3)
    hall.bus.show("1", "A042")
    starts_s = [at_s for at_s, _ in hall.run_for(3.0)]
    slot_s = protocol.wire_s(7)
    waits_s = [b - a - slot_s - protocol.gap_s for a, b in pairwise(starts_s)]
    assert waits_s[0] == pytest.approx(slot_s, abs=2 * slot_s)
    assert waits_s[1] - waits_s[0] == pytest.approx(slot_s)
    assert waits_s[2] - waits_s[1] == pytest.approx(2 * slot_s)


def test_a_line_that_always_collides_rests_until_the_round() -> None:
    hall, cable = echo_hall(QSystem(9600), has_echo=True, gap_s=0.01)
    spoil_next(cable, 10_000)
    hall.bus.show("1", "A042")
    frames = hall.run_for(8.0)
    assert len(frames) <= 3 * MAX_COLLISIONS
    health = hall.bus.health()[1]
    assert (health.state, health.why, health.collisions) == ("silent", COLLISION, MAX_COLLISIONS)
    longest_s = max(b - a for (a, _), (b, _) in pairwise(frames[:MAX_COLLISIONS]))
    assert longest_s < LONGEST_BACK_OFF_S + 0.1
    cable.spoil = bytes
    hall.run_for(21.0)
    assert hall.boards.snapshot()[QSystem(9600).addresses[1]].endswith("42")


def test_an_adapter_that_should_echo_and_does_not_says_so() -> None:
    protocol = QSystem(9600)
    hall = Hall(protocol, {"1": protocol.addresses[1]}, has_echo=True)
    hall.run_for(1.0)
    assert (hall.bus.health()[0].state, hall.bus.health()[0].why) == ("silent", NOTHING_BACK)
    assert hall.bus.cable_health().collisions == 0


# Frames that are no board's, and what others say


def heard_hall(
    protocol: Protocol, cable: type[Cable] = Cable, **more: Any
) -> tuple[Hall, list[bytes], Callable[[bytes], None]]:
    """The hall, what was heard in it, and a way for a keypad to speak."""
    heard: list[bytes] = []
    boards = {"1": protocol.addresses[1]}
    hall = Hall(protocol, boards, cable=cable, hear=heard.append, **more)
    hall.run_for(1.0)

    def say(data: bytes) -> None:
        hall.cable.arrived += data
        hall.cable.arrived_at_s = hall.clock.now_s

    return hall, heard, say


@pytest.mark.parametrize("cable", [Cable, EchoCable])
@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_a_keypad_is_heard_and_neither_answers_nor_echoes_are(
    protocol: Protocol, cable: type[Cable]
) -> None:
    hall, heard, say = heard_hall(protocol, cable, has_echo=cable is EchoCable)
    for number in range(10):
        hall.bus.show("1", f"A{number:03}")
        hall.run_for(0.4)
    assert b"".join(heard) == b""
    say(KEY)
    hall.run_for(0.1)
    assert b"".join(heard) == KEY


@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_a_keypad_that_spoke_just_before_a_frame_is_heard(protocol: Protocol) -> None:
    hall, heard, say = heard_hall(protocol)
    hall.bus.show("1", "A042")
    say(KEY)
    hall.run_for(0.4)
    assert b"".join(heard) == KEY
    assert hall.boards.snapshot()[protocol.addresses[1]].endswith("42")


def test_keypads_are_listened_for_also_in_a_demanded_silence() -> None:
    hall, heard, say = heard_hall(QSystem(9600))
    hall.bus.show("1", "A042")
    assert hall.bus.step() == LISTEN_S
    say(KEY)
    assert hall.bus.step() == LISTEN_S
    assert b"".join(heard) == KEY


def test_a_keypad_that_speaks_while_an_answer_is_awaited_is_heard() -> None:
    protocol = Modbus(9600)
    hall, heard, _ = heard_hall(protocol)
    feed = hall.cable.feed
    hall.cable.feed = lambda frame: KEY + feed(frame) + KEY
    hall.bus.show("1", "A042")
    hall.run_for(0.4)
    assert b"".join(heard) == KEY + KEY
    assert hall.bus.health()[0].why == ""


def test_a_cable_of_keypads_alone() -> None:
    heard: list[bytes] = []
    hall = Hall(QSystem(57600), {}, hear=heard.append)
    assert hall.run_for(1.0) == []
    hall.bus.put("light-1", bytes.fromhex("01 24 31 07"))
    hall.bus.put("light-2", bytes.fromhex("01 25 32 07"))
    hall.bus.put("light-1", bytes.fromhex("01 24 30 07"))
    sent = [frame.hex(" ") for _, frame in hall.run_for(1.0)]
    assert sent == ["01 24 30 07", "01 25 32 07"]
    hall.cable.is_away = True
    hall.run_for(2.0)
    assert hall.bus.cable_health().is_away
    hall.cable.is_away = False
    hall.cable.arrived += KEY
    sent = [frame.hex(" ") for _, frame in hall.run_for(2.0)]
    assert sent == ["01 24 30 07", "01 25 32 07"]
    assert b"".join(heard) == KEY
    assert not hall.bus.cable_health().is_away


def test_a_loose_frame_goes_behind_a_changed_board_and_before_the_round() -> None:
    protocol = QSystem(9600)
    hall = Hall(protocol, {"1": 0x21, "2": 0x22}, refresh_s=2.0)
    hall.run_for(2.0)
    hall.clock.now_s += 60.0
    hall.bus.put("light", KEY)
    hall.bus.show("2", "A042")
    order = [frame[1] for _, frame in hall.run_for(1.1)]
    assert order[:3] == [0x22, 0xF0, 0x21]
