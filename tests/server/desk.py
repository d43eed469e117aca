"""A small office without devices or web, on a real file, with a clock set by hand."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from server.accounts import Accounts, Person
from server.appointments import Appointments
from server.asking import Asker, Request
from server.counters import Counters
from server.events import Event
from server.home import HomeNumbers
from server.journal import Journal
from server.ledger import Ledger, NewTicket
from server.office import Office, Site
from server.paces import Paces
from server.paper import Paper
from server.persons import Persons
from server.photos import Photos
from server.plan import Plan
from server.printers import Printer, Printers
from server.queries import hall_counters, ticket_by_id
from server.ratings import NewRating, Ratings
from server.readings import Readings
from server.records import Value
from server.reprints import Reprints
from server.rolls import Rolls
from server.scans import Scans
from server.settings import Change, Settings
from server.setup import FILLING
from server.shapes import HallCounter, Ticket
from server.store import Store
from server.upkeep import Upkeep

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
MORNING = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)  # 8 o'clock in Vietnam
SET_UP: dict[str, Any] = {
    "service": [
        {"code": "A", "name": "Tư pháp", "name_en": "Justice"},
        {"code": "B", "name": "Đất đai", "name_en": "Land"},
    ],
    "counter": [
        {"number": "1", "name": "Quầy 1", "services": ["A"]},
        {"number": "2", "name": "Quầy 2", "services": ["A", "B"]},
        {"number": "3", "name": "Quầy 3", "services": ["B"]},
    ],
    "rules": {"guard_s": 0},
}
PRINTERS = {
    "hall": Printer(place="Sảnh", stand_in="desk", roll_m=80, warn_m=3),
    "desk": Printer(place="Bàn hướng dẫn"),
}
KIOSK = Asker("kiosk-1", "kiosk")
CLERK = Asker("hoa", "clerk", "1", is_person=True)
ADMIN = Asker("quantri", "admin", is_person=True)


class HandClock:
    """An office clock that only moves when told."""

    def __init__(self, at: datetime = MORNING) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at

    def pass_s(self, seconds: float) -> None:
        """Let time pass."""
        self.at += timedelta(seconds=seconds)


@dataclass(frozen=True, kw_only=True)
class Desk:
    """The office and what it stands on."""

    clock: HandClock
    store: Store
    journal: Journal
    ledger: Ledger
    settings: Settings
    office: Office
    counters: Counters
    persons: Persons
    paces: Paces
    appointments: Appointments
    home_numbers: HomeNumbers
    upkeep: Upkeep
    accounts: Accounts
    ratings: Ratings
    readings: Readings
    photos: Photos
    printers: Printers
    reprints: Reprints
    rolls: Rolls
    paper: Paper
    scans: Scans
    told: list[dict[str, object]]
    """What was said on ``/live`` and is kept nowhere."""

    def issue(self, service: str = "A", key: str | None = None, **more: Any) -> Ticket:
        """A new ticket."""
        return self.office.issue(
            NewTicket(service=service, **more), asked(key, "issue", service, by=KIOSK)
        )

    def call(self, counter: str = "1", **more: Any) -> Ticket:
        """Whoever is next; there must be somebody."""
        found = self.counters.call_next(counter, asked(None), **more)
        assert found is not None
        return found

    def finished(self, counter: str = "1", service: str = "A") -> Ticket:
        """A ticket issued, called and finished."""
        self.issue(service)
        self.call(counter)
        return self.counters.finish(counter, asked(None))

    def change(
        self, kind: str, key: str, value: Value | None, effective_from: str | None = None
    ) -> None:
        """Let a record of the set-up say *value* from a day on, today unless told."""
        self.settings.change(
            Change(kind=kind, key=key, value=value, effective_from=effective_from),
            asked(None, by=ADMIN),
        )

    def plan(self, day: str | None = None) -> Plan:
        """What is in force on *day*, today unless told."""
        with self.store.reading() as connection:
            return self.settings.plan(connection, day or self.office.today())

    def person(self, name: str) -> None:
        """Somebody who signs in as a clerk."""
        self.accounts.add_person(Person(name, name, "clerk"), "correct horse")

    def rate(self, ticket: int, counter: str = "1") -> None:
        """A citizen's answer, given now."""
        self.ratings.take(rating(self, ticket), counter)

    def ticket(self, ticket: int) -> Ticket:
        """As it stands."""
        with self.store.reading() as connection:
            return ticket_by_id(connection, ticket)

    def counter(self, number: str) -> HallCounter:
        """As the hall sees it."""
        with self.store.reading() as connection:
            counters = hall_counters(connection, self.office.plan(connection))
        return next(each for each in counters if each.number == number)

    def names(self, after: int = 0) -> list[str]:
        """The names of what the journal has past *after*."""
        return [event.name for event in self.events(after)]

    def events(self, after: int = 0) -> list[Event]:
        """What the journal has past *after*."""
        return [entry.event for entry in self.journal.after(after)]

    def count(self, table: str) -> int:
        """How many rows *table* has."""
        with self.store.reading() as connection:
            return int(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])


