"""Which days are worked, in which sessions, and whether numbers are given now."""

import re
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from itertools import groupby, islice, pairwise

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from server.plan import WEEKDAYS, Plan, Schedule, Season, Session, SpecialDay
from server.schedule import (
    Standing,
    gives_from,
    gives_until,
    openings,
    session_name,
    session_names,
    sessions,
    standing,
    working_day,
)
from tests.server.hours import DATES, OFFICE, ZONE, at, plans, sample

SAMPLE = sample()
NO_HOURS = Plan(day=date(2026, 11, 24), holidays=SAMPLE.holidays)
MINUTES = st.integers(0, 1439)


def hours(day: str) -> list[tuple[str, str, str]]:
    held = sessions(SAMPLE, "office", date.fromisoformat(day))
    return [(each.name, each.opens, each.closes) for each in held]


def stands(text: str) -> Standing:
    return standing(SAMPLE, OFFICE, at(text))


WINTER = [("morning", "07:30", "11:30"), ("afternoon", "13:00", "17:00")]
SUMMER = [("morning", "07:00", "11:30"), ("afternoon", "13:30", "17:00")]


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2026-11-23", WINTER),
        ("2026-03-31", WINTER),
        ("2026-04-01", SUMMER),  # the first and the last day of Hải Dương's summer
        ("2026-10-30", SUMMER),
        ("2026-11-02", WINTER),
        ("2026-11-28", WINTER[:1]),  # Saturday morning
        ("2026-10-31", SUMMER[:1]),
        ("2026-11-29", []),  # Sunday
        ("2026-11-24", []),  # Ngày Văn hóa Việt Nam
        ("2026-08-22", SUMMER),  # a Saturday worked like a Monday
        ("2026-08-31", []),
        ("2026-01-02", []),
        ("2026-01-10", WINTER),
        ("2026-02-16", []),
        ("2026-02-21", []),  # no public holiday, but a Saturday of Tết
        ("2026-02-23", WINTER),
        ("2026-04-27", []),  # in lieu of a Sunday
    ],
)
def test_hours_of_a_day(day: str, expected: list[tuple[str, str, str]]) -> None:
    assert hours(day) == expected


def test_a_special_day_beats_a_public_holiday_and_that_the_weekday() -> None:
    day = date(2026, 11, 24)
    holiday = working_day(SAMPLE, day)
    assert (holiday.is_worked, holiday.like) == (False, 1)
    assert holiday.name == "Ngày Văn hóa Việt Nam"
    duty = SpecialDay(date="2026-11-24", works=True, like="sat", name="Trực", source="TB 12")
    worked = working_day(replace(SAMPLE, days={day: duty}), day)
    assert (worked.is_worked, worked.like, worked.name) == (True, 5, "Trực")
    plain = working_day(SAMPLE, date(2026, 11, 25))
    assert (plain.is_worked, plain.like, plain.name) == (True, 2, "")


def test_who_works_on_holidays_still_has_special_days_off() -> None:
    always = replace(SAMPLE.schedules["office"], works_on_holidays=True)
    plan = replace(SAMPLE, schedules={"office": always})
    assert sessions(plan, "office", date(2026, 11, 24)) != ()
    assert sessions(plan, "office", date(2026, 8, 31)) == ()


def test_a_season_may_go_over_the_new_year() -> None:
    night = Session(name="day", opens="08:00", closes="16:00", days=("thu", "fri"))
    base = replace(night, opens="07:00")
    winter = Season(name="winter", start="11-15", end="02-28", session=(night,))
    plan = Plan(
        day=date(2026, 1, 1),
        schedules={"office": Schedule(name="office", session=(base,), season=(winter,))},
    )
    days = ("2026-11-12", "2026-11-19", "2026-12-31", "2027-01-01", "2027-02-26", "2027-03-04")
    opens = [sessions(plan, "office", date.fromisoformat(day))[0].opens for day in days]
    assert opens == ["07:00", "08:00", "08:00", "08:00", "08:00", "07:00"]


# Whether numbers are given


