"""That the calls for help follow from the journal: a part of ``motcua journal verify``."""

import json
import sqlite3
from collections.abc import Iterator

Said = tuple[str, str, int, str | None, str | None]
"""Kiosk, last asked, how often, answered at, by whom."""


def help_breaks(connection: sqlite3.Connection) -> Iterator[str]:
    """Each call was asked for before it was answered, once, and is as the journal left it."""
    wanted: dict[int, Said] = {}
    for row in connection.execute(
        "SELECT seq, at, event, data FROM journal "
        "WHERE event IN ('help_asked', 'help_answered') ORDER BY seq"
    ):
        said = json.loads(row["data"])
        id, kiosk = said["help"], said["kiosk"]
        _, asked_at, times, answered_at, _ = wanted.get(id, (kiosk, row["at"], 0, None, None))
        if answered_at is not None:
            yield f"entry {row['seq']}: help {id} was answered already"
        elif row["event"] == "help_answered" and times == 0:
            yield f"entry {row['seq']}: nobody had asked for help {id}"
        elif row["event"] == "help_answered":
            wanted[id] = (kiosk, asked_at, times, row["at"], said["by"])
        else:
            if said["times"] != times + 1:
                yield f"entry {row['seq']}: help {id} is asked for the {said['times']}th time"
            wanted[id] = (kiosk, row["at"], said["times"], None, None)
    rows = connection.execute("SELECT * FROM helps")
    kept: dict[int, Said] = {
        row["id"]: (
            *(row["kiosk"], row["asked_at"], row["times"]),
            *(row["answered_at"], row["answered_by"]),
        )
        for row in rows
    }
    for id in sorted(kept.keys() | wanted.keys()):
        if kept.get(id) != wanted.get(id):
            yield f"help {id} is {kept.get(id)}, by the journal {wanted.get(id)}"
