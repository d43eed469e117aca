"""Which day an instant belongs to, and how instants are written."""

from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.hours import business_day, instant, session, stamp

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
INSTANTS = st.datetimes(
    datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.sampled_from([UTC, ZONE])
)


def test_midnight_in_vietnam_is_17_hours_utc() -> None:
    midnight = datetime(2026, 11, 22, 17, 0, tzinfo=UTC)
    assert business_day(midnight - timedelta(milliseconds=1), ZONE) == date(2026, 11, 22)
    assert business_day(midnight, ZONE) == date(2026, 11, 23)


def test_the_afternoon_begins_at_noon_on_the_offices_clock() -> None:
    noon = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)
    assert session(noon - timedelta(seconds=1), ZONE) == "morning"
    assert session(noon, ZONE) == "afternoon"


def test_an_instant_without_a_zone_is_refused() -> None:
    naive = datetime(2026, 11, 23, 8, 0)
    for refused in (lambda: business_day(naive, ZONE), lambda: session(naive, ZONE)):
        with pytest.raises(ValueError, match="without a zone does not say which day"):
            refused()
    with pytest.raises(ValueError, match="without a zone cannot be written"):
        stamp(naive)
    with pytest.raises(ValueError, match="an instant needs a zone, as in"):
        instant("2026-11-23T08:00:00")


@pytest.mark.parametrize("text", ["", "yesterday", "2026-13-01T00:00:00Z", "25:00"])
def test_what_is_no_instant_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        instant(text)


def test_a_stamp_is_utc_to_the_millisecond() -> None:
    at = datetime(2026, 11, 23, 7, 30, 1, 2999, tzinfo=timezone(timedelta(hours=7)))
    assert stamp(at) == "2026-11-23T00:30:01.002Z"


@given(INSTANTS)
def test_a_stamp_reads_back_to_the_millisecond(at: datetime) -> None:
    lost = at - instant(stamp(at))
    assert timedelta(0) <= lost < timedelta(milliseconds=1)
    assert stamp(instant(stamp(at))) == stamp(at)


@given(INSTANTS, INSTANTS)
def test_stamps_sort_as_time_does(one: datetime, other: datetime) -> None:
    if stamp(one) != stamp(other):
        assert (stamp(one) < stamp(other)) is (one < other)


def test_a_time_that_utc_does_not_have_is_refused() -> None:
    with pytest.raises(ValueError, match="no such time"):
        instant("0001-01-01T00:00:00+14:00")
