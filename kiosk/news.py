"""What reaches the desks: touches from the glass and news from the network."""

from dataclasses import dataclass

from kiosk.identity import Home
from kiosk.wire import Pulse, Service, Ticket, Told


@dataclass(frozen=True)
class Touched:
    """A button by its name, e.g. `very_satisfied`, `done`, `service:A`."""

    name: str


@dataclass(frozen=True)
class Asking:
    """The tablet belongs to nobody; `code` is to be shown."""

    code: str


@dataclass(frozen=True)
class Paired:
    """The tablet belongs to an office."""

    home: Home


@dataclass(frozen=True)
class Unpaired:
    """The server at `url` and the tablet with this `token` belong together no more."""

    url: str
    token: str


@dataclass(frozen=True)
class Pulsed:
    """A heartbeat was answered."""

    pulse: Pulse


@dataclass(frozen=True)
class Reached:
    """The server was lost or found again."""

    is_away: bool


@dataclass(frozen=True)
class Offered:
    """The services as they are now."""

    services: tuple[Service, ...]


@dataclass(frozen=True)
class Issued:
    """The answer to the touch with this key."""

    key: str
    ticket: Ticket


@dataclass(frozen=True)
class Refused:
    """No number for the touch with this key. `why` is closed, away or failed; `said` the server's
    own sentence, which says when or where to come instead."""

    key: str
    why: str
    said: str = ""


@dataclass(frozen=True)
class SlipKnown:
    """How the slip of the ticket that answered `key` ended: printed, failed, none or late; or, as
    `queued`, that it comes out at another `place` than here."""

    key: str
    state: str
    place: str = ""


@dataclass(frozen=True)
class Scanned:
    """Something was shown to this kiosk's scanner."""

    told: Told


News = (
    Touched
    | Asking
    | Paired
    | Unpaired
    | Pulsed
    | Reached
    | Offered
    | Issued
    | Refused
    | SlipKnown
    | Scanned
)
