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
from server.shapes import Group, Service, Wait


def services(
    connection: sqlite3.Connection, plan: Plan, local: datetime, waits: Mapping[str, Wait]
) -> list[Service]:
    """All services of *plan* in the office's order, with how many wait on its day, how long that
    is likely to be (*waits*, by service) and whether numbers are given at *local*, an instant in
    the office's zone."""
    waiting = waiting_by_service(connection, plan.day.isoformat())
    states = dict(connection.execute("SELECT number, state FROM counters").fetchall())
    return [
        replace(
            _service(connection, plan, each, local, states),
            waiting=waiting.get(each.code, 0),
            wait_s=waits.get(each.code),
        )
        for each in plan.services.values()
    ]


def groups(plan: Plan) -> list[Group]:
    """The groups of *plan* that still have a service, in the office's order."""
    found = []
    for each in plan.groups.values():
        services = [code for code in each.services if not plan.services[code].has_ended]
        if services:
            found.append(
                Group(
                    code=each.code,
                    name=each.name,
                    name_en=each.names.in_language("en"),
                    services=services,
                )
            )
    return found


def _service(
    connection: sqlite3.Connection,
    plan: Plan,
    each: Record,
    local: datetime,
    states: Mapping[str, str],
) -> Service:
    found = admission(connection, plan, each, local)
    at_work = [states.get(number) for number in _serving(plan, each.code, found.session)]
    return Service(
        code=each.code,
        name=each.name,
        open=found.is_open,
        waiting=0,
        wait_s=None,
        name_en=each.name_in("en"),
        prefix=plan.numbering_of(each).prefix,
        why=found.why,
        opens_at=None if found.opens_at is None else stamp(found.opens_at),
        holiday=found.holiday,
        notice=each.notice,
        notice_en=each.notice_en,
        has_slots=each.slot_min > 0 and not each.has_ended,
        group=plan.group_of(each.code),
        documents={language: list(papers) for language, papers in each.documents.items()},
        keywords=list(each.keywords),
        counters_open=at_work.count("open"),
        counters_paused=at_work.count("paused"),
    )


def _serving(plan: Plan, service: str, session: str) -> list[str]:
    """The counters that serve *service* in *session*; in any where there is none now."""
    return [
        each.number
        for each in plan.counters.values()
        if service in each.services
        and (not session or session in each.sessions.get(service, (session,)))
    ]
