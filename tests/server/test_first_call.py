"""The figure of waiting ends at the first call, whatever came after it."""

import random
import sqlite3
from contextlib import closing, suppress
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.counters import Target
from server.errors import Refused
from server.reports.rows import visits
from server.store import Store
from server.verify import breaks
from tests.server.desk import ZONE, Desk, asked, open_desk

WAITED = timedelta(minutes=10)


def broken(desk: Desk) -> list[str]:
    with desk.store.reading() as connection:
        return list(breaks(connection))


def waited(desk: Desk) -> list[timedelta | None]:
    """From issue to the first call, a ticket."""
    day = desk.office.today()
    with desk.store.reading() as connection:
        found = visits(connection, day, day, "office", ZONE, desk.settings.plan)
    return [each.called_at and each.called_at - each.issued_at for each in found]


@pytest.fixture
def called(desk: Desk) -> Desk:
    """Somebody has waited ten minutes and is called."""
    desk.issue()
    desk.clock.pass_s(WAITED.total_seconds())
    desk.call()
    desk.clock.pass_s(60)
    return desk


def test_who_missed_the_call_and_came_back_has_waited_until_the_first(called: Desk) -> None:
    called.counters.no_show("1", asked(None))
    assert waited(called) == [WAITED]
    called.office.requeue(1, asked(None))
    assert waited(called) == [WAITED]
    called.clock.pass_s(60)
    called.call()
    assert waited(called) == [WAITED]
    assert called.ticket(1).called_at == "2026-11-23T01:12:00.000Z"  # the last call
    assert broken(called) == []


def test_who_was_parked_or_sent_on_has_waited_until_the_first(called: Desk) -> None:
    called.counters.park("1", asked(None))
    called.clock.pass_s(60)
    called.counters.resume("1", 1, asked(None))
    assert waited(called) == [WAITED]
    called.counters.transfer("1", Target(service="B"), asked(None))
    called.clock.pass_s(60)
    called.call("3")
    called.counters.finish("3", asked(None))
    assert waited(called) == [WAITED]
    assert broken(called) == []


def test_a_call_taken_back_was_none(called: Desk) -> None:
    called.counters.undo("1", asked(None))
    assert waited(called) == [None]
    called.call()
    assert waited(called) == [WAITED + timedelta(minutes=1)]
    called.counters.no_show("1", asked(None))
    called.office.requeue(1, asked(None))
    called.call()
    called.counters.undo("1", asked(None))
    assert waited(called) == [WAITED + timedelta(minutes=1)]
    assert broken(called) == []


def test_a_corrected_call_is_the_first_where_there_was_one(called: Desk) -> None:
    called.counters.finish("1", asked(None))
    then = called.clock() - timedelta(minutes=6)
    called.office.correct(1, "called_at", then, "quên bấm", asked(None))
    assert waited(called) == [timedelta(minutes=5)]
    assert broken(called) == []


STEPS = st.sampled_from(("call", "no_show", "back", "park", "resume", "send", "undo", "start"))


def live(desk: Desk, steps: list[str]) -> None:
    """Whatever of *steps* is allowed happens, some seconds apart, to one ticket."""
    seconds = random.Random(len(steps))
    for step in steps:
        desk.clock.pass_s(seconds.randrange(1, 20))
        with suppress(Refused):
            match step:
                case "call":
                    desk.counters.call_next("2", asked(None))
                case "back":
                    desk.office.requeue(1, asked(None))
                case "resume":
                    desk.counters.resume("2", 1, asked(None))
                case "send":
                    desk.counters.transfer("2", Target(service="B"), asked(None))
                case _:
                    getattr(desk.counters, step)("2", asked(None))


@given(st.lists(STEPS, max_size=14))
def test_an_older_file_gets_the_first_calls_that_its_journal_tells(
    tmp_path_factory: pytest.TempPathFactory, steps: list[str]
) -> None:
    path = tmp_path_factory.mktemp("office") / "office.db"
    with open_desk(path) as desk:
        desk.issue()
        live(desk, steps)
        assert broken(desk) == []
    as_before_the_step(path)
    Store(path).close()
    with open_desk(path) as desk:
        assert broken(desk) == []


def as_before_the_step(path: Path) -> None:
    """What the program before left: neither the column nor a word of it in the journal."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("ALTER TABLE tickets DROP COLUMN first_called_at")
        connection.execute(
            "UPDATE journal SET data = json_remove(data, '$.restored.first_called_at') "
            "WHERE event = 'undone'"
        )
        connection.execute("DELETE FROM _sqlite_migrations WHERE name = '0007_first_call'")
        connection.commit()
