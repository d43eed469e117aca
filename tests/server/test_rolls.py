"""How much paper is left, and who waits without any."""

import pytest

from server.errors import Unknown
from server.events import RollChanged
from server.paper_view import printer_papers, without_paper
from server.shapes import PaperlessTicket, PrinterPaper
from tests.server.desk import Desk, asked, open_desk
from tests.server.spools import FakeSpool
from tests.server.test_paper import holds


def slip(desk: Desk, length_mm: int) -> None:
    """One more slip, of that much paper."""
    ticket = desk.issue(printer="hall")
    desk.paper.expect("hall", f"ticket:{ticket.id}", length_mm)
    desk.paper.printing(ticket.id, "hall")
    desk.paper.printed(ticket.id, "hall")


def hall(desk: Desk) -> PrinterPaper:
    with desk.store.reading() as connection:
        return printer_papers(connection, desk.printers)[0]


def paperless(desk: Desk, state: str | None = None) -> list[PaperlessTicket]:
    with desk.store.reading() as connection:
        return without_paper(connection, desk.printers, desk.office.today(), state)


def test_what_was_printed_is_counted_and_low_is_said_in_time(desk: Desk) -> None:
    desk.printers.connect({"hall": FakeSpool(), "desk": FakeSpool()})
    assert (hall(desk).left_m, hall(desk).is_low) == (80.0, False)
    slip(desk, 77_000)
    assert (hall(desk).left_m, hall(desk).is_low) == (3.0, False)
    slip(desk, 100)
    assert (hall(desk).left_m, hall(desk).is_low) == (2.9, True)
    slip(desk, 77_000)
    assert hall(desk).left_m == 0.0
    assert holds(desk)


def test_the_count_is_kept_over_a_restart(desk: Desk) -> None:
    slip(desk, 1234)
    desk.store.close()
    with open_desk(desk.store.path) as again:
        assert hall(again).left_m == 78.8


@pytest.mark.parametrize(("sensor", "is_low"), [("plenty", False), ("near_end", True)])
def test_the_printers_own_sensor_is_believed(desk: Desk, sensor: str, is_low: bool) -> None:
    desk.printers.connect({"hall": FakeSpool(paper=sensor)})
    assert hall(desk).is_low is is_low


def test_a_new_roll_is_told(desk: Desk) -> None:
    slip(desk, 5000)
    for _ in range(2):
        desk.rolls.changed("hall", asked("k", "new_roll", "hall"))
    assert desk.events()[-1] == RollChanged(printer="hall", used_mm=5000, by="hoa")
    assert (desk.names().count("roll_changed"), hall(desk).left_m) == (1, 80.0)
    with pytest.raises(Unknown, match="no_such_printer"):
        desk.rolls.changed("attic", asked(None))
    assert holds(desk)


def test_a_new_roll_is_noticed_by_paper_that_is_back(desk: Desk) -> None:
    spool = FakeSpool()
    desk.printers.connect({"hall": spool})
    slip(desk, 5000)
    for sensor in ("plenty", "near_end", "plenty", "unknown", "plenty", "out", "near_end"):
        spool.paper = sensor
        desk.rolls.watch(desk.clock())
    assert "roll_changed" not in desk.names()
    for _ in range(2):
        spool.paper = "plenty"
        desk.rolls.watch(desk.clock())
    assert desk.events()[-1] == RollChanged(printer="hall", used_mm=5000, by="printer")
    assert desk.names().count("roll_changed") == 1
    assert holds(desk)


def test_who_waits_without_paper_the_newest_first(desk: Desk) -> None:
    for n in range(1, 6):
        desk.issue(printer="hall", kiosk="kiosk-1")
        desk.clock.pass_s(1)
        if n == 2:
            desk.paper.printing(n, "hall")
        if n != 5:
            desk.paper.failed(n, "hall", "paper_out")
    desk.office.cancel(3, asked(None))
    assert [(each.label, each.state) for each in paperless(desk)] == [
        ("A004", "failed"),
        ("A002", "unknown"),
        ("A001", "failed"),
    ]
    assert [each.label for each in paperless(desk, "unknown")] == ["A002"]
    first = paperless(desk)[0]
    assert (first.kiosk, first.place, first.reason) == ("kiosk-1", "Sảnh", "paper_out")
    desk.clock.pass_s(24 * 3600)
    assert paperless(desk) == []
