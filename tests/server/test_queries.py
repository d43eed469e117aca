"""The reads: the hall, the lists, one ticket by its id or its secret."""

import pytest

from server import queries, service_view, shapes
from server.errors import Unknown
from tests.server.desk import Desk, asked


def hall(desk: Desk) -> shapes.Hall:
    with desk.store.reading() as connection:
        return queries.hall(connection, 7, desk.office.plan(connection))


def test_services_say_how_many_wait(desk: Desk) -> None:
    desk.issue("B")
    desk.issue("B")
    desk.call("3")
    with desk.store.reading() as connection:
        plan = desk.office.plan(connection)
        found = service_view.services(connection, plan, desk.office.local(), {})
    assert [(each.code, each.name, each.waiting) for each in found] == [
        ("A", "Tư pháp", 0),
        ("B", "Đất đai", 1),
    ]


def test_the_hall_is_whole(desk: Desk) -> None:
    for _ in range(7):
        desk.issue()
    desk.call("1")
    desk.counters.pause("3", "Nghỉ", asked(None))
    shown = hall(desk)
    assert (shown.seq, shown.business_day) == (7, "2026-11-23")
    assert [(c.number, c.state, c.services) for c in shown.counters] == [
        ("1", "open", ["A"]),
        ("2", "closed", ["A", "B"]),
        ("3", "paused", ["B"]),
    ]
    held = shown.counters[0].ticket
    assert held is not None and (held.label, held.calls) == ("A001", 1)
    first, second = shown.services
    assert (first.waiting, first.next) == (6, ["A002", "A003", "A004", "A005", "A006"])
    assert (second.waiting, second.next) == (0, [])


def test_those_missed_last_come_first_and_only_todays(desk: Desk) -> None:
    for _ in range(queries.MISSED_SHOWN + 2):
        desk.issue()
        desk.call()
        desk.counters.no_show("1", asked(None))
        desk.clock.pass_s(1)
    assert [each.label for each in hall(desk).missed] == [f"A00{n}" for n in (8, 7, 6, 5, 4, 3)]
    desk.clock.pass_s(86400)
    assert hall(desk).missed == []


def test_a_ticket_by_its_secret_and_its_link(desk: Desk) -> None:
    ticket = desk.issue()
    with desk.store.reading() as connection:
        issued = queries.issued(desk.store.row, ticket)
        secret = issued.link.removeprefix("/t/")
        assert queries.ticket_by_secret(connection, secret) == ticket
        for unknown in ("", "x" * 16):
            with pytest.raises(Unknown, match="no_such_ticket"):
                queries.ticket_by_secret(connection, unknown)
        with pytest.raises(Unknown, match="no_such_ticket"):
            queries.ticket_by_id(connection, 99)
        with pytest.raises(Unknown, match="no_such_counter"):
            queries.counter_at(connection, desk.plan(), "99")


LATE = "2026-11-23T09:00:00.000Z"


def test_who_was_finished_before_the_clock_was_set_back_is_not_asked(desk: Desk) -> None:
    desk.finished()
    with desk.store.reading() as connection:
        early = "2026-11-23T00:59:00.000Z"
        assert queries.last_finished(connection, "1", early, early) is None


def test_who_was_finished_last_and_since_when(desk: Desk) -> None:
    desk.finished()
    desk.clock.pass_s(10)
    second = desk.finished()
    with desk.store.reading() as connection:
        row = queries.last_finished(connection, "1", "2026-11-23T01:00:00.000Z", LATE)
        assert row is not None and (row["id"], row["rating"]) == (second.id, None)
        assert queries.last_finished(connection, "1", "2026-11-23T01:00:11.000Z", LATE) is None
        assert queries.last_finished(connection, "2", "2026-11-23T01:00:00.000Z", LATE) is None
