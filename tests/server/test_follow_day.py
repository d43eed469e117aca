"""What a new business day lets the office forget."""

import pytest

from server.follow_day import DayFollower
from tests.server.desk import Desk, asked

DAY_S = 86_400


@pytest.fixture
def follow(desk: Desk) -> DayFollower:
    return DayFollower(desk.store, desk.office)


def handle_all(desk: Desk, follow: DayFollower) -> None:
    for entry in desk.journal.after(0):
        follow.handle(entry)


def test_within_a_day_nothing_is_forgotten(desk: Desk, follow: DayFollower) -> None:
    first = desk.issue(key="k-1", priority="elderly")
    desk.clock.pass_s(3600)
    desk.issue()
    handle_all(desk, follow)
    assert desk.count("answers") == 1
    assert desk.ticket(first.id).priority == "elderly"


def test_the_next_day_forgets_why_and_keeps_that(desk: Desk, follow: DayFollower) -> None:
    first = desk.issue(priority="pregnant")
    desk.office.cancel(first.id, asked(None))
    desk.clock.pass_s(DAY_S)
    second = desk.issue(priority="elderly")
    handle_all(desk, follow)
    assert desk.ticket(first.id).priority is None
    assert desk.ticket(second.id).priority == "elderly"
    said = [getattr(event, "is_priority", None) for event in desk.events()]
    assert said == [True, None, True]
    with desk.store.reading() as connection:
        kept = "".join(row[0] for row in connection.execute("SELECT data FROM journal"))
    assert "pregnant" not in kept


def test_who_is_left_over_keeps_it_until_out_of_the_line(desk: Desk, follow: DayFollower) -> None:
    """A clock that is a day ahead by mistake takes nobody's place away."""
    first = desk.issue(priority="pregnant")
    desk.clock.pass_s(DAY_S)
    desk.upkeep.look()
    desk.issue()
    handle_all(desk, follow)
    assert desk.ticket(first.id).priority == "pregnant"
    seq = desk.journal.newest
    desk.clock.pass_s(600)
    assert desk.upkeep.look() == 1
    desk.issue()
    for entry in desk.journal.after(seq):
        follow.handle(entry)
    assert desk.ticket(first.id).priority is None


def test_answers_are_kept_for_two_days(desk: Desk, follow: DayFollower) -> None:
    desk.issue(key="old")
    desk.clock.pass_s(2 * DAY_S + 1)
    desk.issue(key="new")
    handle_all(desk, follow)
    assert desk.count("answers") == 1


def test_it_forgets_once_a_day(desk: Desk, follow: DayFollower) -> None:
    desk.issue()
    handle_all(desk, follow)
    late = desk.issue(key="k-2", priority="elderly")
    desk.clock.pass_s(10 * DAY_S)
    handle_all(desk, follow)  # still the same business day's entries: nothing is looked at again
    assert desk.count("answers") == 1
    assert desk.ticket(late.id).priority == "elderly"
