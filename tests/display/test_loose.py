"""Frames that are no board's."""

from display.board import MAX_COLLISIONS
from display.loose import Loose


def test_the_newest_of_a_key_wins_and_keeps_its_place() -> None:
    loose = Loose()
    loose.put("light-1", b"red")
    loose.put("light-2", b"green")
    loose.put("light-1", b"off")
    assert loose.first() == ("light-1", b"off")
    loose.sent("light-1", b"off")
    assert loose.first() == ("light-2", b"green")
    loose.sent("light-2", b"green")
    assert loose.first() is None


def test_one_put_while_another_is_under_way_stays_due() -> None:
    loose = Loose()
    loose.put("light-1", b"red")
    loose.put("light-1", b"off")
    loose.sent("light-1", b"red")
    assert loose.first() == ("light-1", b"off")


def test_after_the_cable_was_away_every_key_is_due_again() -> None:
    loose = Loose()
    loose.put("light-1", b"red")
    loose.sent("light-1", b"red")
    loose.forget()
    assert loose.first() == ("light-1", b"red")


def test_a_collision_is_not_tried_for_ever() -> None:
    loose = Loose()
    loose.put("light-1", b"red")
    for _ in range(MAX_COLLISIONS - 1):
        loose.collided("light-1", b"red")
        assert loose.first() is not None
    loose.collided("light-1", b"red")
    assert loose.first() is None
