"""The services as somebody who wants a number sees them: who waits, whether numbers are given."""

import sqlite3
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from server.admission import admission
from server.hours import stamp
from server.plan import Plan
from server.plan import Service as Record
from server.queries import waiting_by_service
from server.shapes import Service, Wait


def services(
    connection: sqlite3.Connection, plan: Plan, local: datetime, waits: Mapping[str, Wait]
) -> list[Service]:
    """All services of *plan* in the office's order, with how many wait on its day, how long that
    is likely to be (*waits*, by service) and whether numbers are given at *local*, an instant in
    the office's zone."""
    waiting = waiting_by_service(connection, plan.day.isoformat())
    return [
        replace(
            _service(connection, plan, each, local, waiting.get(each.code, 0)),
            wait_s=waits.get(each.code),
        )
        for each in plan.services.values()
    ]


def _service(
    connection: sqlite3.Connection, plan: Plan, each: Record, local: datetime, waiting: int
) -> Service:
    found = admission(connection, plan, each, local)
    return Service(
        code=each.code,
        name=each.name,
        open=found.is_open,
        waiting=waiting,
        wait_s=None,
        name_en=each.name_in("en"),
        prefix=plan.numbering_of(each).prefix,
        why=found.why,
        opens_at=None if found.opens_at is None else stamp(found.opens_at),
        holiday=found.holiday,
        notice=each.notice,
        notice_en=each.notice_en,
        has_slots=each.slot_min > 0 and not each.has_ended,
    )
