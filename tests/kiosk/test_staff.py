"""Staff's door: the corner, the PIN, and what is behind it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.screens import Happening, Screen
from kiosk.staff import PAUSE_S, TRIES, Corner, Facts, StaffDoor, StaffHands

HOME = "http://10.0.0.5:8080"


class Visit:
    """The door with a clock, and what it did."""

    def __init__(self, pin="304799", server=HOME):
        self.now_s, self.done = 50.0, []
        hands = StaffHands(
            lambda: pin,
            lambda: Facts("10.0.0.7:47110", server, "1.0", 3),
            lambda: self.done.append("unpair"),
            lambda url: self.done.append(url),
            lambda: self.done.append("end"),
        )
        self.door = StaffDoor(hands, lambda: self.now_s)
        self.door.open()

    def type(self, digits):
        return [self.door.touch(Screen.PIN, f"key:{d}") for d in digits][-1]

    def act(self, *names):
        return [self.door.touch(Screen.STAFF, name) for name in names][-1]


def test_the_right_pin_opens():
    visit = Visit()
    assert visit.type("30479") is Happening.TYPED and visit.door.view.digits == 5
    assert visit.type("9") is Happening.PIN_RIGHT and visit.door.view.facts.waiting == 3


def test_a_slip_of_the_finger_is_taken_back():
    visit = Visit()
    visit.type("308")
    assert visit.door.touch(Screen.PIN, "key:erase") is Happening.TYPED
    assert visit.type("4799") is Happening.PIN_RIGHT


def test_five_wrong_pins_and_it_takes_none_for_a_minute():
    visit = Visit()
    for _ in range(TRIES):
        assert not visit.door.view.is_paused
        assert visit.type("000000") is Happening.PIN_WRONG and visit.door.view.is_wrong
    assert visit.door.view.is_paused and visit.type("304799") is None
    visit.now_s += PAUSE_S - 1
    visit.door.open()  # leaving and coming back is no way round it
    assert visit.door.view.is_paused and visit.type("304799") is None
    visit.now_s += 1
    assert visit.type("304799") is Happening.PIN_RIGHT


def test_after_the_pause_there_are_five_more():
    visit = Visit()
    for _ in range(2):
        for _ in range(TRIES):
            assert visit.type("000000") is Happening.PIN_WRONG
        assert visit.door.view.is_paused
        visit.now_s += PAUSE_S


def test_without_a_pin_nobody_comes_in():
    assert Visit(pin="").type("000000") is Happening.PIN_WRONG


@given(st.lists(st.sampled_from("0123456789"), min_size=6, max_size=300))
def test_who_does_not_know_it_has_five_tries_a_minute(digits):
    visit = Visit(pin="x" * 6)
    answers = [visit.type(digit) for digit in digits]
    assert answers.count(Happening.PIN_WRONG) <= TRIES and Happening.PIN_RIGHT not in answers


def test_unpairing_is_asked_twice():
    visit = Visit()
    assert visit.act("sure") is None and visit.done == []
    visit.act("unpair")
    assert visit.door.view.is_sure and visit.done == []
    visit.act("server", "back", "sure")
    assert visit.done == []  # something else came between
    visit.act("unpair", "sure")
    assert visit.done == ["unpair"]


def test_an_address_is_typed_and_called():
    visit = Visit()
    visit.act("server", *[f"key:{c}" for c in "10.0.0.9:8080"], "done")
    assert visit.done == ["http://10.0.0.9:8080"] and visit.door.view.keyboard is None
    assert visit.door.view.said
    visit.door.say("No")
    assert visit.door.view.said == "No"


def test_an_address_is_given_up():
    visit = Visit()
    visit.act("server", "key:1", "back", "done")
    assert visit.done == []


def test_a_tablet_that_belongs_to_nobody_can_only_be_ended():
    visit = Visit(server="")
    visit.act("unpair", "sure", "server", "done")
    assert visit.done == [] and visit.act("end") is Happening.TYPED and visit.done == ["end"]


@pytest.mark.parametrize("screen", [Screen.PIN, Screen.STAFF])
def test_one_may_always_leave_and_rubbish_is_nothing(screen):
    visit = Visit()
    assert visit.door.touch(screen, "leave") is Happening.LEAVE
    for name in ("", "key:", "key:x", "very_satisfied", "key:12"):
        assert visit.door.touch(screen, name) is None


class Clock:
    now_s = 0.0

    def __call__(self):
        return self.now_s


@given(st.lists(st.floats(0.01, 4.0), min_size=1, max_size=30))
def test_the_corner_is_meant_when_four_touches_fall_within_three_seconds(gaps):
    clock = Clock()
    corner, since = Corner(clock), []
    for gap in gaps:
        clock.now_s += gap
        since.append(clock.now_s)
        is_meant = len(since) >= 4 and since[-1] - since[-4] <= 3.0
        assert corner.touch() is is_meant
        since = [] if is_meant else since
