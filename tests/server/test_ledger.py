"""The steps that changes are made of."""

import sqlite3
from dataclasses import replace
from datetime import date

import pytest

from server.errors import Refused, Unknown
from server.events import NoShow
from server.ledger import NewTicket, Taking, ticket_row
from server.plan import Numbering
from server.shapes import Ticket
from tests.server.desk import Desk

AT = "2026-11-23T01:00:00.000Z"
TAKING = Taking(
    business_day=date(2026, 11, 23), session="", numbering=Numbering(name="A", prefix="A")
)


def _issue(desk: Desk, tx: sqlite3.Connection, taking: Taking = TAKING) -> Ticket:
    return desk.ledger.issue(tx, AT, NewTicket(service="A"), taking)


def test_a_new_ticket_has_the_next_number_and_its_line_in_the_journal(desk: Desk) -> None:
    ticket = desk.store.change(lambda tx: _issue(desk, tx))
    assert (ticket.label, ticket.number, ticket.state) == ("A001", 1, "waiting")
    assert desk.names() == ["issued"]


def test_paper_is_queued_only_where_there_is_a_printer(desk: Desk) -> None:
    assert desk.issue().slip.state == "none"
    assert desk.issue(printer="hall").slip.state == "queued"


def test_a_service_nobody_offers_takes_no_number(desk: Desk) -> None:
    with pytest.raises(Unknown, match="no_such_service"):
        desk.issue("Z")
    assert desk.count("numbers") == desk.count("tickets") == 0


def test_a_number_taken_by_a_change_that_failed_is_given_to_the_next(desk: Desk) -> None:
    def fails(tx: sqlite3.Connection) -> None:
        _issue(desk, tx)
        raise LookupError

    with pytest.raises(LookupError):
        desk.store.change(fails)
    assert desk.issue().label == "A001"


def test_a_label_that_somebody_has_today_is_not_given_again(desk: Desk) -> None:
    desk.issue()
    desk.store.change(lambda tx: tx.execute("UPDATE numbers SET last = 0"))
    with pytest.raises(Refused, match="numbers_used_up"):
        desk.issue()


def test_the_file_itself_refuses_a_label_twice(desk: Desk) -> None:
    desk.issue()
    desk.issue()
    with pytest.raises(sqlite3.IntegrityError, match="label"):
        desk.store.change(lambda tx: tx.execute("UPDATE tickets SET label = 'A001'"))


def test_a_row_that_never_restarts_goes_round_but_gives_no_label_twice_a_day(desk: Desk) -> None:
    row = Numbering(name="A", prefix="A", last=3, restart="never")
    today = replace(TAKING, numbering=row)
    tomorrow = replace(today, business_day=date(2026, 11, 24))
    labels = [
        desk.store.change(lambda tx, taking=taking: _issue(desk, tx, taking)).label
        for taking in (today, today, tomorrow, tomorrow)
    ]
    assert labels == ["A001", "A002", "A003", "A001"]
    desk.store.change(lambda tx: _issue(desk, tx, tomorrow))
    with pytest.raises(Refused, match="numbers_used_up"):
        desk.store.change(lambda tx: _issue(desk, tx, tomorrow))


def test_services_may_share_a_row_of_numbers(desk: Desk) -> None:
    desk.change("numbering", "common", {"name": "common", "prefix": "", "width": 4})
    for code, name in (("A", "Tư pháp"), ("B", "Đất đai")):
        desk.change("service", code, {"code": code, "name": name, "numbering": "common"})
    assert [desk.issue(service).label for service in "ABBA"] == ["0001", "0002", "0003", "0004"]


def test_an_event_that_cannot_be_changes_nothing(desk: Desk) -> None:
    ticket = desk.issue()
    event = NoShow(ticket=ticket.id, label=ticket.label, counter="1")
    with pytest.raises(Refused, match="wrong_state") as refused:
        desk.store.change(lambda tx: desk.ledger.happen(tx, AT, ticket_row(tx, ticket.id), event))
    assert refused.value.about == {"label": "A001", "state": "waiting"}
    assert desk.names() == ["issued"]


def test_who_is_not_there_is_unknown(desk: Desk) -> None:
    with desk.store.reading() as connection, pytest.raises(Unknown, match="no_such_ticket"):
        ticket_row(connection, 99)


def test_secrets_cannot_be_guessed_from_each_other(desk: Desk) -> None:
    for _ in range(20):
        desk.issue()
    with desk.store.reading() as connection:
        secrets = [row[0] for row in connection.execute("SELECT secret FROM tickets")]
    assert len(set(secrets)) == 20
    assert {len(each) for each in secrets} == {16}
