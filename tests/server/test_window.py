"""When a citizen may rate."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.window import closes_at, longest_s, over_at, takes

DONE = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
SECONDS = st.integers(0, 600)
LENGTHS_S = st.integers(5, 120)
SIGNS = st.lists(st.integers(-20, 1500).map(lambda s: DONE + timedelta(seconds=s)), max_size=30)


def after(seconds: float) -> datetime:
    return DONE + timedelta(seconds=seconds)


def over(window_s: int, signs: Iterable[datetime] = ()) -> datetime:
    return over_at(DONE, window_s, longest_s(window_s), signs)


def test_a_window_closes_after_its_seconds() -> None:
    assert closes_at(over(60), None) == after(60)


def test_the_next_call_closes_it_earlier() -> None:
    assert closes_at(over(60), after(20)) == after(20)
    assert closes_at(over(60), after(80)) == after(60)


def test_the_last_instant_is_outside() -> None:
    assert takes(after(59.999), after(60))
    assert not takes(after(60), after(60))


@given(SECONDS, st.none() | SECONDS, SECONDS)
def test_no_answer_counts_after_the_next_call_or_the_time(
    given_s: int, called_s: int | None, window_s: int
) -> None:
    called = None if called_s is None else after(called_s)
    is_in = given_s < window_s and (called_s is None or given_s < called_s)
    assert takes(after(given_s), closes_at(over(window_s), called)) is is_in


@pytest.mark.parametrize(
    ("signs_s", "called_s", "end_s"),
    [
        ([], None, 60),
        ([40], None, 100),
        ([90, 40], None, 150),
        ([60], None, 60),
        ([40, 90], 70, 70),
        (range(30, 1000, 30), None, 660),
        ([-5], None, 60),
    ],
)
def test_the_table_of_signs(signs_s: Iterable[int], called_s: int | None, end_s: int) -> None:
    called = None if called_s is None else after(called_s)
    assert closes_at(over(60, map(after, signs_s)), called) == after(end_s)


def test_a_long_window_is_read_for_an_hour_at_the_most() -> None:
    every_minute = [after(each) for each in range(0, 7200, 60)]
    assert over(1200, every_minute) == over(3600, every_minute) == after(3600)


@given(SIGNS, LENGTHS_S, st.randoms())
def test_signs_move_the_end_by_the_rule_in_any_order(signs, window_s, chance) -> None:
    shuffled = chance.sample(signs, len(signs)) + signs[:3]
    end = over(window_s, signs)
    assert over(window_s, shuffled) == end
    assert after(window_s) <= end <= after(longest_s(window_s))
    counted = [each for each in signs if each < end]
    latest = max([DONE, *counted]) + timedelta(seconds=window_s)
    assert end == min(latest, after(longest_s(window_s)))
    # Nothing that comes after the end opens it again.
    assert over(window_s, counted) == end


@given(SIGNS, SIGNS, LENGTHS_S)
def test_one_more_sign_never_shortens_it(signs, more, window_s) -> None:
    assert over(window_s, signs) <= over(window_s, signs + more)
