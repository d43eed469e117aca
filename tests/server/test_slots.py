"""Which slots a day has, and who comes in time."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server import slots
from server.plan import Plan, Service
from server.schedule import sessions
from tests.server.hours import DATES, ZONE, at, plans, sample

A = Service(code="A", name="Tư pháp", slot_min=30, slot_capacity=2)
MONDAY = date(2026, 11, 23)


def test_a_winter_monday_of_the_sample() -> None:
    found = slots.starts(sample(), A, MONDAY)
    assert found[:3] == ("07:30", "08:00", "08:30")
    assert found[7:9] == ("11:00", "13:00")
    assert found[-1] == "16:30"
    assert len(found) == 16


def test_what_does_not_fit_into_its_session_is_no_slot() -> None:
    found = slots.starts(sample(), replace(A, slot_min=90), MONDAY)
    assert found == ("07:30", "09:00", "13:00", "14:30")  # 10:30 would end at 12:00


@pytest.mark.parametrize("day", [date(2026, 11, 24), date(2026, 11, 29)])
def test_a_day_off_has_none(day: date) -> None:
    assert slots.starts(sample(), A, day) == ()


def test_without_a_schedule_or_a_length_there_are_none() -> None:
    assert slots.starts(Plan(day=MONDAY), A, MONDAY) == ()
    assert slots.starts(sample(), replace(A, slot_min=0), MONDAY) == ()
    assert slots.starts(sample(), replace(A, has_ended=True), MONDAY) == ()


def test_free_places_are_what_is_left_of_the_capacity() -> None:
    booked = {"07:30": 1, "08:00": 2, "08:30": 5}  # a capacity may have been lowered since
    found = slots.slots(sample(), A, MONDAY, ZONE, booked)
    assert [(each.start, each.free) for each in found[:4]] == [
        *(("07:30", 1), ("08:00", 0), ("08:30", 0), ("09:00", 2))
    ]
    assert found[0].due == at("2026-11-23 07:30")
    assert {each.capacity for each in found} == {2}


@given(
    day=DATES,
    length=st.integers(1, 600),
    data=st.data(),
)
def test_slots_lie_one_after_another_within_the_sessions(
    day: date, length: int, data: st.DataObject
) -> None:
    plan = data.draw(plans(day))
    service = replace(A, slot_min=length)
    starts = slots.starts(plan, service, day)
    stretches = [
        (slots.due(day, each.opens, UTC), slots.due(day, each.closes, UTC))
        for each in sessions(plan, "office", day)
    ]
    ends = datetime.min.replace(tzinfo=UTC)
    for start in starts:
        begins = slots.due(day, start, UTC)
        assert begins >= ends or len(stretches) > 1
        ends = begins + timedelta(minutes=length)
        assert any(opens <= begins and ends <= closes for opens, closes in stretches)
    assert len(set(starts)) == len(starts)
    room = any(closes - opens >= timedelta(minutes=length) for opens, closes in stretches)
    assert bool(starts) == room


@pytest.mark.parametrize(
    ("clock", "said"),
    [
        ("08:44", slots.EARLY),
        ("08:45", slots.IN_TIME),
        ("09:00", slots.IN_TIME),
        ("09:15", slots.IN_TIME),
        ("09:16", slots.LATE),
    ],
)
def test_the_grace_holds_before_and_after(clock: str, said: str) -> None:
    due = at("2026-11-23 09:00")
    assert slots.arrival(at(f"2026-11-23 {clock}"), due, 15) == said
    assert slots.arrival(at(f"2026-11-23 {clock}").astimezone(UTC), due, 15) == said


def test_booking_reaches_as_far_as_the_service_says() -> None:
    assert slots.last_day(replace(A, slot_days=3), MONDAY) == date(2026, 11, 26)
