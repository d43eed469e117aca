"""That the settings follow from the journal: a part of ``motcua journal verify``."""

import json
import sqlite3
from collections.abc import Iterator
from itertools import zip_longest
from typing import Any

from server import records


def settings_breaks(connection: sqlite3.Connection) -> Iterator[str]:
    """Each row of the settings is a change of the journal, in its order; the first that is not.

    *old* is worked out from the changes before: what held from that date on.
    """
    held: dict[records.Name, dict[str, records.Record | None]] = {}
    rows = connection.execute(
        "SELECT kind, key, effective_from, value, by FROM settings ORDER BY id"
    )
    changes = connection.execute(
        "SELECT seq, data FROM journal WHERE event = 'setting_changed' ORDER BY seq"
    )
    for row, change in zip_longest(rows, changes):
        if change is None:
            yield f"the setting of {row['kind']} {row['key']} stands in no entry of the journal"
            return
        said = json.loads(change["data"])
        if row is None or _said(row) != {key: said[key] for key in said if key != "old"}:
            yield f"entry {change['seq']}: {said['kind']} {said['key']} is not so in the settings"
            return
        versions = held.setdefault((said["kind"], said["key"]), {})
        before = records.in_force(versions, said["effective_from"])
        if _record(said["kind"], said["old"]) != before:
            yield f"entry {change['seq']}: {said['kind']} {said['key']} was not so before"
            return
        versions[said["effective_from"]] = _record(said["kind"], said["new"])


def _record(kind: str, value: object) -> records.Record | None:
    return None if value is None else records.read(kind, value)


def _said(row: sqlite3.Row) -> dict[str, Any]:
    """A row of the settings in the journal's words."""
    return {
        "kind": row["kind"],
        "key": row["key"],
        "effective_from": row["effective_from"],
        "new": None if row["value"] is None else json.loads(row["value"]),
        "by": row["by"],
    }
