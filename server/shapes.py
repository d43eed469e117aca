"""What the office shows of itself: plain dataclasses, the shapes of the HTTP answers.

``docs/reference/http.md`` describes them; instants are RFC 3339 texts in UTC as
:func:`server.hours.stamp` writes them.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Slip:
    """The paper: *state* is queued, printing, printed, failed or none."""

    state: str
    reason: str | None


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
class Service:
    """A field of work one can take a number for."""

    code: str
    name: str
    open: bool
    waiting: int
    wait_s: Wait | None


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
