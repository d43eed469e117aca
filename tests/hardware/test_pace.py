"""The wire's time table, by an injected clock."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.pace import Pace


def test_a_byte_takes_ten_bits() -> None:
    assert Pace(9600).wait_s(96, now_s=50.0) == pytest.approx(0.1)


def test_without_a_wire_nothing_waits() -> None:
    assert (Pace(None).wait_s(10**6, 0.0), Pace(None).piece_bytes) == (0.0, 0)


def test_the_wire_is_booked_until_the_last_byte_has_passed() -> None:
    pace = Pace(1000)
    assert pace.wait_s(10, 0.0) == pytest.approx(0.1)
    assert pace.wait_s(10, 0.0) == pytest.approx(0.2)
    assert pace.wait_s(10, 5.0) == pytest.approx(0.1)  # after a silence it starts anew


@pytest.mark.parametrize(("baud", "count"), [(300, 1), (9600, 4), (115200, 57)])
def test_a_piece_is_at_most_five_milliseconds(baud: int, count: int) -> None:
    assert Pace(baud).piece_bytes == count


@given(st.sampled_from([1200, 9600, 38400, 115200]), st.lists(st.floats(0, 0.004), min_size=1))
def test_late_wake_ups_do_not_add_up(baud: int, late: list[float]) -> None:
    pace, now_s = Pace(baud), 0.0
    for late_s in late:
        now_s += pace.wait_s(pace.piece_bytes, now_s) + late_s
    wire_s = len(late) * pace.piece_bytes * 10 / baud
    # Slower than the wire by no more than the last late wake-ups, never faster.
    assert wire_s - 1e-9 <= now_s <= wire_s + sum(late) + 1e-9
