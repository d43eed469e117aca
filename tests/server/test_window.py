"""When a citizen may rate."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from server.window import closes_at, takes

DONE = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
SECONDS = st.integers(0, 600)


def after(seconds: float) -> datetime:
    return DONE + timedelta(seconds=seconds)


def test_a_window_closes_after_its_seconds() -> None:
    assert closes_at(DONE, None, 60) == after(60)


def test_the_next_call_closes_it_earlier() -> None:
    assert closes_at(DONE, after(20), 60) == after(20)
    assert closes_at(DONE, after(80), 60) == after(60)


def test_the_last_instant_is_outside() -> None:
    assert takes(after(59.999), after(60))
    assert not takes(after(60), after(60))


@given(SECONDS, st.none() | SECONDS, SECONDS)
def test_no_answer_counts_after_the_next_call_or_the_time(
    given_s: int, called_s: int | None, window_s: int
) -> None:
    called = None if called_s is None else after(called_s)
    is_in = given_s < window_s and (called_s is None or given_s < called_s)
    assert takes(after(given_s), closes_at(DONE, called, window_s)) is is_in
