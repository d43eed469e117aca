"""The services as somebody who wants a number sees them."""

from server import service_view, shapes
from tests.server.desk import Desk

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
