"""Office words to spoken words: who is to be called out, and who need not be any more.

The voice says nothing from before a restart: its follower starts at the newest entry.
"""

from typing import Protocol

from server.events import (
    Called,
    Cancelled,
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

FIRST = 1


class Speaker(Protocol):
    """What this follower needs of the announcer."""

    def ask(self, ticket: int, label: str, counter: str, times: int) -> None: ...

    def drop(self, ticket: int) -> None: ...


class VoiceFollower:
    """Tells the announcer of every call, and of every ticket that has left the state *called*."""

    def __init__(self, speaker: Speaker) -> None:
        self._speaker = speaker

    def handle(self, entry: Entry) -> None:
        """Ask for a call, or take it back."""
        match entry.event:
            case Recalled(ticket=ticket, label=label, counter=counter, calls=calls):
                self._speaker.ask(ticket, label, counter, calls)
            case Called() | Resumed() as call:
                self._speaker.ask(call.ticket, call.label, call.counter, FIRST)
            case Undone(undone=Recalled.name):
                pass  # it was asked for once more by mistake: it is called as before
            case (
                Started() | Finished() | NoShow() | Parked() | Transferred() | Cancelled()
            ) as left:
                self._speaker.drop(left.ticket)
            case Undone(ticket=ticket):
                self._speaker.drop(ticket)
