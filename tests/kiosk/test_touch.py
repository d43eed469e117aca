"""Fingers: clumsy, doubled, many."""

import pytest

from kiosk.shapes import Button, Rect, Scene
from kiosk.touch import GLASS, GUARD_S, Finger

SCENE = Scene(
    (1000, 500), (0, 0, 0), (), (Button(Rect(0, 0, 100, 100), "a"), Button(Rect(200, 0, 9, 9), "b"))
)


class Clock:
    def __init__(self):
        self.now_s = 10.0

    def __call__(self):
        return self.now_s


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def finger(clock):
    finger = Finger(clock)
    finger.look_at(SCENE, is_new=True)
    clock.now_s += GUARD_S
    return finger


def test_down_and_up_is_a_touch(finger):
    finger.down(1, 50, 50)
    assert finger.pressed == "a"
    assert finger.up(1, 60, 60) == "a" and finger.pressed == ""


@pytest.mark.parametrize(("x", "meant"), [(119, "a"), (120, GLASS), (205, GLASS)])
def test_a_finger_may_roll_a_little(finger, x, meant):
    finger.down(1, 99, 50)
    assert finger.up(1, x, 50) == meant


def test_the_second_finger_is_ignored(finger):
    finger.down(1, 50, 50)
    finger.down(2, 205, 5)
    assert finger.up(2, 205, 5) is None
    assert finger.up(1, 50, 50) == "a"


def test_the_second_tap_of_a_double_tap_hits_nothing_new(finger, clock):
    finger.look_at(SCENE, is_new=True)
    clock.now_s += GUARD_S - 0.01
    finger.down(1, 50, 50)
    assert finger.up(1, 50, 50) is None


def test_a_finger_held_over_a_change_of_screen_touches_nothing(finger):
    finger.down(1, 50, 50)
    finger.look_at(SCENE, is_new=True)
    assert finger.up(1, 50, 50) is None


def test_new_content_of_the_same_screen_keeps_the_finger(finger):
    finger.down(1, 50, 50)
    finger.look_at(SCENE, is_new=False)
    assert finger.up(1, 50, 50) == "a"


def test_beside_everything(finger):
    finger.down(1, 500, 300)
    assert finger.up(1, 500, 300) == GLASS
