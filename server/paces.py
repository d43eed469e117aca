"""How fast each service goes, from its visits of today and of the last weeks; kept in memory."""

import sqlite3
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import zip_longest
from math import ceil, floor

from server import lines
from server.hours import instant
from server.office import Office
from server.plan import Plan
from server.queries import Row, service_in, waiting_by_service
from server.schedule import standing
from server.shapes import Wait
from server.store import Store
from server.waits import MOST, Hands, Pace, cycle_s, estimate, hands, pace

REFRESH = timedelta(seconds=20)
"""A day's visits are read again so often, on the upkeep's thread: 3,000 of them take 15 ms."""
BACK_DAYS = 28
OF_A_DAY = 3000
"""The last visits of a day, as many as a large office has."""
_VISITS = (
    "SELECT * FROM ("
    " SELECT service, counter, called_at, finished_at, issued_at, is_forgotten FROM tickets"
    " WHERE business_day = ? AND state IN ('finished', 'no_show') AND called_at IS NOT NULL"
    f" ORDER BY id DESC LIMIT {OF_A_DAY}) "
    "ORDER BY counter, called_at"
)
_DESKS = (
    "SELECT c.number, c.clerk, t.id FROM counters c LEFT JOIN tickets t INDEXED BY one_in_hand "
    "ON t.counter = c.number AND t.state IN ('called', 'serving') WHERE c.state = 'open'"
)

Durations = Mapping[str, list[float]]
"""Seconds by service, the newest visit first."""


class Paces:
    """The paces of one office; reading them costs nothing, and they never wait for the file."""

    def __init__(self, store: Store, office: Office) -> None:
        self._store = store
        self._office = office
        self._paces: Mapping[str, Pace] = {}
        self._past: tuple[str, Durations] = ("", {})
        self._looked_at: datetime | None = None

    def look(self, now: datetime) -> None:
        """Read what is new, every :data:`REFRESH`: a chore of the upkeep."""
        if self._looked_at is not None and abs(now - self._looked_at) < REFRESH:
            return
        self._looked_at = now
        today = self._office.today()
        if self._past[0] != today:
            self._past = (today, self._of_the_last_weeks(today))
        with self._store.reading() as connection:
            found = durations(connection, today)
        services = found.keys() | self._past[1].keys()
        paces = {
            code: pace([*found.get(code, ()), *self._past[1].get(code, ())]) for code in services
        }
        self._paces = {code: each for code, each in paces.items() if each is not None}

    def _of_the_last_weeks(self, today: str) -> Durations:
        """A day at a time, each a snapshot of its own; no more of a service than is looked at."""
        held: dict[str, list[float]] = defaultdict(list)
        for back in range(1, BACK_DAYS + 1):
            day = date.fromisoformat(today) - timedelta(days=back)
            with self._store.reading() as connection:
                for code, found in durations(connection, day.isoformat()).items():
                    held[code] += found[: MOST - len(held[code])]
        return held

    def of_services(
        self, connection: sqlite3.Connection, plan: Plan, local: datetime
    ) -> dict[str, Wait]:
        """What somebody who takes a number at *local* is likely to wait, by service; those of
        which it cannot be said are left out."""
        waiting = waiting_by_service(connection, plan.day.isoformat())
        desks = self._desks(connection, plan, local)
        found = {}
        for code in plan.services:
            by = self._hands(code, desks, waiting)
            found[code] = self._wait(plan, code, waiting.get(code, 0), local, by)
        return {code: wait for code, wait in found.items() if wait is not None}

    def of_ticket(
        self, connection: sqlite3.Connection, plan: Plan, row: Row, ahead: int, local: datetime
    ) -> Wait | None:
        """What whoever holds the ticket of *row* is likely to wait from *local* on.

        Only of somebody who goes by the line alone: neither an appointment, nor priority, nor one
        that is kept for a counter or a clerk.
        """
        others = ("priority", "due_at", "for_counter", "for_clerk")
        goes_by_the_line = all(row[name] is None for name in others)
        is_in_line = row["state"] == "waiting" and row["business_day"] == plan.day.isoformat()
        if not (is_in_line and goes_by_the_line and row["service"] in self._paces):
            return None
        waiting = waiting_by_service(connection, plan.day.isoformat())
        desks = self._desks(connection, plan, local)
        by = self._hands(row["service"], desks, waiting)
        return self._wait(plan, row["service"], ahead, local, by)

    def _desks(
        self, connection: sqlite3.Connection, plan: Plan, local: datetime
    ) -> list[tuple[tuple[str, ...], bool]]:
        """The services of each open counter in this session, and whether its hands are free."""
        return [
            (lines.desk(plan, plan.counters[number], clerk, local).services, ticket is None)
            for number, clerk, ticket in connection.execute(_DESKS)
            if number in plan.counters
        ]

    def _hands(
        self,
        code: str,
        desks: list[tuple[tuple[str, ...], bool]],
        waiting: Mapping[str, int],
    ) -> Hands:
        return hands(code, desks, waiting, {c: each.mean_s for c, each in self._paces.items()})

    def _wait(self, plan: Plan, code: str, ahead: int, local: datetime, by: Hands) -> Wait | None:
        found = estimate(ahead, self._paces.get(code), by)
        if found is None:
            return None
        service = service_in(plan, code)
        if service.schedule in plan.schedules:
            closes_at = standing(plan, replace(service, has_ended=False), local).closes_at
            if closes_at is None or closes_at < local + timedelta(seconds=found.likely_s):
                return None  # a break lies between
        return Wait(low=floor(found.low_s), likely=round(found.likely_s), high=ceil(found.high_s))


def durations(connection: sqlite3.Connection, day: str) -> dict[str, list[float]]:
    """What the visits of *day* took, without those that were closed by rule."""
    found: dict[str, list[tuple[str, float]]] = defaultdict(list)
    rows = connection.execute(_VISITS, (day,)).fetchall()
    for row, after in zip_longest(rows, rows[1:]):
        if row["is_forgotten"] or row["counter"] is None:
            continue
        is_last = after is None or after["counter"] != row["counter"]
        follows = row if is_last else after
        called, finished = _s(row["called_at"]), _s(row["finished_at"])
        next_called = finished if is_last else _s(follows["called_at"])
        took = cycle_s(called, finished, next_called, _s(follows["issued_at"]))
        found[row["service"]].append((row["called_at"], took))
    return {code: [took for _, took in sorted(each, reverse=True)] for code, each in found.items()}


def _s(at: str) -> float:
    return instant(at).timestamp()
