"""What reaches the hall screen from the network and from its sound card."""

from dataclasses import dataclass
from datetime import datetime

from kiosk.board_turns import Still
from kiosk.hall_wire import Announcement, Hall, Zone


@dataclass(frozen=True)
class HallSeen:
    """An answer, be it that nothing changed (`hall` is None), with the office's clock."""

    hall: Hall | None
    office_at: datetime


@dataclass(frozen=True)
class ZoneSeen:
    """The zone as it is now; None: the office has no zone of that name."""

    zone: Zone | None


@dataclass(frozen=True)
class NoticesSeen:
    """The pictures that are on this machine's disk now."""

    stills: tuple[Still, ...]


@dataclass(frozen=True)
class Announced:
    """A call begins to be spoken."""

    announcement: Announcement


@dataclass(frozen=True)
class Heard:
    """Whether this machine can play sounds."""

    is_silent: bool


BoardNews = HallSeen | ZoneSeen | NoticesSeen | Announced | Heard
