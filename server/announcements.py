"""What a hall still has to hear: the queue of one zone's calls.  Pure: the time is handed in.

A call is *waiting*, then *speaking*, then gone; which way it goes is in
``docs/explanation/voice.md``, state by state.
"""

from collections import Counter
from dataclasses import dataclass, replace

MAX_AGE_S = 90.0
"""Who has not come to the counter by then has read the board, or is being recalled."""
MOST = 6
"""More than about a minute of calls nobody listens to: boards and screens have them all."""

TRIAL = 0
"""The ticket of a sentence that calls nobody: somebody wants to hear the loudspeaker."""

MERGED, GONE, OLD, CROWDED = "merged", "gone", "old", "crowded"
"""Why a call was not spoken by itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """Somebody is to be told where to go.

    *times*: 1 for the first call, 2 for the second.  *asked_at_s* is on the clock that the queue is
    given.  *is_on_card*: this zone is the one that says it on the server's sound card.
    """

    ticket: int
    label: str
    counter: str
    times: int
    asked_at_s: float
    is_on_card: bool = True


class Announcements:
    """The calls of one zone, in the order in which they were asked for."""

    def __init__(self, max_age_s: float = MAX_AGE_S, most: int = MOST) -> None:
        self._max_age_s = max_age_s
        self._most = most
        self._waiting: dict[int, Call] = {}
        self._speaking: Call | None = None
        self.unspoken: Counter[str] = Counter()

    def __len__(self) -> int:
        """How many are waiting."""
        return len(self._waiting)

    @property
    def is_at_rest(self) -> bool:
        """Whether nothing waits and nothing is being said."""
        return not self._waiting and self._speaking is None

    def ask(self, call: Call) -> None:
        """Say *call* when its turn comes.

        One that waits for the same ticket is replaced, in its place, and is as much a first call as
        before: nobody has heard it.  From another counter it is a new call, at the end.
        """
        if _is_same(self._speaking, call):
            self.unspoken[MERGED] += 1
            return
        before = self._waiting.get(call.ticket)
        if before is not None:
            self.unspoken[MERGED] += 1
            if before.counter == call.counter:
                self._waiting[call.ticket] = replace(call, times=before.times)
                return
            del self._waiting[call.ticket]
        self._waiting[call.ticket] = call
        while len(self._waiting) > self._most:
            self._leave(next(iter(self._waiting)), CROWDED)

    def drop(self, ticket: int) -> None:
        """*ticket* need not be called any more."""
        if ticket in self._waiting:
            self._leave(ticket, GONE)

    def take(self, now_s: float) -> Call | None:
        """The next call, which is being spoken from now on; ``None`` if none is left."""
        self._speaking = None
        while self._waiting:
            ticket = next(iter(self._waiting))
            if now_s - self._waiting[ticket].asked_at_s <= self._max_age_s:
                self._speaking = self._waiting.pop(ticket)
                break
            self._leave(ticket, OLD)
        return self._speaking

    def clear(self) -> None:
        """Nothing is to be said here any more."""
        self._waiting.clear()
        self._speaking = None

    def _leave(self, ticket: int, why: str) -> None:
        del self._waiting[ticket]
        self.unspoken[why] += 1


def _is_same(one: Call | None, other: Call) -> bool:
    return one is not None and (one.ticket, one.counter) == (other.ticket, other.counter)
