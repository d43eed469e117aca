"""Office words to board words: what each board says, as the journal goes on and as time passes.

Boards paint the present, never the past: at the start every board is given what is so now, and
from then on what the journal says.  What only the clock or the set-up changes – the time, a name,
who is next – is looked at again between entries, not oftener than people can see, however many
come.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from server.board_words import CALL, Seen, Sign, text_of
from server.events import (
    Called,
    Cancelled,
    CounterClosed,
    CounterOpened,
    CounterPaused,
    Event,
    Finished,
    Issued,
    NoShow,
    Parked,
    Recalled,
    Requeued,
    Resumed,
    Started,
    Transferred,
    Undone,
)
from server.journal import Entry
from server.shapes import HallCounter

LOOK_S = 0.5
"""How often the clock and the set-up are looked at."""
NEXT_S = 2.0
"""And who is next, however many take numbers: thirty boards that change take a slow cable most of a
second."""

SHOWN = (
    Called,
    Recalled,
    Started,
    Finished,
    NoShow,
    Parked,
    Resumed,
    Transferred,
    Undone,
    Cancelled,
    CounterOpened,
    CounterPaused,
    CounterClosed,
)
"""Events that may change what the boards of their counter say."""
CALLS = (Called, Recalled, Resumed)
LINE = (Issued, Called, Requeued, Transferred, Undone, Cancelled, CounterOpened, CounterClosed)
"""Events that may change who is next, at any counter: whoever is kept for a counter or a clerk that
is not there is free for others."""


class Board(Protocol):
    """What this follower needs of a board."""

    def show(self, text: str, *, is_blinking: bool = False) -> None: ...


class Hall(Protocol):
    """What it needs to see: :class:`server.board_view.BoardView`."""

    def plan(self) -> object: ...
    def time(self) -> str: ...
    def counters(self, numbers: Sequence[str]) -> Mapping[str, HallCounter]: ...
    def next_label(self, number: str) -> str: ...


@dataclass
class Hung:
    """A board that hangs somewhere, what it is for, and what it was last told."""

    sign: Sign
    board: Board
    told: str | None = None


class BoardFollower:
    """Tells each board what to say."""

    def __init__(self, boards: Sequence[Hung], hall: Hall, monotonic: Callable[[], float]) -> None:
        # Calls first: looking for who is next must not keep a call waiting.
        self._boards = sorted(boards, key=lambda each: each.sign.shows != CALL)
        self._hall = hall
        self._monotonic = monotonic
        self._look_at_s = self._next_at_s = monotonic()
        self._called_at: dict[str, str] = {}
        self._time = ""
        self._plan: object = None
        self._has_line_moved = False

    def paint(self) -> None:
        """Let every board say what is so now."""
        self._time, self._plan = self._hall.time(), self._hall.plan()
        self._has_line_moved = False
        self._tell(self._boards)

    def handle(self, entry: Entry) -> None:
        """Let the boards of the entry's counter say how it is now; a call blinks if it stands."""
        event = entry.event
        self._has_line_moved |= isinstance(event, LINE)
        number = event.counter if isinstance(event, SHOWN) else None
        boards = [each for each in self._boards if number in each.sign.counters]
        if number is None or not boards:
            return
        if isinstance(event, CALLS):
            self._called_at[number] = entry.at
        self._tell(boards, event)

    def look_again(self) -> None:
        """Between entries: a new minute, another set-up or day, a line that has moved."""
        now_s = self._monotonic()
        if not self._boards or now_s < self._look_at_s:
            return
        self._look_at_s = now_s + LOOK_S
        if self._hall.time() != self._time or self._hall.plan() is not self._plan:
            self.paint()
        elif self._has_line_moved and now_s >= self._next_at_s:
            self._has_line_moved, self._next_at_s = False, now_s + NEXT_S
            self._tell([each for each in self._boards if each.sign.wants_next])

    def _tell(self, boards: Sequence[Hung], event: Event | None = None) -> None:
        """Tell what has changed; after an *event* at its counter a board of calls always."""
        numbers = list(dict.fromkeys(each for hung in boards for each in hung.sign.counters))
        seen = Seen(
            counters=self._hall.counters(numbers) if numbers else {},
            time=self._hall.time(),
            next_label=self._hall.next_label,
            called_at=self._called_at,
        )
        is_call = event is not None and _is_standing(event, seen.counters)
        for each in boards:
            text, is_for_calls = text_of(each.sign, seen), each.sign.shows == CALL
            if text != each.told or (event is not None and is_for_calls):
                each.told = text
                each.board.show(text, is_blinking=is_call and is_for_calls)


def _is_standing(event: Event, counters: Mapping[str, HallCounter]) -> bool:
    """Whether *event* is a call whose ticket the counter still has in hand."""
    if not isinstance(event, CALLS):
        return False
    counter = counters.get(event.counter)
    held = None if counter is None else counter.ticket
    return held is not None and held.id == event.ticket
