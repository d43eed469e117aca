"""Settings: what the office has decided about itself, changed while it runs.

Every change is a row of ``settings`` and an entry of the journal, in one transaction; what holds on
a day is worked out from the rows.  Old days are read by old rules, so a record that holds already
is changed from today on and not before.
"""

import json
import sqlite3
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, date, datetime, tzinfo
from typing import Any

from server.asking import Remembered, Request, recall_answer, remember_answer
from server.errors import Malformed, Refused, Unknown
from server.events import SettingChanged
from server.hours import business_day, stamp
from server.ledger import Ledger
from server.plan import ALWAYS, Numbering, Plan, Service
from server.plan_check import check_plan, check_record
from server.records import (
    KEYS,
    KINDS,
    Document,
    History,
    Name,
    Record,
    Value,
    Version,
    day_text,
    differences,
    from_document,
    in_force,
    key_of,
    plan_on,
    read,
    to_document,
    with_version,
)
from server.setting_rows import Changed, as_json, history, newest_id
from server.store import Store

PLANS_KEPT = 32

Holidays = Callable[[Iterable[int]], Mapping[date, str]]
"""The public holidays of some years, date to name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What somebody wants a record to say from a day on.

    *value* is the record as JSON, ``None`` to end it; *effective_from* is ``YYYY-MM-DD``, ``None``
    for today.
    """

    kind: str
    key: str
    value: Value | None
    effective_from: str | None = None


class Settings:
    """The set-up of one office; safe from any thread.

    *fits* raises ValueError for a record that the office's machines cannot go by.
    """

    def __init__(
        self,
        store: Store,
        ledger: Ledger,
        zone: tzinfo,
        now: Callable[[], datetime],
        public_holidays: Holidays,
        fits: Callable[[Record], None] = lambda _: None,
    ) -> None:
        self._store = store
        self._ledger = ledger
        self._zone = zone
        self._now = now
        self._public_holidays = public_holidays
        self._fits = fits
        self._plans: dict[tuple[int, str], Plan] = {}
        self._unsettled: set[int] = set()

    def today(self) -> str:
        """The business day as YYYY-MM-DD."""
        return business_day(self._now(), self._zone).isoformat()

    def plan(self, connection: sqlite3.Connection, day: date | str) -> Plan:
        """What is in force on *day*, as *connection* sees it."""
        text = day if isinstance(day, str) else day.isoformat()
        newest = newest_id(connection)
        found = self._plans.get((newest, text))
        if found is None:
            when = date.fromisoformat(text)
            found = plan_on(history(connection), when, self._public_holidays(years_around(when)))
            # An id that is not committed yet may come back with other words after a rollback.
            if newest not in self._unsettled:
                kept = list(self._plans.items())[1 - PLANS_KEPT :]
                self._plans = {**dict(kept), (newest, text): found}
        return found

    def change(self, change: Change, request: Request) -> None:
        """Let a record say something else from a day on; nothing is written if it says so already.

        :raises Malformed: ``bad_setup``, ``key_reused``. :raises Unknown: ``no_such_setting``.
        :raises Refused: ``setting_past`` for a day before today of a record that is there already.
        """
        if change.kind not in KINDS:
            raise Unknown("no_such_setting", key=change.key)
        name = (change.kind, change.key)
        try:
            record = None if change.value is None else _record(name, change.value)
            start = day_text(change.effective_from or self.today(), "from")
        except ValueError as error:
            raise Malformed("bad_setup", detail=str(error)) from error

        def versions(held: History) -> list[Version]:
            self._check_begin(held, name, start)
            if record is None and name not in held:
                raise Unknown("no_such_setting", key=change.key)
            return list(differences(held, with_version(held, Version(name, start, record)), start))

        self._put(versions, request)

    def import_(self, document: Document, request: Request) -> int:
        """Make the set-up what *document* says, all of it or nothing.

        A kind that *document* has is whole: a record it leaves out ends.  A kind that it does not
        have stays as it is.  In an office that has a set-up it says what holds from today on.
        Returns how many versions were written.

        :raises Malformed: ``bad_setup``, ``key_reused``.
        """
        return self._put(self._meant(document), request)

    def would_change(
        self, connection: sqlite3.Connection, document: Document, by: str
    ) -> list[Changed]:
        """What :meth:`import_` would write if *by* asked for it now; nothing is written.

        :raises Malformed: ``bad_setup``.
        """
        held, at = history(connection), stamp(self._now())
        changes = self._meant(document)(held)
        self._check_machines(changes)
        _check_days(held, changes)
        found = []
        for each in changes:
            start = each.effective_from
            old = in_force(held.get(each.name, {}), start)
            found.append(
                Changed(
                    at=at, by=by, name=each.name, effective_from=start, old=old, new=each.record
                )
            )
            held = with_version(held, each)
        return found

    def holidays(self, year: int) -> Mapping[date, str]:
        """The public holidays of *year*, date to name."""
        return self._public_holidays([year])

    def export(self, connection: sqlite3.Connection) -> dict[str, list[dict[str, Any]]]:
        """The whole set-up with all its versions, as :meth:`import_` takes it."""
        return to_document(history(connection))

    # How

    def _meant(self, document: Document) -> Callable[[History], list[Version]]:
        """What *document* makes of a set-up held. :raises Malformed: ``bad_setup``."""
        try:
            wanted = from_document(document)
            for (kind, key), versions in wanted.items():
                for record in filter(None, versions.values()):
                    check_record(record, key, f"{kind} {key!r}")
        except ValueError as error:
            raise Malformed("bad_setup", detail=str(error)) from error

        def put(held: History) -> list[Version]:
            meant = {name: each for name, each in held.items() if name[0] in document}
            return list(differences(meant, wanted, self.today() if held else ALWAYS))

        return put

    def _check_begin(self, held: History, name: Name, start: str) -> None:
        today = self.today()
        if start < today and name in held:
            raise Refused("setting_past", key=name[1], today=today)

    def _put(self, versions: Callable[[History], list[Version]], request: Request) -> int:
        """Write what *versions* makes of the set-up held, in one transaction; how many."""

        def work(tx: sqlite3.Connection) -> tuple[int, int]:
            recall_answer(tx, request)
            at = stamp(self._now())
            held = history(tx)
            changes = versions(held)
            self._check_machines(changes)
            _check_days(held, changes)
            for version in changes:
                self._check_numbers(tx, held, version)
            for version in changes:
                old = in_force(held.get(version.name, {}), version.effective_from)
                self._write(tx, at, old, version, request.asker.name)
                held = with_version(held, version)
            newest = newest_id(tx)
            if changes:
                self._unsettled.add(newest)
            remember_answer(tx, request, None, at)
            return newest, len(changes)

        try:
            newest, count = self._store.change(work)
        except Remembered:
            return 0
        self._unsettled.discard(newest)
        return count

    def _check_machines(self, changes: Iterable[Version]) -> None:
        try:
            for version in changes:
                if version.record is not None:
                    self._fits(version.record)
        except ValueError as error:
            raise Malformed("bad_setup", detail=str(error)) from error

    def _check_numbers(self, tx: sqlite3.Connection, held: History, version: Version) -> None:
        """A row whose numbers are given already for a day is not changed on that day: it would
        begin again with labels that people hold.

        :raises Refused: ``numbers_given``.
        """
        (kind, key), new, start = version.name, version.record, version.effective_from
        old = in_force(held.get(version.name, {}), start)
        if kind == "numbering" and old != new:
            given = _given_from_row(tx, key, start, new, is_current=start <= self.today())
        elif isinstance(old, Service) and isinstance(new, Service):
            given = old.numbering != new.numbering and _given_of_service(tx, key, start)
        else:
            return
        if given:
            raise Refused("numbers_given", key=key, day=start)

    def _write(
        self, tx: sqlite3.Connection, at: str, old: Record | None, version: Version, by: str
    ) -> None:
        (kind, key), record = version.name, version.record
        new = as_json(record)
        text = None if new is None else json.dumps(new, ensure_ascii=False)
        tx.execute(
            "INSERT INTO settings (kind, key, effective_from, value, at, by) "
            "VALUES (?, ?, ?, ?, ?, ?)",
            (kind, key, version.effective_from, text, at, by),
        )
        event = SettingChanged(
            kind=kind,
            key=key,
            effective_from=version.effective_from,
            old=as_json(old),
            new=new,
            by=by,
        )
        self._ledger.note(tx, at, event)
        if kind == "service":
            tx.execute("INSERT OR IGNORE INTO services (code) VALUES (?)", (key,))
        if kind == "counter":
            tx.execute("INSERT OR IGNORE INTO counters (number) VALUES (?)", (key,))


