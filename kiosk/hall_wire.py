"""What the office server says about the hall, as typed records. Fields not used are not named."""

import msgspec


class InHand(msgspec.Struct, frozen=True):
    """The ticket a counter has called or serves; `calls` counts how often it was called."""

    id: int
    label: str
    called_at: str
    calls: int = 1


class HallCounter(msgspec.Struct, frozen=True):
    """`state` is open, paused or closed."""

    number: str
    name: str = ""
    state: str = "open"
    services: tuple[str, ...] = ()
    ticket: InHand | None = None


class HallService(msgspec.Struct, frozen=True):
    """How many wait, and the labels that come first."""

    code: str
    name: str
    name_en: str = ""
    waiting: int = 0
    next: tuple[str, ...] = ()
    has_ended: bool = False


class Missed(msgspec.Struct, frozen=True):
    """Called, and did not come."""

    label: str
    counter: str = ""


class Hall(msgspec.Struct, frozen=True):
    """`GET /hall`: everything, whole."""

    counters: tuple[HallCounter, ...]
    services: tuple[HallService, ...]
    missed: tuple[Missed, ...] = ()


class Notice(msgspec.Struct, frozen=True):
    """A file to show while nobody is called; `url` is a path on the server."""

    url: str
    kind: str = "still"
    seconds: float = 12.0


class Zone(msgspec.Struct, frozen=True):
    """`GET /zones/{zone}`; its `counters`, if it is not whole. Texts are told apart by language.

    Who missed a call may come back for `requeue_min` minutes, 0 for not at all.
    """

    name: str
    titles: dict[str, str] = {}
    counters: tuple[str, ...] = ()
    is_whole: bool = True
    languages: tuple[str, ...] = ("vi", "en")
    voice: str = "screens"
    ticker: dict[str, str] = {}
    notices: tuple[Notice, ...] = ()
    hours: dict[str, str] = {}
    office: str = ""
    hotline: str = ""
    requeue_min: int | None = None
    timezone: str = ""


WHOLE_HALL = Zone("hall")  # nothing is known of it but its name


class Announcement(msgspec.Struct, frozen=True):
    """The live event `announce`: what begins to be spoken in a zone, for `duration_s`."""

    id: int
    zone: str
    url: str
    duration_s: float
    ticket: int | None = None
    label: str = ""
    counter: str = ""
    is_for_screens: bool = True
