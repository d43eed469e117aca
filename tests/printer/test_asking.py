from collections.abc import Mapping

from printer.asking import Asker
from printer.status import InOrder, ProcessId
from tests.printer.fakes import Clock

GOOD = {1: b"\x12", 2: b"\x12", 3: b"\x12", 4: b"\x12"}


class Answering:
    """A port whose far end answers DLE EOT n from a table."""

    def __init__(self, answers: Mapping[int, bytes]) -> None:
        self.answers, self.clock = dict(answers), Clock()
        self.asked: list[int] = []
        self.arrived = b""

    def write(self, data: bytes) -> None:
        self.asked.append(data[2])
        self.arrived += self.answers.get(data[2], b"")

    def write_some(self, data: bytes, timeout_s: float) -> int:
        self.write(data)
        return len(data)

    def read(self, limit: int, timeout_s: float) -> bytes:
        if not self.arrived:
            self.clock.now += timeout_s
        data, self.arrived = self.arrived[:limit], self.arrived[limit:]
        return data


def asking(answers: Mapping[int, bytes]) -> tuple[Asker, Answering]:
    port = Answering(answers)
    return Asker(port, port.clock), port


def test_a_good_printer_is_ready_and_has_paper() -> None:
    asker, port = asking(GOOD)
    assert asker.ask() == "ready"
    assert asker.condition.paper == "plenty"
    assert port.asked == [1, 2, 3, 4]


def test_a_printer_that_never_answered_is_unknown() -> None:
    asker, port = asking({})
    assert asker.ask() == "unknown"
    assert port.asked == [1]


def test_a_printer_that_stops_answering_is_silent() -> None:
    asker, port = asking(GOOD)
    asker.ask()
    port.answers.clear()
    assert asker.ask() == "silent"


def test_a_question_nobody_answers_is_not_asked_again() -> None:
    asker, port = asking({1: b"\x12", 4: b"\x7e"})
    assert [asker.ask(), asker.ask()] == ["paper_out", "paper_out"]
    assert port.asked == [1, 2, 3, 4, 1, 4]


def test_an_end_of_slip_between_the_answers_is_kept() -> None:
    asker, _ = asking(GOOD | {2: b"\x37\x220042\x00\x12", 4: b"\x00\x12"})
    assert asker.ask() == "ready"
    assert asker.take(0.1) == [ProcessId(b"0042"), InOrder(0)]
    assert asker.take(0.1) == []


def test_a_late_answer_does_not_pass_for_the_next() -> None:
    asker, port = asking(GOOD)
    port.arrived = b"\x1a"
    assert asker.ask() == "ready"


def test_automatic_status_counts_too() -> None:
    asker, port = asking({})
    port.arrived = bytes.fromhex("38000000")
    asker.take(0.1)
    assert asker.condition.cause == "cover_open"


def test_a_babbling_line_does_not_fill_memory() -> None:
    asker, port = asking({1: b"\x12"})
    for _ in range(100):
        port.arrived += b"\xff" * 60
        asker.ask()
    assert len(asker.take(0)) <= 256


def test_after_the_port_was_away_nothing_is_known() -> None:
    asker, _ = asking(GOOD)
    asker.ask()
    asker.forget()
    assert not asker.has_ever_answered
    assert asker.condition.paper == "unknown"
