"""What crosses HTTP besides the shapes in :mod:`server.queries`: bodies asked and answered.

Unknown fields are refused; limits on every size.  ``/openapi.json`` is made from these.
"""

from typing import Annotated, Any, Literal

import msgspec
from msgspec import UNSET, Meta, Struct, UnsetType, field

Code = Annotated[str, Meta(min_length=1, max_length=32)]
TicketId = Annotated[int, Meta(ge=1, le=2**53 - 1)]
Short = Annotated[str, Meta(max_length=200)]
Day = Annotated[str, Meta(pattern="^[0-9]{4}-[0-9]{2}-[0-9]{2}$")]
Clock = Annotated[str, Meta(pattern="^[0-9]{2}:[0-9]{2}$")]
Language = Annotated[str, Meta(pattern="^[a-z]{2}$")]
Identity = Annotated[str, Meta(min_length=1, max_length=500)]
"""An identity number as typed, or what a card's QR code holds.  It is never kept or written."""


Token = Annotated[str, Meta(min_length=1, max_length=64)]
"""What ``/live`` said of something shown to a kiosk's scanner."""


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
    then: Annotated[list[Code], Meta(max_length=5)] = []
    clerk: Code | None = None
    scan: Token | None = None


class Label(Asked):
    """The number on somebody's slip."""

    label: Code


class HomeNumber(Asked):
    """A number is wanted from home, for today or a later day."""

    service: Code
    day: Day
    identity: Identity
    language: Language = "vi"


class NewAppointment(Asked):
    """A place in a slot is wanted."""

    service: Code
    day: Day
    start: Clock
    identity: Identity
    language: Language = "vi"


class Arrive(Asked):
    """The code of an appointment, as typed or scanned; or the *scan* that ``/live`` told of."""

    code: Annotated[str, Meta(max_length=64)] = ""
    scan: Token | None = None


class AskHelp(Asked):
    """Which kiosk somebody stands at, for a page that has no name of its own; may be empty."""

    kiosk: Annotated[str, Meta(pattern="^[A-Za-z0-9_-]{0,32}$")] = ""


class CallNext(Asked):
    """Whether the ticket in hand is finished on the way."""

    finish_current: bool = False


class Call(Asked):
    """Which ticket to call."""

    ticket: TicketId


class Park(Asked):
    """When the ticket goes back into line by itself; null: when somebody says so."""

    return_after_s: Annotated[int, Meta(ge=1, le=86_400)] | None = None


class Transfer(Asked):
    """Where to, and in which place; *ticket* is one that waits, null for the one in hand."""

    service: Code | None = None
    counter: Code | None = None
    place: Literal["in_order", "first"] = "in_order"
    come_back: bool = False
    ticket: TicketId | None = None


class WalkDirect(Asked):
    """Somebody stands at the counter without a ticket."""

    service: Code
    priority: Code | None = None
    language: Annotated[str, Meta(pattern="^[a-z]{2}$")] = "vi"


class Correct(Asked):
    """Which time of a finished visit was wrong, what is right, and why."""

    what: Literal["called_at", "started_at", "finished_at"]
    at: Annotated[str, Meta(max_length=40)]
    reason: Annotated[str, Meta(min_length=1, max_length=200)]


class Pause(Asked):
    """Why the counter rests."""

    reason: Short = ""


Instants = Annotated[list[Annotated[str, Meta(max_length=40)]], Meta(max_length=64)]
"""RFC 3339."""


class Rating(Asked):
    """A citizen's answer; the tablet's own id for it is the ``Idempotency-Key``, ``window`` the id
    of the window in which it was given, ``read_at`` when its question was being read."""

    ticket: TicketId
    score: Annotated[int, Meta(ge=1, le=5)]
    reasons: Annotated[list[Code], Meta(max_length=10)] = []
    comment: Annotated[str, Meta(max_length=500)] | None = None
    rated_at: Annotated[str, Meta(max_length=40)] | None = None
    window: Annotated[str, Meta(max_length=32)] | None = None
    read_at: Instants = []


class NewPhoneRating(Asked):
    """A citizen's answer from the page of their ticket."""

    score: Annotated[int, Meta(ge=1, le=5)]
    reasons: Annotated[list[Code], Meta(max_length=10)] = []
    comment: Annotated[str, Meta(max_length=500)] | None = None


class Pair(Asked):
    """The six digits on the tablet's screen, and the counter it will stand at."""

    code: Annotated[str, Meta(pattern="^[0-9]{6}$")]
    counter: Code | None = None


class Hear(Asked):
    """Where a tablet is: its address, with the port unless it is the usual one."""

    address: Annotated[str, Meta(min_length=7, max_length=21)]


class Pin(Struct, kw_only=True):
    """The six digits that open the staff page of a tablet."""

    pin: str


class BrowserAsks(Asked):
    """A browser wants to be a tablet; *name* tells it apart in the list, empty: its address."""

    name: Annotated[str, Meta(max_length=64)]


class Reading(Asked):
    """A tablet's question, by its window's id, was being read ``at`` these instants."""

    window: Annotated[str, Meta(max_length=32)]
    at: Instants


class Heartbeat(Asked):
    """A tablet says how it is, and whether its question is being read."""

    version: Annotated[str, Meta(max_length=32)] = ""
    screen: Annotated[str, Meta(max_length=32)] = ""
    waiting_ratings: Annotated[int, Meta(ge=0, le=1_000_000)] = 0
    battery: Annotated[int, Meta(ge=0, le=100)] | None = None
    is_charging: bool | None = None
    clock: Annotated[str, Meta(max_length=40)] | None = None
    reading: Reading | None = None


