"""That the rolls of paper follow from the journal: a part of ``motcua journal verify``."""

import json
import sqlite3
from collections.abc import Iterator


def roll_breaks(connection: sqlite3.Connection) -> Iterator[str]:
    """Each roll has given what was printed since the printer had a new one."""
    wanted: dict[str, tuple[int, str | None]] = {}
    for row in connection.execute(
        "SELECT seq, at, event, data FROM journal "
        "WHERE event IN ('slip_printed', 'roll_changed') ORDER BY seq"
    ):
        said = json.loads(row["data"])
        used_mm, since = wanted.get(said["printer"], (0, None))
        if row["event"] == "slip_printed":
            if length_mm := said.get("length_mm", 0):
                wanted[said["printer"]] = (used_mm + length_mm, since)
            continue
        if said["used_mm"] != used_mm:
            yield f"entry {row['seq']}: the old roll of {said['printer']} had given {used_mm} mm"
        wanted[said["printer"]] = (0, row["at"])
    rows = connection.execute("SELECT * FROM rolls")
    kept = {row["printer"]: (row["used_mm"], row["since"]) for row in rows}
    for printer in sorted(kept.keys() | wanted.keys()):
        if kept.get(printer) != wanted.get(printer):
            yield (
                f"the roll of {printer} is {kept.get(printer)}, "
                f"by the journal {wanted.get(printer)}"
            )
