"""The records of the office's set-up: their kinds, their versions, and the plan they make of a day.

A *version* of a record holds from its date until the next version's; one without a value says that
the record is not there from then on.  A *document* is the whole set-up as JSON or TOML has it:
a list for each kind, a version an entry, ``from`` the date it holds from (left out: always) and
``ends`` the date from which the record is not there.
"""

import reprlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import MISSING, dataclass, fields, is_dataclass
from datetime import date
from typing import Any

from server import tables
from server.plan import (
    ALWAYS,
    HALL,
    Counter,
    Numbering,
    Plan,
    Printer,
    Rating,
    Rules,
    Schedule,
    Service,
    SlipLayout,
    SpecialDay,
    Zone,
)

Record = (
    Service
    | Counter
    | Numbering
    | Schedule
    | SpecialDay
    | Rules
    | Printer
    | SlipLayout
    | Zone
    | Rating
)
Value = Mapping[str, Any]
"""A record as JSON and TOML have it."""
Name = tuple[str, str]
"""A record's kind and key."""
History = Mapping[Name, Mapping[str, Record | None]]
"""Every record, in the order of entry, with what it says from each date."""
Document = Mapping[str, Any]

KINDS: Mapping[str, type[Record]] = {
    "service": Service,
    "counter": Counter,
    "numbering": Numbering,
    "schedule": Schedule,
    "day": SpecialDay,
    "rules": Rules,
    "printer": Printer,
    "slip": SlipLayout,
    "zone": Zone,
    "rating": Rating,
}
KEYS = {
    "service": "code",
    "counter": "number",
    "numbering": "name",
    "schedule": "name",
    "day": "date",
    "printer": "name",
    "slip": "name",
    "zone": "name",
}
"""The field by which a kind's records are told apart."""
RULES_KEY = "office"
"""There is one record of rules, the office's, and one of its rating."""


@dataclass(frozen=True, slots=True)
class Version:
    """What one record says from a date; *record* is ``None`` where it ends."""

    name: Name
    effective_from: str
    record: Record | None


def read(kind: str, value: object, where: str = "") -> Record:
    """A record of *kind*.

    :raises ValueError: naming the key and what would be right.
    """
    if isinstance(value, Mapping):  # TOML has dates of its own, JSON has text
        value = {key: _date_as_text(each) for key, each in value.items()}
    return tables.read(KINDS[kind], value, where)


def _date_as_text(value: object) -> object:
    return value.isoformat() if type(value) is date else value


def write(record: Any, *, is_short: bool = False) -> dict[str, Any]:
    """*record* as JSON has it; if *is_short*, without what is as if nothing had been said."""
    return {
        each.name: _plain(value, is_short)
        for each in fields(record)
        if (value := getattr(record, each.name)) != _default(each) or not is_short
    }


def _plain(value: Any, is_short: bool) -> Any:
    if is_dataclass(value):
        return write(value, is_short=is_short)
    if isinstance(value, Mapping):
        return {key: _plain(each, is_short) for key, each in value.items()}
    return [_plain(each, is_short) for each in value] if isinstance(value, tuple) else value


def _default(each: Any) -> Any:
    return each.default if each.default_factory is MISSING else each.default_factory()


def key_of(kind: str, record: Record) -> str:
    """What *record* is told apart by."""
    return str(getattr(record, KEYS[kind])) if kind in KEYS else RULES_KEY


# Versions


def in_force(versions: Mapping[str, Record | None], day: str) -> Record | None:
    """What one record says on *day*."""
    begun = [start for start in versions if start <= day]
    return versions[max(begun)] if begun else None


def with_version(history: History, version: Version) -> History:
    """*history* with one more version; it takes the place of another of the same date."""
    versions = {**history.get(version.name, {}), version.effective_from: version.record}
    return {**history, version.name: versions}


def differences(old: History, new: History, since: str) -> Iterator[Version]:
    """The versions that make *old* say what *new* says, on *since* and every later day."""
    for name in {**old, **new}:
        wanted, held = new.get(name, {}), dict(old.get(name, {}))
        later = {start for start in (*wanted, *held) if start > since}
        for day in (since, *sorted(later)):
            record = in_force(wanted, day)
            if record != in_force(held, day):
                held[day] = record
                yield Version(name, day, record)


