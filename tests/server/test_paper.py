"""What printers report, in the ticket's row and in the journal."""

import pytest

from server.errors import Unknown
from server.events import SlipFailed, SlipMoved
from server.verify import breaks
from tests.server.desk import Desk
from tests.server.replay import replayed, stored
from tests.server.spools import FakeSpool


def holds(desk: Desk) -> bool:
    """The journal tells the tables."""
    with desk.store.reading() as connection:
        return not list(breaks(connection)) and replayed(desk) == stored(desk)


def test_paper_is_told_of_each_ticket(desk: Desk) -> None:
    desk.issue(printer="hall")
    desk.paper.printing(1, "hall")
    assert desk.ticket(1).slip.state == "printing"
    desk.paper.printed(1, "hall")
    assert (desk.ticket(1).slip.state, desk.ticket(1).slip.reason) == ("printed", None)
    with pytest.raises(Unknown):
        desk.paper.printing(77, "hall")
    assert holds(desk)


def test_what_a_spool_reports_stands_in_the_journal(desk: Desk) -> None:
    desk.issue(printer="hall")
    report = desk.paper.report_of("hall")
    report("ticket:1", "printing", "")
    report("ticket:1", "failed", "paper_out")
    report("ticket:1", "printed", "late")
    assert desk.names() == ["issued", "slip_printing", "slip_failed", "slip_printed"]
    assert desk.events()[2] == SlipFailed(
        ticket=1, label="A001", printer="hall", reason="paper_out", has_begun=True
    )
    with pytest.raises(Unknown, match="no_such_ticket"):
        report("ticket:77", "printing", "")
    assert holds(desk)


def test_what_could_not_be_written_is_written_later_in_order(desk: Desk) -> None:
    desk.issue(printer="hall")
    report = desk.paper.report_of("hall")
    away = desk.store.path.with_suffix(".away")
    desk.store.path.rename(away)
    report("ticket:1", "printing", "")
    report("ticket:1", "printed", "")
    desk.paper.catch_up()
    away.rename(desk.store.path)
    assert desk.names() == ["issued"]
    desk.paper.catch_up()
    desk.paper.catch_up()
    assert desk.names() == ["issued", "slip_printing", "slip_printed"]


def test_an_end_that_nobody_knows_is_a_slip_that_failed_for_the_citizen(desk: Desk) -> None:
    desk.issue(printer="hall")
    desk.paper.report_of("hall")("ticket:1", "unknown", "cut_off")
    assert (desk.ticket(1).slip.state, desk.ticket(1).slip.reason) == ("failed", "cut_off")


def test_what_is_no_tickets_slip_is_not_written_down(desk: Desk) -> None:
    report = desk.paper.report_of("hall")
    report("strip:1", "printing", "")
    report("strip:1", "printed", "")
    assert desk.names() == []


def test_a_slip_that_had_not_begun_goes_to_the_stand_in_once(desk: Desk) -> None:
    desk.printers.connect({"hall": FakeSpool("paper_out"), "desk": FakeSpool()})
    desk.issue(printer="hall")
    desk.paper.report_of("hall")("ticket:1", "failed", "paper_out")
    assert desk.events()[1] == SlipMoved(
        ticket=1,
        label="A001",
        printer="hall",
        to="desk",
        place="Bàn hướng dẫn",
        reason="paper_out",
        copy=0,
        tried=["hall"],
    )
    assert (desk.ticket(1).slip.state, desk.ticket(1).slip.place) == ("queued", "Bàn hướng dẫn")
    desk.paper.report_of("hall")("ticket:1", "failed", "paper_out")  # it has left this printer
    desk.paper.report_of("desk")("ticket:1", "failed", "cover_open")
    assert desk.names() == ["issued", "slip_moved", "slip_failed"]
    assert holds(desk)


@pytest.mark.parametrize(
    ("begun", "reason", "stand_in"),
    [
        (True, "paper_out", "ready"),
        (False, "too_old", "ready"),
        (False, "cannot_print", "ready"),
        (False, "paper_out", "away"),
    ],
)
def test_who_stands_in_for_nothing(desk: Desk, begun: bool, reason: str, stand_in: str) -> None:
    desk.printers.connect({"hall": FakeSpool(), "desk": FakeSpool(stand_in)})
    desk.issue(printer="hall")
    report = desk.paper.report_of("hall")
    if begun:
        report("ticket:1", "printing", "")
    report("ticket:1", "failed", reason)
    assert desk.names()[-1] == "slip_failed"
    with desk.store.reading() as connection:
        [state] = connection.execute("SELECT slip_state FROM tickets").fetchone()
    assert state == ("unknown" if begun else "failed")


def test_a_report_that_comes_too_late_changes_nothing(desk: Desk) -> None:
    desk.issue(printer="hall")
    report = desk.paper.report_of("hall")
    for state in ("printing", "printed", "failed", "unknown", "printing", "printed"):
        report("ticket:1", state, "")
    report("ticket:1:1", "failed", "away")
    assert desk.names() == ["issued", "slip_printing", "slip_printed"]
