"""That contests follow from the journal: a part of ``motcua journal verify``."""

import json
import sqlite3
from collections.abc import Iterator

from server.contest_rules import CONTEST, NONE, NotAllowed, after


def contest_breaks(connection: sqlite3.Connection) -> Iterator[str]:
    """Each contest was made once, by the clerk whose answer it is, and decided as it says."""
    states: dict[str, str] = {}
    clerks: dict[str, str] = {}
    for row in connection.execute(
        "SELECT seq, event, data FROM journal "
        "WHERE event IN ('rating_contested', 'rating_judged') ORDER BY seq"
    ):
        said = json.loads(row["data"])
        is_new = row["event"] == "rating_contested"
        try:
            act = CONTEST if is_new else said["verdict"]
            states[said["ref"]] = after(states.get(said["ref"], NONE), act)
        except NotAllowed as why:
            yield f"entry {row['seq']}: the contest {said['ref']}: {why}"
        if is_new:
            clerks[said["ref"]] = said["by"]
        elif clerks.get(said["ref"]) == said["by"]:
            yield f"entry {row['seq']}: {said['by']} decided their own contest {said['ref']}"
    yield from _differences(connection, states, clerks)


def _differences(
    connection: sqlite3.Connection, states: dict[str, str], clerks: dict[str, str]
) -> Iterator[str]:
    rows = connection.execute(
        "SELECT c.*, r.clerk AS served FROM contests c LEFT JOIN ratings r ON r.id = c.rating"
    )
    kept = {row["ref"]: row for row in rows}
    for ref in sorted(kept.keys() | states.keys()):
        found = kept.get(ref)
        state = None if found is None else found["state"]
        if state != states.get(ref):
            yield f"the contest {ref} is {state}, by the journal {states.get(ref)}"
        elif found is not None and not found["clerk"] == found["served"] == clerks[ref]:
            yield f"the contest {ref} is {found['clerk']}'s, by the journal {clerks[ref]}'s"
