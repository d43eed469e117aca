"""The clocks that are handed to the office."""

from datetime import timedelta

from server.clock import FastClock, Watch, behind, machine_now
from tests.server.desk import MORNING, HandClock


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


def test_a_clock_that_is_set_is_noticed_once() -> None:
    time, hand = Seconds(), HandClock()
    watch = Watch(hand, time)
    for set_s, noticed_s in ((0, 0), (3600, 3600), (0, 0), (-7200, -7200), (100, 0), (-100, 0)):
        time.s += 1
        hand.pass_s(1 + set_s)
        assert watch.jumped() == timedelta(seconds=noticed_s)


def test_a_clock_behind_the_journal_is_said_in_one_sentence() -> None:
    assert behind(MORNING, MORNING - timedelta(minutes=2)) == ""
    assert behind(MORNING, MORNING - timedelta(minutes=3)) == (
        "this machine's clock is behind the journal, which ends at 2026-11-23 01:00 UTC: "
        "check its date, time and zone"
    )
