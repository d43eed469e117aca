"""What the office server says, as typed records. Fields we do not use are not named."""

from typing import TypeVar

import msgspec


class Window(msgspec.Struct, frozen=True):
    """An open rating window: this ticket may be rated for `closes_in_s` more seconds."""

    ticket: int
    label: str
    closes_in_s: float
    service: str = ""
    clerk: str | None = None


class Pulse(msgspec.Struct, frozen=True):
    """The answer to a heartbeat. `now` is the server's clock, RFC 3339."""

    now: str
    office: str = ""
    counter: str | None = None
    levels: int = 5
    window: Window | None = None


class Condition(msgspec.Struct, frozen=True):
    """How this tablet is, for the heartbeat. `battery` in percent, None where nothing is told."""

    screen: str
    waiting_ratings: int
    battery: int | None = None
    is_charging: bool | None = None


class Service(msgspec.Struct, frozen=True):
    """A service people may take a number for. Python's `is_open` is the wire's `open`; `why` is
    "ended" when it is not served here any more."""

    code: str
    name: str
    is_open: bool = msgspec.field(name="open", default=True)
    waiting: int = 0
    why: str = ""


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
    the next number; `priority` is to be offered to somebody of `age` at least."""

    kiosk: str = ""
    kind: str = ""
    scan: str | None = None
    priority: str | None = None
    age: int | None = None


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
