"""What is told of waiting, from the office's own visits; nothing where it cannot be said."""

from datetime import timedelta
from typing import Any

import pytest

from server.paces import BACK_DAYS, REFRESH, durations
from server.shapes import Wait
from server.waits import FEWEST
from tests.server.desk import MORNING, Desk, asked
from tests.server.web import client

OFFICE_HOURS = {
    "name": "office",
    "session": [{"name": "morning", "opens": "07:30", "closes": "11:30", "last_ticket": "11:00"}],
}


def visits(desk: Desk, n: int = FEWEST, minutes: int = 5, service: str = "A") -> None:
    """So many visits at counter 1, each of some minutes."""
    for _ in range(n):
        desk.issue(service)
        desk.call()
        desk.clock.pass_s(minutes * 60)
        desk.counters.finish("1", asked(None))


def told(desk: Desk, ticket: int | None = None) -> Wait | None:
    """To whoever takes a number of A, or holds a *ticket*."""
    desk.paces.look(desk.clock())
    with desk.store.reading() as connection:
        plan, local = desk.plan(), desk.office.local()
        if ticket is None:
            return desk.paces.of_services(connection, plan, local).get("A")
        row = connection.execute("SELECT * FROM tickets WHERE id = ?", (ticket,)).fetchone()
        return desk.paces.of_ticket(connection, plan, row, desk.ticket(ticket).ahead, local)


def later(desk: Desk) -> None:
    desk.clock.pass_s(REFRESH.total_seconds())


@pytest.fixture
def office(desk: Desk) -> Desk:
    """Counter 1 is open, and ten visits took five minutes each."""
    visits(desk)
    return desk


def test_a_line_is_told_what_its_visits_take(office: Desk) -> None:
    waiting = [office.issue().id for _ in range(5)]
    office.call()
    first, last = told(office, waiting[1]), told(office, waiting[4])
    assert first is not None and last is not None
    assert first.likely == 150  # half a visit of five minutes
    assert last.likely == 150 + 3 * 300
    assert last.low < last.likely < last.high
    newcomer = told(office)
    assert newcomer is not None and newcomer.likely == 150 + 4 * 300


def test_a_second_counter_halves_it_and_other_lines_take_their_share(office: Desk) -> None:
    for _ in range(5):
        office.issue()
    office.call()
    office.call("2")
    found = told(office)
    assert found is not None and found.likely == (150 + 3 * 300) / 2
    for _ in range(3):
        office.issue("B")
    shared = told(office)
    assert shared is not None and shared.likely == (150 + 3 * 300) / 1.5


def test_nothing_is_said_of_too_few_visits(desk: Desk) -> None:
    visits(desk, FEWEST - 1)
    assert told(desk) is None
    visits(desk, 1, minutes=0)
    assert told(desk) is None  # looked at a moment ago
    later(desk)
    assert told(desk) is not None


def test_nothing_is_said_without_an_open_counter(office: Desk) -> None:
    assert told(office) is not None
    office.counters.pause("1", "Nghỉ", asked(None))
    assert told(office) is None
    office.counters.open("3", asked(None))  # it does not serve A
    assert told(office) is None


def test_nothing_is_said_outside_sessions_nor_across_a_break(office: Desk) -> None:
    office.change("schedule", "office", OFFICE_HOURS, "2026-11-24")
    office.clock.at = MORNING + timedelta(days=1)  # 8 o'clock
    assert told(office) is not None
    mine = [office.issue().id for _ in range(8)][-1]
    office.clock.at += timedelta(hours=3, minutes=20)
    assert told(office, mine) is None  # ten minutes are left
    office.clock.at += timedelta(minutes=20)
    assert told(office) is None


def test_nothing_is_said_to_whoever_does_not_go_by_the_line(office: Desk) -> None:
    office.person("hoa")
    assert told(office, office.issue().id) is not None
    assert told(office, office.issue(priority="elderly").id) is None
    assert told(office, office.issue(for_counter="1").id) is None
    assert told(office, office.issue(for_clerk="hoa").id) is None
    assert told(office, office.call().id) is None  # called


def test_visits_closed_by_rule_are_left_out(desk: Desk) -> None:
    visits(desk, 2)
    desk.issue()
    desk.call()
    desk.clock.pass_s(5 * 3600)
    desk.upkeep.look()
    desk.clock.pass_s(600)
    desk.upkeep.look()
    assert desk.ticket(3).state == "finished"
    with desk.store.reading() as connection:
        assert durations(connection, desk.office.today()) == {"A": [300.0, 300.0]}


def test_the_last_weeks_count_and_no_more(desk: Desk) -> None:
    visits(desk)
    desk.clock.pass_s(BACK_DAYS * 86400)
    assert told(desk) is not None
    desk.clock.pass_s(86400)
    assert told(desk) is None


def test_over_http_it_is_told_to_newcomers_and_to_holders(office: Desk) -> None:
    ticket = office.issue()
    office.paces.look(office.clock())
    web = client(office, "kiosk")
    services: list[dict[str, Any]] = web.get("/api/v1/services").json
    assert [each["wait_s"] is None for each in services] == [False, True]
    found = web.get(f"/api/v1/tickets/{ticket.id}").json["wait_s"]
    assert found["low"] <= found["likely"] <= found["high"]
