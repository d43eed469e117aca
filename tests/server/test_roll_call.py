"""What a person is told of a tablet: by hand, and for whatever it may say."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.roll_call import AWAY_S, NOBODY, Desk, Report, alerts, presence

OPEN = Desk(state="open", clerk="Lê Thị Hoa")
PAUSED = Desk(state="paused", clerk="Lê Thị Hoa")
WELL = Report(screen="idle", version="0.1", battery=80, is_charging=False, clock_off_s=1)


@pytest.mark.parametrize(
    ("report", "age_s", "desk", "told"),
    [
        (WELL, 1.0, OPEN, ()),
        (WELL, 29.9, OPEN, ()),  # suspect: a Wi-Fi blink is no alert
        (WELL, 30.0, OPEN, ("counter_without_tablet",)),
        (None, None, OPEN, ("counter_without_tablet",)),
        (WELL, 30.0, PAUSED, ()),
        (WELL, 30.0, NOBODY, ()),
        (Report(battery=15, is_charging=False), 1.0, OPEN, ("battery_low",)),
        (Report(battery=15, is_charging=True), 1.0, OPEN, ()),
        (Report(battery=16, is_charging=False), 1.0, OPEN, ()),
        (Report(battery=3), 1.0, NOBODY, ("battery_low",)),
        (Report(waiting_ratings=10), 1.0, OPEN, ("ratings_waiting",)),
        (Report(waiting_ratings=9), 1.0, OPEN, ()),
        (Report(clock_off_s=-120), 1.0, OPEN, ("clock_wrong",)),
        (Report(clock_off_s=119), 1.0, OPEN, ()),
        (Report(version="0.2"), 1.0, OPEN, ("other_version",)),
        (Report(battery=1), 30.0, NOBODY, ()),  # an old word of its battery says nothing now
    ],
)
def test_alerts(
    report: Report | None, age_s: float | None, desk: Desk, told: tuple[str, ...]
) -> None:
    assert alerts(report, age_s, desk, "0.1") == told


REPORTS = st.builds(
    Report,
    waiting_ratings=st.integers(0, 100),
    battery=st.none() | st.integers(0, 100),
    is_charging=st.none() | st.booleans(),
    clock_off_s=st.none() | st.integers(-(10**9), 10**9),
)
DESKS = st.builds(Desk, state=st.sampled_from(["open", "paused", "closed"]), clerk=st.just(""))


@given(REPORTS, st.none() | st.floats(0, 10**6), DESKS)
def test_an_open_counter_is_alone_exactly_when_its_tablet_is_away(
    report: Report, age_s: float | None, desk: Desk
) -> None:
    told = alerts(report, age_s, desk, "0.1")
    is_away = presence(age_s) == "away"
    assert ("counter_without_tablet" in told) == (is_away and desk.state == "open")
    assert not is_away or len(told) <= 1
    assert len(set(told)) == len(told)


def test_presence_steps_once_each_way() -> None:
    assert [presence(age_s) for age_s in (0.0, 14.9, 15.0, 29.9, AWAY_S, None)] == [
        *("here", "here", "suspect", "suspect", "away", "away")
    ]