def plan_on(history: History, day: date, holidays: Mapping[date, str]) -> Plan:
    """What is in force on *day*; services and counters by position, then by order of entry."""
    found: dict[str, dict[str, Any]] = {kind: {} for kind in KINDS}
    for (kind, key), versions in history.items():
        record = in_force(versions, day.isoformat())
        if record is not None:
            found[kind][key] = record
    return Plan(
        day=day,
        services=_in_order(found["service"]),
        counters=_in_order(found["counter"]),
        numberings=found["numbering"],
        schedules=found["schedule"],
        days={date.fromisoformat(key): each for key, each in found["day"].items()},
        holidays=holidays,
        rules=found["rules"].get(RULES_KEY, Rules()),
        rating=found["rating"].get(RULES_KEY, Rating()),
        printers=found["printer"],
        slips=found["slip"],
        zones={HALL: Zone(name=HALL), **found["zone"]},
    )


def _in_order(records: Mapping[str, Any]) -> dict[str, Any]:
    return dict(sorted(records.items(), key=lambda pair: pair[1].position))


# Documents


def is_set_up(kind: str, entries: object) -> bool:
    """Whether *entries* under *kind* in a file are the set-up's: ``[printer.NAME]`` is a table of
    ``office.toml``, ``[[printer]]`` a list of records."""
    return kind in KINDS and not (kind == "printer" and isinstance(entries, Mapping))


def to_document(history: History) -> dict[str, list[dict[str, Any]]]:
    """*history* as a document; a kind without records is an empty list."""
    document: dict[str, list[dict[str, Any]]] = {kind: [] for kind in KINDS}
    for (kind, _), versions in history.items():
        document[kind] += _entries(versions)
    return document


def _entries(versions: Mapping[str, Record | None]) -> list[dict[str, Any]]:
    entries: list[dict[str, Any]] = []
    before: Record | None = None
    for start, record in sorted(versions.items()):
        if record == before:
            continue  # a change that was taken back
        if record is None:
            entries[-1]["ends"] = start
        else:
            begins = {} if start == ALWAYS else {"from": start}
            entries.append(write(record, is_short=True) | begins)
        before = record
    return entries


def from_document(document: Document) -> History:
    """The history that *document* says.

    :raises ValueError: naming the key and what would be right.
    """
    history: dict[Name, dict[str, Record | None]] = {}
    for kind, entries in document.items():
        if kind not in KINDS:
            raise ValueError(tables.unknown(kind, KINDS))
        for n, entry in enumerate(_listed(kind, entries)):
            _add(history, kind, entry, f"{kind}[{n}]")
    return history


def _listed(kind: str, entries: object) -> Iterable[object]:
    if kind not in KEYS and isinstance(entries, Mapping):
        return [entries]  # one [rules] needs no list
    if not isinstance(entries, list | tuple):
        raise ValueError(
            f"{kind} = {reprlib.repr(entries)}: a list is wanted here, [[{kind}]] in TOML"
        )
    return entries


def _add(
    history: dict[Name, dict[str, Record | None]], kind: str, entry: object, where: str
) -> None:
    if not isinstance(entry, Mapping):
        raise ValueError(f"{where} = {reprlib.repr(entry)}: a table is wanted here")
    value = {key: each for key, each in entry.items() if key not in ("from", "ends")}
    record = read(kind, value, where)
    start = day_text(entry.get("from", ALWAYS), f"{where}.from")
    versions = history.setdefault((kind, key_of(kind, record)), {})
    if versions.get(start) is not None:
        raise ValueError(f"{where}: {kind} {key_of(kind, record)} is there twice from {start}")
    versions[start] = record
    if "ends" in entry:
        ends = day_text(entry["ends"], f"{where}.ends")
        if ends <= start:
            raise ValueError(f"{where}.ends = {ends}: write a day after {start}")
        versions.setdefault(ends, None)


def day_text(value: object, where: str) -> str:
    """A date as ISO text, from TOML's date or from text.

    :raises ValueError: if it is none.
    """
    text = _date_as_text(value)
    try:
        if isinstance(text, str) and date.fromisoformat(text).isoformat() == text:
            return text
    except ValueError:
        pass
    raise ValueError(f"{where} = {reprlib.repr(value)}: write a date like 2026-12-01")