@pytest.mark.parametrize(
    ("text", "why", "session", "opens_at", "closes_at"),
    [
        ("2026-11-23 06:59", "too_early", "", "2026-11-23 07:00", ""),
        ("2026-11-23 07:00", "open", "morning", "", "2026-11-23 11:30"),  # before the doors open
        ("2026-11-23 10:59:59", "open", "morning", "", "2026-11-23 11:30"),
        # The last number is given; those who have one are still served.
        ("2026-11-23 11:00", "between", "", "2026-11-23 12:45", "2026-11-23 11:30"),
        ("2026-11-23 12:00", "between", "", "2026-11-23 12:45", ""),
        ("2026-11-23 12:45", "open", "afternoon", "", "2026-11-23 17:00"),
        # Tuesday is a public holiday, so the next numbers are on Wednesday.
        ("2026-11-23 16:30", "over", "", "2026-11-25 07:00", "2026-11-23 17:00"),
        ("2026-11-24 09:00", "day_off", "", "2026-11-25 07:00", ""),
        ("2026-11-28 11:00", "over", "", "2026-11-30 07:00", "2026-11-28 11:30"),
        ("2026-07-01 06:45", "open", "morning", "", "2026-07-01 11:30"),
        ("2026-07-01 13:00", "between", "", "2026-07-01 13:15", ""),
        ("2026-08-21 17:30", "over", "", "2026-08-22 06:45", ""),
        # Swap, National Day and the day before it: five days, Saturday's morning taken away.
        ("2026-08-30 12:00", "day_off", "", "2026-09-03 06:45", ""),
    ],
)
def test_standing_on_the_samples_days(
    text: str, why: str, session: str, opens_at: str, closes_at: str
) -> None:
    assert stands(text) == Standing(
        takes_numbers=why == "open",
        why=why,
        session=session,
        opens_at=at(opens_at) if opens_at else None,
        closes_at=at(closes_at) if closes_at else None,
        name="Ngày Văn hóa Việt Nam" if text.startswith("2026-11-24") else "",
    )


def test_a_day_off_is_called_by_its_name_and_a_sunday_by_none() -> None:
    assert stands("2026-08-31 09:00").name == "Nghỉ hoán đổi dịp Quốc khánh"
    assert stands("2026-11-29 09:00").name == ""
    worked = SpecialDay(date="2026-11-29", works=True, like="sun", name="Trực")
    plan = replace(SAMPLE, days={date(2026, 11, 29): worked})
    nobody = standing(plan, OFFICE, at("2026-11-29 09:00"))
    assert (nobody.why, nobody.name) == ("day_off", "")


def test_a_service_that_has_ended_gives_no_numbers_at_any_time() -> None:
    ended = standing(SAMPLE, replace(OFFICE, has_ended=True), at("2026-11-23 08:00"))
    assert ended == Standing(takes_numbers=False, why="ended")


def test_an_office_that_set_up_no_hours_works_round_the_clock() -> None:
    for text in ("2026-11-24 03:00", "2026-11-29 23:59"):
        assert standing(NO_HOURS, OFFICE, at(text)) == Standing(takes_numbers=True, why="open")
    assert sessions(NO_HOURS, "office", date(2026, 11, 23)) == ()
    assert session_names(NO_HOURS, "office") == {""}


def test_a_schedule_that_never_opens_has_no_next_opening() -> None:
    plan = replace(SAMPLE, schedules={"office": Schedule(name="office")})
    assert standing(plan, OFFICE, at("2026-11-23 08:00")).opens_at is None


@pytest.mark.parametrize(("days_off", "opens_at"), [(60, "2027-01-23 08:00"), (61, "")])
def test_the_next_opening_is_looked_for_sixty_days_ahead(days_off: int, opens_at: str) -> None:
    daily = Session(name="day", opens="08:00", closes="09:00", days=WEEKDAYS)
    start = date(2026, 11, 24)
    plan = Plan(
        day=start,
        schedules={"office": Schedule(name="office", session=(daily,))},
        holidays={start + timedelta(days=days): "flood" for days in range(days_off)},
    )
    found = standing(plan, OFFICE, at("2026-11-24 08:00")).opens_at
    assert found == (at(opens_at) if opens_at else None)


