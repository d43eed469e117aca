"""Numbers taken from home: for today or some days ahead, worth as much as a walk-in's.

They are of the row of numbers of their own day and go by the order in which they were taken.
"""

import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from server.admission import admission, refusal
from server.asking import Request
from server.errors import Refused
from server.ledger import NewTicket, Taking
from server.office import Office, service_of
from server.persons import Claim, Persons, hold
from server.plan import Plan, Service
from server.schedule import gives_until, sessions
from server.shapes import Ticket

LISTED_DAYS = 21
"""How far ahead the page looks: each day needs its plan, and 32 plans are kept in memory."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HomeNumber:
    """What is wanted: a number of *service* for *day*."""

    service: str
    day: date
    language: str = "vi"


class HomeNumbers:
    """Gives numbers to people who are not in the hall yet."""

    def __init__(self, office: Office, persons: Persons) -> None:
        self._office = office
        self._persons = persons

    def take(self, wanted: HomeNumber, claim: Claim, request: Request) -> Ticket:
        """The next number of the row of that day.

        :raises Unknown: ``no_such_service``.
        :raises Refused: ``no_home_numbers``, ``day_not_offered``, ``day_off``, ``day_full``,
            ``service_ended``, ``closed_now``, ``person_service``, ``person_day``,
            ``numbers_used_up``.
        """

        def change(tx: sqlite3.Connection, at: str) -> Ticket:
            plan, service = self._offered(tx, wanted)
            session = self._session(tx, plan, service)
            self._persons.check(tx, claim, service, plan.rules)
            taking = Taking(
                business_day=plan.day, session=session, numbering=plan.numbering_of(service)
            )
            new = NewTicket(service=service.code, language=wanted.language)
            ticket = self._office.ledger.issue(tx, at, new, taking)
            hold(tx, claim, service.code, ticket=ticket.id)
            return ticket

        return self._office.once(request, change)

    def plans(self, connection: sqlite3.Connection) -> list[Plan]:
        """The plans of today and the days that the page looks ahead."""
        today = self._office.local().date()
        days = (today + timedelta(days=ahead) for ahead in range(LISTED_DAYS + 1))
        return [self._office.settings.plan(connection, day) for day in days]

    def days(self, plans: Sequence[Plan], service: Service) -> list[date]:
        """The days of *plans*, the first of which is today's, that give a number now."""
        local = self._office.local()
        return [
            plan.day
            for plan in plans[: service.home_days + 1]
            if (then := plan.services.get(service.code)) is not None
            and not then.has_ended
            and _sessions(plan, then, local)
        ]

    def _offered(self, tx: sqlite3.Connection, wanted: HomeNumber) -> tuple[Plan, Service]:
        """The plan of the day wanted, if its numbers are given from home already."""
        now = service_of(self._office.plan(tx), wanted.service)
        if now.home_days < 0:
            raise Refused("no_home_numbers", name=now.names)
        today = self._office.local().date()
        until = today + timedelta(days=now.home_days)
        if not today <= wanted.day <= until:
            raise Refused("day_not_offered", until=f"{until:%d/%m/%Y}")
        plan = self._office.settings.plan(tx, wanted.day)
        service = service_of(plan, wanted.service)
        if service.has_ended:
            raise Refused("service_ended", name=service.names, notice=service.notices)
        return plan, service

    def _session(self, tx: sqlite3.Connection, plan: Plan, service: Service) -> str:
        """The first session of the day that is not over and not full."""
        local = self._office.local()
        rows = tx.execute(
            "SELECT session, issued FROM intake WHERE business_day = ? AND service = ?",
            (plan.day.isoformat(), service.code),
        )
        issued = {row["session"]: int(row["issued"]) for row in rows}
        held = _sessions(plan, service, local)
        if not held and plan.day == local.date():
            raise refusal(service, admission(tx, plan, service, local))
        if not held:
            raise Refused("day_off", name=service.names, day=f"{plan.day:%d/%m/%Y}")
        session = _with_room(service, held, issued)
        if session is None:
            raise Refused("day_full", name=service.names, day=f"{plan.day:%d/%m/%Y}")
        return session


def _sessions(plan: Plan, service: Service, local: datetime) -> list[str]:
    """The sessions of the plan's day whose numbers are not over at *local*; without a schedule
    the one session that has no name."""
    if service.schedule not in plan.schedules:
        return [""]
    clock = f"{local:%H:%M}" if plan.day == local.date() else ""
    today = sessions(plan, service.schedule, plan.day)
    return [each.name for each in today if clock < gives_until(each)]


def _with_room(service: Service, held: list[str], issued: Mapping[str, int]) -> str | None:
    if 0 < service.limit_day <= sum(issued.values()):
        return None
    limit = service.limit_session
    return next((each for each in held if not 0 < limit <= issued.get(each, 0)), None)
