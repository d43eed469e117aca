"""What the office offers and what a citizen did: pure."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.hall_wire import Zone
from kiosk.visit import OTHERS, Offer, Visit, day_of, grouped, opening, typed
from kiosk.wire import Group, Service

HANOI = Zone("hall", timezone="Asia/Ho_Chi_Minh")
SERVICES = tuple(Service(code, code) for code in "ABCD")

group_lists = st.lists(st.lists(st.sampled_from("ABCDXY"), unique=True), max_size=4).map(
    lambda lists: tuple(Group(str(i), "g", services=codes) for i, codes in enumerate(lists))
)


@given(group_lists)
def test_with_groups_every_service_is_still_there_and_no_group_is_empty(groups):
    offer = Offer(SERVICES, (), grouped(SERVICES, groups))
    if not offer.groups:
        assert offer.of_group(None) == SERVICES
        return
    inside = [offer.of_group(each.code) for each in offer.groups]
    assert all(inside) and {s.code for each in inside for s in each} == set("ABCD")


def test_services_in_no_group_stand_in_the_last_and_one_group_is_none():
    groups = (Group("a", "A", services=["A"]), Group("gone", "G", services=["X"]))
    found = grouped(SERVICES, groups)
    assert [each.code for each in found] == ["a", OTHERS] and found[-1].services == ["B", "C", "D"]
    assert grouped(SERVICES, (Group("all", "All", services=list("ABCD")),)) == ()
    assert grouped(SERVICES, ()) == ()


@pytest.mark.parametrize(
    ("opens_at", "said"),
    [
        ("2026-11-23T06:00:00.000Z", ("13:00", "")),
        ("2026-11-23T23:30:00.000Z", ("06:30", "24/11")),
        ("2026-11-22T18:00:00Z", ("01:00", "")),  # already the 23rd there
        (None, ("", "")),
        ("soon", ("", "")),
    ],
)
def test_when_numbers_are_given_next_is_said_on_the_offices_clock(opens_at, said):
    assert opening(opens_at, Offer(hall=HANOI, today="2026-11-23")) == said


@pytest.mark.parametrize("zone", ["", "No/Where", "../../etc/passwd", "\x00"])
def test_a_zone_of_time_that_is_none_stops_nothing(zone):
    offer = Offer(hall=Zone("hall", timezone=zone))
    assert opening("2026-11-23T06:00:00Z", offer) == ("06:00", "23/11")


def test_the_day_there():
    assert day_of("2026-11-22T17:00:00Z", Offer(hall=HANOI).zone) == "2026-11-23"
    assert day_of("", HANOI) == day_of("yesterday", HANOI) == ""


keys = st.one_of(
    st.sampled_from(["erase", "space", "A", "Z", "", "đ", "12", "ab"]), st.characters()
)


@given(st.sampled_from(["", "missed", "appointment"]), st.lists(keys, max_size=60))
def test_whatever_is_typed_stays_short_and_of_the_keys_that_are_there(kind, names):
    visit = Visit(keypad=kind)
    allowed = {"": "abcdefghijklmnopqrstuvwxyz0123456789 ", "missed": "AB0123456789"}
    for key in names:
        text = typed(visit, key, ("A", "B"))
        assert text is None or key in ("erase", "space", "A", "B") or len(key) == 1
        visit = visit if text is None else Visit(keypad=kind, typed=text)
        assert set(visit.typed) <= set(allowed.get(kind, "0123456789"))
        assert len(visit.typed) <= {"": 40, "missed": 8, "appointment": 12}[kind]
        assert kind != "missed" or visit.typed[1:].isdigit() or not visit.typed[1:]