def asked(key: str | None, *words: object, by: Asker = CLERK) -> Request:
    """A request; without a key it is never a repeat."""
    return Request(by, key, words)


def rating(desk: Desk, ticket: int, *, id: str = "r-1", score: int = 5, **more: Any) -> NewRating:
    """A citizen's answer, given now."""
    fields = {"reasons": (), "comment": None, "rated_at": desk.clock(), **more}
    return NewRating(id=id, ticket=ticket, score=score, **fields)


@contextmanager
def open_desk(path: Path) -> Iterator[Desk]:
    """The office of *path*, filled when it is new."""
    is_new = not path.exists()
    clock = HandClock()
    store = Store(path)
    try:
        if is_new:
            _fill(store, clock)
        journal = Journal(store)
        ledger = Ledger(journal)
        settings = Settings(store, ledger, ZONE, clock, lambda years: {})
        office = Office(store, ledger, settings, Site(zone=ZONE), clock)
        accounts = Accounts(store, office)
        persons = Persons(store, office)
        appointments = Appointments(store, office, persons)
        printers = Printers(lambda: PRINTERS)
        told: list[dict[str, object]] = []
        yield Desk(
            clock=clock,
            store=store,
            journal=journal,
            ledger=ledger,
            settings=settings,
            office=office,
            counters=Counters(office),
            persons=persons,
            paces=Paces(store, office),
            appointments=appointments,
            home_numbers=HomeNumbers(office, persons),
            upkeep=Upkeep(store, office, (appointments.expire, persons.forget)),
            accounts=accounts,
            ratings=Ratings(store, ledger, office),
            readings=Readings(store, ledger, office),
            photos=Photos(path.parent / "photos"),
            printers=printers,
            reprints=Reprints(office, printers),
            rolls=Rolls(store, ledger, printers, clock),
            paper=Paper(store, ledger, clock, printers),
            scans=Scans(
                *(store, office, persons),
                lambda name, said: told.append({"event": name, **said}),
                lambda: clock().timestamp(),
            ),
            told=told,
        )
    finally:
        store.close()


def _fill(store: Store, clock: HandClock) -> None:
    """The set-up, with its journal entries up to seq 0: a test's own first event has seq 1."""
    ledger = Ledger(Journal(store))
    settings = Settings(store, ledger, ZONE, clock, lambda years: {})
    settings.import_(SET_UP, FILLING)

    def renumber(tx: sqlite3.Connection) -> None:
        tx.execute("UPDATE journal SET seq = seq - (SELECT max(seq) FROM journal)")
        tx.execute("UPDATE sqlite_sequence SET seq = 0 WHERE name = 'journal'")

    store.change(renumber)