def test_openings_follow_each_other_over_days_off() -> None:
    following = openings(SAMPLE, "office", at("2026-11-23 08:00"))
    expected = ("2026-11-23 12:45", "2026-11-25 07:00", "2026-11-25 12:45")
    assert list(islice(following, 3)) == [at(text) for text in expected]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("2026-11-23 05:00", "morning"),
        ("2026-11-23 11:29:59", "morning"),
        ("2026-11-23 11:30", "afternoon"),  # the gap belongs to what follows
        ("2026-11-23 20:00", "afternoon"),
        ("2026-11-28 15:00", "morning"),  # Saturday has no afternoon
        ("2026-11-24 11:59", "morning"),  # a day off: by noon
        ("2026-11-24 12:00", "afternoon"),
    ],
)
def test_the_session_that_is_served(text: str, name: str) -> None:
    assert session_name(SAMPLE, "office", at(text)) == name


def test_without_hours_noon_divides_the_day() -> None:
    assert session_name(NO_HOURS, "office", at("2026-11-23 11:59:59")) == "morning"
    assert session_name(NO_HOURS, "office", at("2026-11-23 12:00")) == "afternoon"


def test_an_instant_without_a_zone_is_refused() -> None:
    naive = datetime(2026, 11, 23, 8, 0)
    with pytest.raises(ValueError, match="without a zone"):
        standing(NO_HOURS, OFFICE, naive)
    with pytest.raises(ValueError, match="without a zone"):
        session_name(SAMPLE, "office", naive)


# What holds for any hours


@given(st.data(), DATES)
def test_sessions_of_a_day_are_in_order_and_apart(data: st.DataObject, day: date) -> None:
    held = sessions(data.draw(plans(near=day)), "office", day)
    assert all(each.opens < each.closes for each in held)
    for before, after in pairwise(held):
        assert before.closes <= after.opens
        assert gives_until(before) <= gives_from(after)


# Not shrunk: a failing day is short to read as it is, and each try asks 1,440 times.
@settings(max_examples=15, deadline=None, phases=(Phase.explicit, Phase.reuse, Phase.generate))
@given(st.data(), DATES)
def test_a_whole_day_minute_by_minute(data: st.DataObject, day: date) -> None:
    """Numbers are given in a session's stretch and nowhere else; the reasons come in order."""
    plan = data.draw(plans(near=day))
    held = sessions(plan, "office", day)
    whys = []
    for minute in range(1440):
        now = datetime.combine(day, time(minute // 60, minute % 60), ZONE)
        stood = standing(plan, OFFICE, now)
        clock = f"{now:%H:%M}"
        giving = [each for each in held if gives_from(each) <= clock < gives_until(each)]
        assert stood.takes_numbers is (stood.why == "open") is bool(giving)
        assert stood.session == (giving[0].name if giving else "")
        assert not (giving and stood.opens_at)
        assert stood.closes_at is None or stood.closes_at > now
        whys.append(stood.why)
    told = " ".join(why for why, _ in groupby(whys))
    assert re.fullmatch(r"(too_early )?open( between open)* over" if held else "day_off", told)


@given(st.data(), DATES, MINUTES)
def test_it_really_opens_when_it_says_and_no_sooner(
    data: st.DataObject, day: date, minute: int
) -> None:
    plan = data.draw(plans(near=day))
    now = datetime.combine(day, time(minute // 60, minute % 60), ZONE)
    opens_at = standing(plan, OFFICE, now).opens_at
    if opens_at is None:
        return
    assert opens_at > now
    assert standing(plan, OFFICE, opens_at).takes_numbers
    closed = (opens_at - now) // timedelta(minutes=1)
    for minutes in data.draw(st.lists(st.integers(0, closed - 1), max_size=20)):
        still = standing(plan, OFFICE, now + timedelta(minutes=minutes))
        assert not still.takes_numbers
        assert still.opens_at == opens_at
    just_before = standing(plan, OFFICE, opens_at - timedelta(seconds=1))
    assert (just_before.takes_numbers, just_before.opens_at) in ((False, opens_at), (True, None))
