"""``journal verify`` finds every way in which the tables do not follow from the journal."""

import pytest

from server.verify import breaks
from tests.server.desk import Desk, asked, rating


def found(desk: Desk) -> list[str]:
    with desk.store.reading() as connection:
        return list(breaks(connection))


@pytest.fixture
def day(desk: Desk) -> Desk:
    """Two finished visits, one in hand, one waiting, one given back."""
    desk.ratings.take(rating(desk, desk.finished().id), "1")
    desk.finished()
    for _ in range(3):
        desk.issue(printer="hall")
    desk.call()
    desk.counters.recall("1", asked(None))
    desk.paper.printed(4, "hall")
    desk.office.cancel(5, asked(None))
    return desk


def test_a_day_as_it_was_holds(day: Desk) -> None:
    assert found(day) == []


def test_an_empty_office_holds(desk: Desk) -> None:
    assert found(desk) == []


@pytest.mark.parametrize(
    ("tampered", "said"),
    [
        ("UPDATE tickets SET state = 'finished' WHERE id = 4", "A004 of 2026-11-23: state is"),
        (
            "UPDATE tickets SET called_at = NULL WHERE id = 1",
            "A001 of 2026-11-23: called_at is None",
        ),
        ("UPDATE tickets SET calls = 9 WHERE id = 3", "A003 of 2026-11-23: calls is 9"),
        ("DELETE FROM tickets WHERE id = 2", "ticket 2 of the journal is in no row"),
        ("DELETE FROM journal WHERE ticket = 2", "A003 follows number 1 of A"),
        ("DELETE FROM journal WHERE ticket = 5", "A005 of 2026-11-23 stands in no entry"),
        ("DELETE FROM journal WHERE event = 'called'", "cannot be finished"),
        ("UPDATE journal SET event = 'exploded' WHERE seq = 1", "entry 1 cannot be read"),
        ("UPDATE journal SET data = '{' WHERE seq = 1", "entry 1 cannot be read"),
        ("UPDATE journal SET schema = 99 WHERE seq = 2", "entry 2 was written by a newer program"),
        ("DELETE FROM ratings", "A001 of 2026-11-23: is_rated is 0, by the journal 1"),
        ("UPDATE ratings SET ticket = 2", "A002 of 2026-11-23: is_rated is 1, by the journal 0"),
        ("UPDATE tickets SET clerk = 'nam' WHERE id = 1", "A001 of 2026-11-23: clerk is 'nam'"),
        ("UPDATE numbers SET last = 3", "the next number of A (2026-11-23) follows 3"),
    ],
)
def test_each_tampering_is_found(day: Desk, tampered: str, said: str) -> None:
    day.store.change(lambda tx: tx.execute(tampered))
    assert any(said in each for each in found(day)), found(day)


def test_two_tickets_in_one_hand_are_found(day: Desk) -> None:
    day.store.change(
        lambda tx: tx.execute(
            "INSERT INTO journal (at, event, ticket, counter, schema, data) "
            "SELECT at, event, 4, counter, schema, replace(data, '\"ticket\":3', '\"ticket\":4') "
            "FROM journal WHERE event = 'called' AND ticket = 3"
        )
    )
    assert any("counter 1 takes 4 while it has 3 in hand" in each for each in found(day))


@pytest.mark.parametrize(
    ("tampered", "said"),
    [
        (
            "UPDATE settings SET value = json_set(value, '$.name', 'X') WHERE id = 1",
            "entry -5: service A is not so in the settings",
        ),
        ("UPDATE settings SET by = 'nobody' WHERE id = 7", "entry 1: service A is not so in the"),
        ("DELETE FROM settings WHERE id = 7", "entry 1: service A is not so in the settings"),
        (
            "DELETE FROM journal WHERE seq = 1",
            "the setting of service A stands in no entry of the journal",
        ),
        (
            "UPDATE journal SET data = json_set(data, '$.old.name', 'X') WHERE seq = 1",
            "entry 1: service A was not so before",
        ),
    ],
)
def test_settings_follow_from_the_journal(desk: Desk, tampered: str, said: str) -> None:
    desk.change("service", "A", {"name": "Hộ tịch"}, "2026-12-01")
    assert found(desk) == []
    desk.store.change(lambda tx: tx.execute(tampered))
    [first] = found(desk)
    assert said in first
