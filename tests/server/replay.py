"""The tickets' table as the journal alone tells it, and as the file holds it."""

from typing import Any

from server import tickets
from server.events import Issued, TicketEvent
from server.rows import columns_after
from tests.server.desk import Desk

Table = dict[int, dict[str, Any]]

_KEPT = (
    *("service", "business_day", "number", "label", "state", "is_assisted"),
    *("language", "issued_at", "called_at", "started_at", "finished_at", "counter", "clerk"),
    *("calls", "slip_state", "slip_reason"),
)


def stored(desk: Desk) -> Table:
    """The table, but for the secrets, which the journal must not hold."""
    with desk.store.reading() as connection:
        rows = connection.execute("SELECT * FROM tickets").fetchall()
    return {row["id"]: {name: row[name] for name in _KEPT} for row in rows}


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
    if isinstance(event, Issued):
        table[event.ticket] = _born(event, at)
    row = table[event.ticket]
    row["state"] = tickets.apply(row["state"], type(event))
    row.update(columns_after(event, at))


def _born(event: Issued, at: str) -> dict[str, Any]:
    row: dict[str, Any] = dict.fromkeys(_KEPT)
    row.update(
        service=event.service,
        business_day=event.business_day,
        number=event.number,
        label=event.label,
        state=tickets.UNBORN,
        is_assisted=int(event.is_assisted),
        language=event.language,
        issued_at=at,
        calls=0,
        slip_state="queued" if event.printer else "none",
    )
    return row
