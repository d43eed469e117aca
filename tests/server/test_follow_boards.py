"""What each counter's boards say, event by event."""

import pytest

from server import events
from server.follow_boards import BoardFollower, text_of
from server.journal import Entry
from server.queries import HallCounter, InHand

TICKET = {"ticket": 42, "label": "A042"}
ONE = {**TICKET, "counter": "1"}

SAID: dict[str, tuple[events.Event, list[tuple[str, bool]]]] = {
    "called": (events.Called(**ONE, clerk="hoa", why="chosen"), [("A042", True)]),
    "recalled": (events.Recalled(**ONE, calls=2), [("A042", True)]),
    "started": (events.Started(**ONE), [("A042", False)]),
    "finished": (events.Finished(**ONE, clerk="hoa"), [("", False)]),
    "no_show": (events.NoShow(**ONE), [("", False)]),
    "cancelled": (events.Cancelled(**ONE, by="clerk"), [("", False)]),
    "counter_opened": (events.CounterOpened(counter="1", clerk=None), [("", False)]),
    "counter_paused": (events.CounterPaused(counter="1", reason="Nghỉ"), [("NGHI", False)]),
    "counter_closed": (events.CounterClosed(counter="1"), [("----", False)]),
    "rated": (events.Rated(**ONE), []),
    "slip_printing": (events.SlipPrinting(**TICKET, printer="hall"), []),
    "slip_printed": (events.SlipPrinted(**TICKET, printer="hall", reason=""), []),
    "slip_failed": (events.SlipFailed(**TICKET, printer="hall", reason="away"), []),
    "tablet_paired": (events.TabletPaired(tablet="t", kind="rate", counter="1", by="a"), []),
    "tablet_unpaired": (events.TabletUnpaired(tablet="t", by="a"), []),
    "issued": (
        events.Issued(
            **TICKET,
            service="A",
            business_day="2026-11-23",
            number=42,
            is_priority=False,
            is_assisted=False,
            language="vi",
            printer=None,
        ),
        [],
    ),
}


class Board:
    """Remembers what it was told."""

    def __init__(self) -> None:
        self.told: list[tuple[str, bool]] = []

    def show(self, text: str, *, is_blinking: bool = False) -> None:
        self.told.append((text, is_blinking))


def counter(number: str, state: str, label: str | None = None) -> HallCounter:
    held = None
    if label is not None:
        held = InHand(id=1, label=label, state="called", called_at="", calls=1)
    return HallCounter(
        number=number, name="", state=state, pause_reason=None, services=[], ticket=held
    )


def test_every_event_is_thought_of() -> None:
    assert SAID.keys() == events.EVENTS.keys()


@pytest.mark.parametrize("name", SAID)
def test_each_event_says_this_at_its_counter_and_nothing_elsewhere(name: str) -> None:
    here, also_here, there = Board(), Board(), Board()
    follower = BoardFollower({"1": [here, also_here], "2": [there]})
    event, told = SAID[name]
    follower.handle(Entry(1, "", event))
    assert (here.told, also_here.told, there.told) == (told, told, [])


def test_a_number_given_back_while_waiting_touches_no_board() -> None:
    board = Board()
    event = events.Cancelled(**TICKET, counter=None, by="citizen")
    BoardFollower({"1": [board]}).handle(Entry(1, "", event))
    assert board.told == []


def test_a_counter_without_boards_is_no_trouble() -> None:
    BoardFollower({}).handle(Entry(1, "", SAID["called"][0]))


def test_at_the_start_the_present_is_painted() -> None:
    boards = {number: [Board()] for number in "1234"}
    BoardFollower(boards).paint(
        [
            counter("1", "open", "B007"),
            counter("2", "open"),
            counter("3", "paused"),
            counter("4", "closed"),
        ]
    )
    told = [board.told for each in boards.values() for board in each]
    assert told == [[("B007", False)], [("", False)], [("NGHI", False)], [("----", False)]]


def test_a_ticket_in_hand_stays_on_the_board_while_the_counter_pauses() -> None:
    assert text_of(counter("1", "paused", "A001")) == "A001"
