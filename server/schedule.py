"""Hours: which days are worked, in which sessions, and whether numbers are given now.

Times are wall time in the office's zone.  Sessions keep theirs as ``HH:MM``, and such texts sort
as time does; nothing here reads a clock.  A stretch holds from its first minute up to, and without,
its last: with *last_ticket* 11:00 the last number is given at 10:59:59.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from server.plan import WEEKDAYS, Plan, Schedule, Service, Session

AHEAD_DAYS = 60
"""How far ahead the next opening is looked for; the longest closing known, Tết, takes nine days."""
NOON = "12:00"


@dataclass(frozen=True, slots=True)
class WorkingDay:
    """Whether a day is worked, and by which weekday's hours (*like*, 0 is Monday).

    *name* is that of the special day or the public holiday.  A plain weekday counts as worked: a
    schedule without sessions on it has it off.
    """

    is_worked: bool
    like: int
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Whether a service gives numbers at an instant, and *why* (or why not).

    *why*: ``open`` · ``ended`` (the service) · ``day_off`` (called *name*, if it has a name) ·
    ``too_early`` (before the day's first numbers) · ``between`` (two sessions) · ``over``.
    *session* is that of a number taken now.  *opens_at* is when numbers are given next, ``None``
    while they are, when they never stop, or when no day of the next sixty has any.  *closes_at* is
    when the session of these numbers closes or, when none are given, the one being served.
    """

    takes_numbers: bool
    why: str
    session: str = ""
    opens_at: datetime | None = None
    closes_at: datetime | None = None
    name: str = ""


def working_day(plan: Plan, day: date) -> WorkingDay:
    """How *day* is worked: a special day beats a public holiday, and that beats the weekday."""
    special = plan.days.get(day)
    if special is not None:
        like = WEEKDAYS.index(special.like) if special.works else day.weekday()
        return WorkingDay(special.works, like, special.name)
    holiday = plan.holidays.get(day, "")
    return WorkingDay(not holiday, day.weekday(), holiday)


def sessions(plan: Plan, schedule_name: str, day: date) -> tuple[Session, ...]:
    """The sessions of *day* in order of opening: none on a day off, or without such a schedule."""
    schedule = plan.schedules.get(schedule_name)
    if schedule is None:
        return ()
    how = working_day(plan, day)
    if not how.is_worked and (day in plan.days or not schedule.works_on_holidays):
        return ()
    weekday = WEEKDAYS[how.like]
    held = [each for each in _in_season(schedule, day) if weekday in each.days]
    return tuple(sorted(held, key=lambda session: session.opens))


def _in_season(schedule: Schedule, day: date) -> tuple[Session, ...]:
    at = f"{day:%m-%d}"
    for season in schedule.season:
        if is_between(at, season.start, season.end):
            return season.session
    return schedule.session


def session_names(plan: Plan, schedule_name: str) -> set[str]:
    """Every session a ticket may belong to; ``""`` where there is no such schedule."""
    schedule = plan.schedules.get(schedule_name)
    if schedule is None:
        return {""}
    seasons = [session for season in schedule.season for session in season.session]
    return {each.name for each in (*schedule.session, *seasons)}


def is_between(at: str, start: str, end: str) -> bool:
    """Whether the ``MM-DD`` *at* is from *start* to *end*, over the new year if *end* is first."""
    if start <= end:
        return start <= at <= end
    return at >= start or at <= end


def gives_from(session: Session) -> str:
    """When the first number of *session* is given."""
    return session.tickets_from or session.opens


def gives_until(session: Session) -> str:
    """When numbers of *session* are no longer given."""
    return session.last_ticket or session.closes


def standing(plan: Plan, service: Service, at: datetime) -> Standing:
    """Whether *service* gives numbers at the instant *at*, aware and in the office's zone.

    Without a schedule it always does, on holidays too: an office that has set up no hours works
    round the clock.

    :raises ValueError: if *at* is naive.
    """
    clock = _clock(at)
    if service.has_ended:
        return Standing(takes_numbers=False, why="ended")
    if service.schedule not in plan.schedules:
        return Standing(takes_numbers=True, why="open")
    today = sessions(plan, service.schedule, at.date())
    for session in today:
        if gives_from(session) <= clock < gives_until(session):
            closes_at = _instant(at, at.date(), session.closes)
            return Standing(
                takes_numbers=True, why="open", session=session.name, closes_at=closes_at
            )
    return _closed(plan, service.schedule, at, today)


def _closed(plan: Plan, schedule_name: str, at: datetime, today: tuple[Session, ...]) -> Standing:
    """What holds at *at* while none of *today*'s sessions gives numbers."""
    clock, how = _clock(at), working_day(plan, at.date())
    serving = [each.closes for each in today if each.opens <= clock < each.closes]
    return Standing(
        takes_numbers=False,
        why=_why_not(today, clock),
        opens_at=next(openings(plan, schedule_name, at), None),
        closes_at=_instant(at, at.date(), serving[0]) if serving else None,
        name="" if today or how.is_worked else how.name,
    )


def _why_not(today: tuple[Session, ...], clock: str) -> str:
    """Why none of *today*'s sessions gives numbers."""
    if not today:
        return "day_off"
    if all(clock < gives_from(each) for each in today):
        return "too_early"
    return "between" if any(clock < gives_from(each) for each in today) else "over"


def openings(plan: Plan, schedule_name: str, at: datetime) -> Iterator[datetime]:
    """The instants after *at* at which a session begins to give numbers, sixty days ahead.

    While a session gives numbers that are used up, the first is when others are given.
    """
    for days in range(AHEAD_DAYS + 1):
        day = at.date() + timedelta(days=days)
        for session in sessions(plan, schedule_name, day):
            opening = _instant(at, day, gives_from(session))
            if opening > at:
                yield opening


def session_name(plan: Plan, schedule_name: str, at: datetime) -> str:
    """The session that is served at *at*, aware and in the office's zone.

    The gap before a session belongs to it, what comes after the last one to that; on a day without
    sessions it is ``morning`` until noon and ``afternoon`` from then on.

    :raises ValueError: if *at* is naive.
    """
    clock = _clock(at)
    today = sessions(plan, schedule_name, at.date())
    if not today:
        return "morning" if clock < NOON else "afternoon"
    return next((each.name for each in today if clock < each.closes), today[-1].name)


def _clock(at: datetime) -> str:
    if at.tzinfo is None:
        raise ValueError("an instant without a zone does not say what time it is in the office")
    return f"{at.hour:02d}:{at.minute:02d}"  # strftime takes four times as long


def _instant(at: datetime, day: date, clock: str) -> datetime:
    """The wall time *clock* of *day*, in the zone of *at*."""
    return datetime.combine(day, time.fromisoformat(clock), at.tzinfo)
