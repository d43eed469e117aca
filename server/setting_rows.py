"""Reads of the table ``settings``: every version of every record, and who entered it."""

import json
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from server.records import History, Name, Record, in_force, read, write

CHANGES_SHOWN = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """Who entered a version and when; *old* is what held from that day before."""

    at: str
    by: str
    name: Name
    effective_from: str
    old: Record | None
    new: Record | None


def newest_id(connection: sqlite3.Connection) -> int:
    """The id of the last setting that *connection* sees, 0 when there is none."""
    return int(connection.execute("SELECT coalesce(max(id), 0) FROM settings").fetchone()[0])


def history(connection: sqlite3.Connection) -> History:
    """Every version of every record that *connection* sees, in the order of entry."""
    found: dict[Name, dict[str, Record | None]] = {}
    rows = connection.execute("SELECT kind, key, effective_from, value FROM settings ORDER BY id")
    for kind, key, start, value in rows:
        record = None if value is None else read(kind, json.loads(value), f"{kind} {key!r}")
        found.setdefault((kind, key), {})[start] = record
    return found


def changes(connection: sqlite3.Connection, kind: str, key: str) -> list[Changed]:
    """What was changed last comes first; *kind* and *key* choose, empty for all."""
    found = [
        each
        for each in _changes(connection)
        if kind in ("", each.name[0]) and key in ("", each.name[1])
    ]
    return found[: -CHANGES_SHOWN - 1 : -1]


def _changes(connection: sqlite3.Connection) -> Iterator[Changed]:
    held: dict[Name, dict[str, Record | None]] = {}
    for row in connection.execute("SELECT * FROM settings ORDER BY id"):
        name, start = (row["kind"], row["key"]), row["effective_from"]
        new = None if row["value"] is None else read(row["kind"], json.loads(row["value"]))
        versions = held.setdefault(name, {})
        old = in_force(versions, start)
        versions[start] = new
        yield Changed(at=row["at"], by=row["by"], name=name, effective_from=start, old=old, new=new)


def as_json(record: Record | None) -> dict[str, Any] | None:
    """A record as JSON has it, ``None`` where it ends."""
    return None if record is None else write(record)
