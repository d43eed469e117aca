"""What the system tells of the battery, in our words."""

from collections import namedtuple

import pytest

from hardware.battery import Battery, battery

Told = namedtuple("Told", "percent secsleft power_plugged")


@pytest.mark.parametrize(
    ("told", "battery_is"),
    [
        (Told(79.6, 100, False), Battery(80, False)),
        (Told(100.4, -2, True), Battery(100, True)),
        (Told(-1, -1, None), Battery(0, None)),
        (None, Battery()),
    ],
)
def test_in_our_words(told, battery_is):
    assert battery(lambda: told) == battery_is


def test_a_system_that_tells_nothing():
    assert battery(None) == Battery()


@pytest.mark.parametrize("error", [OSError(19, "No such device"), ValueError("''")])
def test_a_driver_that_fails(error):
    def read():
        raise error

    assert battery(read) == Battery()


def test_this_machine_answers():
    assert battery().percent is None or 0 <= battery().percent <= 100
