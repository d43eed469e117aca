"""What the boards say: the present, as the office has it, event by event and minute by minute."""

from collections.abc import Callable

import pytest

from server.board_view import BoardView
from server.board_words import Sign
from server.follow_boards import LOOK_S, NEXT_S, SHOWN, BoardFollower, Hung
from tests.server.desk import Desk, asked

Told = list[tuple[str, bool]]


class Board:
    """Remembers what it was told."""

    def __init__(self) -> None:
        self.told: Told = []

    def show(self, text: str, *, is_blinking: bool = False) -> None:
        self.told.append((text, is_blinking))


class CountingView(BoardView):
    """Counts the looks for who is next."""

    looks = 0

    def next_label(self, number: str) -> str:
        self.looks += 1
        return super().next_label(number)


class Hall:
    """An office, its boards by a name each, and their follower on a clock set by hand."""

    def __init__(self, desk: Desk, **signs: Sign) -> None:
        self.desk = desk
        self.boards = {name: Board() for name in signs}
        self.view = CountingView(desk.store, desk.office)
        self.at_s = 0.0
        hung = [Hung(sign, self.boards[name]) for name, sign in signs.items()]
        self.follower = BoardFollower(hung, self.view, lambda: self.at_s)
        self._seq = desk.journal.newest

    def follow(self) -> None:
        """Handle what is new, then look around."""
        for entry in self.desk.journal.after(self._seq):
            self.follower.handle(entry)
            self._seq = entry.seq
        self.at_s += NEXT_S
        self.follower.look_again()

    def told(self, name: str = "first") -> Told:
        """What a board was told since the last look."""
        self.follow()
        told, self.boards[name].told = self.boards[name].told, []
        return told

    def say(self, name: str) -> str:
        """What a board says now."""
        self.follow()
        return self.boards[name].told[-1][0]


def sign(number: str = "1", **more: object) -> Sign:
    return Sign(counters=(number,), **more)  # type: ignore[arg-type]


@pytest.fixture
def hall(desk: Desk) -> Hall:
    """Two boards at counter 1, which is open, and one at counter 2; two people wait."""
    desk.counters.open("1", asked(None))
    desk.issue()
    desk.issue()
    hall = Hall(desk, first=sign(), second=sign(), other=sign("2"))
    hall.follower.paint()
    assert [hall.told(each) for each in hall.boards] == [
        [("", False)],
        [("", False)],
        [("---", False)],
    ]
    return hall


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
    assert hall.told("second") == [("A001", True), ("A001", True), ("A001", False), ("", False)]
    assert hall.told("other") == []


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
    assert hall.told() == [("---", False)]


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


def test_an_office_without_boards_is_not_looked_at(desk: Desk) -> None:
    hall = Hall(desk)
    desk.issue()
    desk.call()
    hall.follow()
    assert hall.view.looks == 0


def test_a_clock_is_told_once_a_minute(desk: Desk) -> None:
    hall = Hall(desk, first=Sign(shows="time"))
    hall.follower.paint()
    assert hall.told() == [("0800", False)]
    desk.clock.pass_s(59)
    assert hall.told() == []
    desk.clock.pass_s(1)
    assert hall.told() == [("0801", False)]


def test_a_name_follows_the_set_up_and_a_counter_that_has_ended_is_dark(desk: Desk) -> None:
    hall = Hall(desk, name=sign(shows="name", width=8), call=sign())
    hall.follower.paint()
    assert hall.say("name") == "1"
    desk.change("counter", "1", {"name": "Ho tich", "services": ["A"]})
    assert (hall.say("name"), hall.say("call")) == ("Ho tich", "---")
    desk.change("counter", "1", None)
    assert (hall.say("name"), hall.say("call")) == ("", "")


def test_next_follows_the_line_and_the_turn_rule(desk: Desk) -> None:
    hall = Hall(desk, next=sign(shows="next"), free=sign(idle="next", width=9))
    desk.counters.open("1", asked(None))
    assert (hall.say("next"), hall.say("free")) == ("", "")
    first, second = desk.issue(), desk.issue()
    assert (hall.say("next"), hall.say("free")) == ("A001", "TIEP A001")
    desk.call("2")
    assert (hall.say("next"), hall.say("free")) == ("A002", "TIEP A002")
    desk.office.cancel(second.id, asked(None))
    assert (hall.say("next"), hall.say("free")) == ("", "")
    desk.counters.no_show("2", asked(None))
    desk.office.requeue(first.id, asked(None))
    assert hall.say("next") == "A001"
    desk.call("1")
    assert (hall.say("next"), hall.say("free")) == ("", "A001")
    assert desk.issue().label == hall.say("next")


def test_a_rush_for_numbers_is_one_look(desk: Desk) -> None:
    hall = Hall(desk, next=sign(shows="next"), call=sign())
    desk.counters.open("1", asked(None))
    hall.follow()
    before = hall.view.looks
    for _ in range(50):
        desk.issue()
    hall.follow()
    hall.follow()
    assert hall.view.looks == before + 1
    for _ in range(4):  # half a second each
        desk.issue()
        hall.at_s += LOOK_S - NEXT_S
        hall.follow()
    assert hall.view.looks == before + 2


def test_looks_are_apart(desk: Desk) -> None:
    hall = Hall(desk, first=Sign(shows="time"))
    hall.follow()
    desk.clock.pass_s(60)
    hall.at_s += LOOK_S / 2 - NEXT_S
    assert hall.told() == [("0800", False)]
    hall.at_s += LOOK_S - NEXT_S
    assert hall.told() == [("0801", False)]


def test_a_list_blinks_with_its_newest_call_in_front(desk: Desk) -> None:
    board = Sign(counters=("1", "2"), is_list=True, width=16)
    hall = Hall(desk, first=board)
    hall.follower.paint()
    assert hall.told() == [("---", False)]
    desk.issue()
    desk.issue()
    desk.call("1")
    desk.clock.pass_s(1)
    desk.call("2")
    assert hall.told()[-1] == ("A002-2 A001-1", True)
    desk.clock.pass_s(1)
    desk.counters.recall("1", asked(None))
    assert hall.told() == [("A001-1 A002-2", True)]
    desk.counters.finish("1", asked(None))
    assert hall.told() == [("A002-2", False)]
