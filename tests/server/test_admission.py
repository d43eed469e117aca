"""Whether a number is given now: hours, holidays, limits, services that have ended."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from server.errors import Refused
from tests.server.desk import ZONE, Desk, asked

HOURS: dict[str, Any] = {
    "name": "office",
    "session": [
        {
            "name": "morning",
            "opens": "07:30",
            "closes": "11:30",
            "tickets_from": "07:00",
            "last_ticket": "11:00",
            "days": ["mon", "tue", "wed", "thu", "fri", "sat"],
        },
        {"name": "afternoon", "opens": "13:30", "closes": "17:00", "last_ticket": "16:30"},
    ],
}


@pytest.fixture
def office(desk: Desk) -> Desk:
    """An office with hours: Monday 23 November 2026, eight o'clock."""
    desk.change("schedule", "office", HOURS)
    return desk


def at(desk: Desk, text: str) -> None:
    desk.clock.at = datetime.fromisoformat(text).replace(tzinfo=ZONE)


def refused(desk: Desk, service: str = "A") -> Refused:
    with pytest.raises(Refused) as caught:
        desk.issue(service)
    return caught.value


@pytest.mark.parametrize("text", ["2026-11-23 07:00", "2026-11-23 10:59", "2026-11-23 13:30"])
def test_numbers_are_given_before_opening_and_until_the_last(office: Desk, text: str) -> None:
    at(office, text)
    assert office.issue().label == "A001"


@pytest.mark.parametrize(
    ("text", "opens"),
    [
        ("2026-11-23 06:59", "07:00 23/11"),
        ("2026-11-23 11:00", "13:30 23/11"),
        ("2026-11-23 16:30", "07:00 24/11"),
        ("2026-11-28 12:00", "07:00 30/11"),
    ],
)
def test_otherwise_it_says_when_the_next_are(office: Desk, text: str, opens: str) -> None:
    at(office, text)
    error = refused(office)
    assert (error.code, error.about["at"]) == ("closed_now", opens)
    assert office.count("tickets") == office.count("numbers") == 0


def test_a_day_off_has_its_name(office: Desk) -> None:
    culture = {"date": "2026-11-24", "works": False, "name": "Ngày Văn hóa Việt Nam"}
    office.change("day", "2026-11-24", culture)
    at(office, "2026-11-24 09:00")
    error = refused(office)
    assert error.code == "closed_today"
    assert error.about["holiday"] == "Ngày Văn hóa Việt Nam"
    assert error.about["at"] == "07:00 25/11"


def test_a_worked_saturday_has_the_hours_of_the_day_it_stands_for(office: Desk) -> None:
    swap = {"date": "2026-12-05", "works": True, "like": "mon", "name": "Làm bù"}
    office.change("day", "2026-12-05", swap)
    at(office, "2026-12-05 14:00")
    assert office.issue().label == "A001"


def test_a_limit_of_the_session_and_one_of_the_day(office: Desk) -> None:
    limits = {"code": "A", "name": "Tư pháp", "limit_session": 2, "limit_day": 3}
    office.change("service", "A", limits)
    for _ in range(2):
        office.issue()
    error = refused(office)
    assert (error.code, error.about["at"]) == ("quota_reached", "13:30 23/11")
    at(office, "2026-11-23 14:00")
    assert office.issue().label == "A003"
    error = refused(office)
    assert (error.code, error.about["at"]) == ("quota_reached", "07:00 24/11")
    assert office.issue("B").label == "B001"


def test_a_number_given_back_still_counts(office: Desk) -> None:
    office.change("service", "A", {"code": "A", "name": "Tư pháp", "limit_day": 1})
    office.office.cancel(office.issue().id, asked(None))
    assert refused(office).code == "quota_reached"


def test_a_service_that_has_ended_says_where_to_go(office: Desk) -> None:
    notice = "Mời ông/bà đến Trung tâm tỉnh, 12 Trần Hưng Đạo."
    ended = {"code": "B", "name": "Đất đai", "has_ended": True, "notice": notice}
    office.change("service", "B", ended, "2026-12-01")
    assert office.issue("B").label == "B001"
    at(office, "2026-12-01 09:00")
    error = refused(office, "B")
    assert (error.code, str(error.about["notice"])) == ("service_ended", notice)


def test_numbers_that_restart_with_the_session_have_ranges_of_their_own(office: Desk) -> None:
    row = {
        "name": "A",
        "prefix": "A",
        "restart": "session",
        "session_first": {"morning": 1, "afternoon": 501},
    }
    office.change("numbering", "A", row)
    labels = [office.issue().label for _ in range(2)]
    at(office, "2026-11-23 14:00")
    labels += [office.issue().label for _ in range(2)]
    at(office, "2026-11-24 08:00")
    labels.append(office.issue().label)
    assert labels == ["A001", "A002", "A501", "A502", "A001"]


def test_the_session_stands_on_the_ticket(office: Desk) -> None:
    office.issue()
    with office.store.reading() as connection:
        assert connection.execute("SELECT session FROM tickets").fetchone()[0] == "morning"


def test_without_hours_numbers_are_given_round_the_clock(desk: Desk) -> None:
    for _ in range(24):
        desk.clock.at += timedelta(hours=1)
        desk.issue()
    assert desk.count("tickets") == 24
