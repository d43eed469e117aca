"""The journal replayed gives the tickets' table."""

from server import rows
from server.events import EVENTS, Called, Issued, SlipPrinted, TicketEvent
from tests.server.desk import Desk, asked
from tests.server.replay import replayed, stored

AT = "2026-11-23T01:00:00.000Z"


def test_a_call_names_counter_clerk_and_moment() -> None:
    event = Called(ticket=1, label="A001", counter="3", clerk="hoa", why="first_in_line")
    assert rows.columns_after(event, AT) == {
        "called_at": AT,
        "counter": "3",
        "clerk": "hoa",
        "calls": 1,
        "recalled_at": None,
        "reminded_at": None,
        "why": '{"why": "first_in_line"}',
    }


def test_a_slip_that_needs_no_words_has_no_reason() -> None:
    event = SlipPrinted(ticket=1, label="A001", printer="hall", reason="")
    said = {"slip_at": AT, "slip_state": "printed", "slip_reason": None}
    assert rows.columns_after(event, AT) == said


def test_an_event_that_is_not_a_tickets_changes_no_ticket(desk: Desk) -> None:
    desk.counters.open("1", asked(None))
    desk.counters.pause("1", "Nghỉ", asked(None))
    desk.counters.close("1", asked(None))
    assert [rows.columns_after(event, AT) for event in desk.events()] == [{}, {}, {}]


def test_every_column_named_is_one_of_the_table(desk: Desk) -> None:
    ticket = desk.issue(printer="hall")
    desk.paper.printing(ticket.id, "hall")
    desk.paper.printed(ticket.id, "hall", "late")
    desk.call()
    desk.counters.recall("1", asked(None))
    desk.counters.start("1", asked(None))
    desk.counters.finish("1", asked(None))
    with desk.store.reading() as connection:
        table = {row["name"] for row in connection.execute("PRAGMA table_info(tickets)")}
    used = {name for event in desk.events() for name in rows.columns_after(event, AT)}
    assert used <= table
    assert {name for name, kind in EVENTS.items() if issubclass(kind, TicketEvent)} > {"issued"}


def test_a_days_journal_replayed_is_the_table(desk: Desk) -> None:
    for service in "AABBA":
        desk.issue(service, printer="hall")
        desk.clock.pass_s(5)
    desk.paper.failed(2, "hall", "paper_out")
    desk.call("1")
    desk.counters.no_show("1", asked(None))
    desk.call("2")
    desk.counters.start("2", asked(None))
    desk.clock.pass_s(60)
    desk.call("2", finish_current=True)
    desk.office.cancel(5, asked(None))
    assert replayed(desk) == stored(desk)
    assert isinstance(desk.events()[0], Issued)
