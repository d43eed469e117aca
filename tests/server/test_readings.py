"""A question that is being read does not end with its time: who may move its end, and how far."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from server.errors import Refused
from server.hours import stamp
from server.plan import Rating
from server.rating_window import End
from server.readings import MOST_SIGNS, Reading, heard
from server.tablet_view import open_window
from server.verify import breaks
from tests.server.desk import MORNING, Desk, asked, open_desk, rating


def at(seconds: float) -> datetime:
    return MORNING + timedelta(seconds=seconds)


def window_id(desk: Desk) -> str:
    with desk.store.reading() as connection:
        found = open_window(connection, desk.office, "1")
    assert found is not None
    return found.end.id


def closes_s(desk: Desk) -> float | None:
    """When the window at counter 1 closes, seconds after the morning; None: none is open."""
    with desk.store.reading() as connection:
        found = open_window(connection, desk.office, "1")
    return None if found is None else (found.closes_at - MORNING).total_seconds()


def read(desk: Desk, *seconds: float, window: str, counter: str = "1") -> None:
    desk.readings.hear(Reading(window=window, at=tuple(map(at, seconds))), counter)


def kept(desk: Desk) -> int:
    return desk.names().count("question_read")


def test_a_sign_keeps_the_question_for_another_window(desk: Desk) -> None:
    ticket, id = desk.finished(), window_id(desk)
    desk.clock.at = at(40)
    read(desk, 40, window=id)
    assert closes_s(desk) == 100
    desk.clock.at = at(99)
    assert desk.ratings.take(rating(desk, ticket.id, window=id), "1")
    with desk.store.reading() as connection:
        closes_at = connection.execute("SELECT closes_at FROM ratings").fetchone()[0]
        assert list(breaks(connection)) == []
    assert closes_at == stamp(at(100))


def test_told_twice_it_counts_once(desk: Desk) -> None:
    desk.finished()
    id = window_id(desk)
    for now in (40, 50, 59):
        desk.clock.at = at(now)
        read(desk, 40, window=id)
    assert (closes_s(desk), kept(desk)) == (100, 1)


def test_signs_that_come_late_open_it_again(desk: Desk) -> None:
    desk.finished()
    id = window_id(desk)
    desk.clock.at = at(120)
    assert closes_s(desk) is None
    read(desk, 90, window=id)
    assert closes_s(desk) is None and kept(desk) == 0
    read(desk, 40, 90, window=id)
    assert closes_s(desk) == 150


@pytest.mark.parametrize("ahead_s", (1, 600))
def test_a_clock_that_is_ahead_gains_nothing(desk: Desk, ahead_s: float) -> None:
    desk.finished()
    id = window_id(desk)
    for now in (30, 50):
        desk.clock.at = at(now)
        read(desk, 30 + ahead_s, window=id)
    assert (closes_s(desk), kept(desk)) == (90, 1)


@pytest.mark.parametrize("signs_s", [(-10,), (60,), (3600,)])
def test_a_sign_outside_the_window_is_none(desk: Desk, signs_s: tuple[float, ...]) -> None:
    desk.finished()
    id = window_id(desk)
    desk.clock.at = at(4000)
    read(desk, *signs_s, window=id)
    assert (closes_s(desk), kept(desk)) == (None, 0)


def test_the_next_call_ends_it_however_it_is_read(desk: Desk) -> None:
    ticket, id = desk.finished(), window_id(desk)
    desk.clock.at = at(40)
    read(desk, 40, window=id)
    desk.clock.at = at(70)
    desk.issue()
    desk.call()
    desk.clock.at = at(80)
    read(desk, 40, 65, 75, window=id)
    assert closes_s(desk) is None
    with pytest.raises(Refused, match="window_closed"):
        desk.ratings.take(rating(desk, ticket.id, window=id, read_at=(at(75),)), "1")
    desk.counters.undo("1", asked(None))
    assert closes_s(desk) == 100  # taken back, it closed nothing
    assert desk.ratings.take(rating(desk, ticket.id, window=id), "1")


def test_a_finish_taken_back_takes_its_signs_along(desk: Desk) -> None:
    desk.finished()
    first = window_id(desk)
    desk.clock.at = at(30)
    read(desk, 30, window=first)
    desk.counters.undo("1", asked(None))
    read(desk, 31, window=first)
    desk.counters.finish("1", asked(None))
    read(desk, 32, window=first)
    assert (closes_s(desk), kept(desk)) == (90, 1)


def test_of_another_counter_or_window_or_a_rated_visit_it_is_none(desk: Desk) -> None:
    ticket, id = desk.finished(), window_id(desk)
    desk.clock.at = at(40)
    read(desk, 40, window="0" * 16)
    read(desk, 40, window=id, counter="2")
    desk.ratings.take(rating(desk, ticket.id, channel="phone"), None)
    read(desk, 40, window=id)
    assert kept(desk) == 0


def test_an_answer_brings_the_signs_that_the_office_was_not_told(desk: Desk) -> None:
    ticket, id = desk.finished(), window_id(desk)
    answer = rating(desk, ticket.id, window=id, rated_at=at(140), read_at=(at(40), at(90)))
    desk.clock.at = at(7 * 86400)
    with pytest.raises(Refused, match="window_closed"):
        desk.ratings.take(rating(desk, ticket.id, id="r-0", window=id, rated_at=at(140)), "1")
    with pytest.raises(Refused, match="window_closed"):
        late = rating(desk, ticket.id, window=id, rated_at=at(151), read_at=answer.read_at)
        desk.ratings.take(late, "1")
    assert kept(desk) == 0  # what was refused leaves nothing
    assert desk.ratings.take(answer, "1")
    assert kept(desk) == 2
    with desk.store.reading() as connection:
        assert list(breaks(connection)) == []


def test_a_phone_needs_none(desk: Desk) -> None:
    ticket = desk.finished()
    desk.ratings.take(rating(desk, ticket.id, channel="phone", read_at=(at(0.5),)), None)
    assert kept(desk) == 0


def test_a_server_that_died_knows_them(tmp_path: Path) -> None:
    with open_desk(tmp_path / "office.db") as desk:
        desk.finished()
        desk.clock.at = at(40)
        read(desk, 40, window=window_id(desk))
    with open_desk(tmp_path / "office.db") as desk:
        desk.clock.at = at(99)
        assert closes_s(desk) == 100


def test_a_tablet_that_tells_thousands_fills_no_journal(desk: Desk) -> None:
    desk.change("rating", "office", {"window_s": 3600})
    desk.finished()
    id = window_id(desk)
    desk.clock.at = at(3000)
    for first in range(0, 3000, 50):
        read(desk, *range(first, first + 50), window=id)
    assert kept(desk) <= MOST_SIGNS


SIGNS = st.lists(st.integers(-10, 800), max_size=12, unique=True)


@settings(max_examples=200)
@given(SIGNS, st.integers(0, 12), st.none() | st.integers(1, 800))
def test_what_was_told_in_parts_ends_as_told_at_once(
    signs_s: list[int], known: int, called_s: int | None
) -> None:
    """A tablet tells all its signs each time; whatever was lost between, the end is the same."""
    called = None if called_s is None else at(called_s)
    end = End(id="", at=MORNING, next_at=called, signs={})
    whole, now, rule = tuple(map(at, signs_s)), at(900), Rating()
    parts = heard(heard(end, whole[:known], rule, now, 1.0).end, whole, rule, now, 1.0).end
    once = heard(end, whole, rule, now, 1.0).end
    assert parts.closes_at(rule, "tablet", 1.0) == once.closes_at(rule, "tablet", 1.0)
    every = End(id="", at=MORNING, next_at=called, signs={str(each): each for each in whole})
    assert once.closes_at(rule, "tablet", 1.0) == every.closes_at(rule, "tablet", 1.0)
    assert heard(once, whole, rule, now, 1.0).said == ()
