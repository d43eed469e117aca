"""Numbers from home: of their own day's row, in the order in which they were taken."""

from datetime import timedelta

import pytest

from server.errors import Refused, Unknown
from server.follow_day import DayFollower
from server.verify import breaks
from tests.server.booking import (
    AN,
    BINH,
    CHI,
    FRIDAY,
    HOURS,
    MONDAY,
    SERVICE,
    TUESDAY,
    at,
    from_home,
    prepare,
)
from tests.server.desk import Desk, asked


@pytest.fixture
def office(desk: Desk) -> Desk:
    return prepare(desk)


def days(desk: Desk, service: str = "A") -> list[int]:
    with desk.store.reading() as connection:
        plans = desk.home_numbers.plans(connection)
    found = desk.home_numbers.days(plans, plans[0].services[service])
    return [each.day for each in found]


def broken(desk: Desk) -> list[str]:
    with desk.store.reading() as connection:
        return list(breaks(connection))


def test_a_number_for_today_is_the_next_of_today(office: Desk) -> None:
    office.issue()
    ticket = from_home(office)
    assert (ticket.label, ticket.business_day, ticket.slip.state) == ("A002", "2026-11-23", "none")
    assert office.issue().label == "A003"
    assert [office.call("1").label for _ in range(1)] == ["A001"]
    office.counters.finish("1", asked(None))
    assert office.call("1").label == "A002"  # by the order of registration
    assert broken(office) == []


def test_a_number_for_tomorrow_is_the_first_of_tomorrow(office: Desk) -> None:
    tomorrow = from_home(office, TUESDAY)
    assert (tomorrow.label, tomorrow.business_day) == ("A001", "2026-11-24")
    assert office.issue().label == "A001"
    with office.store.reading() as connection:
        lanes = connection.execute("SELECT business_day, waiting FROM lanes ORDER BY 1").fetchall()
    assert [tuple(row) for row in lanes] == [("2026-11-23", 1), ("2026-11-24", 1)]
    at(office, "08:00", TUESDAY)
    office.upkeep.look()
    assert office.issue().label == "A002"
    assert office.call("1").id == tomorrow.id
    assert broken(office) == []


def test_tomorrows_number_is_not_called_today(office: Desk) -> None:
    tomorrow = from_home(office, TUESDAY)
    assert office.counters.call_next("1", asked(None)) is None
    with pytest.raises(Refused, match="not_today"):
        office.counters.call("1", tomorrow.id, asked(None))
    office.upkeep.look()
    assert office.ticket(tomorrow.id).state == "waiting"


def test_tomorrows_number_does_not_end_today(office: Desk) -> None:
    follow = DayFollower(office.store, office.office)
    today = office.issue(priority="elderly")
    from_home(office, TUESDAY)
    for entry in office.journal.after(0):
        follow.handle(entry)
    assert office.ticket(today.id).priority == "elderly"


def test_a_service_says_whether_and_how_far(office: Desk) -> None:
    with pytest.raises(Refused, match="no_home_numbers"):
        from_home(office, service="B")
    with pytest.raises(Unknown, match="no_such_service"):
        from_home(office, service="X")
    with pytest.raises(Refused, match="day_not_offered"):
        from_home(office, MONDAY + timedelta(days=3))
    office.change("service", "A", {**SERVICE, "home_days": 0})
    from_home(office)
    with pytest.raises(Refused, match="day_not_offered"):
        from_home(office, TUESDAY)
    assert days(office) == [23]
    assert days(office, "B") == []


def test_days_off_are_not_offered(office: Desk) -> None:
    office.change("day", "2026-11-24", {"works": False, "name": "Nghỉ"})
    assert days(office) == [23, 25]
    with pytest.raises(Refused, match="day_off"):
        from_home(office, TUESDAY)


def test_before_the_hall_opens_there_are_numbers_and_after_the_last_there_are_none(
    office: Desk,
) -> None:
    at(office, "05:00")
    with pytest.raises(Refused, match="closed_now"):
        office.issue()
    assert from_home(office).label == "A001"
    at(office, "16:30")
    with pytest.raises(Refused, match="closed_now"):
        from_home(office, identity=BINH)
    assert days(office) == [24, 25]
    at(office, "10:00", FRIDAY + timedelta(days=1))
    with pytest.raises(Refused, match="closed_now"):
        from_home(office, FRIDAY + timedelta(days=1))


def test_a_full_session_goes_on_with_the_next_and_a_full_day_with_none(office: Desk) -> None:
    office.change("service", "A", {**SERVICE, "limit_session": 1})
    tickets = [from_home(office, TUESDAY, each) for each in (AN, BINH)]
    with pytest.raises(Refused, match="day_full"):
        from_home(office, TUESDAY, CHI)
    with office.store.reading() as connection:
        rows = connection.execute("SELECT session FROM tickets ORDER BY id").fetchall()
    assert [row["session"] for row in rows] == ["morning", "afternoon"]
    assert [each.label for each in tickets] == ["A001", "A002"]
    office.change("service", "A", {**SERVICE, "limit_day": 2})
    with pytest.raises(Refused, match="day_full"):
        from_home(office, TUESDAY, CHI)


def test_without_a_schedule_every_day_gives_numbers(desk: Desk) -> None:
    desk.change("service", "A", {"name": "Tư pháp", "home_days": 1})
    assert days(desk) == [23, 24]
    assert from_home(desk, TUESDAY).label == "A001"


def test_a_service_that_ends_before_that_day_is_refused(office: Desk) -> None:
    office.change("service", "A", {**SERVICE, "has_ended": True}, "2026-11-24")
    assert days(office) == [23]
    with pytest.raises(Refused, match="service_ended"):
        from_home(office, TUESDAY)


def test_the_row_of_numbers_is_that_of_the_day(office: Desk) -> None:
    office.change("numbering", "hall", {"prefix": "H", "first": 100}, "2026-11-24")
    office.change("service", "A", {**SERVICE, "numbering": "hall"}, "2026-11-24")
    office.change("schedule", "office", HOURS, "2026-11-24")
    assert from_home(office, TUESDAY).label == "H100"
    assert from_home(office).label == "A001"
