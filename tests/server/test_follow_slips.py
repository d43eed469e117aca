"""What stands on a slip, and what becomes of slips after a restart."""

from dataclasses import replace
from datetime import timedelta

import pytest

from printer.logo import show
from printer.profiles import profile_named
from printer.render import Printout
from printer.shelf import Shelf
from printer.slip import QR, Big, Line, Logo
from server.events import Issued
from server.follow_slips import Printing, PrintQueue, SlipFollower
from server.journal import Entry
from server.slip_layout import SlipWords, Stationery, slip_of
from tests.server.desk import MORNING, ZONE, Desk, asked
from tests.server.spools import FakeSpool, printings
from tests.server.web import words

STATIONERY = Stationery(
    office="Trung tâm Phục vụ",
    hotline="0228 3895 110",
    address=lambda: "http://10.0.0.5:8080",
    zone=ZONE,
    max_age=timedelta(minutes=3),
)
WORDS = SlipWords(
    label="A042",
    secret="abcdefghijklmnop",
    service="Tư pháp",
    ahead=7,
    issued_at=MORNING,
    session="",
    is_priority=False,
)


class Queue:
    """A printer's queue that remembers what it was given."""

    def __init__(self) -> None:
        self.slips: dict[str, bytes] = {}

    def put_job(self, id: str, printout: Printout) -> None:
        assert id not in self.slips
        self.slips[id] = printout.data


def printing(queue: PrintQueue, model: str) -> Printing:
    profile = profile_named(model)
    return Printing(queue=queue, profile=profile, shelf=Shelf(profile))


def follower(desk: Desk, queue: Queue, stationery: Stationery = STATIONERY) -> SlipFollower:
    printers = {"hall": printing(queue, "TM-T82")}
    return SlipFollower(
        desk.store, desk.settings, desk.paper, words(), stationery, printers, desk.paces
    )


def lines(said: SlipWords, stationery: Stationery = STATIONERY) -> list[str]:
    slip = slip_of(said, stationery, lambda text: text, language="en")
    return [part.text for part in slip.lines if isinstance(part, Line)]


def test_a_slip_says_the_number_large_and_opens_its_page() -> None:
    slip = slip_of(WORDS, STATIONERY, lambda text: text, language="en")
    assert [part.label for part in slip.lines if isinstance(part, Big)] == ["A042"]
    [qr] = [part for part in slip.lines if isinstance(part, QR)]
    assert qr.data == "http://10.0.0.5:8080/t/abcdefghijklmnop"


def test_a_slip_of_an_appointment_says_its_time_instead_of_who_is_ahead() -> None:
    said = lines(replace(WORDS, due_at=MORNING + timedelta(minutes=30)))
    assert "Appointment: 08:30" in said
    assert not any(line.startswith("Waiting before you") for line in said)


def test_a_slip_says_all_a_citizen_needs_in_the_offices_time() -> None:
    assert lines(WORDS) == [
        "TRUNG TÂM PHỤC VỤ",
        "QUEUE NUMBER",
        "Tư pháp",
        "Waiting before you: 7",
        "Time: 08:00 23/11/2026",
        "Session: Morning",
        "Please keep this slip and wait to be called. Thank you!",
        "Hotline: 0228 3895 110",
    ]


def test_priority_is_said_but_not_its_reason_and_a_missing_hotline_leaves_no_line() -> None:
    said = lines(replace(WORDS, is_priority=True), replace(STATIONERY, hotline=""))
    assert "Priority" in said
    assert not any("Hotline" in line for line in said)


def test_an_issued_ticket_goes_to_its_printer(desk: Desk) -> None:
    queue = Queue()
    ticket = desk.issue(printer="hall")
    for entry in desk.journal.after(0):
        follower(desk, queue).handle(entry)
    assert queue.slips.keys() == {f"ticket:{ticket.id}"}
    assert b"A001" in queue.slips[f"ticket:{ticket.id}"]


def test_other_events_and_tickets_without_paper_print_nothing(desk: Desk) -> None:
    queue = Queue()
    desk.finished()
    for entry in desk.journal.after(0):
        follower(desk, queue).handle(entry)
    assert queue.slips == {}


def test_a_printer_that_is_not_there_is_told(desk: Desk) -> None:
    desk.issue(printer="attic")
    [entry] = desk.journal.after(0)
    follower(desk, Queue()).handle(entry)
    assert (desk.ticket(1).slip.state, desk.ticket(1).slip.reason) == ("failed", "no_printer")


