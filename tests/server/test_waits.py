"""The wait that is told: never less for whoever stands farther behind, and mostly true."""

import heapq
import math
import random
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.waits import FEWEST, Hands, Pace, Range, cycle_s, estimate, hands, pace

SECONDS = st.floats(0, 4 * 3600)
PACES = st.builds(Pace, SECONDS, SECONDS, SECONDS)
HANDS = st.builds(Hands, st.floats(0.01, 30), st.integers(0, 30))


@given(st.integers(0, 500), PACES, HANDS)
def test_a_range_is_in_order(ahead: int, at: Pace, by: Hands) -> None:
    found = estimate(ahead, at, by)
    assert found is not None
    assert 0 <= found.low_s <= found.likely_s <= found.high_s


@given(st.integers(0, 500), PACES, HANDS)
def test_nobody_farther_behind_is_told_less(ahead: int, at: Pace, by: Hands) -> None:
    here, behind = estimate(ahead, at, by), estimate(ahead + 1, at, by)
    assert here is not None and behind is not None
    assert here.low_s <= behind.low_s
    assert here.likely_s <= behind.likely_s
    assert here.high_s <= behind.high_s


@given(st.integers(0, 500), PACES)
def test_nothing_is_said_without_a_counter_or_a_pace(ahead: int, at: Pace) -> None:
    assert estimate(ahead, at, Hands(0.0)) is None
    assert estimate(ahead, None, Hands(2.0)) is None


@given(st.lists(SECONDS, max_size=60))
def test_a_pace_is_of_enough_visits_and_lies_among_them(taken: list[float]) -> None:
    found = pace(taken)
    assert (found is None) == (len(taken) < FEWEST)
    if found is not None:
        assert min(taken) - 1e-6 <= found.mean_s <= max(taken) + 1e-6


def test_one_visit_of_a_whole_day_moves_little() -> None:
    usual = pace([300.0] * 40)
    moved = pace([300.0] * 40 + [8 * 3600.0])
    assert usual is not None and moved is not None
    assert moved.mean_s == pytest.approx(usual.mean_s)


@pytest.mark.parametrize(
    ("next_called", "next_came", "took"),
    [
        (330.0, 100.0, 330.0),  # the next one was there: the clerk's own time counts
        (330.0, 310.0, 300.0),  # nobody was there
        (250.0, 100.0, 300.0),  # parked, and another called meanwhile
    ],
)
def test_what_a_visit_takes_its_counter(next_called: float, next_came: float, took: float) -> None:
    assert cycle_s(0.0, 300.0, next_called, next_came) == took


def test_a_counter_with_other_lines_gives_the_share_of_the_work() -> None:
    both, only = ("A", "B"), ("A",)
    assert hands("A", [(only, True), (("B",), True)], {}, {}) == Hands(1.0, 1)
    assert hands("A", [(both, False)], {"A": 3, "B": 1}, {}) == Hands(0.75, 0)
    assert hands("A", [(both, False)], {"A": 2, "B": 1}, {"A": 60.0, "B": 120.0}) == Hands(0.5, 0)
    assert hands("C", [(both, False)], {"A": 2}, {}) == Hands(0.0, 0)


# A steady office


Visit = tuple[float, float]
"""How long it takes, and when the next one comes after it."""


def told_and_true(
    counters: int, visits: Sequence[Visit], before: Sequence[float]
) -> list[tuple[Range, float]]:
    """What everybody is told, and what they wait; *before* are the visits of the last weeks."""
    free_at = [0.0] * counters
    waits, begun = list[tuple[Range, float]](), list[tuple[float, float]]()
    now = 0.0
    for takes, gap in visits:
        now += gap
        begins = max(now, heapq.heappop(free_at))
        heapq.heappush(free_at, begins + takes)
        ahead = sum(start > now for start, _ in begun)
        done = [took for start, took in begun if start + took <= now]
        free = sum(each <= now for each in free_at) + (begins <= now)
        found = estimate(ahead, pace([*done[::-1], *before]), Hands(counters, free))
        assert found is not None
        waits.append((found, begins - now))
        begun.append((begins, takes))
    return waits


@pytest.mark.parametrize("counters", [1, 2, 5])
@pytest.mark.parametrize("load", [0.8, 1.0, 1.1])
@pytest.mark.parametrize("spread", [0.3, 0.6, 0.9])
def test_in_a_steady_office_four_of_five_are_told_what_they_wait(
    counters: int, load: float, spread: float
) -> None:
    chance = random.Random(f"{counters} {load} {spread}")
    before = [chance.lognormvariate(5.8, spread) for _ in range(100)]
    every_s = math.exp(5.8 + spread**2 / 2) / counters / load
    inside = told = 0
    for _ in range(8):  # days
        visits = [
            (chance.lognormvariate(5.8, spread), chance.expovariate(1 / every_s))
            for _ in range(120)
        ]
        for found, waited in told_and_true(counters, visits, before):
            told += 1
            inside += found.low_s <= waited <= found.high_s
    assert inside / told >= 0.8
