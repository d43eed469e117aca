"""The lines as the turn rule sees them."""

from server import lines
from server.hours import stamp
from server.lines import candidate, heads, policy
from server.plan import Rules
from server.turn import Candidate, Desk, Policy
from tests.server.desk import Desk as Office


def first(office: Office, counter: str, clerk: str | None = None) -> list[int]:
    with office.store.reading() as connection:
        plan = office.office.plan(connection)
        at = lines.desk(plan, plan.counters[counter], clerk, office.office.local())
        return sorted(each.ticket for each in heads(connection, plan, at, office.office.local()))


def test_the_first_of_each_lane_and_no_more(desk: Office) -> None:
    for service in "AAB":
        desk.issue(service)
    desk.issue("A", priority="elderly")
    desk.issue("A", priority="merit")
    desk.issue("A", language="en")
    assert first(desk, "1") == [1, 4, 6]
    assert first(desk, "2") == [1, 3, 4, 6]


def test_a_reserved_ticket_is_seen_whatever_its_service(desk: Office) -> None:
    desk.issue("B", for_counter="1")
    assert first(desk, "1") == [1]


def test_yesterdays_line_is_not_todays(desk: Office) -> None:
    desk.issue()
    desk.clock.pass_s(86_400)
    assert first(desk, "1") == []


def test_a_waiting_ticket_as_the_rule_knows_it(desk: Office) -> None:
    desk.issue(priority="elderly")
    desk.clock.pass_s(90)
    with desk.store.reading() as connection:
        row = connection.execute("SELECT * FROM tickets").fetchone()
    found = candidate(row, desk.office.local())
    assert found == Candidate(ticket=1, service="A", place=1, waits_s=90.0, kind="priority")


def test_an_appointment_waits_since_its_time(desk: Office) -> None:
    due = desk.clock().replace(hour=2)
    desk.issue(due_at=stamp(due))
    with desk.store.reading() as connection:
        row = connection.execute("SELECT * FROM tickets").fetchone()
    early = candidate(row, desk.office.local())
    assert (early.kind, early.time, early.waits_s, early.due_in_s) == (
        "appointment",
        "09:00",
        0.0,
        3600.0,
    )


def test_a_counter_shared_by_sessions_serves_each_service_in_its_own(desk: Office) -> None:
    desk.change(
        "counter",
        "2",
        {"number": "2", "services": ["A", "B"], "sessions": {"B": ["afternoon"]}},
    )
    plan = desk.plan()
    at = desk.office.local()
    counter = plan.counters["2"]
    assert _services(desk, at.replace(hour=9)) == ("A",)
    assert _services(desk, at.replace(hour=14)) == ("A", "B")
    assert counter.services == ("A", "B")


def _services(office: Office, at: object) -> tuple[str, ...]:
    plan = office.plan()
    found: Desk = lines.desk(plan, plan.counters["2"], None, at)  # type: ignore[arg-type]
    return found.services


def test_the_offices_rules_as_far_as_the_turn_goes() -> None:
    rules = Rules(priority="strict", max_wait_min=40, routed_languages=("km",))
    assert policy(rules) == Policy(priority="strict", max_wait_s=2400.0, routed_languages=("km",))
