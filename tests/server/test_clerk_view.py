"""A counter as its clerk sees it: who may be called by hand, who is parked."""

from server import clerk_view, queries, shapes
from server.accounts import Person
from server.counters import Target
from tests.server.desk import CLERK, Desk, asked
from tests.server.web import client


def waiting(desk: Desk, counter: str, label: str = "") -> list[str]:
    with desk.store.reading() as connection:
        found = clerk_view.waiting_for(connection, desk.plan(), counter, label)
    return [each.label for each in found]


def view(desk: Desk, counter: str) -> shapes.Counter:
    with desk.store.reading() as connection:
        return clerk_view.clerk_view(connection, desk.plan(), counter)


def test_who_waits_for_its_services_in_order_of_arrival(desk: Desk) -> None:
    for service in "BAAB":
        desk.issue(service)
    assert waiting(desk, "1") == ["A001", "A002"]
    assert waiting(desk, "2") == ["B001", "A001", "A002", "B002"]
    assert waiting(desk, "2", "02") == ["A002", "B002"]


def test_at_most_a_hundred(desk: Desk) -> None:
    for _ in range(101):
        desk.issue("A")
    assert len(waiting(desk, "1")) == 100
    assert waiting(desk, "1", "A101") == ["A101"]


def test_sent_first_is_first_and_kept_for_another_counter_is_not_there(desk: Desk) -> None:
    for _ in range(3):
        desk.issue("A")
    desk.call("1")
    desk.counters.transfer("1", Target(service="B", is_first=True), asked(None))
    desk.call("1")
    desk.counters.transfer("1", Target(counter="3"), asked(None))
    desk.issue("B")
    assert waiting(desk, "2") == ["A001", "A003", "B001"]
    assert waiting(desk, "3") == ["A001", "A002", "B001"]


def test_kept_for_a_clerk_is_there_for_that_clerk_alone(desk: Desk) -> None:
    desk.person(CLERK.name)
    desk.issue("A", for_clerk=CLERK.name)
    assert waiting(desk, "1") == []
    desk.counters.open("1", asked(None))
    assert waiting(desk, "1") == ["A001"]


def test_a_parked_number_says_when_it_comes_back_and_what_follows(desk: Desk) -> None:
    desk.issue("A", stops=("B",))
    desk.call("1")
    desk.counters.park("1", asked(None), return_after_s=600)
    (parked,) = view(desk, "1").parked
    assert (parked.stops, parked.return_at) == (["B"], "2026-11-23T01:10:00.000Z")


def test_until_when_somebody_not_present_may_come_back(desk: Desk) -> None:
    ticket = desk.issue("A")
    desk.call("1")
    desk.counters.no_show("1", asked(None))
    with desk.store.reading() as connection:
        found = queries.ticket_in_full(connection, desk.plan(), ticket.id)
        tomorrow = queries.ticket_in_full(connection, desk.plan("2026-11-24"), ticket.id)
    assert found.requeue_until == "2026-11-23T01:30:00.000Z"
    assert tomorrow.requeue_until is None


def test_over_http_it_is_for_those_who_call(desk: Desk) -> None:
    desk.issue("A", priority="elderly")
    answer = client(desk, "counter", "1").get("/api/v1/counters/1/waiting?label=a0")
    assert [(each["label"], each["priority"]) for each in answer.get_json()] == [
        ("A001", "elderly")
    ]
    assert client(desk, "kiosk").get("/api/v1/counters/1/waiting").status_code == 403
    assert client(desk, "admin").get("/api/v1/counters/9/waiting").status_code == 404


def test_a_clerk_is_shown_by_their_full_name(desk: Desk) -> None:
    desk.accounts.add_person(Person("hoa", "Nguyễn Thị Hoa", "clerk"), "long enough")
    desk.counters.open("1", asked(None))
    assert view(desk, "1").clerk == "Nguyễn Thị Hoa"
