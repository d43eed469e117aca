"""The services as somebody who wants a number sees them."""

from server import service_view, shapes
from tests.server.desk import Desk, asked

MORNING = {"name": "morning", "opens": "07:30", "closes": "11:30", "last_ticket": "11:00"}


def services(desk: Desk) -> dict[str, shapes.Service]:
    with desk.store.reading() as connection:
        found = service_view.services(connection, desk.plan(), desk.office.local(), {})
    return {each.code: each for each in found}


def test_an_open_service_says_what_its_labels_begin_with(desk: Desk) -> None:
    found = services(desk)["A"]
    assert (found.open, found.why, found.opens_at) == (True, "open", None)
    assert (found.name_en, found.prefix) == ("Justice", "A")


def test_a_row_of_numbers_gives_the_prefix(desk: Desk) -> None:
    desk.change("numbering", "common", {"prefix": "Q"})
    desk.change("service", "A", {"name": "Tư pháp", "numbering": "common"})
    assert services(desk)["A"].prefix == "Q"


def test_a_shut_service_says_when_numbers_are_given_next(desk: Desk) -> None:
    desk.change("schedule", "office", {"session": [MORNING]})
    desk.clock.pass_s(3 * 3600)  # 11:00
    found = services(desk)["A"]
    assert (found.open, found.why) == (False, "over")
    assert found.opens_at == "2026-11-24T00:30:00.000Z"


def test_a_day_off_has_its_name(desk: Desk) -> None:
    desk.change("schedule", "office", {"session": [MORNING]})
    desk.change("day", "2026-11-23", {"works": False, "name": "Ngày hội"})
    found = services(desk)["A"]
    assert (found.open, found.why, found.holiday) == (False, "day_off", "Ngày hội")


def test_a_limit_that_is_reached(desk: Desk) -> None:
    desk.change("service", "A", {"name": "Tư pháp", "limit_day": 1})
    assert services(desk)["A"].open
    desk.issue("A")
    assert (services(desk)["A"].open, services(desk)["A"].why) == (False, "quota")


def test_a_service_that_has_ended_tells_where_to_go(desk: Desk) -> None:
    told = {"has_ended": True, "notice": "Đến Chi cục Thuế.", "notice_en": "Go to the tax office."}
    desk.change("service", "A", {"name": "Tư pháp", **told})
    found = services(desk)["A"]
    assert (found.open, found.why) == (False, "ended")
    assert (found.notice, found.notice_en) == ("Đến Chi cục Thuế.", "Go to the tax office.")


def test_a_service_says_whether_it_makes_appointments(desk: Desk) -> None:
    assert not services(desk)["A"].has_slots
    desk.change("service", "A", {"name": "Tư pháp", "slot_min": 30})
    assert services(desk)["A"].has_slots
    desk.change("service", "A", {"name": "Tư pháp", "slot_min": 30, "has_ended": True})
    assert not services(desk)["A"].has_slots


def test_a_service_says_what_to_bring_and_what_else_it_is_called(desk: Desk) -> None:
    papers = {"vi": ["Căn cước", "Tờ khai"], "en": ["Identity card"]}
    about = {"name": "Tư pháp", "documents": papers, "keywords": ["Khai sinh"]}
    desk.change("service", "A", about)
    found = services(desk)["A"]
    assert (found.documents, found.keywords) == (papers, ["Khai sinh"])
    assert (services(desk)["B"].documents, services(desk)["B"].keywords) == ({}, [])


def test_counters_that_rest_are_told_from_those_that_are_open(desk: Desk) -> None:
    def counted() -> list[tuple[int, int]]:
        return [(each.counters_open, each.counters_paused) for each in services(desk).values()]

    assert counted() == [(0, 0), (0, 0)]
    desk.counters.open("2", asked(None))
    desk.counters.pause("3", "họp", asked(None))
    assert counted() == [(1, 0), (1, 1)]
    desk.counters.pause("2", "họp", asked(None))
    assert counted() == [(0, 1), (0, 2)]


def test_a_counter_counts_only_in_the_sessions_in_which_it_serves(desk: Desk) -> None:
    desk.change("schedule", "office", {"session": [MORNING]})
    only = {"name": "Quầy 2", "services": ["A", "B"], "sessions": {"A": ["afternoon"]}}
    desk.change("counter", "2", only)
    desk.counters.open("2", asked(None))
    assert [each.counters_open for each in services(desk).values()] == [0, 1]


def test_groups_are_in_the_offices_order_without_what_has_ended(desk: Desk) -> None:
    def groups() -> list[shapes.Group]:
        return service_view.groups(desk.plan())

    assert groups() == [] and services(desk)["A"].group is None
    desk.change("group", "late", {"name": "Đất đai", "position": 2, "services": ["B"]})
    desk.change("group", "early", {"name": "Hộ tịch", "name_en": "Papers", "services": ["A"]})
    early = shapes.Group(code="early", name="Hộ tịch", name_en="Papers", services=["A"])
    late = shapes.Group(code="late", name="Đất đai", name_en="Đất đai", services=["B"])
    assert groups() == [early, late]
    assert [each.group for each in services(desk).values()] == ["early", "late"]
    desk.change("service", "B", {"name": "Đất đai", "has_ended": True})
    assert groups() == [early]
