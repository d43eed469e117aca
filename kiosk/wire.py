"""What the office server says, as typed records. Fields we do not use are not named."""

from typing import TypeVar

import msgspec


class Window(msgspec.Struct, frozen=True):
    """An open rating window: this ticket may be rated for `closes_in_s` more seconds. `id` is
    another one after each finish; `language` that of the citizen's ticket. A sign of reading keeps
    it for `read_s`, and for `longest_s` from now at the most."""

    ticket: int
    label: str
    closes_in_s: float
    service: str = ""
    clerk: str | None = None
    id: str = ""
    badge: str | None = None
    has_photo: bool = False
    language: str | None = None
    read_s: float = 0.0  # not said by an older server
    longest_s: float = 0.0


REASONS = (
    *("waiting_time", "attitude", "unclear_guidance", "repeated_visits", "extra_cost"),
    *("equipment", "other"),
)


class Complaint(msgspec.Struct, frozen=True):
    """Where to complain or to praise at more length: an address, and what it is called."""

    url: str = ""
    name: str = ""
    name_en: str = ""


class Question(msgspec.Struct, frozen=True):
    """How this office asks: `levels` 5 or 3; reasons are asked up to the score `low`."""

    levels: int = 5
    low: int = 2
    reasons: tuple[str, ...] = REASONS
    has_comment: bool = False
    complaint: Complaint | None = None
    languages: tuple[str, ...] = ()


AS_EVER = Question()


class Pulse(msgspec.Struct, frozen=True):
    """The answer to a heartbeat. `now` is the server's clock, RFC 3339."""

    now: str
    office: str = ""
    counter: str | None = None
    levels: int = 5
    window: Window | None = None
    question: Question | None = None  # not said by an older server

    def asked(self) -> Question:
        """How to ask; by the older `levels` alone when nothing else is said."""
        return self.question or Question(levels=self.levels)


class QuestionRead(msgspec.Struct, frozen=True):
    """The question of the window with this id was being read `at` these instants, RFC 3339."""

    window: str
    at: tuple[str, ...]


class Condition(msgspec.Struct, frozen=True, omit_defaults=True):
    """How this tablet is, for the heartbeat. `battery` in percent, None where nothing is told;
    `clock` is this tablet's own time, RFC 3339."""

    screen: str
    waiting_ratings: int
    battery: int | None = None
    is_charging: bool | None = None
    clock: str | None = None
    reading: QuestionRead | None = None


class Service(msgspec.Struct, frozen=True):
    """A service people may take a number for. Python's `is_open` is the wire's `open`; `why` is
    "open" or why no number is given now, "ended" when it is not served here any more, `opens_at`
    (RFC 3339) when one is. `documents` are the papers to bring, by language. The counters are
    those that serve it now."""

    code: str
    name: str
    is_open: bool = msgspec.field(name="open", default=True)
    waiting: int = 0
    why: str = ""
    name_en: str = ""
    prefix: str = ""
    opens_at: str | None = None
    holiday: str = ""
    notice: str = ""
    notice_en: str = ""
    has_slots: bool = False
    documents: dict[str, list[str]] = {}
    keywords: list[str] = []
    counters_open: int = 0
    counters_paused: int = 0

    def name_in(self, language: str) -> str:
        return (language != "vi" and self.name_en) or self.name

    def notice_in(self, language: str) -> str:
        return (language != "vi" and self.notice_en) or self.notice

    def documents_in(self, language: str) -> list[str]:
        """In that language, or as the office wrote them first."""
        return self.documents.get(language) or self.documents.get("vi", [])


class Group(msgspec.Struct, frozen=True):
    """Services behind one touch, by their codes."""

    code: str
    name: str
    name_en: str = ""
    services: list[str] = []

    def name_in(self, language: str) -> str:
        return (language != "vi" and self.name_en) or self.name


class Helped(msgspec.Struct, frozen=True):
    """A call for help; `is_answered`: somebody of the staff has said that they come."""

    id: int
    is_answered: bool = False


class Slip(msgspec.Struct, frozen=True):
    """How far the paper is: queued, printing, printed, failed, none (there is no printer). `place`
    is where it comes out when that is not the kiosk's own printer."""

    state: str = "queued"
    reason: str | None = None
    place: str | None = None


class Ticket(msgspec.Struct, frozen=True):
    """A number that was given out. `link` is a path on the server."""

    id: int
    label: str
    service: str = ""
    ahead: int | None = None
    link: str = ""
    slip: Slip = Slip()


class LiveData(msgspec.Struct, frozen=True):
    """The part of a live event that tells whom it concerns."""

    counter: str | None = None


class Told(msgspec.Struct, frozen=True):
    """The live event `scan`: something was shown to the scanner of a kiosk. `scan` goes back with
    the next number, or is an appointment; `priority` is to be offered to somebody of `age` at
    least; `label` is a slip's."""

    kiosk: str = ""
    kind: str = ""
    scan: str | None = None
    priority: str | None = None
    age: int | None = None
    label: str | None = None


class Card(msgspec.Struct, frozen=True):
    """What goes with a number: a card that was shown, and the priority that was accepted."""

    scan: str | None = None
    priority: str | None = None


class Problem(msgspec.Struct, frozen=True):
    """RFC 9457, as far as we show it."""

    title: str = ""
    detail: str | None = None


T = TypeVar("T")


def read(kind: type[T], data: bytes) -> T:
    """:raises msgspec.MsgspecError: not JSON, or not of that shape"""
    return msgspec.json.decode(data, type=kind)
