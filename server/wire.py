"""What crosses HTTP besides the shapes in :mod:`server.queries`: bodies asked and answered.

Unknown fields are refused; limits on every size.  ``/openapi.json`` is made from these.
"""

from typing import Annotated

import msgspec
from msgspec import Meta, Struct

from server.shapes import Ticket

Code = Annotated[str, Meta(min_length=1, max_length=32)]
TicketId = Annotated[int, Meta(ge=1, le=2**53 - 1)]
Short = Annotated[str, Meta(max_length=200)]


class Asked(Struct, forbid_unknown_fields=True, kw_only=True):
    """A request body."""


class Nothing(Asked):
    """No body, or an empty object."""


class NewTicket(Asked):
    """A number is wanted."""

    service: Code
    priority: Code | None = None
    assisted: bool = False
    language: Annotated[str, Meta(pattern="^[a-z]{2}$")] = "vi"


class CallNext(Asked):
    """Whether the ticket in hand is finished on the way."""

    finish_current: bool = False


class Call(Asked):
    """Which ticket to call."""

    ticket: TicketId


class Pause(Asked):
    """Why the counter rests."""

    reason: Short = ""


class Rating(Asked):
    """A citizen's answer; the tablet's own id for it is the ``Idempotency-Key``."""

    ticket: TicketId
    score: Annotated[int, Meta(ge=1, le=5)]
    reasons: Annotated[list[Code], Meta(max_length=10)] = []
    comment: Annotated[str, Meta(max_length=500)] | None = None
    rated_at: Annotated[str, Meta(max_length=40)] | None = None


class Pair(Asked):
    """The six digits on the tablet's screen, and the counter it will stand at."""

    code: Annotated[str, Meta(pattern="^[0-9]{6}$")]
    counter: Code | None = None


class Heartbeat(Asked):
    """A tablet says how it is."""

    version: Annotated[str, Meta(max_length=32)] = ""
    screen: Annotated[str, Meta(max_length=32)] = ""
    waiting_ratings: Annotated[int, Meta(ge=0, le=1_000_000)] = 0


class SignIn(Asked):
    """A person signs in; a clerk says at which counter."""

    name: Annotated[str, Meta(min_length=1, max_length=64)]
    password: Annotated[str, Meta(min_length=1, max_length=256)]
    counter: Code | None = None


class Counter(Struct, kw_only=True):
    """A counter as its clerk sees it."""

    number: str
    name: str
    state: str
    pause_reason: str | None
    services: list[str]
    clerk: str | None
    ticket: Ticket | None


class Window(Struct, kw_only=True):
    """A rating window that is open now."""

    ticket: int
    label: str
    service: str
    clerk: str | None
    closes_in_s: float


class TabletState(Struct, kw_only=True):
    """What a tablet needs to know; ``now`` sets its clock."""

    now: str
    office: str
    counter: str | None
    levels: int
    window: Window | None


class Rated(Struct, kw_only=True):
    """A rating that is kept."""

    id: str
    ticket: int


class Figure(Struct, kw_only=True):
    """A figure with what it was computed from; ``value`` is null when there is nothing to divide
    by, which is not zero."""

    name: str
    group: str
    value: float | None
    numerator: float
    denominator: float | None
    unit: str
    rule: str


class Report(Struct, kw_only=True):
    """Figures over business days ``start`` to ``end``, both included."""

    name: str
    start: str
    end: str
    by: str
    figures: list[Figure]


class SignedIn(Struct, kw_only=True):
    """Who is signed in."""

    name: str
    full_name: str
    role: str
    counter: str | None


class Health(Struct, kw_only=True):
    """Alive, or able to serve."""

    status: str


def encode(answer: object) -> bytes:
    """*answer* as JSON."""
    return msgspec.json.encode(answer)
