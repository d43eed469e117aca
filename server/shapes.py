"""What the office shows of itself: plain dataclasses, the shapes of the HTTP answers.

``docs/reference/http.md`` describes them; instants are RFC 3339 texts in UTC as
:func:`server.hours.stamp` writes them.
"""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Slip:
    """The paper: *state* is queued, printing, printed, failed or none.

    *place* is where it comes out when that is not the kiosk's own printer, *copies* how many times
    it was asked for again.
    """

    state: str
    reason: str | None
    place: str | None = None
    copies: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultSlip:
    """A result-date slip: *state* is queued, printing, printed or failed."""

    id: int
    counter: str
    state: str
    reason: str
    asked_at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Wait:
    """A likely waiting time in seconds, as a range."""

    low: int
    likely: int
    high: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticket:
    """A ticket as the contract shows it."""

    id: int
    label: str
    number: int
    service: str
    state: str
    priority: str | None
    business_day: str
    issued_at: str
    called_at: str | None
    started_at: str | None
    finished_at: str | None
    counter: str | None
    ahead: int
    wait_s: Wait | None
    slip: Slip


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuedTicket(Ticket):
    """A new ticket, with the path of its page for a phone: whoever took it, alone, knows it."""

    link: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketInFull(Ticket):
    """A ticket with what comes after: *stops* are the services that follow in the same visit,
    *return_at* is when a parked one goes back into line by itself, *due_at* an appointment's time,
    *requeue_until* the end of the time in which somebody not present may come back into line."""

    stops: list[str]
    return_at: str | None
    due_at: str | None
    requeue_until: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """A field of work one can take a number for.

    *why* is ``open`` or why no number is given now (:class:`server.admission.Admission`),
    *opens_at* when numbers are given next, where that is known, *holiday* the name of today.
    *notice* tells where to go when it has ended.  *prefix* begins its labels.  *has_slots*: it
    makes appointments.  *group* is the code of its group, null for none.  *documents* are the
    papers to bring, by language; *keywords* what else a search finds it by.  *counters_open* and
    *counters_paused* count the counters that serve it in this session.
    """

    code: str
    name: str
    open: bool
    waiting: int
    wait_s: Wait | None
    name_en: str = ""
    prefix: str = ""
    why: str = "open"
    opens_at: str | None = None
    holiday: str = ""
    notice: str = ""
    notice_en: str = ""
    has_slots: bool = False
    group: str | None = None
    documents: dict[str, list[str]] = field(default_factory=dict)
    keywords: list[str] = field(default_factory=list)
    counters_open: int = 0
    counters_paused: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Services behind one touch at a kiosk, by their codes, in the order to show them."""

    code: str
    name: str
    name_en: str
    services: list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Help:
    """Somebody at *kiosk* (a name, empty for one without) asked for help.

    *place* is what the staff call that kiosk.  *asked_at* is the last time, *times* how often;
    *answered_by* is null until somebody goes.
    """

    id: int
    kiosk: str
    place: str
    asked_at: str
    times: int
    answered_at: str | None
    answered_by: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LastAct:
    """What *undo* would take back at a counter, and until when."""

    event: str
    label: str
    until: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Counter:
    """A counter as its clerk sees it.

    *why* says why the ticket in hand was called: a word, and what its sentence needs.  *is_long*:
    the visit lasts so long that *finish* may be forgotten.  *stops* are the services that follow,
    *parked* the tickets that were parked here today.
    """

    number: str
    name: str
    state: str
    pause_reason: str | None
    services: list[str]
    clerk: str | None
    ticket: Ticket | None
    why: dict[str, str | int] | None
    is_long: bool
    stops: list[str]
    parked: list[TicketInFull]
    undo: LastAct | None


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingTicket:
    """A ticket that a counter may call, as its clerk sees it; *due_at* is an appointment's time."""

    id: int
    label: str
    service: str
    priority: str | None
    issued_at: str
    due_at: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperlessTicket:
    """A ticket that waits without paper, as the staff see it.

    *kiosk* gave it, *printer* at *place* could not print its slip; *state* is ``failed`` (nothing
    is on paper) or ``unknown`` (nobody can say); *reason* is a word, *since* an instant.
    """

    ticket: int
    label: str
    service: str
    kiosk: str | None
    printer: str
    place: str
    state: str
    reason: str
    since: str
    copies: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PrinterPaper:
    """A printer and its roll: *left_m* metres are left by what was counted (null: not counted).

    *state* is its spool's word; *is_low*: a new roll should be at hand; *sensor* is what the
    printer says of its paper: unknown, plenty, near_end or out.
    """

    printer: str
    place: str
    state: str
    sensor: str
    left_m: float | None
    is_low: bool
    since: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Papers:
    """What the staff have to know of paper: who has none, newest first, and how the rolls are."""

    tickets: list[PaperlessTicket]
    printers: list[PrinterPaper]


@dataclass(frozen=True, slots=True, kw_only=True)
class InHand:
    """The ticket a counter is busy with, as the hall may see it."""

    id: int
    label: str
    state: str
    called_at: str
    calls: int


@dataclass(frozen=True, slots=True, kw_only=True)
class HallCounter:
    """A counter: *state* is closed, open or paused."""

    number: str
    name: str
    state: str
    pause_reason: str | None
    services: list[str]
    ticket: InHand | None


@dataclass(frozen=True, slots=True, kw_only=True)
class HallService:
    """How many wait for a service, and the labels that come first."""

    code: str
    name: str
    name_en: str
    waiting: int
    next: list[str]
    has_ended: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Missed:
    """A label that was called and did not come."""

    label: str
    counter: str
    at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Hall:
    """Everything a screen needs, whole, as of *seq*."""

    seq: int
    business_day: str
    counters: list[HallCounter]
    services: list[HallService]
    missed: list[Missed]


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """A time for which an appointment can be booked: *start* is ``HH:MM`` in the office's zone."""

    start: str
    free: int
    capacity: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Appointment:
    """A place booked: *code* is typed or scanned at the kiosk.

    *state* is booked, arrived, cancelled or expired; from *from_at* to *until_at* the office waits.
    """

    id: int
    code: str
    service: str
    name: str
    day: str
    start: str
    state: str
    due_at: str
    from_at: str
    until_at: str
    ticket: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class BookedAppointment(Appointment):
    """A new appointment, with the path of its page for a phone."""

    link: str
