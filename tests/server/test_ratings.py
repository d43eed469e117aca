"""Ratings: one a ticket, from the right counter, while the window is open."""

from datetime import timedelta

import pytest

from server.errors import Malformed, Refused, Unknown
from tests.server.desk import Desk, rating


def test_a_rating_is_kept_once(desk: Desk) -> None:
    ticket = desk.finished()
    new = rating(desk, ticket.id, score=4, reasons=("slow",), comment="Cảm ơn")
    assert desk.ratings.take(new, "1") is True
    assert desk.ratings.take(new, "1") is False
    assert desk.count("ratings") == 1
    assert desk.names()[-1] == "rated"


def test_a_second_rating_of_a_ticket_is_refused(desk: Desk) -> None:
    ticket = desk.finished()
    desk.ratings.take(rating(desk, ticket.id), "1")
    with pytest.raises(Refused, match="already_rated"):
        desk.ratings.take(rating(desk, ticket.id, id="r-2"), "1")


def test_the_id_of_a_rating_is_not_used_for_another_ticket(desk: Desk) -> None:
    desk.ratings.take(rating(desk, desk.finished().id), "1")
    second = desk.finished()
    with pytest.raises(Malformed, match="key_reused"):
        desk.ratings.take(rating(desk, second.id), "1")


def test_a_rating_comes_from_the_counter_that_served(desk: Desk) -> None:
    ticket = desk.finished()
    for counter in ("2", None):
        with pytest.raises(Refused, match="other_counter"):
            desk.ratings.take(rating(desk, ticket.id), counter)


def test_only_a_visit_that_was_served_is_rated(desk: Desk) -> None:
    desk.issue()
    desk.call()
    with pytest.raises(Refused, match="not_served"):
        desk.ratings.take(rating(desk, 1), "1")
    with pytest.raises(Unknown, match="no_such_ticket"):
        desk.ratings.take(rating(desk, 77), "1")


def test_the_window_closes_after_a_minute_by_the_moment_of_the_touch(desk: Desk) -> None:
    ticket = desk.finished()
    touched = desk.clock.at + timedelta(seconds=59)
    desk.clock.pass_s(3600)
    with pytest.raises(Refused, match="window_closed"):
        desk.ratings.take(rating(desk, ticket.id), "1")
    assert desk.ratings.take(rating(desk, ticket.id, rated_at=touched), "1")


def test_a_tablet_whose_clock_is_ahead_rates_now(desk: Desk) -> None:
    ticket = desk.finished()
    ahead = desk.clock.at + timedelta(hours=5)
    assert desk.ratings.take(rating(desk, ticket.id, rated_at=ahead), "1")


def test_the_next_call_closes_the_window(desk: Desk) -> None:
    ticket = desk.finished()
    desk.clock.pass_s(5)
    desk.issue()
    desk.call()
    desk.clock.pass_s(1)
    with pytest.raises(Refused, match="window_closed"):
        desk.ratings.take(rating(desk, ticket.id), "1")


def test_a_clock_that_is_far_behind_does_not_keep_the_window_open(desk: Desk) -> None:
    ticket = desk.finished()
    long_ago = desk.clock.at.replace(year=2001)
    desk.clock.pass_s(5)
    first = rating(desk, ticket.id, rated_at=long_ago)
    assert desk.ratings.take(first, "1")
    late = desk.finished()
    desk.clock.pass_s(9 * 3600)
    with pytest.raises(Refused, match="window_closed"):
        desk.ratings.take(rating(desk, late.id, id="r-2", rated_at=long_ago), "1")
    with desk.store.reading() as connection:
        kept = connection.execute("SELECT rated_at FROM ratings").fetchone()[0]
    assert kept == "2026-11-23T01:00:05.000Z"
