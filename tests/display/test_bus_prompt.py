"""How prompt a cable of 32 boards at 9600 baud is, by a clock that only the wire moves.

What the machine adds to it is measured by ``python -m bench boards``.
"""

from itertools import pairwise
from random import Random

import pytest

from display.bus import LEAD_S
from display.catalogue import protocol_named
from display.protocol import Protocol
from display.rota import QUIET_S
from tests.display.cable import Hall

BOARDS = range(32)
BAUD = 9600
PROTOCOLS = ["modbus", "alpha", "stx", "kanban"]
CALLS = 1000


def hall(name: str, *, gap_s: float | None = None) -> Hall:
    """Thirty-two boards painted blank, which keep the protocol's silence before they answer."""
    protocol = protocol_named(name, BAUD)
    boards = {str(n): protocol.addresses[n] for n in BOARDS}
    made = Hall(protocol, boards, refresh_s=0.0, gap_s=gap_s)
    made.cable.turn_s = protocol.gap_s
    made.run_for(15.0)
    return made


def frame_of(protocol: Protocol, name: str, number: int) -> bytes:
    return protocol.frame(protocol.addresses[int(name)], f"{number}", 4)


def waits_s(made: Hall, longest_pause_s: float) -> list[float]:
    """For lone calls at random instants: how long each waited for its frame to begin."""
    random, waited, sent = Random(7), [], made.cable.sent
    protocol = made.cable.protocol
    for number in range(100, 100 + CALLS):
        made.run_for(random.uniform(0.1, longest_pause_s))
        name = str(random.choice(BOARDS))
        called_s, before = made.clock.now_s, len(sent)
        made.bus.show(name, f"{number}")
        made.run_for(0.5)
        frame = frame_of(protocol, name, number)
        waited.append(next(at_s for at_s, said in sent[before:] if said == frame) - called_s)
    return sorted(waited)


@pytest.mark.parametrize("name", PROTOCOLS)
@pytest.mark.parametrize("longest_pause_s", [0.5, 10.0])
def test_99_of_100_lone_calls_begin_within_10_ms(name: str, longest_pause_s: float) -> None:
    made = hall(name)
    waited = waits_s(made, longest_pause_s)
    assert waited[int(CALLS * 0.5)] == 0.0
    assert waited[int(CALLS * 0.99)] <= 0.010
    assert {each.state for each in made.bus.health()} <= {"shown", "sent"}


def test_a_call_that_meets_the_round_waits_for_one_frame_of_it() -> None:
    protocol = protocol_named("modbus", BAUD)
    exchange_s = protocol.wire_s(13 + 8) + 2 * protocol.gap_s
    assert waits_s(hall("modbus"), 10.0)[-1] <= exchange_s + 1e-9


def test_the_round_goes_on_while_people_are_called_and_is_quick_when_not() -> None:
    made = hall("modbus")
    made.bus.show("0", "A001")
    made.run_for(QUIET_S)
    made.boards.power_cut()
    made.run_for(25.0)
    blank = [text for text in made.boards.snapshot().values() if text == ""]
    assert blank == []


@pytest.mark.parametrize(
    ("name", "gap_s"), [*((name, None) for name in PROTOCOLS), ("kanban", 0.0), ("alpha", 0.0)]
)
def test_a_burst_takes_what_the_wire_and_the_demanded_silences_take(
    name: str, gap_s: float | None
) -> None:
    made = hall(name, gap_s=gap_s)
    protocol, sent = made.cable.protocol, made.cable.sent
    before, called_s = len(sent), made.clock.now_s
    for board in BOARDS:
        made.bus.show(str(board), f"{500 + board}")
    made.run_for(10.0)
    frames = sent[before : before + len(BOARDS)]
    assert [said for _, said in frames] == [frame_of(protocol, str(n), 500 + n) for n in BOARDS]
    answer = len(protocol.decoder().feed(frames[0][1])[0].answer)
    silence_s = protocol.gap_s if gap_s is None else gap_s
    turn_s = made.cable.turn_s if answer else 0.0
    each_s = protocol.wire_s(len(frames[0][1]) + answer) + turn_s + silence_s
    took_s = frames[-1][0] - called_s
    assert took_s <= (len(BOARDS) - 1) * each_s + 0.010
    lead_s = 0.0 if silence_s or answer else LEAD_S
    starts = [at_s for at_s, _ in frames]
    assert all(b - a >= each_s - lead_s - 1e-9 for a, b in pairwise(starts))
