"""Another slip for a ticket: who may have it, when, and what the journal says of it."""

import pytest

from server.asking import Request
from server.errors import Refused
from server.events import SlipAskedAgain
from tests.server.desk import Desk, asked
from tests.server.spools import FakeSpool
from tests.server.test_paper import holds


def again(desk: Desk, key: str | None = None) -> Request:
    return asked(key, "reprint", 1)


@pytest.fixture
def hall(desk: Desk) -> FakeSpool:
    """A ticket without paper, whose printer is well again."""
    spool = FakeSpool()
    desk.printers.connect({"hall": spool, "desk": FakeSpool()})
    desk.issue(printer="hall")
    desk.paper.printing(1, "hall")
    desk.paper.failed(1, "hall", "paper_out")
    return spool


def test_the_journal_says_who_asked(desk: Desk, hall: FakeSpool) -> None:
    ticket = desk.reprints.ask(1, again(desk))
    assert (ticket.slip.state, ticket.slip.copies, ticket.slip.place) == ("queued", 1, "Sảnh")
    assert desk.events()[-1] == SlipAskedAgain(
        ticket=1, label="A001", printer="hall", place="Sảnh", copy=1, by="hoa"
    )
    assert holds(desk)


def test_pressed_twice_it_is_one(desk: Desk, hall: FakeSpool) -> None:
    first = desk.reprints.ask(1, again(desk, "k"))
    assert desk.reprints.ask(1, again(desk, "k")) == first
    assert desk.names().count("slip_asked_again") == 1


def test_not_while_one_is_on_its_way(desk: Desk, hall: FakeSpool) -> None:
    desk.reprints.ask(1, again(desk))
    for move in (lambda: None, lambda: desk.paper.printing(1, "hall", 1)):
        move()
        with pytest.raises(Refused, match="slip_under_way"):
            desk.reprints.ask(1, again(desk))


def test_not_while_the_printer_may_bring_it_out_yet(desk: Desk, hall: FakeSpool) -> None:
    hall.held = {"ticket:1"}
    with pytest.raises(Refused, match="slip_held") as refused:
        desk.reprints.ask(1, again(desk))
    assert refused.value.about["place"] == "Sảnh"
    hall.held = set()
    desk.reprints.ask(1, again(desk))


def test_not_for_a_visit_that_is_over_nor_for_a_number_without_a_slip(
    desk: Desk, hall: FakeSpool
) -> None:
    desk.office.cancel(1, asked(None))
    desk.issue()
    for ticket, code in ((1, "visit_ended"), (2, "no_slip")):
        with pytest.raises(Refused, match=code):
            desk.reprints.ask(ticket, asked(None, "reprint", ticket))


def test_three_times_unless_the_office_says_otherwise(desk: Desk, hall: FakeSpool) -> None:
    for copy in (1, 2, 3):
        desk.reprints.ask(1, again(desk))
        desk.paper.printing(1, "hall", copy)
        desk.paper.printed(1, "hall", copy=copy)
    with pytest.raises(Refused, match="copies_used_up"):
        desk.reprints.ask(1, again(desk))
    desk.change("rules", "office", {"guard_s": 0, "reprints": 4})
    desk.reprints.ask(1, again(desk))
    assert holds(desk)


def test_a_stand_in_prints_it_and_nobody_when_none_is_well(desk: Desk, hall: FakeSpool) -> None:
    spool = FakeSpool()
    desk.printers.connect({"hall": FakeSpool("cover_open"), "desk": spool})
    spool.state = "away"
    with pytest.raises(Refused, match="no_printer_ready"):
        desk.reprints.ask(1, again(desk))
    spool.state = "ready"
    assert desk.reprints.ask(1, again(desk)).slip.place == "Bàn hướng dẫn"
