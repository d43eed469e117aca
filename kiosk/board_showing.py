"""All that the hall screen needs to be drawn, and the line that tells a program about it."""

from dataclasses import dataclass
from enum import StrEnum

from kiosk.hall_wire import HallService, Zone


class BoardScreen(StrEnum):
    CONNECTING = "connecting"  # nothing was heard from the server yet
    NO_ZONE = "no_zone"  # the server has no zone of that name
    HALL = "hall"


@dataclass(frozen=True)
class Call:
    """A ticket at a counter; `is_flashing` for some seconds, `is_lit` in half of them."""

    ticket: int
    label: str
    counter: str
    is_flashing: bool = False
    is_lit: bool = False


@dataclass(frozen=True)
class BoardShowing:
    """One picture of the hall; two equal showings look the same.

    `stale_since` is HH:MM, empty while all is well; `language` is the one whose turn it is.
    """

    screen: BoardScreen
    zone: Zone
    server: str = ""
    language: str = "vi"
    clock: str = ""
    date: str = ""
    calls: tuple[Call, ...] = ()  # newest first
    counters: int = 0  # of the zone
    services: tuple[HallService, ...] = ()
    missed: tuple[str, ...] = ()
    paused: tuple[str, ...] = ()
    closed: tuple[str, ...] = ()
    notice: str = ""  # file of the picture whose turn it is
    page: int = 0  # of what does not fit on the screen at once: news, services
    stale_since: str = ""
    announcing: int | None = None
    is_silent: bool = False  # calls should be spoken here and can not be


def as_line(showing: BoardShowing) -> dict[str, object]:
    """The JSON line of this picture (docs/reference/screens.md); no clock, no flicker."""
    line: dict[str, object] = {"screen": str(showing.screen)}
    if showing.screen is not BoardScreen.HALL:
        return line | {"server": showing.server, "zone": showing.zone.name}
    return line | {
        "zone": showing.zone.name,
        "language": showing.language,
        "calls": [
            {"label": c.label, "counter": c.counter, "flashes": c.is_flashing}
            for c in showing.calls
        ],
        "waiting": {each.code: each.waiting for each in showing.services},
        "missed": list(showing.missed),
        "paused": list(showing.paused),
        "closed": list(showing.closed),
        "notice": showing.notice.rpartition("/")[2],
        "stale_since": showing.stale_since,
        "announcing": showing.announcing,
        "silent": showing.is_silent,
    }
