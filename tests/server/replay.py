"""The tickets' table as the journal alone tells it, and as the file holds it."""

from typing import Any

from server import tickets
from server.events import Issued, TicketEvent
from server.rows import FRESH, columns_after, columns_at_issue
from tests.server.desk import Desk

Table = dict[int, dict[str, Any]]

NOT_IN_THE_JOURNAL = ("id", "secret", "priority", "lane")
"""What must not stand there, or follows from the rest."""


def stored(desk: Desk) -> Table:
    """The table, but for the secrets and why people have priority."""
    with desk.store.reading() as connection:
        rows = [dict(row) for row in connection.execute("SELECT * FROM tickets")]
    return {
        row["id"]: {name: row[name] for name in row if name not in NOT_IN_THE_JOURNAL}
        for row in rows
    }


def replayed(desk: Desk) -> Table:
    """The same, from the journal."""
    table: Table = {}
    seq = 0
    while entries := desk.journal.after(seq):
        for entry in entries:
            if isinstance(entry.event, TicketEvent):
                _step(table, entry.event, entry.at)
        seq = entries[-1].seq
    return table


def _step(table: Table, event: TicketEvent, at: str) -> None:
    row = table.setdefault(event.ticket, {**FRESH, "state": tickets.UNBORN})
    row["state"] = tickets.after(row["state"], event)
    row.update(columns_after(event, at, row))
    if isinstance(event, Issued):
        row.update({**FRESH, **columns_at_issue(event, at)})
