"""What routes are handed: the parts of one office server, chosen in ``wiring``."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from flask import current_app

from server.accounts import Accounts
from server.config import Config
from server.devices import Devices, Face
from server.journal import Journal
from server.live import Live
from server.office import Office
from server.ratings import Ratings
from server.store import Store
from server.throttle import Throttle
from server.words import Words


@dataclass(frozen=True, kw_only=True)
class Parts:
    """One office server.

    *faces* are those of devices made of software, by device id.  *board_texts* is what virtual
    boards read off their wires, by device id.
    *is_rehearsal*: nobody real takes numbers here.  *speed* is how much faster than time the
    office's clock runs.
    """

    config: Config
    store: Store
    journal: Journal
    office: Office
    accounts: Accounts
    ratings: Ratings
    devices: Devices
    live: Live
    words: Words
    metrics: Callable[[], bytes]
    faces: Mapping[str, Face] = field(default_factory=dict)
    board_texts: Callable[[], Mapping[str, str]] = dict
    speed: float = 1.0
    is_rehearsal: bool = False
    sign_ins: Throttle = field(default_factory=lambda: Throttle(time.monotonic))


def parts() -> Parts:
    """The parts of the application that answers this request."""
    found: Parts = current_app.extensions["motcua"]
    return found
