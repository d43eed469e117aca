"""Office words to board words: what each counter's boards say.

Boards paint the present, never the past: at the start every board is given what its counter is
doing now, and from then on what the journal says.
"""

from collections.abc import Mapping, Sequence
from typing import Protocol

from server.events import (
    Called,
    Cancelled,
    CounterClosed,
    CounterOpened,
    CounterPaused,
    Finished,
    NoShow,
    Recalled,
    Started,
)
from server.journal import Entry
from server.queries import HallCounter

CLOSED = "----"
PAUSED = "NGHI"
FREE = ""


class Board(Protocol):
    """What this follower needs of a board."""

    def show(self, text: str, *, is_blinking: bool = False) -> None: ...


class BoardFollower:
    """Tells the boards of each counter what to show."""

    def __init__(self, boards: Mapping[str, Sequence[Board]]) -> None:
        self._boards = boards

    def paint(self, counters: Sequence[HallCounter]) -> None:
        """Show what every counter is doing now."""
        for counter in counters:
            self._show(counter.number, text_of(counter))

    def handle(self, entry: Entry) -> None:
        """Show what *entry* changed."""
        match entry.event:
            case Called(counter=counter, label=label) | Recalled(counter=counter, label=label):
                self._show(counter, label, is_blinking=True)
            case Started(counter=counter, label=label):
                self._show(counter, label)
            case Finished(counter=counter) | NoShow(counter=counter):
                self._show(counter, FREE)
            case Cancelled(counter=str(counter)):
                self._show(counter, FREE)
            case CounterOpened(counter=counter):
                self._show(counter, FREE)
            case CounterPaused(counter=counter):
                self._show(counter, PAUSED)
            case CounterClosed(counter=counter):
                self._show(counter, CLOSED)

    def _show(self, counter: str, text: str, *, is_blinking: bool = False) -> None:
        for board in self._boards.get(counter, ()):
            board.show(text, is_blinking=is_blinking)


def text_of(counter: HallCounter) -> str:
    """What a counter's board says as the counter stands."""
    if counter.ticket is not None:
        return counter.ticket.label
    return {"open": FREE, "paused": PAUSED}.get(counter.state, CLOSED)
