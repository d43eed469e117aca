"""Office words to board words: what each counter's boards say.

Boards paint the present, never the past: at the start every board is given what its counter is
doing now, and from then on what the journal says.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

from server.events import (
    Called,
    Cancelled,
    CounterClosed,
    CounterOpened,
    CounterPaused,
    Event,
    Finished,
    NoShow,
    Parked,
    Recalled,
    Resumed,
    Started,
    Transferred,
    Undone,
)
from server.journal import Entry
from server.shapes import HallCounter

CLOSED = "----"
PAUSED = "NGHI"
FREE = ""


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
"""Events that may change what a counter's board says."""


class Board(Protocol):
    """What this follower needs of a board."""

    def show(self, text: str, *, is_blinking: bool = False) -> None: ...


class BoardFollower:
    """Tells the boards of each counter what to show.

    :param look: gives a counter as it is now, ``None`` if there is none.
    """

    def __init__(
        self,
        boards: Mapping[str, Sequence[Board]],
        look: Callable[[str], HallCounter | None],
    ) -> None:
        self._boards = boards
        self._look = look

    def paint(self, counters: Sequence[HallCounter]) -> None:
        """Show what every counter is doing now."""
        for counter in counters:
            self._show(counter, is_blinking=False)

    def handle(self, entry: Entry) -> None:
        """Show the counter of *entry* as it is now; a call makes it blink if it still stands."""
        number = entry.event.counter if isinstance(entry.event, SHOWN) else None
        if number is None or number not in self._boards:
            return
        counter = self._look(number)
        if counter is not None:
            self._show(counter, is_blinking=_is_call_of(entry.event, counter))

    def _show(self, counter: HallCounter, *, is_blinking: bool) -> None:
        for board in self._boards.get(counter.number, ()):
            board.show(text_of(counter), is_blinking=is_blinking)


def _is_call_of(event: Event, counter: HallCounter) -> bool:
    return (
        isinstance(event, Called | Recalled | Resumed)
        and counter.ticket is not None
        and counter.ticket.id == event.ticket
    )


def text_of(counter: HallCounter) -> str:
    """What a counter's board says as the counter stands."""
    if counter.ticket is not None:
        return counter.ticket.label
    return {"open": FREE, "paused": PAUSED}.get(counter.state, CLOSED)
