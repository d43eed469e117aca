"""The server's clock on a tablet whose own is wrong."""

from datetime import datetime

import pytest

from kiosk.servertime import ServerTime


class Monotonic:
    def __init__(self):
        self.now_s = 50.0

    def __call__(self):
        return self.now_s


def test_it_carries_the_servers_clock_on():
    monotonic = Monotonic()
    time = ServerTime(monotonic)
    time.learn("2026-11-23T15:00:00+07:00", 40.0, 42.0)
    monotonic.now_s = 101.5
    assert time.now() == "2026-11-23T08:01:00.500+00:00"


def test_before_the_first_heartbeat_it_is_our_own_clock():
    assert datetime.fromisoformat(ServerTime(Monotonic()).now()).tzinfo is not None


@pytest.mark.parametrize("now", ["", "soon", "2026-11-23T15:00:00"])
def test_what_is_no_instant_is_refused(now):
    with pytest.raises(ValueError):
        ServerTime(Monotonic()).learn(now, 0.0, 0.0)
