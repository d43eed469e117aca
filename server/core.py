"""The office without devices or web: what the server and the commands of ``motcua`` work on."""

from dataclasses import dataclass
from pathlib import Path

from server import plan
from server.accounts import Accounts
from server.appointments import Appointments
from server.badges import Badges
from server.clock import Now, machine_now
from server.config import Config, load
from server.counters import Counters
from server.errors import SetupError
from server.help import Helps
from server.journal import Journal
from server.ledger import Ledger
from server.office import Office, Site
from server.paces import Paces
from server.paper import Paper
from server.persons import Persons
from server.photos import FOLDER as PHOTOS
from server.photos import Photos
from server.printer_profiles import fits
from server.printers import Printers, printers_of
from server.public_holidays import vietnam
from server.ratings import Ratings
from server.readings import Readings
from server.results import Results
from server.rolls import Rolls
from server.settings import Settings
from server.store import DATABASE, Store


@dataclass(frozen=True, kw_only=True)
class Core:
    """The office without devices or web: what the commands of ``motcua`` work on."""

    config: Config
    store: Store
    journal: Journal
    ledger: Ledger
    settings: Settings
    office: Office
    counters: Counters
    persons: Persons
    appointments: Appointments
    paces: Paces
    accounts: Accounts
    ratings: Ratings
    readings: Readings
    photos: Photos
    badges: Badges
    printers: Printers
    rolls: Rolls
    paper: Paper
    results: Results
    helps: Helps


def open_core(
    folder: Path, now: Now = machine_now, speed: float = 1.0, *, is_new: bool = False
) -> Core:
    """The office of *folder*, with a clock *now* that runs *speed* times faster than time.

    Its file is made only if it *is_new*: an office whose file was lost must not begin again with
    numbers that people hold already.

    :raises SetupError: if its configuration or file is not in order.
    """
    config = load(folder)
    if not is_new:
        _check_file(folder / DATABASE)
    store = Store(folder / DATABASE)
    journal = Journal(store)
    ledger = Ledger(journal)
    site = Site(zone=config.zone, speed=speed)
    settings = Settings(store, ledger, config.zone, now, vietnam, fits(config.printer))
    office = Office(store, ledger, settings, site, now)
    persons = Persons(store, office)
    printers = Printers(lambda: printers_of(config.printer, today(store, office)))
    photos = Photos(folder / PHOTOS)
    return Core(
        config=config,
        store=store,
        journal=journal,
        ledger=ledger,
        settings=settings,
        office=office,
        counters=Counters(office),
        persons=persons,
        appointments=Appointments(store, office, persons),
        paces=Paces(store, office),
        accounts=Accounts(store, office),
        ratings=Ratings(store, ledger, office),
        readings=Readings(store, ledger, office),
        photos=photos,
        badges=Badges(store, photos),
        printers=printers,
        rolls=Rolls(store, ledger, printers, now),
        paper=Paper(store, ledger, now, printers),
        results=Results(store, ledger, now, config.printer),
        helps=Helps(store, ledger, office),
    )


def today(store: Store, office: Office) -> plan.Plan:
    """What is in force on the office's day."""
    with store.reading() as connection:
        return office.plan(connection)


def _check_file(path: Path) -> None:
    """:raises SetupError: if there is no office in *path*."""
    if not path.is_file() or path.stat().st_size == 0:
        raise SetupError(
            f"{path} is not there or empty: restore the last backup with 'motcua restore', or make "
            "a new office in another folder with 'motcua init'"
        )
