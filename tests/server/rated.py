"""Offices with ratings in them, for the tests of figures and contests."""

from datetime import timedelta

from server.asking import Asker
from tests.server.desk import Desk, asked, rating

NAM = Asker("nam", "clerk", "2", is_person=True)


def visit(
    desk: Desk,
    score: int | None = 5,
    *,
    counter: str = "1",
    by: Asker | None = None,
    after_s: float = 20,
    **more: object,
) -> int:
    """A visit of ten minutes and its rating, *after_s* later; the ticket's id."""
    clerk = by or Asker("hoa", "clerk", counter, is_person=True)
    desk.issue("B" if counter == "3" else "A")
    ticket = desk.counters.call_next(counter, asked(None, by=clerk))
    assert ticket is not None
    desk.clock.pass_s(600)
    desk.counters.finish(counter, asked(None, by=clerk))
    if score is not None:
        desk.clock.pass_s(after_s)
        new = rating(desk, ticket.id, id=f"r-{ticket.id}", score=score, **more)
        desk.ratings.take(new, None if more.get("channel") == "phone" else counter)
    return ticket.id


def next_day(desk: Desk) -> None:
    """Eight o'clock of the next morning."""
    day = desk.clock.at + timedelta(days=1)
    desk.clock.at = day.replace(hour=1, minute=0, second=0, microsecond=0)
