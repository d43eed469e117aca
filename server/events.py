"""What the journal remembers: one frozen dataclass per event, past participles all.

Each class says in its comment which step of a ticket's life it is, *from -> to*; the steps
themselves stand in :mod:`server.tickets`.  ``name`` is the word on the wire (``/live``), in the
journal's ``event`` column and in the documents.
"""

import json
from dataclasses import dataclass, field
from typing import Any, ClassVar, TypedDict

#: Raised when the shape of an event's JSON changes; kept beside every entry.
SCHEMA = 2


class Stop(TypedDict):
    """One more service of a visit, and the counter that it is kept for, if any."""

    service: str
    counter: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that happened in the office."""

    name: ClassVar[str] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketEvent(Event):
    """Something that happened to one ticket."""

    ticket: int
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Issued(TicketEvent):  # (nothing) -> waiting
    """*row* and *period* are the row of numbers it was taken from, *stops* what follows."""

    name = "issued"
    service: str
    business_day: str
    session: str
    row: str
    period: str
    number: int
    is_priority: bool  # not why: that may be a matter of health, and the journal is for ever
    is_assisted: bool
    language: str
    printer: str | None
    kiosk: str | None = None
    for_counter: str | None = None
    for_clerk: str | None = None
    due_at: str | None = None
    stops: list[Stop] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Called(TicketEvent):  # waiting -> called
    """*why* with *about* explains the choice; *runs* (of the services it changed) and *credits*
    (of the counter) are what the turn rule remembers after it."""

    name = "called"
    counter: str
    clerk: str | None
    why: str
    about: dict[str, str | int] = field(default_factory=dict)
    service: str = ""
    runs: dict[str, int] = field(default_factory=dict)
    credits: dict[str, int] = field(default_factory=dict)


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
    """*is_forgotten*: nobody pressed it; the office closed the visit by rule."""

    name = "finished"
    counter: str
    clerk: str | None
    is_forgotten: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class NoShow(TicketEvent):  # called -> no_show
    name = "no_show"
    counter: str
    by: str = "clerk"  # or rule


@dataclass(frozen=True, slots=True, kw_only=True)
class Requeued(TicketEvent):  # parked, no_show -> waiting
    """Back in line where the time of arrival puts it; *for_counter* may be the one it left."""

    name = "requeued"
    by: str
    for_counter: str | None
    counter: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Parked(TicketEvent):  # called, serving -> parked
    """*return_at*: when it goes back into line by itself, ``None`` for when somebody says so.
    *served_s*: seconds of service so far."""

    name = "parked"
    counter: str
    clerk: str | None
    return_at: str | None
    served_s: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Resumed(TicketEvent):  # parked -> called
    name = "resumed"
    counter: str
    clerk: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Transferred(TicketEvent):  # waiting, called, serving -> waiting
    """*counter* is the one it leaves, ``None`` from the line.  *is_done*: that counter did its part
    and the visit goes on to its next stop; otherwise somebody sent it elsewhere."""

    name = "transferred"
    counter: str | None
    clerk: str | None
    service: str
    for_counter: str | None
    place: int
    stops: list[Stop]
    served_s: int
    is_done: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Undone(TicketEvent):  # the state after *undone* -> the one before it
    """A counter's step taken back: *restored* are the ticket's columns as they were before it;
    *runs* and *credits* what the turn rule remembers again, if *undone* was a call."""

    name = "undone"
    counter: str
    clerk: str | None
    undone: str
    service: str
    restored: dict[str, str | int | None]
    runs: dict[str, int]
    credits: dict[str, int] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminded(TicketEvent):  # beside: the visit lasts so long that *finish* may be forgotten
    name = "reminded"
    counter: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Corrected(TicketEvent):  # finished -> finished
    """A time that was wrong, put right: who, why, from what to what."""

    name = "corrected"
    what: str
    was: str | None
    now: str
    why: str
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Cancelled(TicketEvent):  # waiting, called, parked -> cancelled
    name = "cancelled"
    counter: str | None
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionRead(TicketEvent):  # finished -> finished
    """Somebody was reading the question of the tablet at *counter* at *read_at*, by the tablet's
    word.  Where the window ends follows from these and the end of the visit (:mod:`server.window`).
    """

    name = "question_read"
    counter: str
    read_at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rated(TicketEvent):  # finished -> finished, once
    """That a rating came in.  What it says is confidential and stands in ``ratings`` alone."""

    name = "rated"
    counter: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AppointmentEvent(Event):
    """Something that happened to one appointment.  Its code and secret stand in no event."""

    appointment: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Booked(AppointmentEvent):  # (nothing) -> booked
    name = "booked"
    service: str
    business_day: str
    slot: str
    due_at: str
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BookingCancelled(AppointmentEvent):  # booked -> cancelled
    name = "booking_cancelled"
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrived(AppointmentEvent):  # booked -> arrived
    """*ticket* was issued for it just before."""

    name = "arrived"
    ticket: int
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Expired(AppointmentEvent):  # booked -> expired
    """Nobody came while the office was waiting for them."""

    name = "expired"


@dataclass(frozen=True, slots=True, kw_only=True)
class SlipPrinting(TicketEvent):  # paper only
    name = "slip_printing"
    printer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SlipPrinted(TicketEvent):  # paper only
    """*length_mm*: the paper it took, 0 where that is not known."""

    name = "slip_printed"
    printer: str
    reason: str
    length_mm: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class SlipFailed(TicketEvent):  # paper only
    """*has_begun*: all, a part or nothing of it may be on paper, and nobody can say."""

    name = "slip_failed"
    printer: str
    reason: str
    has_begun: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SlipMoved(TicketEvent):  # paper only
    """A slip that had not begun at *printer* goes *to* its stand-in, at *place*; *tried* are the
    printers that could not do it."""

    name = "slip_moved"
    printer: str
    to: str
    place: str
    reason: str
    copy: int
    tried: list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class SlipAskedAgain(TicketEvent):  # paper only
    """Somebody wants the slip once more: *copy* 1 is the first that says *IN LẠI*."""

    name = "slip_asked_again"
    printer: str
    place: str
    copy: int
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RollChanged(Event):
    """A printer has a new roll of paper; the old one had given *used_mm*.  *by* is who said so,
    ``printer`` when it noticed itself."""

    name = "roll_changed"
    printer: str
    used_mm: int
    by: str


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


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpAsked(Event):
    """Somebody at *kiosk* (a name, empty for one without) needs help, for the *times*-th time."""

    name = "help_asked"
    help: int
    kiosk: str
    times: int


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpAnswered(Event):
    """*by* goes there."""

    name = "help_answered"
    help: int
    kiosk: str
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RatingContested(Event):
    """A clerk says that an answer was not about their service; why stands in ``contests`` alone."""

    name = "rating_contested"
    ref: str
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RatingJudged(Event):
    """Somebody else decided a contest: *verdict* is ``upheld`` or ``rejected``."""

    name = "rating_judged"
    ref: str
    verdict: str
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultSlipAsked(Event):
    """A counter wants a result-date slip; of which dossier is nobody's business here."""

    name = "result_slip_asked"
    slip: int
    counter: str
    printer: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultSlipPrinted(Event):
    name = "result_slip_printed"
    slip: int
    counter: str
    printer: str | None
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultSlipFailed(Event):
    name = "result_slip_failed"
    slip: int
    counter: str
    printer: str | None
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingChanged(Event):
    """What a record says from a date: *old* is what it said for that date before, *new* what it
    says now; ``None`` where there is no such record."""

    name = "setting_changed"
    kind: str
    key: str
    effective_from: str
    old: dict[str, Any] | None
    new: dict[str, Any] | None
    by: str


