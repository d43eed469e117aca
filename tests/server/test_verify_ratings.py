"""``journal verify`` finds every rating that its visit does not allow."""

import pytest

from server.verify import breaks
from tests.server.desk import Desk, rating


def found(desk: Desk) -> list[str]:
    with desk.store.reading() as connection:
        return list(breaks(connection))


@pytest.fixture
def rated(desk: Desk) -> Desk:
    """A visit rated at its tablet 5 s after its end, the next call 10 s later; one by phone."""
    first = desk.finished()
    desk.clock.pass_s(5)
    desk.ratings.take(rating(desk, first.id), "1")
    desk.clock.pass_s(10)
    second = desk.finished()
    desk.clock.pass_s(3600)
    desk.ratings.take(rating(desk, second.id, id="r-2", channel="phone"), None)
    return desk


def test_ratings_in_their_windows_hold(rated: Desk) -> None:
    assert found(rated) == []


def test_one_that_comes_in_after_the_next_call_holds(desk: Desk) -> None:
    ticket = desk.finished()
    in_time = rating(desk, ticket.id)
    desk.clock.pass_s(30)
    desk.finished()
    desk.ratings.take(in_time, "1")
    assert found(desk) == []


@pytest.mark.parametrize(
    ("tampered", "said"),
    [
        (
            "UPDATE ratings SET rated_at = '2026-11-23T01:01:00.000Z' WHERE ticket = 1",
            "the rating of A001 of 2026-11-23 was given at 2026-11-23T01:01:00.000Z, its window",
        ),
        (
            "UPDATE ratings SET rated_at = '2026-11-25T01:01:00.000Z' WHERE ticket = 2",
            "the rating of A002 of 2026-11-23 was given at",
        ),
        (
            "UPDATE ratings SET channel = 'tablet', rated_at = '2026-11-23T01:20:00.000Z'",
            "its window closed at",
        ),
        ("UPDATE ratings SET score = 5, levels = 3", "3 faces have no score 5"),
        ("UPDATE ratings SET counter = '2' WHERE ticket = 1", "is of another counter, service or"),
        ("UPDATE ratings SET service = 'B' WHERE ticket = 1", "is of another counter, service or"),
    ],
)
def test_each_tampering_is_found(rated: Desk, tampered: str, said: str) -> None:
    rated.store.change(lambda tx: tx.execute(tampered))
    assert any(said in each for each in found(rated)), found(rated)


def test_an_answer_after_the_next_call_is_found_whatever_its_row_says(desk: Desk) -> None:
    ticket = desk.finished()
    in_time = rating(desk, ticket.id)
    desk.clock.pass_s(20)
    desk.finished()
    desk.clock.pass_s(20)
    desk.ratings.take(in_time, "1")
    late = "UPDATE ratings SET rated_at = '2026-11-23T01:00:30.000Z', closes_at = '2027'"
    desk.store.change(lambda tx: tx.execute(late))
    [said] = found(desk)
    assert "after the next call at 2026-11-23T01:00:20" in said
