"""What a board says: what its counter is doing, by what the board is set to show.

Pure.  The table in words: ``docs/reference/board-protocols.md``, *What boards say*.  Where several
forms of one thing are given, a board says the first that it can draw whole.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from server.shapes import HallCounter

CALL, NEXT, NAME, TIME = "call", "next", "name", "time"
SHOWS = (CALL, NEXT, NAME, TIME)
IDLES = ("", NEXT, NAME, TIME)
CLOSED = "---"
PAUSED = ("TAM DUNG", "NGHI")
UPCOMING = ("TIEP {}", ">{}", "-{}")
"""Never the label alone: on a board for calls that would be a call."""
LEAST_PLACES = {NEXT: 5, TIME: 4}
"""As *idle*: ``-A042`` and ``0730``."""
LEAST_LIST = 6
"""``A042-3``"""


@dataclass(frozen=True, kw_only=True)
class Sign:
    """What one board is set to show, and what it can.

    *is_list*: it lists who is called at its *counters*; else it has one counter, or none for the
    time.  *draws*: whether the board has a shape for each sign of a text.
    """

    counters: tuple[str, ...] = ()
    is_list: bool = False
    shows: str = CALL
    idle: str = ""
    width: int = 4
    draws: Callable[[str], bool] = field(default=str.isascii)

    @property
    def wants_next(self) -> bool:
        return NEXT in (self.shows, self.idle)


@dataclass(frozen=True, kw_only=True)
class Seen:
    """The hall at one instant.

    *called_at* has the instant of each counter's last call where that is newer than its ticket's
    first; *next_label* is asked only where it is to be shown, and gives ``""`` for nobody.
    """

    counters: Mapping[str, HallCounter]
    time: str
    next_label: Callable[[str], str]
    called_at: Mapping[str, str] = field(default_factory=dict)


def text_of(sign: Sign, seen: Seen) -> str:
    """What the board says; ``""`` is dark."""
    if sign.shows == TIME:
        return _time(sign, seen)
    here = [seen.counters[each] for each in sign.counters if each in seen.counters]
    if not here:
        return ""
    return _list(sign, here, seen) if sign.is_list else _one(sign, here[0], seen)


def _one(sign: Sign, counter: HallCounter, seen: Seen) -> str:
    if sign.shows == NAME:
        return _name(sign, counter)
    if sign.shows == CALL and counter.ticket is not None:
        return counter.ticket.label
    if counter.state == "paused":
        return _first(sign, PAUSED)
    if counter.state != "open":
        return CLOSED
    if sign.shows == NEXT:
        return seen.next_label(counter.number)
    return _idle(sign, counter, seen)


def _idle(sign: Sign, counter: HallCounter, seen: Seen) -> str:
    if sign.idle == NAME:
        return _name(sign, counter)
    if sign.idle == TIME:
        return _time(sign, seen)
    label = seen.next_label(counter.number) if sign.idle == NEXT else ""
    return _first(sign, (*(form.format(label) for form in UPCOMING), "")) if label else ""


def _list(sign: Sign, here: Sequence[HallCounter], seen: Seen) -> str:
    """Label and counter of each call, the newest first, as many as fit; of one, at least its
    end."""
    calls = [
        (max(seen.called_at.get(each.number, ""), each.ticket.called_at), each.ticket.label, each)
        for each in here
        if each.ticket is not None
    ]
    calls.sort(key=lambda call: call[0], reverse=True)
    pairs = [f"{label}-{each.number}" for _, label, each in calls]
    if pairs:
        fitting = (" ".join(pairs[:count]) for count in range(len(pairs), 0, -1))
        return next((text for text in fitting if len(text) <= sign.width), pairs[0])
    states = {each.state for each in here}
    if "open" in states:
        return _time(sign, seen) if sign.idle == TIME else ""
    return _first(sign, PAUSED) if "paused" in states else CLOSED


def _name(sign: Sign, counter: HallCounter) -> str:
    """The counter's number where its name has no room: nobody looks for half a name."""
    return _first(sign, (*([counter.name] if counter.name else []), counter.number))


def _time(sign: Sign, seen: Seen) -> str:
    return _first(sign, (seen.time, seen.time.replace(":", "-"), seen.time.replace(":", "")))


def _first(sign: Sign, forms: Iterable[str]) -> str:
    """The first of *forms* that the board can draw whole; the last if it can draw none."""
    text = ""
    for text in forms:
        if len(text) <= sign.width and sign.draws(text):
            break
    return text
