"""What a crowd was told, compared with what the office's file says; and the file with itself.

Its own reading of the journal, without ``server.verify``: two readers that agree are worth more.
"""

import json
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from server.verify import breaks
from tests.acceptance.crowd import Said, Tally
from tests.acceptance.town import Town

ENDED = ("finished", "no_show", "cancelled")
IN_HAND = ("called", "serving")
EVENTS = {
    "tickets": ("issued",),
    "walk-direct": ("issued", "called", "started"),
    "call-next": ("called",),
    "call": ("called",),
    "recall": ("recalled",),
    "start": ("started",),
    "no-show": ("no_show",),
    "park": ("parked",),
    "resume": ("resumed",),
    "cancel": ("cancelled",),
    "requeue": ("requeued",),
    "ratings": ("rated",),
}
"""What each acknowledged request left in the journal, exactly as often as it was acknowledged."""


def read(folder: Path) -> sqlite3.Connection:
    """One moment of the office's file, whether the server runs or not."""
    connection = sqlite3.connect(folder / "office.db", timeout=10)
    connection.row_factory = sqlite3.Row
    connection.execute("PRAGMA query_only = ON")
    connection.execute("BEGIN")
    return connection


def faults(folder: Path, tally: Tally) -> list[str]:
    """Everything that is not as promised, a sentence each; the crowd must have ended."""
    with closing(read(folder)) as file:
        entries = [
            (row["seq"], row["event"], json.loads(row["data"]))
            for row in file.execute("SELECT seq, event, data FROM journal ORDER BY seq")
        ]
        return [
            *tally.wrong,
            *breaks(file),
            *_labels(file),
            *_issued(file, tally),
            *_hands(entries),
            *_acknowledged(entries, tally.said),
        ]


def missing(folder: Path, tally: Tally) -> list[str]:
    """Labels that were acknowledged and are not in the file as they were; the crowd may go on."""
    known = list(tally.said)
    with closing(read(folder)) as file:
        rows = {row["id"]: row["label"] for row in file.execute("SELECT id, label FROM tickets")}
    return [
        f"{each.verb}: ticket {each.ticket['id']} is {rows.get(each.ticket['id'])}"
        for each in known
        if "label" in each.ticket and rows.get(each.ticket["id"]) != each.ticket["label"]
    ]


def promises(folder: Path) -> list[str]:
    """What ``motcua journal verify`` would say, while the server runs."""
    with closing(read(folder)) as file:
        return list(breaks(file))


def _labels(file: sqlite3.Connection) -> Iterator[str]:
    """No label twice on a day, and no gap in any row of numbers."""
    doubles = file.execute(
        "SELECT business_day, label, count(*) AS n FROM tickets GROUP BY 1, 2 HAVING n > 1"
    )
    yield from (f"{row['label']} was given {row['n']} times" for row in doubles)
    rows: dict[tuple[str, str], list[int]] = {}
    for row in file.execute("SELECT business_day, label, number FROM tickets ORDER BY id"):
        letter = row["label"].rstrip("0123456789")
        rows.setdefault((row["business_day"], letter), []).append(row["number"])
    for name, numbers in rows.items():
        if numbers != list(range(1, len(numbers) + 1)):
            yield f"the row {name} has a gap, or is out of order"


def _issued(file: sqlite3.Connection, tally: Tally) -> Iterator[str]:
    told = {
        each.ticket["id"]: each.ticket["label"]
        for each in tally.said
        if each.verb in ("tickets", "walk-direct")
    }
    kept = {row["id"]: row["label"] for row in file.execute("SELECT id, label FROM tickets")}
    for ticket in sorted(told.keys() | kept.keys()):
        if told.get(ticket) != kept.get(ticket):
            yield f"ticket {ticket}: told {told.get(ticket)}, kept {kept.get(ticket)}"


def _hands(entries: list[tuple[int, str, dict[str, Any]]]) -> Iterator[str]:
    """At every moment one ticket in a counter's hand at most, and one counter for a ticket."""
    at: dict[int, str] = {}
    holds: dict[str, int] = {}
    for seq, event, data in entries:
        ticket, counter = data.get("ticket"), data.get("counter")
        taken = event in ("called", "resumed")
        if event == "undone":
            taken = data["restored"]["state"] in IN_HAND and ticket not in at
        if taken:
            if ticket in at:
                yield f"entry {seq}: {data['label']} is called while counter {at[ticket]} has it"
            if counter in holds:
                yield f"entry {seq}: counter {counter} has two in hand"
            at[ticket], holds[counter] = counter, ticket
        elif event in ("finished", "no_show", "parked", "transferred", "cancelled") or (
            event == "undone" and data["restored"]["state"] not in IN_HAND
        ):
            holds.pop(at.pop(ticket, ""), None)


def _acknowledged(
    entries: list[tuple[int, str, dict[str, Any]]], said: list[Said]
) -> Iterator[str]:
    """Each acknowledged act stands in the journal once, and no act that was not acknowledged."""
    told: Counter[tuple[str, int]] = Counter()
    for each in said:
        for event in EVENTS.get(each.verb, ()):
            is_rule = event == "recalled" and each.ticket["state"] == "no_show"
            if not is_rule:
                ticket = each.ticket["ticket" if event == "rated" else "id"]
                told[event, ticket] += 1
    named = {event for events in EVENTS.values() for event in events}
    kept = Counter(
        (event, data["ticket"])
        for _, event, data in entries
        if event in named and data.get("by") not in ("rule", "undo")
    )
    for key in sorted(told.keys() | kept.keys()):
        if told[key] != kept[key]:
            yield f"{key[0]} of ticket {key[1]}: told {told[key]} times, kept {kept[key]} times"


def bring_all_to_an_end(town: Town, folder: Path) -> list[str]:
    """End every visit as people would; what cannot be ended, a sentence each."""
    for _ in range(12):  # a visit may have stops left, and come back to the counter that sent it
        rows = _open(folder)
        if not rows:
            return []
        for row in rows:
            _end(town, row)
    return [f"{row['label']} is {row['state']} and does not end" for row in _open(folder)]


def _open(folder: Path) -> list[sqlite3.Row]:
    with closing(read(folder)) as file:
        marks = ", ".join("?" * len(ENDED))
        query = f"SELECT * FROM tickets WHERE state NOT IN ({marks}) ORDER BY id"
        return file.execute(query, ENDED).fetchall()


def _end(town: Town, row: sqlite3.Row) -> None:
    if row["state"] in IN_HAND:
        number = row["counter"]
        town.post(f"counter-{number}", f"/counters/{number}/finish")
    else:
        town.post("kiosk", f"/tickets/{row['id']}/cancel")
