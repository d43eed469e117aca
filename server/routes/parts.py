"""What routes are handed: the parts of one office server, chosen in ``wiring``."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from flask import current_app

from server.accounts import Accounts
from server.appointments import Appointments
from server.asking import Request
from server.browser_tablets import BrowserTablets
from server.config import Config
from server.contests import Contests
from server.counters import Counters
from server.devices import Devices, Face
from server.errors import Unknown
from server.help import Helps
from server.home import HomeNumbers
from server.journal import Journal
from server.live import Live
from server.notices import Notices
from server.office import Office
from server.paces import Paces
from server.paper import Paper
from server.persons import Persons
from server.photos import Photos
from server.printer_desk import PrinterDesk
from server.ratings import Ratings
from server.readings import Readings
from server.reprints import Reprints
from server.results import Results
from server.rolls import Rolls
from server.scans import Scans
from server.seal_desk import SealDesk
from server.settings import Settings
from server.store import Store
from server.throttle import Guesses, Limit, Throttle
from server.words import Words

IN_TEN_MINUTES = 600.0
KIOSK_NUMBERS = 30
"""Numbers that one browser may take as a kiosk in ten minutes: one every 20 s all day long."""
HELP_CALLS = 20
"""Calls for help by one browser in ten minutes; a kiosk's button makes one a minute at the most."""
HOME_REQUESTS = 30
"""Numbers and appointments asked for from one address in ten minutes; each hashes an identity.
Phones of one mobile network may share an address, and so does everybody behind a proxy."""

TABLET_ASKS = 60
"""Browsers that ask to be paired, from one address in ten minutes: behind a proxy all share one."""


def _limit(tries: int) -> Callable[[], Limit]:
    return lambda: Limit(time.monotonic, tries, IN_TEN_MINUTES)


@dataclass(frozen=True, kw_only=True)
class Parts:
    """One office server.

    *faces* are those of devices made of software, by device id.  *board_texts* is what virtual
    boards read off their wires, by device id.
    *wav* gives a sentence that was just spoken, *prompt* one to be read aloud in a language,
    *try_out* lets one be heard in a zone.
    *is_rehearsal*: nobody real takes numbers here.  *speed* is how much faster than time the
    office's clock runs.
    """

    config: Config
    store: Store
    journal: Journal
    settings: Settings
    office: Office
    counters: Counters
    appointments: Appointments
    home_numbers: HomeNumbers
    persons: Persons
    paces: Paces
    accounts: Accounts
    ratings: Ratings
    readings: Readings
    contests: Contests
    photos: Photos
    paper: Paper
    reprints: Reprints
    rolls: Rolls
    devices: Devices
    browsers: BrowserTablets
    live: Live
    printers: PrinterDesk
    results: Results
    helps: Helps
    notices: Notices
    scans: Scans
    seals: SealDesk
    words: Words
    metrics: Callable[[], bytes]
    faces: Mapping[str, Face] = field(default_factory=dict)
    board_texts: Callable[[], Mapping[str, str]] = dict
    wav: Callable[[int], bytes | None] = lambda id: None
    prompt: Callable[[str, str], bytes | None] = lambda name, language: None
    try_out: Callable[[str, Request], None] = lambda zone, request: None
    speed: float = 1.0
    is_rehearsal: bool = False
    sign_ins: Throttle = field(default_factory=lambda: Throttle(time.monotonic))
    kiosks: Limit = field(default_factory=_limit(KIOSK_NUMBERS))
    help_calls: Limit = field(default_factory=_limit(HELP_CALLS))
    homes: Limit = field(default_factory=_limit(HOME_REQUESTS))
    tablets: Limit = field(default_factory=_limit(TABLET_ASKS))
    codes: Guesses = field(default_factory=lambda: Guesses(time.monotonic, Unknown))


def parts() -> Parts:
    """The parts of the application that answers this request."""
    found: Parts = current_app.extensions["motcua"]
    return found
