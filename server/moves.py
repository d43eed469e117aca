"""Where a visit goes from a counter: to its end, to its next stop, or where somebody sends it."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from server.acts import Act
from server.errors import Refused
from server.events import Finished, Stop, TicketEvent, Transferred
from server.hours import instant
from server.journal import newest_seq
from server.ledger import attended
from server.office import service_of
from server.queries import Row, counter_of
from server.rows import own_place

FIRST = -(10**12)
"""Places below 0 are before everybody; the journal's seq keeps those sent first in their order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """Where a ticket is sent: to a *service*, to one *counter*, or both.

    *is_first*: before everybody there, otherwise in order of arrival.  *comes_back*: to the counter
    that sends it, once it is served there.  *ticket*: one that waits; else the one in hand.
    """

    service: str | None = None
    counter: str | None = None
    is_first: bool = False
    comes_back: bool = False
    ticket: int | None = None


def sent(row: Row, act: Act, to: Target) -> Transferred:
    """The event that sends *row* where *to* says.

    :raises Unknown: ``no_such_service``, ``no_such_counter``. :raises Refused: ``service_ended``.
    """
    service = service_of(act.plan, to.service or row["service"])
    if service.has_ended:
        raise Refused("service_ended", name=service.names, notice=service.notices)
    if to.counter is not None:
        counter_of(act.plan, to.counter)
    stops = stops_of(row)
    if to.comes_back:
        stops = [Stop(service=row["service"], counter=act.number), *stops]
    place = FIRST + newest_seq(act.tx) if to.is_first else own_place(row["due_at"])
    where = {"service": service.code, "for_counter": to.counter, "place": place}
    return _moved(row, act, **where, stops=stops)


def finished(act: Act, row: Row) -> TicketEvent:
    """The counter's part is done: the visit ends, or goes on to its next stop."""
    left = [stop for stop in stops_of(row) if stop["service"] in act.plan.services]
    if not left:
        return Finished(
            ticket=row["id"], label=row["label"], counter=row["counter"], clerk=row["clerk"]
        )
    kept_for = attended(act.tx, left[0]["counter"])
    where = {"service": left[0]["service"], "for_counter": kept_for}
    return _moved(row, act, **where, stops=left[1:], is_done=True)


def forgotten(row: Row) -> Finished:
    """The end, by rule, of a visit that nobody finished."""
    return Finished(
        ticket=row["id"],
        label=row["label"],
        counter=row["counter"],
        clerk=row["clerk"],
        is_forgotten=True,
    )


def served_s(row: Row, now: datetime) -> int:
    """Seconds of service of the ticket *row* so far, its present stretch included."""
    if row["started_at"] is None:
        return int(row["served_s"])
    stretch_s = (now - instant(row["started_at"])).total_seconds()
    return int(row["served_s"] + max(0.0, stretch_s))  # below 0: the clock was set back


def _moved(row: Row, act: Act, **to: Any) -> Transferred:
    """*row* leaves the counter of *act* (if it is there) for another service or counter."""
    fields = {"service": row["service"], "for_counter": None, "is_done": False, **to}
    fields.setdefault("place", own_place(row["due_at"]))
    return Transferred(
        ticket=row["id"],
        label=row["label"],
        counter=row["counter"],
        clerk=row["clerk"],
        served_s=served_s(row, act.now),
        **fields,
    )


def stops_of(row: Row) -> list[Stop]:
    """The services that follow in the visit of the ticket *row*."""
    stops: list[Stop] = json.loads(row["stops"])
    return stops
