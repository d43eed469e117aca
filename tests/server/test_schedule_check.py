"""Hours as somebody wrote them: wrong ones are refused in a sentence that says what is wrong."""

from dataclasses import replace

import pytest
from hypothesis import given

from server.plan import Schedule, Season, Session, SpecialDay
from server.schedule_check import check_schedule, check_special_day
from tests.server.hours import sample, schedules


def test_the_sample_is_right() -> None:
    for schedule in sample().schedules.values():
        check_schedule(schedule)
    for special in sample().days.values():
        check_special_day(special)


@given(schedules())
def test_what_is_apart_and_in_order_passes(schedule: Schedule) -> None:
    check_schedule(schedule)


DAY = Session(name="day", opens="07:30", closes="11:30")
LATE = Session(name="late", opens="13:00", closes="17:00")
SATURDAY = replace(DAY, days=("sat",))


@pytest.mark.parametrize(
    ("held", "sentence"),
    [
        ((replace(DAY, opens="7:30"),), "session 'day': opens is '7:30'; say a time like 07:30"),
        ((replace(DAY, closes="24:00"),), "closes is '24:00'"),
        ((replace(DAY, closes=""),), "closes is ''"),
        ((replace(DAY, tickets_from="07h"),), "tickets_from is '07h'"),
        ((replace(DAY, last_ticket="11:60"),), "last_ticket is '11:60'"),
        ((replace(DAY, opens="٠٧:30"),), "opens is '٠٧:30'"),
        ((replace(DAY, closes="07:30"),), "closes 07:30 is not after opens 07:30"),
        ((replace(DAY, last_ticket="11:31"),), "last_ticket 11:31 is after closes"),
        ((replace(DAY, last_ticket="07:30"),), "no number is given"),
        ((replace(DAY, tickets_from="11:30"),), "no number is given"),
        ((replace(DAY, days=("monday",)),), "days: no weekday 'monday'; known: mon, tue"),
        ((replace(DAY, name=""),), "name is empty"),
        ((DAY, replace(LATE, name="day")), "two sessions are named 'day' on mon"),
        ((replace(LATE, opens="11:29"), DAY), "session 'late' opens at 11:29, before 'day' closes"),
        ((DAY, replace(LATE, tickets_from="11:00")), "tickets_from of 'late' is 11:00, while"),
    ],
)
def test_wrong_sessions_are_refused(held: tuple[Session, ...], sentence: str) -> None:
    with pytest.raises(ValueError) as fault:
        check_schedule(Schedule(name="office", session=held))
    assert str(fault.value).startswith("schedule 'office'")
    assert sentence in str(fault.value)
    season = Season(name="summer", start="04-01", end="10-31", session=held)
    with pytest.raises(ValueError, match="schedule 'office', season 'summer'"):
        check_schedule(Schedule(name="office", season=(season,)))


def test_one_name_on_different_weekdays_is_right() -> None:
    check_schedule(Schedule(name="office", session=(DAY, LATE, SATURDAY)))


def test_the_afternoons_numbers_may_be_given_before_noon() -> None:
    early = replace(LATE, tickets_from="11:00")
    check_schedule(Schedule(name="office", session=(replace(DAY, last_ticket="11:00"), early)))


@pytest.mark.parametrize(
    ("seasons", "sentence"),
    [
        ([("x", "4-1", "10-31")], "season 'x': start is '4-1'; say month and day like 04-01"),
        ([("x", "02-30", "10-31")], "start is '02-30'"),
        ([("x", "04-01", "")], "end is ''"),
        ([("x", "04-01", "10-31"), ("x", "11-01", "03-31")], "two seasons are named 'x'"),
        ([("x", "04-01", "10-31"), ("y", "10-31", "03-31")], "'x' and 'y' both have 10-31"),
        ([("x", "11-01", "02-29"), ("y", "02-29", "03-31")], "'x' and 'y' both have 02-29"),
    ],
)
def test_wrong_seasons_are_refused(seasons: list[tuple[str, str, str]], sentence: str) -> None:
    held = tuple(Season(name=name, start=start, end=end) for name, start, end in seasons)
    with pytest.raises(ValueError, match="schedule 'office'") as fault:
        check_schedule(Schedule(name="office", season=held))
    assert sentence in str(fault.value)


def test_seasons_that_meet_are_right() -> None:
    halves = (
        Season(name="summer", start="04-01", end="10-31"),
        Season(name="winter", start="11-01", end="03-31"),
    )
    check_schedule(Schedule(name="office", season=halves))


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"date": "22/8/2026"}, "date: '22/8/2026' is no day; say one like 2026-08-22"),
        ({"date": "20260822"}, "is written otherwise; say 2026-08-22"),
        ({"like": "monday"}, "like: no weekday 'monday'"),
        ({"announced": "soon"}, "announced: 'soon' is no day"),
        ({"name": ""}, "name is empty"),
    ],
)
def test_wrong_special_days_are_refused(wrong: dict[str, str], sentence: str) -> None:
    right = SpecialDay(date="2026-08-22", works=True, name="Làm bù")
    check_special_day(right)
    with pytest.raises(ValueError) as fault:
        check_special_day(replace(right, **wrong))  # type: ignore[arg-type]
    assert sentence in str(fault.value)
