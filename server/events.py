"""What the journal remembers: one frozen dataclass per event, past participles all.

Each class says in its comment which step of a ticket's life it is, *from -> to*; the steps
themselves stand in :mod:`server.tickets`.  ``name`` is the word on the wire (``/live``), in the
journal's ``event`` column and in the documents.
"""

import json
from dataclasses import asdict, dataclass
from typing import Any, ClassVar

#: Raised when the shape of an event's JSON changes; kept beside every entry.
SCHEMA = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that happened in the office."""

    name: ClassVar[str] = ""

    def to_json(self) -> str:
        """The event's fields as one JSON object, without its name."""
        return json.dumps(asdict(self), ensure_ascii=False, separators=(",", ":"))


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketEvent(Event):
    """Something that happened to one ticket."""

    ticket: int
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Issued(TicketEvent):  # (nothing) -> waiting
    name = "issued"
    service: str
    business_day: str
    number: int
    is_priority: bool  # not why: that may be a matter of health, and the journal is for ever
    is_assisted: bool
    language: str
    printer: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Called(TicketEvent):  # waiting -> called
    name = "called"
    counter: str
    clerk: str | None
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Recalled(TicketEvent):  # called -> called
    name = "recalled"
    counter: str
    calls: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Started(TicketEvent):  # called -> serving
    name = "started"
    counter: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Finished(TicketEvent):  # called, serving -> finished
    name = "finished"
    counter: str
    clerk: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NoShow(TicketEvent):  # called -> no_show
    name = "no_show"
    counter: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Cancelled(TicketEvent):  # waiting, called -> cancelled
    name = "cancelled"
    counter: str | None
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rated(TicketEvent):  # finished -> finished, once
    """That a rating came in.  What it says is confidential and stands in ``ratings`` alone."""

    name = "rated"
    counter: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SlipPrinting(TicketEvent):  # paper only
    name = "slip_printing"
    printer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SlipPrinted(TicketEvent):  # paper only
    name = "slip_printed"
    printer: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SlipFailed(TicketEvent):  # paper only
    name = "slip_failed"
    printer: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CounterOpened(Event):
    name = "counter_opened"
    counter: str
    clerk: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CounterPaused(Event):
    name = "counter_paused"
    counter: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CounterClosed(Event):
    name = "counter_closed"
    counter: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TabletPaired(Event):
    name = "tablet_paired"
    tablet: str
    kind: str
    counter: str | None
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TabletUnpaired(Event):
    name = "tablet_unpaired"
    tablet: str
    by: str


_CLASSES: tuple[type[Event], ...] = (
    Issued,
    Called,
    Recalled,
    Started,
    Finished,
    NoShow,
    Cancelled,
    Rated,
    SlipPrinting,
    SlipPrinted,
    SlipFailed,
    CounterOpened,
    CounterPaused,
    CounterClosed,
    TabletPaired,
    TabletUnpaired,
)

EVENTS: dict[str, type[Event]] = {cls.name: cls for cls in _CLASSES}


def from_json(name: str, data: str) -> Event:
    """The event that :meth:`Event.to_json` wrote.

    :raises KeyError: if no event has this name.
    :raises TypeError: if the fields are not the event's.
    """
    fields: dict[str, Any] = json.loads(data)
    return EVENTS[name](**fields)
