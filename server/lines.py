"""The lines as the turn rule sees them: the first of each lane, and the counter that calls."""

import sqlite3
from dataclasses import replace
from datetime import datetime

from server.hours import instant
from server.plan import Counter, Plan, Rules
from server.queries import Row
from server.schedule import session_name
from server.turn import APPOINTMENT, ORDINARY, PRIORITY, Candidate, Desk, Policy

KEPT_S = 600.0
"""Whoever has waited so long is no longer kept for a counter or a clerk that is not there."""
_HEADS = (
    "SELECT t.* FROM lanes l CROSS JOIN tickets t ON t.id = ("
    " SELECT id FROM tickets WHERE business_day = l.business_day AND service = l.service"
    " AND lane = l.lane AND state = 'waiting' ORDER BY place, id LIMIT 1) "
    "WHERE l.business_day = ? AND l.waiting > 0 "
    "AND (l.service IN ({marks}) OR instr(l.lane, '@') OR instr(l.lane, '#'))"
)
"""Reserved tickets may be of any service: the sender knows what that counter can do."""


def heads(tx: sqlite3.Connection, plan: Plan, at: Desk, local: datetime) -> list[Candidate]:
    """The first ticket of each lane that may matter to the counter *at*."""
    query = _HEADS.format(marks=", ".join("?" * len(at.services)))
    rows = tx.execute(query, (plan.day.isoformat(), *at.services))
    found = [candidate(row, local) for row in rows]
    if any(each.is_reserved for each in found):
        return _released(tx, found)
    return found


def _released(tx: sqlite3.Connection, found: list[Candidate]) -> list[Candidate]:
    """*found*, where nobody is kept for long for a counter or a clerk that is not there."""
    there = tx.execute("SELECT number, clerk FROM counters WHERE state != 'closed'").fetchall()
    counters = {None, *(row["number"] for row in there)}
    clerks = {None, *(row["clerk"] for row in there)}
    return [
        replace(each, for_counter=None, for_clerk=None)
        if each.waits_s >= KEPT_S
        and (each.for_counter not in counters or each.for_clerk not in clerks)
        else each
        for each in found
    ]


def candidate(row: Row, local: datetime) -> Candidate:
    """A waiting ticket's row as the turn rule knows it, at the instant *local*."""
    due = None if row["due_at"] is None else instant(row["due_at"]).astimezone(local.tzinfo)
    since = instant(row["issued_at"]) if due is None else due
    kind = ORDINARY if row["priority"] is None else PRIORITY
    return Candidate(
        ticket=row["id"],
        service=row["service"],
        place=row["place"] if row["place"] < 0 else row["id"],
        waits_s=max(0.0, (local - since).total_seconds()),
        kind=kind if due is None else APPOINTMENT,
        due_in_s=0.0 if due is None else (due - local).total_seconds(),
        time="" if due is None else f"{due:%H:%M}",
        language=row["language"],
        for_counter=row["for_counter"],
        for_clerk=row["for_clerk"],
    )


def desk(plan: Plan, counter: Counter, clerk: str | None, local: datetime) -> Desk:
    """*counter* with the services that it serves in this session."""
    return Desk(
        counter=counter.number,
        clerk=clerk,
        services=tuple(code for code in counter.services if _serves(plan, counter, code, local)),
        order=counter.order,
        weights=counter.weights,
        languages=counter.languages,
    )


def policy(rules: Rules) -> Policy:
    """The office's rules, as far as the turn goes."""
    return Policy(
        priority=rules.priority,
        ordinary_per_priority=rules.ordinary_per_priority,
        max_wait_s=rules.max_wait_min * 60.0,
        routed_languages=rules.routed_languages,
    )


def _serves(plan: Plan, counter: Counter, code: str, local: datetime) -> bool:
    if code not in plan.services:
        return False
    limited = counter.sessions.get(code)
    return limited is None or session_name(plan, plan.services[code].schedule, local) in limited
