"""Shares and Wilson's interval, against worked numbers and their own meaning."""

from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.shares import PLACES, Z, rounded, wilson

WORKED = [  # numerator, denominator, low, high: docs/reference/rating-figures.md
    (0, 10, 0.0, 0.2775),
    (10, 10, 0.7225, 1.0),
    (27, 30, 0.7438, 0.9654),
    (466, 467, 0.9880, 0.9996),
]


@pytest.mark.parametrize(("numerator", "denominator", "low", "high"), WORKED)
def test_intervals_worked_by_hand(
    numerator: int, denominator: int, low: float, high: float
) -> None:
    assert [round(end, 4) for end in wilson(numerator, denominator)] == [low, high]


def test_of_nothing_there_is_neither_share_nor_interval() -> None:
    for of_nothing in (rounded, wilson):
        with pytest.raises(ZeroDivisionError):
            of_nothing(0, 0)


def test_halves_go_up() -> None:
    assert [rounded(n, 8, 2) for n in (1, 3, 5)] == [0.13, 0.38, 0.63]


@st.composite
def parts(draw: st.DrawFn) -> tuple[int, int]:
    whole = draw(st.integers(1, 100_000))
    return draw(st.integers(0, whole)), whole


@given(parts())
def test_the_interval_is_around_the_share_and_its_ends_solve_wilsons_equation(
    part: tuple[int, int],
) -> None:
    p = part[0] / part[1]
    low, high = wilson(*part)
    assert 0 <= low <= p + 1e-12 and p - 1e-12 <= high <= 1
    for end in (low, high):
        assert abs((p - end) ** 2 - Z**2 * end * (1 - end) / part[1]) < 1e-9


@given(parts(), st.integers(2, 50))
def test_more_answers_of_the_same_share_say_more(part: tuple[int, int], times: int) -> None:
    few, many = wilson(*part), wilson(part[0] * times, part[1] * times)
    assert many[1] - many[0] < few[1] - few[0]


@given(parts())
def test_rounding_is_that_of_decimals(part: tuple[int, int]) -> None:
    exact = Decimal(part[0]) / Decimal(part[1])
    wanted = exact.quantize(Decimal(1).scaleb(-PLACES), ROUND_HALF_UP)
    assert rounded(*part) == float(wanted)
