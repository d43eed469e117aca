"""What reaches the desks: touches from the glass and news from the network."""

from dataclasses import dataclass

from kiosk.hall_wire import WHOLE_HALL, Zone
from kiosk.identity import Home
from kiosk.wire import Group, Pulse, QuestionRead, Service, Ticket, Told


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
    """A heartbeat was answered, which told of `reading`."""

    pulse: Pulse
    reading: QuestionRead | None = None


@dataclass(frozen=True)
class Reached:
    """The server was lost or found again."""

    is_away: bool


@dataclass(frozen=True)
class Offered:
    """The services as they are now, the groups they stand in, and the hall's own facts."""

    services: tuple[Service, ...]
    groups: tuple[Group, ...] = ()
    hall: Zone = WHOLE_HALL


@dataclass(frozen=True)
class Issued:
    """A new number: the answer to the errand with this key."""

    key: str
    ticket: Ticket


@dataclass(frozen=True)
class BackInLine:
    """An old number waits again: the answer to the errand with this key."""

    key: str
    ticket: Ticket


@dataclass(frozen=True)
class Refused:
    """Nothing came of the errand with this key. `why` is closed, away or failed; `said` the
    server's own sentence, which says when or where to come instead."""

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
class HelpKnown:
    """What became of a call for help: told to the staff, coming (somebody said so), or failed."""

    key: str
    state: str


@dataclass(frozen=True)
class Scanned:
    """Something was shown to this kiosk's scanner."""

    told: Told


@dataclass(frozen=True)
class Spoken:
    """What was read aloud is over, or was broken off."""


@dataclass(frozen=True)
class PhotoCame:
    """The photo of who served `window` is in `file`."""

    window: str
    file: str


@dataclass(frozen=True)
class Faulted:
    """Something of ours failed: `why`, for the log and for staff."""

    why: str


@dataclass(frozen=True)
class Moved:
    """The server that knows `token` proved itself at the address `url`."""

    url: str
    token: str


@dataclass(frozen=True)
class CalledInVain:
    """Our server is not at the address that was typed in."""

    url: str


@dataclass(frozen=True)
class Placed:
    """This machine has another address on the network now."""


News = (
    Touched
    | Asking
    | Paired
    | Unpaired
    | Pulsed
    | Reached
    | Offered
    | Issued
    | BackInLine
    | Refused
    | SlipKnown
    | HelpKnown
    | Scanned
    | Spoken
    | PhotoCame
    | Faulted
    | Moved
    | CalledInVain
    | Placed
)
