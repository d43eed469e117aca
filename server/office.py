"""What citizens and managers may ask of the office: a verb each, each all or nothing.

Every verb runs on the store's writer, answers only after its commit, and leaves the rest – paper,
boards, screens, tablets – to the followers.  Nothing here waits for a device.  What is asked at a
counter stands in :mod:`server.counters`.
"""

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from typing import Any, TypeVar

from server.admission import admission, refusal
from server.asking import Remembered, Request, recall_answer, remember_answer
from server.errors import Malformed, Refused, Unknown
from server.events import Cancelled, Corrected, Requeued
from server.hours import instant, stamp
from server.ledger import Ledger, NewTicket, Taking, attended, ticket_row
from server.plan import Plan, Service
from server.settings import Settings
from server.shapes import Ticket
from server.store import Store

PRIORITIES = frozenset({"elderly", "disabled", "pregnant", "merit"})
"""Priority categories (domain paper 3.7); which of them an office honours is its own policy."""

CORRECTABLE = ("called_at", "started_at", "finished_at")
"""Times of a finished visit that may be put right, in the order in which they must stay."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """What the machine says of the place: its zone, and how many times faster than time its clock
    runs."""

    zone: tzinfo
    speed: float = 1.0


class Office:
    """The verbs.  *now* gives the office's clock, an aware instant."""

    def __init__(
        self,
        store: Store,
        ledger: Ledger,
        settings: Settings,
        site: Site,
        now: Callable[[], datetime],
    ) -> None:
        self._store = store
        self.ledger = ledger
        self.settings = settings
        self.site = site
        self.now = now

    def today(self) -> str:
        """The business day as YYYY-MM-DD."""
        return self.settings.today()

    def local(self) -> datetime:
        """Now, in the office's zone."""
        return self.now().astimezone(self.site.zone)

    def plan(self, connection: sqlite3.Connection) -> Plan:
        """What is in force today, as *connection* sees it."""
        return self.settings.plan(connection, self.today())

    def issue(self, new: NewTicket, request: Request) -> Ticket:
        """Give the next number of a service.

        :raises Unknown: ``no_such_service``.
        :raises Malformed: ``no_such_priority``, ``no_such_clerk``.
        :raises Refused: ``closed_now``, ``closed_today``, ``service_ended``, ``quota_reached``,
            ``numbers_used_up``.
        """
        return self.once(request, lambda tx, at: self.admit(tx, at, new))

    def admit(self, tx: sqlite3.Connection, at: str, new: NewTicket) -> Ticket:
        """Issue *new* inside *tx*, if hours and limits allow it; raises as :meth:`issue`."""
        if new.priority is not None and new.priority not in PRIORITIES:
            raise Malformed("no_such_priority", known=", ".join(sorted(PRIORITIES)))
        plan = self.plan(tx)
        for code in (new.service, *new.stops):
            service_of(plan, code)
        service = service_of(plan, new.service)
        if new.for_clerk is not None:
            check_clerk(tx, new.for_clerk)
        found = admission(tx, plan, service, self.local())
        if not found.is_open:
            raise refusal(service, found)
        taking = Taking(
            business_day=plan.day, session=found.session, numbering=plan.numbering_of(service)
        )
        return self.ledger.issue(tx, at, new, taking)

    def cancel(self, ticket: int, request: Request) -> Ticket:
        """The citizen leaves the line.

        :raises Unknown: ``no_such_ticket``. :raises Refused: ``wrong_state``.
        """

        def change(tx: sqlite3.Connection, at: str) -> Ticket:
            row = ticket_row(tx, ticket)
            event = Cancelled(
                ticket=row["id"], label=row["label"], counter=row["counter"], by=request.asker.role
            )
            return self.ledger.happen(tx, at, row, event)

        return self.once(request, change)

    def requeue(self, ticket: int, request: Request) -> Ticket:
        """Somebody who was not present, or was parked, is back in line where their arrival puts
        them.

        :raises Unknown: ``no_such_ticket``.
        :raises Refused: ``wrong_state``, ``too_late_to_requeue``.
        """

        def change(tx: sqlite3.Connection, at: str) -> Ticket:
            return self.back_in_line(tx, at, ticket, by=request.asker.role)

        return self.once(request, change)

    def back_in_line(self, tx: sqlite3.Connection, at: str, ticket: int, *, by: str) -> Ticket:
        """Put *ticket* back inside *tx*, if it is in time; raises as :meth:`requeue`."""
        row = ticket_row(tx, ticket)
        self._check_in_time(tx, row)
        event = Requeued(
            ticket=row["id"],
            label=row["label"],
            by=by,
            for_counter=attended(tx, row["counter"]) if row["state"] == "parked" else None,
            counter=row["counter"],
        )
        return self.ledger.happen(tx, at, row, event)

    def _check_in_time(self, tx: sqlite3.Connection, row: sqlite3.Row) -> None:
        if row["state"] != "no_show":
            return
        minutes = self.plan(tx).rules.requeue_min
        until = instant(row["finished_at"]) + timedelta(minutes=minutes)
        if self.now() > until or row["business_day"] != self.today():
            raise Refused("too_late_to_requeue", label=row["label"], minutes=minutes)

    def correct(self, ticket: int, what: str, now: datetime, why: str, request: Request) -> Ticket:
        """Put a time of a finished visit right; the journal keeps who, why, from and to.

        :raises Unknown: ``no_such_ticket``.
        :raises Malformed: ``no_such_time``, ``reason_needed``.
        :raises Refused: ``wrong_state``, ``wrong_order``.
        """
        if what not in CORRECTABLE:
            raise Malformed("no_such_time", known=", ".join(CORRECTABLE))
        if not why.strip():
            raise Malformed("reason_needed")

        def change(tx: sqlite3.Connection, at: str) -> Ticket:
            row = ticket_row(tx, ticket)
            times = {name: row[name] for name in CORRECTABLE} | {what: stamp(now)}
            known = [row["issued_at"], *(time for time in times.values() if time is not None), at]
            if known != sorted(known):
                raise Refused("wrong_order", label=row["label"])
            event = Corrected(
                ticket=row["id"],
                label=row["label"],
                what=what,
                was=row[what],
                now=stamp(now),
                why=why,
                by=request.asker.name,
            )
            return self.ledger.happen(tx, at, row, event)

        return self.once(request, change)

    def once(
        self, request: Request, change: Callable[[sqlite3.Connection, str], T], shape: Any = Ticket
    ) -> T:
        """Run *change* in one transaction unless this request has already had its answer, which
        has this *shape*."""

        def work(tx: sqlite3.Connection) -> T:
            recall_answer(tx, request, shape)
            at = stamp(self.now())
            answer = change(tx, at)
            remember_answer(tx, request, answer, at)
            return answer

        try:
            return self._store.change(work)
        except Remembered as repeated:
            before: T = repeated.answer
            return before


def service_of(plan: Plan, code: str) -> Service:
    """:raises Unknown: ``no_such_service``."""
    try:
        return plan.services[code]
    except KeyError:
        raise Unknown("no_such_service", service=code) from None


def check_clerk(tx: sqlite3.Connection, name: str) -> None:
    """:raises Malformed: ``no_such_clerk``."""
    if tx.execute("SELECT 1 FROM people WHERE name = ?", (name,)).fetchone() is None:
        raise Malformed("no_such_clerk", name=name)


def given(answer: Ticket | None) -> Ticket:
    """*answer*, which only call_next may lack."""
    if answer is None:
        raise TypeError("only call_next may answer that nobody waits")
    return answer
