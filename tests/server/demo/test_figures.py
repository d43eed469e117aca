"""The simulated day looks like a day."""

import random
from datetime import time

from hypothesis import given
from hypothesis import strategies as st

from server.demo import figures


@given(st.sampled_from(sorted(figures.MEDIAN_MIN)), st.integers())
def test_a_visit_is_never_longer_than_an_hour(service: str, seed: int) -> None:
    seconds = figures.service_s(service, random.Random(seed))
    assert 0 < seconds <= figures.LONGEST_MIN * 60


def test_nobody_comes_over_lunch_or_at_night() -> None:
    assert figures.crowd(time(12, 0)) == figures.crowd(time(3, 0)) == 0
    assert figures.crowd(time(8, 0)) > figures.crowd(time(11, 0)) > 0


def test_most_are_satisfied_and_every_score_has_a_touch() -> None:
    chance = random.Random(0)
    scores = [figures.score(chance) for _ in range(2000)]
    assert sum(score >= 4 for score in scores) > 0.9 * len(scores)
    assert set(figures.TOUCH) == set(figures.SCORES)


def test_the_mean_of_a_skewed_time_is_above_its_median() -> None:
    assert figures.mean_s("B") > figures.MEDIAN_MIN["B"] * 60
