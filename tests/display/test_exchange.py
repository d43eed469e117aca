import pytest

from display.echo import Echo
from display.exchange import Outcome, Wire, exchange
from display.modbus import Modbus, sealed
from display.protocol import Protocol
from display.qsystem import QSystem
from tests.display.cable import Cable, Clock

MODBUS = Modbus(9600)
FRAME = MODBUS.frame(3, "A042", 4)
ANSWER = sealed(FRAME[:6])


def wire(cable: Cable, *, protocol: Protocol = MODBUS, has_echo: bool = False) -> Wire:
    echo = Echo(is_sure=has_echo)
    return Wire(cable, protocol, cable.clock, echo, protocol.answer_timeout_s, has_ears=True)


def outcome_of(answers: bytes, *, waiting: bytes = b"") -> tuple[Outcome, float]:
    """The outcome when the far end answers so, and how long it took."""
    clock = Clock()
    cable = Cable(lambda data: answers, MODBUS, clock)
    cable.arrived = waiting
    started_s = clock.now_s
    return exchange(wire(cable), FRAME), clock.now_s - started_s


def test_an_answer() -> None:
    outcome, took_s = outcome_of(ANSWER)
    assert (outcome.why, outcome.has_answered) == ("", True)
    assert took_s == pytest.approx(MODBUS.wire_s(len(FRAME) + len(ANSWER)))


def test_a_late_answer_to_an_earlier_frame_is_not_ours() -> None:
    outcome, _ = outcome_of(b"", waiting=ANSWER)
    assert (outcome.why, outcome.has_answered) == ("no answer", False)


def test_silence_costs_one_answer_time_out() -> None:
    outcome, took_s = outcome_of(b"")
    assert not outcome.has_answered
    assert took_s <= 2 * MODBUS.wire_s(len(FRAME)) + MODBUS.answer_timeout_s + 1e-9


@pytest.mark.parametrize("babble", [b"\x55", b"\x55" * 90])
def test_rubbish_is_no_answer_and_is_quoted(babble: bytes) -> None:
    outcome, took_s = outcome_of(babble)
    assert outcome.why.startswith("no right answer in what came: 55")
    assert took_s < 2 * MODBUS.answer_timeout_s + 0.3


def test_a_line_that_babbles_does_not_stop_us_from_sending() -> None:
    clock = Clock()
    cable = Cable(lambda data: ANSWER, MODBUS, clock)
    cable.arrived = b"\x55" * 3000
    assert exchange(wire(cable), FRAME).has_answered
    assert [frame for _, frame in cable.sent] == [FRAME]


class Babbler(Cable):
    """A line with a byte of noise every millisecond, for ever."""

    def read(self, limit: int, timeout_s: float) -> bytes:
        self.clock.now_s += 0.001
        return b"\x55"


def test_a_line_that_never_falls_silent_ends_with_the_time_out() -> None:
    clock = Clock()
    outcome = exchange(wire(Babbler(lambda data: b"", MODBUS, clock)), FRAME)
    assert not outcome.has_answered
    assert clock.now_s - 1000.0 < MODBUS.answer_timeout_s + 0.05


def test_without_acknowledgement_the_line_is_busy_for_the_wire_time() -> None:
    clock, protocol = Clock(), QSystem(9600)
    cable = Cable(lambda data: b"", protocol, clock)
    outcome = exchange(wire(cable, protocol=protocol), bytes(7))
    assert outcome == Outcome("", False, clock.now_s + protocol.wire_s(7))


def test_a_port_that_is_away() -> None:
    clock = Clock()
    cable = Cable(lambda data: b"", MODBUS, clock)
    cable.is_away = True
    with pytest.raises(OSError, match="unplugged"):
        exchange(wire(cable), FRAME)
