"""The office's upkeep as a thread: it looks, and goes on when something went wrong."""

import threading
from datetime import datetime

import pytest

from server.upkeep import Upkeep
from tests.server.desk import Desk, asked


def test_what_came_due_while_the_server_was_off_is_done_at_its_start(desk: Desk) -> None:
    desk.issue()
    desk.call()
    desk.counters.park("1", asked(None), return_after_s=60)
    desk.clock.pass_s(3600)
    stop = threading.Event()

    def chore(_: datetime) -> None:
        stop.set()

    Upkeep(desk.store, desk.office, [chore]).run(stop)
    assert desk.ticket(1).state == "waiting"


def test_a_chore_that_fails_stops_nothing(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    stop = threading.Event()

    def fails(_: datetime) -> None:
        stop.set()
        raise LookupError("no such salt")

    Upkeep(desk.store, desk.office, [fails]).run(stop)
    assert "upkeep stumbled" in caplog.text


def test_nothing_due_writes_nothing(desk: Desk) -> None:
    desk.issue()
    before = desk.journal.newest
    assert desk.upkeep.look() == 0
    assert desk.journal.newest == before


def test_a_ticket_of_a_day_to_come_is_left_alone(desk: Desk) -> None:
    desk.store.change(lambda tx: tx.execute("UPDATE tickets SET business_day = '2026-11-30'"))
    desk.issue()
    assert desk.upkeep.look() == 0


def test_what_ends_by_the_clock_waits_until_the_clock_has_stood(desk: Desk) -> None:
    seen: list[str] = []
    upkeep = Upkeep(
        desk.store,
        desk.office,
        [lambda _: seen.append("always")],
        endings=[lambda _: seen.append("sure")],
    )
    upkeep.look()
    desk.clock.pass_s(600)
    upkeep.look()
    assert seen == ["always", "always", "sure"]