class SignIn(Asked):
    """A person signs in; a clerk says at which counter."""

    name: Annotated[str, Meta(min_length=1, max_length=64)]
    password: Annotated[str, Meta(min_length=1, max_length=256)]
    counter: Code | None = None


Entries = list[dict[str, Any]]


class Setup(Asked):
    """A set-up document: the kinds it has are whole, those it leaves out stay as they are."""

    service: Entries | UnsetType = UNSET
    group: Entries | UnsetType = UNSET
    counter: Entries | UnsetType = UNSET
    numbering: Entries | UnsetType = UNSET
    schedule: Entries | UnsetType = UNSET
    day: Entries | UnsetType = UNSET
    rules: Entries | UnsetType = UNSET
    rating: Entries | UnsetType = UNSET
    printer: Entries | UnsetType = UNSET
    slip: Entries | UnsetType = UNSET
    zone: Entries | UnsetType = UNSET


class Setting(Asked):
    """What a record says, and from when; without ``from``: today."""

    value: dict[str, Any]
    from_: Day | None = field(default=None, name="from")


class SettingEnd(Asked):
    """From when a record is not there; without ``from``: today."""

    from_: Day | None = field(default=None, name="from")


class SetupText(Asked):
    """The text of a set-up file in TOML; what a body may hold is its limit."""

    text: str


class NewResult(Asked):
    """A reminder of the day a result is ready."""

    dossier: Annotated[str, Meta(min_length=1, max_length=64)]
    due_at: Annotated[str, Meta(max_length=40)]
    place: Short = ""
    language: Language = "vi"
    copies: Annotated[int, Meta(ge=1, le=3)] = 1


class SlipPreview(Asked):
    """A draft of a slip's layout; on a printer of the office, or on paper *dots* wide."""

    slip: Literal["ticket", "result"]
    part: Entries
    language: Language = "vi"
    printer: Code | None = None
    dots: Annotated[int, Meta(ge=320, le=1000, multiple_of=8)] | None = None


class StripChoice(Asked):
    """The number of the line of the test strip that reads right."""

    line: Annotated[int, Meta(ge=1, le=99)]


class StripLine(Struct, kw_only=True):
    """What a line of the test strip stands for; a page is null where the line has none."""

    line: int
    vietnamese: str
    tcvn_lower_page: int | None
    tcvn_upper_page: int | None
    cp1258_page: int | None


class SettingVersion(Struct, kw_only=True):
    """What a record says from a day on; ``value`` is null where it ends."""

    key: str
    from_: str = field(name="from")
    value: dict[str, Any] | None


class SettingChange(Struct, kw_only=True):
    """Who changed what, and when."""

    at: str
    by: str
    kind: str
    key: str
    from_: str = field(name="from")
    old: dict[str, Any] | None
    new: dict[str, Any] | None


class SetupTrial(Struct, kw_only=True):
    """What a file says, and what would change if it was put in now."""

    document: dict[str, Any]
    changes: list[SettingChange]


class Holiday(Struct, kw_only=True):
    """A public holiday."""

    date: str
    name: str


class Window(Struct, kw_only=True):
    """A rating window that is open now; ``id`` is another one after each finish, and goes back with
    the answer.  ``language`` is the ticket's, ``badge`` what stands on the clerk's.  A sign of
    reading keeps it open for ``read_s`` seconds, and for ``longest_s`` from now at the most."""

    ticket: int
    label: str
    id: str
    service: str
    clerk: str | None
    badge: str | None
    has_photo: bool
    language: str
    closes_in_s: float
    read_s: int
    longest_s: float


class Complaint(Struct, kw_only=True):
    """Where complaints and proposals go, and what that place is called."""

    url: str
    name: str
    name_en: str


class Question(Struct, kw_only=True):
    """What is asked after a visit: ``levels`` faces, ``reasons`` for scores up to ``low``."""

    levels: int
    low: int
    reasons: list[str]
    has_comment: bool
    complaint: Complaint | None
    languages: list[str]


class PhoneRating(Struct, kw_only=True):
    """Whether a phone may rate the visit of its ticket: for ``closes_in_s`` seconds while ``open``,
    with the question; not yet, not any more, or it was rated."""

    state: Literal["not_yet", "open", "rated", "closed"]
    closes_in_s: float | None
    question: Question | None


class TabletState(Struct, kw_only=True):
    """What a tablet needs to know; ``now`` sets its clock."""

    now: str
    office: str
    counter: str | None
    levels: int
    question: Question
    window: Window | None


class BrowserTablet(Struct, kw_only=True):
    """How a browser stands as a tablet: *state* is none, asking (with a *code*) or paired.

    *pin* is what staff types at it, once it is paired.  *office* is a name that may change,
    *office_id* does not: answers that wait belong to it.
    """

    state: str
    id: str
    code: str | None
    counter: str | None
    office: str
    office_id: str
    pin: str | None


class Rated(Struct, kw_only=True):
    """A rating that is kept."""

    id: str
    ticket: int


class HelpAsked(Struct, kw_only=True):
    """A call for help as the kiosk knows it; *is_answered*: somebody has said that they go."""

    id: int
    kiosk: str
    asked_at: str
    is_answered: bool


class ClosedVisit(Struct, kw_only=True):
    """A visit that the office closed by rule, or whose times somebody corrected."""

    ticket: int
    label: str
    service: str
    counter: str | None
    clerk: str | None
    issued_at: str
    called_at: str | None
    started_at: str | None
    finished_at: str | None
    is_forgotten: bool
    corrected_at: str | None


class Figure(Struct, kw_only=True):
    """A figure with what it was computed from; ``value`` is null when there is nothing to divide
    by, which is not zero.  ``left_out`` is how many forgotten visits it does without."""

    name: str
    group: str
    value: float | None
    numerator: float
    denominator: float | None
    unit: str
    rule: str
    left_out: int


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
