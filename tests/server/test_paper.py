"""What printers report, in the ticket's row and in the journal."""

import pytest

from server.errors import Unknown
from server.events import SlipFailed
from tests.server.desk import Desk


def test_paper_is_told_of_each_ticket(desk: Desk) -> None:
    desk.issue(printer="hall")
    desk.paper.printing(1, "hall")
    assert desk.ticket(1).slip.state == "printing"
    desk.paper.printed(1, "hall")
    assert (desk.ticket(1).slip.state, desk.ticket(1).slip.reason) == ("printed", None)
    desk.paper.failed(1, "hall", "paper_out")
    assert (desk.ticket(1).slip.state, desk.ticket(1).slip.reason) == ("failed", "paper_out")
    with pytest.raises(Unknown):
        desk.paper.printing(77, "hall")


def test_what_a_spool_reports_stands_in_the_journal(desk: Desk) -> None:
    desk.issue(printer="hall")
    report = desk.paper.report_of("hall")
    report("ticket:1", "printing", "")
    report("ticket:1", "failed", "paper_out")
    report("ticket:1", "printed", "late")
    assert desk.names() == ["issued", "slip_printing", "slip_failed", "slip_printed"]
    assert desk.events()[2] == SlipFailed(
        ticket=1, label="A001", printer="hall", reason="paper_out"
    )
    with pytest.raises(Unknown, match="no_such_ticket"):
        report("ticket:77", "printing", "")


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


def test_an_end_that_nobody_knows_is_written_as_failed(desk: Desk) -> None:
    desk.issue(printer="hall")
    desk.paper.report_of("hall")("ticket:1", "unknown", "cut_off")
    assert (desk.ticket(1).slip.state, desk.ticket(1).slip.reason) == ("failed", "cut_off")


def test_what_is_no_tickets_slip_is_not_written_down(desk: Desk) -> None:
    report = desk.paper.report_of("hall")
    report("strip:1", "printing", "")
    report("strip:1", "printed", "")
    assert desk.names() == []
