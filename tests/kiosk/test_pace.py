"""Waiting longer and longer, and not all together."""

from hypothesis import given
from hypothesis import strategies as st

from kiosk.pace import Backoff


def test_it_doubles_to_its_most_and_begins_anew():
    backoff = Backoff(1.0, 5.0, draw=lambda: 1.0)
    assert [backoff.wait_s() for _ in range(5)] == [1.0, 2.0, 4.0, 5.0, 5.0]
    backoff.reset()
    assert backoff.wait_s() == 1.0


@given(st.floats(0, 1, exclude_max=True), st.integers(0, 40))
def test_a_wait_is_between_half_and_whole(draw, tries):
    backoff = Backoff(1.0, 30.0, draw=lambda: draw)
    waits = [backoff.wait_s() for _ in range(tries + 1)]
    assert min(2.0**tries, 30.0) / 2 <= waits[-1] <= 30.0