def test_a_slip_that_cannot_be_printed_is_told_and_stops_nobody(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    queue = Queue()
    desk.issue(printer="hall")
    follower(desk, queue, replace(STATIONERY, office="\u0378")).recover()
    assert (desk.ticket(1).slip.state, desk.ticket(1).slip.reason) == ("failed", "cannot_print")
    assert "slip of ticket 1" in caplog.text


def test_a_citizens_language_is_on_the_slip(desk: Desk) -> None:
    queue = Queue()
    desk.issue(printer="hall", language="en")
    follower(desk, queue).recover()
    assert b"Justice" in queue.slips["ticket:1"]


def test_after_a_restart_each_slip_is_settled(desk: Desk) -> None:
    queue = Queue()
    desk.issue(printer="hall")
    desk.clock.pass_s(181)
    desk.issue(printer="hall")
    desk.issue(printer="hall")
    desk.issue(printer="attic")
    desk.issue(printer="hall")
    desk.issue()
    desk.paper.printing(3, "hall")
    desk.paper.printing(5, "hall")
    desk.paper.printed(5, "hall")
    follower(desk, queue).recover()
    assert queue.slips.keys() == {"ticket:2"}
    slips = [desk.ticket(n).slip for n in range(1, 7)]
    assert [(slip.state, slip.reason) for slip in slips] == [
        ("failed", "too_old"),
        ("queued", None),
        ("failed", "unknown"),
        ("failed", "no_printer"),
        ("printed", None),
        ("none", None),
    ]


def test_the_ahead_of_a_slip_is_who_waits_then(desk: Desk) -> None:
    queue = Queue()
    for _ in range(3):
        desk.issue(printer="hall")
    desk.call()
    entry = desk.journal.after(2)[0]
    assert isinstance(entry, Entry) and isinstance(entry.event, Issued)
    follower(desk, queue).handle(entry)
    assert b": 1" in queue.slips["ticket:3"]


def standing(desk: Desk, hall: str = "ready") -> tuple[dict[str, FakeSpool], SlipFollower]:
    """Two printers, of which *desk* stands in for *hall*, and who follows."""
    spools = {"hall": FakeSpool(hall), "desk": FakeSpool()}
    desk.printers.connect(spools)
    follows = SlipFollower(
        desk.store, desk.settings, desk.paper, words(), STATIONERY, printings(spools), desk.paces
    )
    return spools, follows


def follow_all(desk: Desk, follows: SlipFollower) -> None:
    seq = 0
    while entries := desk.journal.after(seq):
        for entry in entries:
            follows.handle(entry)
        seq = entries[-1].seq


def test_a_printer_in_trouble_is_passed_over_at_once(desk: Desk) -> None:
    spools, follows = standing(desk, "paper_out")
    desk.issue(printer="hall")
    follow_all(desk, follows)
    assert (spools["hall"].jobs, list(spools["desk"].jobs)) == ({}, ["ticket:1"])
    assert desk.names() == ["issued", "slip_moved"]


def test_a_printer_in_trouble_whose_stand_in_is_too_keeps_its_slips(desk: Desk) -> None:
    spools, follows = standing(desk, "away")
    spools["desk"].state = "cover_open"
    desk.issue(printer="hall")
    follow_all(desk, follows)
    assert (list(spools["hall"].jobs), spools["desk"].jobs) == (["ticket:1"], {})


def test_another_slip_is_printed_as_one(desk: Desk) -> None:
    spools, follows = standing(desk)
    desk.issue(printer="hall", language="en")
    desk.paper.printing(1, "hall")
    desk.paper.failed(1, "hall", "paper_out")
    desk.reprints.ask(1, asked(None, "reprint", 1))
    follow_all(desk, follows)  # late: the first entry's slip is not the one that is wanted now
    jobs = spools["hall"].jobs
    assert list(jobs) == ["ticket:1:1"]
    assert b"REPRINT" in jobs["ticket:1:1"]


def test_after_a_restart_a_slip_asked_for_again_is_as_young_as_the_asking(desk: Desk) -> None:
    spools, follows = standing(desk)
    desk.issue(printer="hall")
    desk.paper.failed(1, "hall", "too_old")
    desk.clock.pass_s(3600)
    desk.reprints.ask(1, asked(None, "reprint", 1))
    desk.clock.pass_s(179)
    follows.recover()
    assert list(spools["hall"].jobs) == ["ticket:1:1"]
    desk.clock.pass_s(2)
    follows.recover()
    assert (desk.ticket(1).slip.state, desk.ticket(1).slip.reason) == ("failed", "too_old")


def test_a_logo_is_sent_to_the_printer_once_and_then_named(desk: Desk) -> None:
    queue, hall = Queue(), printing(Queue(), "TM-T20II")
    hall = replace(hall, queue=queue)
    logo = Logo(row_bytes=2, rows=16, dots=bytes(range(1, 33)))
    stationery = replace(STATIONERY, logo=logo)
    follows = SlipFollower(
        *(desk.store, desk.settings, desk.paper, words(), stationery), {"hall": hall}, desk.paces
    )
    for _ in range(2):
        desk.issue(printer="hall")
    first, second = [each for each in desk.journal.after(0) if isinstance(each.event, Issued)]
    follows.handle(first)
    assert list(queue.slips) == [f"logo:{logo.key}", "ticket:1"]
    assert logo.dots in queue.slips["ticket:1"]
    hall.shelf.report(f"logo:{logo.key}", "printed")
    follows.handle(second)
    assert list(queue.slips)[2:] == ["ticket:2"]
    assert show(logo) in queue.slips["ticket:2"]
    assert logo.dots not in queue.slips["ticket:2"]
