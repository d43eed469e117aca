"""The steps that changes are made of."""

import sqlite3

import pytest

from server.errors import Refused, Unknown
from server.events import NoShow
from server.ledger import NewTicket, counter_row, heads, ticket_row
from server.turn import Candidate
from tests.server.desk import Desk

AT = "2026-11-23T01:00:00.000Z"
DAY = "2026-11-23"


def test_a_new_ticket_has_the_next_number_and_its_line_in_the_journal(desk: Desk) -> None:
    ticket = desk.store.change(lambda tx: desk.ledger.issue(tx, AT, DAY, NewTicket(service="A")))
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
        desk.ledger.issue(tx, AT, DAY, NewTicket(service="A"))
        raise LookupError

    with pytest.raises(LookupError):
        desk.store.change(fails)
    assert desk.issue().label == "A001"


def test_the_file_itself_refuses_a_number_twice(desk: Desk) -> None:
    desk.issue()
    with pytest.raises(sqlite3.IntegrityError, match="number"):
        desk.store.change(
            lambda tx: (
                tx.execute("UPDATE numbers SET last = 0")
                and desk.ledger.issue(tx, AT, DAY, NewTicket(service="A"))
            )
        )


def test_an_event_that_cannot_be_changes_nothing(desk: Desk) -> None:
    ticket = desk.issue()
    event = NoShow(ticket=ticket.id, label=ticket.label, counter="1")
    with pytest.raises(Refused, match="wrong_state") as refused:
        desk.store.change(lambda tx: desk.ledger.happen(tx, AT, ticket_row(tx, ticket.id), event))
    assert refused.value.about == {"label": "A001", "state": "waiting"}
    assert desk.names() == ["issued"]


def test_who_is_not_there_is_unknown(desk: Desk) -> None:
    with desk.store.reading() as connection:
        with pytest.raises(Unknown, match="no_such_ticket"):
            ticket_row(connection, 99)
        with pytest.raises(Unknown, match="no_such_counter"):
            counter_row(connection, "99")


def test_heads_are_the_first_of_each_queue_a_counter_serves(desk: Desk) -> None:
    for service, priority in [("A", None), ("B", None), ("A", "elderly"), ("A", None)]:
        desk.issue(service, priority=priority)
    with desk.store.reading() as connection:
        first, second = heads(connection, "1", DAY), heads(connection, "2", DAY)
        tomorrow = heads(connection, "1", "2026-11-24")
    assert sorted(first, key=str) == [Candidate(1, False), Candidate(3, True)]
    assert sorted(second, key=str) == [Candidate(1, False), Candidate(2, False), Candidate(3, True)]
    assert tomorrow == []


def test_secrets_cannot_be_guessed_from_each_other(desk: Desk) -> None:
    for _ in range(20):
        desk.issue()
    with desk.store.reading() as connection:
        secrets = [row[0] for row in connection.execute("SELECT secret FROM tickets")]
    assert len(set(secrets)) == 20
    assert {len(each) for each in secrets} == {16}
