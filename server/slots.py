"""Appointment slots: which a service has on a day, and whether somebody comes in time.  Pure.

A slot begins with a session or where the slot before it ends, and fits wholly within the session;
so a day off has none, and neither has a service without a schedule.  Its time is the office's wall
time of its beginning; who comes up to *grace_min* before or after that is in time.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo

from server.plan import Plan, Service
from server.schedule import sessions

EARLY, IN_TIME, LATE = "early", "in_time", "late"


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """*start* is ``HH:MM``, *due* that instant; *free* of *capacity* places are left."""

    start: str
    due: datetime
    capacity: int
    free: int


def has_slots(service: Service) -> bool:
    """Whether appointments are made for *service* at all."""
    return service.slot_min > 0 and not service.has_ended


def starts(plan: Plan, service: Service, day: date) -> tuple[str, ...]:
    """When the slots of *day* begin, as ``HH:MM`` in their order."""
    if not has_slots(service):
        return ()
    found = (
        _clock(minute)
        for session in sessions(plan, service.schedule, day)
        for minute in range(
            _minute(session.opens),
            _minute(session.closes) - service.slot_min + 1,
            service.slot_min,
        )
    )
    return tuple(dict.fromkeys(found))


def slots(
    plan: Plan, service: Service, day: date, zone: tzinfo, booked: Mapping[str, int]
) -> list[Slot]:
    """The slots of *day*; *booked* counts the places taken, by start."""
    return [
        Slot(
            start=start,
            due=due(day, start, zone),
            capacity=service.slot_capacity,
            free=max(0, service.slot_capacity - booked.get(start, 0)),
        )
        for start in starts(plan, service, day)
    ]


def due(day: date, start: str, zone: tzinfo) -> datetime:
    """The instant of *start* on *day*."""
    return datetime.combine(day, time.fromisoformat(start), zone)


def last_day(service: Service, today: date) -> date:
    """The last day for which an appointment can be booked *today*."""
    return today + timedelta(days=service.slot_days)


def arrival(at: datetime, due_at: datetime, grace_min: int) -> str:
    """``early``, ``in_time`` or ``late``: how *at* stands to an appointment; both are aware."""
    grace = timedelta(minutes=grace_min)
    if at < due_at - grace:
        return EARLY
    return LATE if at > due_at + grace else IN_TIME


def _minute(clock: str) -> int:
    at = time.fromisoformat(clock)
    return at.hour * 60 + at.minute


def _clock(minute: int) -> str:
    return f"{minute // 60:02d}:{minute % 60:02d}"
