"""The clocks that are handed to the office."""

from datetime import timedelta

from server.clock import FastClock, machine_now
from tests.server.desk import MORNING


class Seconds:
    """A monotonic clock moved by hand."""

    def __init__(self) -> None:
        self.s = 100.0

    def __call__(self) -> float:
        return self.s


def test_the_machines_clock_is_aware() -> None:
    assert machine_now().utcoffset() == timedelta(0)


def test_a_fast_clock_runs_so_many_times_as_fast() -> None:
    time = Seconds()
    clock = FastClock(MORNING, 60, time)
    time.s += 2
    assert clock.now() == MORNING + timedelta(minutes=2)


def test_it_skips_the_night_and_goes_on() -> None:
    time = Seconds()
    clock = FastClock(MORNING, 10, time)
    clock.jump_to(MORNING + timedelta(hours=23))
    time.s += 1
    assert clock.now() == MORNING + timedelta(hours=23, seconds=10)


def test_it_never_goes_back() -> None:
    time = Seconds()
    clock = FastClock(MORNING, 10, time)
    time.s += 60
    clock.jump_to(MORNING)
    assert clock.now() == MORNING + timedelta(minutes=10)