_CLASSES: tuple[type[Event], ...] = (
    Issued,
    Called,
    Recalled,
    Started,
    Finished,
    NoShow,
    Requeued,
    Parked,
    Resumed,
    Transferred,
    Undone,
    Reminded,
    Corrected,
    Cancelled,
    QuestionRead,
    Rated,
    Booked,
    BookingCancelled,
    Arrived,
    Expired,
    SlipPrinting,
    SlipPrinted,
    SlipFailed,
    SlipMoved,
    SlipAskedAgain,
    RollChanged,
    CounterOpened,
    CounterPaused,
    CounterClosed,
    TabletPaired,
    TabletUnpaired,
    HelpAsked,
    HelpAnswered,
    RatingContested,
    RatingJudged,
    ResultSlipAsked,
    ResultSlipPrinted,
    ResultSlipFailed,
    SettingChanged,
)

EVENTS: dict[str, type[Event]] = {cls.name: cls for cls in _CLASSES}


def from_json(name: str, data: str) -> Event:
    """The event *name* from its fields as one JSON object.

    :raises KeyError: if no event has this name.
    :raises TypeError: if the fields are not the event's.
    """
    fields: dict[str, Any] = json.loads(data)
    # Schema 1 had a row of numbers for each service, anew each day.
    if name == Issued.name and "service" in fields and "row" not in fields:
        fields |= {"row": fields["service"], "period": fields["business_day"], "session": ""}
    return EVENTS[name](**fields)
