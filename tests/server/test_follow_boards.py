"""What each counter's boards say: the present, as the office has it, event by event."""

from collections.abc import Callable

import pytest

from server.follow_boards import SHOWN, BoardFollower, text_of
from server.queries import hall_counter
from server.shapes import HallCounter, InHand
from tests.server.desk import Desk, asked

Told = list[tuple[str, bool]]


class Board:
    """Remembers what it was told."""

    def __init__(self) -> None:
        self.told: Told = []

    def show(self, text: str, *, is_blinking: bool = False) -> None:
        self.told.append((text, is_blinking))


class Hall:
    """An office with two boards at counter 1 and one at counter 2, and their follower."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.boards = {"1": [Board(), Board()], "2": [Board()]}
        self._follower = BoardFollower(self.boards, self._look)
        self._seq = 0

    def told(self) -> Told:
        """What counter 1's boards were told of everything since the last look."""
        first, second = self.boards["1"]
        first.told.clear()
        second.told.clear()
        for entry in self.desk.journal.after(self._seq):
            self._follower.handle(entry)
            self._seq = entry.seq
        assert first.told == second.told
        assert self.boards["2"][0].told == []
        return first.told

    def _look(self, number: str) -> HallCounter | None:
        with self.desk.store.reading() as connection:
            return hall_counter(connection, self.desk.office.plan(connection), number)


@pytest.fixture
def hall(desk: Desk) -> Hall:
    """Counter 1 is open and two people wait."""
    desk.counters.open("1", asked(None))
    desk.issue()
    desk.issue()
    hall = Hall(desk)
    assert hall.told() == [("", False)]
    return hall


def counter(number: str, state: str, label: str | None = None) -> HallCounter:
    held = None
    if label is not None:
        held = InHand(id=1, label=label, state="called", called_at="", calls=1)
    return HallCounter(
        number=number, name="", state=state, pause_reason=None, services=[], ticket=held
    )


def test_a_visit_from_the_call_to_the_end(hall: Hall) -> None:
    office = hall.desk.counters
    hall.desk.call()
    assert hall.told() == [("A001", True)]
    office.recall("1", asked(None))
    assert hall.told() == [("A001", True)]
    office.start("1", asked(None))
    assert hall.told() == [("A001", False)]
    office.finish("1", asked(None))
    assert hall.told() == [("", False)]


@pytest.mark.parametrize(
    "end",
    [
        lambda desk: desk.counters.no_show("1", asked(None)),
        lambda desk: desk.office.cancel(1, asked(None)),
    ],
)
def test_whoever_does_not_come_is_taken_down(hall: Hall, end: Callable[[Desk], object]) -> None:
    hall.desk.call()
    hall.told()
    end(hall.desk)
    assert hall.told() == [("", False)]


def test_a_pause_and_a_close_are_shown(hall: Hall) -> None:
    hall.desk.counters.pause("1", "họp", asked(None))
    assert hall.told() == [("NGHI", False)]
    hall.desk.counters.open("1", asked(None))
    assert hall.told() == [("", False)]
    hall.desk.counters.close("1", asked(None))
    assert hall.told() == [("----", False)]


def test_a_ticket_in_hand_stays_up_while_the_counter_pauses_and_opens(hall: Hall) -> None:
    hall.desk.call()
    hall.told()
    hall.desk.counters.pause("1", "họp", asked(None))
    hall.desk.counters.open("1", asked(None))
    assert hall.told() == [("A001", False), ("A001", False)]


def test_what_is_finished_during_a_pause_leaves_the_pause_up(hall: Hall) -> None:
    hall.desk.call()
    hall.desk.counters.pause("1", "họp", asked(None))
    hall.told()
    hall.desk.counters.finish("1", asked(None))
    assert hall.told() == [("NGHI", False)]


def test_a_follower_that_is_late_shows_the_present_and_blinks_for_nobody(hall: Hall) -> None:
    hall.desk.call()
    hall.desk.counters.finish("1", asked(None))
    hall.desk.call()
    assert hall.told() == [("A002", False), ("A002", False), ("A002", True)]


def test_what_touches_no_counter_is_not_looked_at(hall: Hall) -> None:
    hall.desk.office.cancel(hall.desk.issue(printer="hall").id, asked(None))
    hall.desk.paper.printing(3, "hall")
    assert hall.told() == []


def test_a_rating_and_a_counter_without_boards_are_no_trouble(hall: Hall) -> None:
    hall.desk.issue("B")
    hall.desk.call("3")
    assert hall.told() == []
    assert "rated" not in {event.name for event in SHOWN}


def test_at_the_start_the_present_is_painted() -> None:
    boards = {number: [Board()] for number in "1234"}
    BoardFollower(boards, lambda number: None).paint(
        [
            counter("1", "open", "B007"),
            counter("2", "open"),
            counter("3", "paused"),
            counter("4", "closed"),
        ]
    )
    told = [board.told for each in boards.values() for board in each]
    assert told == [[("B007", False)], [("", False)], [("NGHI", False)], [("----", False)]]


def test_a_ticket_in_hand_goes_before_the_state_of_the_counter() -> None:
    assert text_of(counter("1", "paused", "A001")) == "A001"
