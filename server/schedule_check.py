"""Hours as somebody wrote them: what is wrong with a schedule or a special day, in one sentence."""

import re
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from itertools import combinations, pairwise

from server.plan import WEEKDAYS, Schedule, Season, Session, SpecialDay
from server.schedule import gives_from, gives_until, is_between

CLOCK = re.compile(r"([01]\d|2[0-3]):[0-5]\d", re.ASCII)
LEAP_YEAR = [date(2000, 1, 1) + timedelta(days=days) for days in range(366)]
YEAR = [f"{day:%m-%d}" for day in LEAP_YEAR]
"""Every ``MM-DD`` there is."""


def check_schedule(schedule: Schedule) -> None:
    """:raises ValueError: naming the key that is wrong and what would be right."""
    where = f"schedule {schedule.name!r}"
    _check_sessions(schedule.session, where)
    for season in schedule.season:
        _check_dates(season, where)
        _check_sessions(season.session, f"{where}, season {season.name!r}")
    for one, other in combinations(schedule.season, 2):
        _check_apart(one, other, where)


def check_special_day(special: SpecialDay) -> None:
    """:raises ValueError: naming the key that is wrong and what would be right."""
    where = f"day {special.date!r}"
    _check_day(special.date, f"{where}: date")
    _check_weekdays([special.like], f"{where}: like")
    if special.announced:
        _check_day(special.announced, f"{where}: announced")
    if not special.name:
        raise ValueError(f"{where}: name is empty; say what people are to read")


def _check_sessions(sessions: Iterable[Session], where: str) -> None:
    held = list(sessions)
    for session in held:
        _check_session(session, f"{where}, session {session.name!r}")
    for weekday in WEEKDAYS:
        today = sorted((each for each in held if weekday in each.days), key=lambda it: it.opens)
        for one, other in combinations(today, 2):
            if one.name == other.name:
                raise ValueError(f"{where}: two sessions are named {one.name!r} on {weekday}")
        for before, after in pairwise(today):
            _check_order(before, after, f"{where}, {weekday}")


def _check_session(session: Session, where: str) -> None:
    if not session.name:
        raise ValueError(f"{where}: name is empty; say morning, for example")
    _check_weekdays(session.days, f"{where}: days")
    for key in ("opens", "closes", "tickets_from", "last_ticket"):
        value = getattr(session, key)
        is_optional = key in ("tickets_from", "last_ticket")
        if not (CLOCK.fullmatch(value) or (is_optional and not value)):
            raise ValueError(f"{where}: {key} is {value!r}; say a time like 07:30")
    if session.closes <= session.opens:
        raise ValueError(f"{where}: closes {session.closes} is not after opens {session.opens}")
    if gives_until(session) > session.closes:
        raise ValueError(f"{where}: last_ticket {session.last_ticket} is after closes")
    if gives_from(session) >= gives_until(session):
        raise ValueError(f"{where}: last_ticket is not after tickets_from: no number is given")


def _check_order(before: Session, after: Session, where: str) -> None:
    """Each instant belongs to one session, for serving and for giving numbers."""
    if after.opens < before.closes:
        raise ValueError(
            f"{where}: session {after.name!r} opens at {after.opens}, "
            f"before {before.name!r} closes at {before.closes}"
        )
    if gives_from(after) < gives_until(before):
        raise ValueError(
            f"{where}: tickets_from of {after.name!r} is {gives_from(after)}, "
            f"while numbers of {before.name!r} are given until {gives_until(before)}"
        )


def _check_dates(season: Season, where: str) -> None:
    for key in ("start", "end"):
        value = getattr(season, key)
        if value not in YEAR:
            raise ValueError(
                f"{where}, season {season.name!r}: {key} is {value!r}; say month and day like 04-01"
            )


def _check_apart(one: Season, other: Season, where: str) -> None:
    if one.name == other.name:
        raise ValueError(f"{where}: two seasons are named {one.name!r}")
    for day in YEAR:
        if is_between(day, one.start, one.end) and is_between(day, other.start, other.end):
            raise ValueError(f"{where}: seasons {one.name!r} and {other.name!r} both have {day}")


def _check_weekdays(names: Sequence[str], where: str) -> None:
    for name in names:
        if name not in WEEKDAYS:
            raise ValueError(f"{where}: no weekday {name!r}; known: {', '.join(WEEKDAYS)}")


def _check_day(text: str, where: str) -> None:
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise ValueError(f"{where}: {text!r} is no day; say one like 2026-08-22") from error
    if day.isoformat() != text:
        raise ValueError(f"{where}: {text!r} is written otherwise; say {day.isoformat()}")
