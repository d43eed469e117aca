"""An office with a long past: ``python -m bench.history DIR TICKETS``.

The file is made by the program's own steps; rows are made by SQLite itself.  They are built from
the tables' own columns, so that a step which adds one does not stop this.
"""

import sqlite3
import sys
import time
from dataclasses import fields
from datetime import date, timedelta
from pathlib import Path

from bench.offices import make_office
from server.events import SCHEMA, Called, Event, Finished, Issued, Started
from server.store import DATABASE

A_DAY = 1500
SERVICES = 9
AT_ONCE = 150 * A_DAY

PLAN = f"""
CREATE TEMP TABLE plan AS
WITH RECURSIVE n(i) AS (SELECT :first UNION ALL SELECT i + 1 FROM n WHERE i < :last)
SELECT i AS id,
       substr('ABCDEFGHK', (i - 1) % {SERVICES} + 1, 1) AS service,
       date(:begin, '+' || ((i - 1) / {A_DAY}) || ' days') AS business_day,
       (i - 1) % {A_DAY} / {SERVICES} + 1 AS number,
       i % 30 + 1 AS counter,
       (i - 1) % {A_DAY} * 19 AS second
FROM n
"""
LABEL = "p.service || printf('%03d', p.number)"
CLERK = "'canbo' || p.counter"


def _at(later_s: int) -> str:
    """The instant of a step, as SQL; offices open at 00:30 UTC."""
    return (
        "strftime('%Y-%m-%dT%H:%M:%S.000Z', p.business_day, "
        f"(1800 + p.second + {later_s}) || ' seconds')"
    )


AT = {Issued: _at(0), Called: _at(600), Started: _at(630), Finished: _at(1100)}

TICKET = {
    "id": "p.id",
    "secret": "hex(randomblob(8))",
    "service": "p.service",
    "business_day": "p.business_day",
    "number": "p.number",
    "label": LABEL,
    "state": "'finished'",
    "language": "'vi'",
    "issued_at": AT[Issued],
    "called_at": AT[Called],
    "started_at": AT[Started],
    "finished_at": AT[Finished],
    "counter": "CAST(p.counter AS TEXT)",
    "clerk": CLERK,
    "calls": "1",
    "why": """'{"why": "first_in_line"}'""",
    "slip_state": "'none'",
}
WORDS = {
    **{name: TICKET[name] for name in ("service", "business_day", "number", "label", "language")},
    "ticket": "p.id",
    "counter": TICKET["counter"],
    "clerk": CLERK,
    "why": "'first_in_line'",
    "is_priority": "json('false')",
    "is_assisted": "json('false')",
    "is_forgotten": "json('false')",
    "session": "''",
    "row": TICKET["service"],
    "period": TICKET["business_day"],
    **dict.fromkeys(("about", "runs", "credits"), "json('{}')"),
    "stops": "json('[]')",
}


def make(folder: Path, tickets: int) -> Path:
    """The office in *folder*, made with that many finished tickets if it is not there yet."""
    if not (folder / "made").exists():
        make_office(folder)
        connection = sqlite3.connect(folder / DATABASE, isolation_level=None)
        _fill(connection, tickets)
        connection.close()
        (folder / "made").write_text(f"{tickets}\n")
    return folder


def end_day(folder: Path) -> None:
    """Whoever still waits or is called has gone, so that each measurement begins alike."""
    connection = sqlite3.connect(folder / DATABASE, isolation_level=None)
    connection.execute(
        "UPDATE tickets SET state = 'cancelled' WHERE state NOT IN ('finished', 'no_show', "
        "'cancelled')"
    )
    connection.execute("DELETE FROM answers")
    connection.close()


def _fill(connection: sqlite3.Connection, tickets: int) -> None:
    connection.execute("PRAGMA synchronous = OFF")
    connection.execute("PRAGMA journal_mode = OFF")
    connection.execute("PRAGMA cache_size = -400000")
    made_later = _put_aside(connection)
    begin = date.today() - timedelta(days=tickets // A_DAY + 2)
    for first in range(1, tickets + 1, AT_ONCE):
        last = min(first + AT_ONCE - 1, tickets)
        connection.execute("BEGIN")
        connection.execute(PLAN, {"first": first, "last": last, "begin": begin.isoformat()})
        _insert(connection, "tickets", [TICKET])
        _insert(connection, "journal", [_entry(kind) for kind in AT])
        connection.execute("DROP TABLE plan")
        connection.execute("COMMIT")
    connection.execute(
        "INSERT INTO numbers (name, period, last) "
        "SELECT service, business_day, max(number) FROM tickets GROUP BY service, business_day"
    )
    connection.execute(
        "INSERT INTO intake (business_day, service, session, issued) "
        "SELECT business_day, service, '', count(*) FROM tickets GROUP BY business_day, service"
    )
    for statement in made_later:
        connection.execute(statement)
    connection.execute("PRAGMA journal_mode = WAL")


def _put_aside(connection: sqlite3.Connection) -> list[str]:
    """Drop indices and triggers of the two tables; the statements that make them again.

    Triggers keep counts of who waits, and nobody does here.
    """
    found = connection.execute(
        "SELECT type, name, sql FROM sqlite_master WHERE tbl_name IN ('tickets', 'journal') "
        "AND type IN ('index', 'trigger') AND sql IS NOT NULL"
    ).fetchall()
    for kind, name, _ in found:
        connection.execute(f"DROP {kind} {name}")
    return [sql for _, _, sql in found]


def _entry(kind: type[Event]) -> dict[str, str]:
    words = ", ".join(f"'{each.name}', {WORDS.get(each.name, 'NULL')}" for each in fields(kind))
    return {
        "at": AT[kind],
        "event": f"'{kind.name}'",
        "ticket": "p.id",
        "counter": "NULL" if kind is Issued else TICKET["counter"],
        "schema": str(SCHEMA),
        "data": f"json_object({words})",
    }


def _insert(connection: sqlite3.Connection, table: str, kinds: list[dict[str, str]]) -> None:
    """Rows of *table* for each line of the plan, in order of time, one of each of *kinds*.

    Columns that are not named get the plainest value.
    """
    plain = {}
    for row in connection.execute(f"PRAGMA table_info({table})"):
        _, name, kind, is_needed, default, is_key = row
        if is_needed and default is None and not is_key:
            plain[name] = "''" if kind == "TEXT" else "0"
    rows = [{**plain, **values} for values in kinds]
    selects = [
        "SELECT " + ", ".join(f"{value} AS {name}" for name, value in row.items()) + " FROM plan p"
        for row in rows
    ]
    order = "at, ticket" if table == "journal" else "id"
    connection.execute(
        f"INSERT INTO {table} ({', '.join(rows[0])}) {' UNION ALL '.join(selects)} ORDER BY {order}"
    )


if __name__ == "__main__":
    begun = time.perf_counter()
    make(Path(sys.argv[1]), int(sys.argv[2]))
    print(f"made in {time.perf_counter() - begun:.0f} s")
