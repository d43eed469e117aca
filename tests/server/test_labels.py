"""Labels as people read them."""

from hypothesis import given
from hypothesis import strategies as st

from server.labels import label


def test_three_digits() -> None:
    assert label("A", 42) == "A042"


def test_a_day_with_more_than_999_goes_on() -> None:
    assert [label("A", 999), label("A", 1000)] == ["A999", "A1000"]


@given(st.integers(1, 10**6), st.integers(1, 10**6))
def test_two_numbers_never_have_one_label(one: int, other: int) -> None:
    assert (label("A", one) == label("A", other)) is (one == other)
