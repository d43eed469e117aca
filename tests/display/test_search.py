"""Looking for boards on a cable: whom to ask first, what counts as an answer, what it costs."""

import pytest

from display.modbus import Modbus
from display.protocol import Protocol
from display.qsystem import QSystem
from display.search import SPEEDS, Answered, Noise, Round, ask, can_be_asked, rounds
from display.virtual import VirtualBoards
from tests.display.cable import Cable, Clock


def both(baud: int) -> list[Protocol]:
    return [Modbus(baud), QSystem(baud)]


def asked(
    boards: VirtualBoards, addresses: list[int]
) -> tuple[list[Answered | Noise | None], Cable]:
    protocol, clock = Modbus(9600), Clock()
    cable = Cable(boards.feed, protocol, clock)

    def pause(seconds: float) -> None:
        clock.now_s += seconds

    round = Round(("modbus",), protocol, 9600, addresses)
    return list(ask(cable, round, clock, pause)), cable


def test_only_who_can_be_asked_is() -> None:
    assert (can_be_asked(Modbus(9600)), can_be_asked(QSystem(9600))) == (True, False)
    assert {each.names for each in rounds(both, SPEEDS, [])} == {("modbus",)}


def test_likely_and_usual_addresses_are_asked_at_every_speed_before_the_rest_at_any() -> None:
    found = rounds(both, [9600, 19200], [40, 3, 300])
    assert [(each.baud, list(each.addresses)[:3]) for each in found] == [
        (9600, [40, 3, 1]),
        (19200, [40, 3, 1]),
        (9600, [17, 18, 19]),
        (19200, [17, 18, 19]),
    ]
    for baud in (9600, 19200):
        everybody = [a for each in found if each.baud == baud for a in each.addresses]
        assert sorted(everybody) == list(range(1, 248))


def test_protocols_that_ask_in_the_same_words_are_asked_once() -> None:
    [near, _] = rounds(lambda baud: [Modbus(baud), Modbus(baud)], [9600], [])
    assert near.names == ("modbus", "modbus")


def test_who_is_there_answers_and_keeps_what_it_shows() -> None:
    boards = VirtualBoards(Modbus(9600), [3, 5])
    boards.texts = {3: "A042", 5: ""}
    said, cable = asked(boards, [2, 3, 4, 5])
    assert said == [None, Answered(3, ""), None, Answered(5, "")]
    assert boards.texts == {3: "A042", 5: ""}
    assert cable.sent[1][1] == bytes.fromhex("03 03 00 00 00 01 85 E8")


def test_a_refusal_is_an_answer_and_noise_is_not() -> None:
    refusal = bytes.fromhex("03 83 02 61 31")
    answers = {3: refusal, 4: b"\x00\xff"}
    protocol, clock = Modbus(9600), Clock()
    cable = Cable(lambda frame: answers.get(frame[0], b""), protocol, clock)
    said = list(ask(cable, Round(("modbus",), protocol, 9600, [3, 4]), clock, lambda s: None))
    assert said == [
        Answered(3, ""),
        Noise(4, "no right answer in what came: 00 ff"),
    ]


def test_the_longest_time_is_what_nobody_at_all_takes() -> None:
    boards = VirtualBoards(Modbus(9600), [])
    addresses = list(range(1, 248))
    said, cable = asked(boards, addresses)
    assert said == [None] * 247
    took_s = cable.clock.now_s - 1000.0
    longest_s = Round(("modbus",), Modbus(9600), 9600, addresses).longest_s
    assert took_s <= longest_s <= took_s * 1.1


def test_a_port_that_goes_away_is_the_callers_to_tell() -> None:
    protocol, clock = Modbus(9600), Clock()
    cable = Cable(lambda frame: b"", protocol, clock)
    cable.is_away = True
    with pytest.raises(OSError, match="unplugged"):
        list(ask(cable, Round(("modbus",), protocol, 9600, [1]), clock, lambda s: None))