def _given_from_row(
    tx: sqlite3.Connection, row: str, start: str, new: Record | None, *, is_current: bool
) -> bool:
    """Whether numbers of *row* are given for *start* or later; a row that never restarts goes on,
    so it may change, but not begin after the number it has come to."""
    if tx.execute(
        "SELECT 1 FROM numbers WHERE name = ? AND period >= ? AND period != ''", (row, start)
    ).fetchone():
        return True
    last = tx.execute("SELECT last FROM numbers WHERE name = ? AND period = ''", (row,)).fetchone()
    if last is None or not isinstance(new, Numbering):
        return last is not None and is_current
    return new.restart != "never" or new.first > last["last"]


def _given_of_service(tx: sqlite3.Connection, service: str, start: str) -> bool:
    found = tx.execute(
        "SELECT 1 FROM intake WHERE service = ? AND business_day >= ?", (service, start)
    ).fetchone()
    return found is not None


def years_around(day: date) -> range:
    """The year of *day* with the one before and the one after, as far as dates go."""
    return range(max(day.year - 1, MINYEAR), min(day.year + 1, MAXYEAR) + 1)


def _record(name: Name, value: Value) -> Record:
    """:raises ValueError: naming the key and what would be right."""
    kind, key = name
    said = {KEYS[kind]: key, **value} if kind in KEYS else value
    record = read(kind, said, kind)
    if (own := key_of(kind, record)) != key:
        raise ValueError(f"{kind}: {own!r} in the record, {key!r} in the address: write the same")
    check_record(record, key, kind)
    return record


def _check_days(held: History, changes: Iterable[Version]) -> None:
    """The plan that *changes* make on their dates and on every later date of any change."""
    after, days = held, set()
    for version in changes:
        after = with_version(after, version)
        days.add(version.effective_from)
    if days:
        days |= {day for versions in after.values() for day in versions if day > min(days)}
    try:
        for day in sorted(days):
            check_plan(plan_on(after, date.fromisoformat(day), {}))
    except ValueError as error:
        raise Malformed("bad_setup", detail=str(error)) from error
