"""Whether a number of a service can be given now: hours, limits, and services that have ended."""

import sqlite3
from dataclasses import dataclass
from datetime import datetime

from server import schedule
from server.errors import Refused, Said
from server.plan import Plan, Service

NEVER = Said("chưa biết", "not known yet")
"""Stands in a sentence where the next opening is not known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Admission:
    """*why* is ``open``, ``quota`` or one of :attr:`server.schedule.Standing.why`; *opens_at* is
    when numbers are given next, where that is known; *holiday* is today's name."""

    why: str
    session: str
    opens_at: datetime | None
    holiday: str

    @property
    def is_open(self) -> bool:
        """Whether a number is given."""
        return self.why == "open"


def admission(tx: sqlite3.Connection, plan: Plan, service: Service, local: datetime) -> Admission:
    """Whether *service* gives a number at *local*, an instant in the office's zone."""
    standing = schedule.standing(plan, service, local)
    why, opens_at = standing.why, standing.opens_at
    if standing.takes_numbers and (full := _full(tx, plan, service, standing.session)):
        why = "quota"
        openings = schedule.openings(plan, service.schedule, local)
        opens_at = next((at for at in openings if full == "session" or at.date() > plan.day), None)
    return Admission(why=why, session=standing.session, opens_at=opens_at, holiday=standing.name)


def _full(tx: sqlite3.Connection, plan: Plan, service: Service, session: str) -> str:
    """``day`` or ``session`` if that limit of *service* is reached, else nothing."""
    if not (service.limit_day or service.limit_session):
        return ""
    rows = tx.execute(
        "SELECT session, issued FROM intake WHERE business_day = ? AND service = ?",
        (plan.day.isoformat(), service.code),
    ).fetchall()
    issued = {row["session"]: int(row["issued"]) for row in rows}
    if 0 < service.limit_day <= sum(issued.values()):
        return "day"
    return "session" if 0 < service.limit_session <= issued.get(session, 0) else ""


def refusal(service: Service, found: Admission) -> Refused:
    """Why no number of *service* is given, and when or where to come instead."""
    about = {"name": service.names, "at": _when(found.opens_at)}
    if found.why == "ended":
        return Refused("service_ended", name=service.names, notice=service.notices)
    if found.why == "quota":
        return Refused("quota_reached", **about)
    if found.why == "day_off" and found.holiday:
        return Refused("closed_today", holiday=found.holiday, **about)
    return Refused("closed_now", **about)


def _when(at: datetime | None) -> str | Said:
    return NEVER if at is None else f"{at:%H:%M %d/%m}"
