"""Who would be left waiting for nobody, if the set-up of today changed under them."""

import json
import sqlite3
from collections import Counter

from server.errors import Refused, Said
from server.plan import Plan, Service


def check_nobody_stranded(tx: sqlite3.Connection, before: Plan, after: Plan) -> None:
    """See that whoever is in the house today can still be called when *after* takes the place of
    *before*, both plans of today.

    :raises Refused: ``people_wait``, with how many (*n*) and for what (*names*).
    """
    found = stranded(tx, before, after)
    if not found:
        return
    names = [before.services.get(code, Service(code=code, name=code)).names for code in found]
    said = Said(*(", ".join(each.in_language(lang) for each in names) for lang in ("vi", "en")))
    raise Refused("people_wait", n=sum(found.values()), names=said)


def stranded(tx: sqlite3.Connection, before: Plan, after: Plan) -> dict[str, int]:
    """How many people each service would lose its last counter under.

    They wait, are parked, or have a stop there to come; nobody is counted twice.  Those for whom
    there was no counter before lose nothing.
    """
    could, can = _served(before), _served(after)
    if could <= can and before.counters.keys() <= after.counters.keys():
        return {}
    found: Counter[str] = Counter()
    for row in tx.execute(_IN_THE_HOUSE, (before.day.isoformat(),)):
        for code, kept in _needs(row):
            was_served = code in could or kept in before.counters
            if was_served and not (code in can or kept in after.counters):
                found[code] += 1
                break
    return dict(found)


_IN_THE_HOUSE = (
    "SELECT service, state, for_counter, stops FROM tickets WHERE business_day = ? "
    "AND state IN ('waiting', 'parked', 'called', 'serving')"
)


def _served(plan: Plan) -> set[str]:
    """The services that some counter serves, in whichever session."""
    named = {code for each in plan.counters.values() for code in each.services}
    return named & plan.services.keys()


def _needs(row: sqlite3.Row) -> list[tuple[str, str | None]]:
    """The services that the ticket of *row* still waits for, with the counter that keeps it: one
    that is kept may be of any service, the sender knows what that counter can do."""
    here = [(row["service"], row["for_counter"])] if row["state"] in ("waiting", "parked") else []
    return here + [(stop["service"], stop["counter"]) for stop in json.loads(row["stops"])]
