"""What a set-up must not say."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from server.errors import Unknown
from server.plan import Counter, Group, Numbering, Plan, Rules, Schedule, Service, Zone
from server.plan_check import check_plan, check_record
from server.zone_check import notice_kind

A = Service(code="A", name="Tư pháp")
ONE = Counter(number="1", services=("A",))
HALL = Zone(name="hall")
G = Group(code="g", name="Hộ tịch", services=("A",))


def plan(**more: Any) -> Plan:
    held = {"services": {"A": A}, "counters": {"1": ONE}, **more}
    return Plan(day=date(2026, 11, 23), **held)


@pytest.mark.parametrize(
    ("record", "wrong"),
    [
        (replace(A, name=" "), "x.name is empty: write what people call it"),
        (replace(A, name="a\nb"), "x.name: write visible characters on one line"),
        (replace(A, notice="x" * 501), "x.notice: 501 characters are too many: 500 at most"),
        (replace(A, keywords=("x",) * 101), "x.keywords: 101 are too many: 100 at most"),
        (replace(A, keywords=(" ",)), "x.keywords[0] is empty: write what people read"),
        (replace(G, name=""), "x.name is empty: write what people call it"),
        (replace(G, services=("A", "A")), "x.services: 'A' is written 2 times: once is enough"),
        (replace(A, home_days=-2), "x.home_days = -2: write a number from -1 to 366"),
        (replace(A, limit_day=-1), "x.limit_day = -1: write a number from 0 to 1000000"),
        (replace(A, slot_capacity=0), "x.slot_capacity = 0: write a number from 1"),
        (replace(ONE, order="random"), "x.order = 'random': write one of arrival, listed, weights"),
        (replace(ONE, languages=("vn1",)), "x.languages: 'vn1': write two letters, as vi"),
        (Numbering(name="n", restart="year"), "x.restart = 'year': write one of day, session"),
        (replace(HALL, languages=()), "x.languages: write 1 to 4, as vi, en"),
        (replace(HALL, languages=("vi", "xx1")), "x.languages: 'xx1': write two letters, as vi"),
        (replace(HALL, languages=("vi", "vi")), "x.languages: 'vi' is written 2 times"),
        (replace(HALL, counters=("1", "1")), "x.counters: '1' is written 2 times"),
        (replace(HALL, voice="loud"), "x.voice = 'loud': write one of none, server, screens, both"),
        (replace(HALL, linh="không"), "x.linh = 'không': write one of linh, lẻ"),
        (replace(HALL, times=0), "x.times = 0: write a number from 1 to 3"),
        (replace(HALL, still_s=2), "x.still_s = 2: write a number from 3 to 600"),
        (replace(HALL, ticker={"en": "News"}), "x.ticker.vi is missing"),
        (replace(HALL, ticker={"vi": "a\nb"}), "x.ticker.vi: write visible characters on one line"),
        (replace(HALL, ticker={"vi": "x" * 501}), "x.ticker.vi: 501 characters are too many"),
        (replace(HALL, notices=("a.png",) * 2), "x.notices: 'a.png' is written 2 times"),
        (replace(HALL, notices=("a.gif",)), "x.notices: 'a.gif' is no notice"),
        (replace(HALL, notices=tuple(f"{n}.png" for n in range(51))), "51 files; 50 at most"),
        (Rules(priority="none"), "x.priority = 'none': write one of ratio, strict"),
    ],
)
def test_a_record_that_cannot_be(record: Any, wrong: str) -> None:
    with pytest.raises(ValueError) as said:
        check_record(record, "key", "x")
    assert wrong in str(said.value)


@pytest.mark.parametrize("key", ["", " A", "A\n", "A/B", "x" * 33])
def test_a_key_that_cannot_stand_in_an_address_or_on_a_label(key: str) -> None:
    with pytest.raises(ValueError):
        check_record(replace(A, code=key), key, "x")


WELL = [A, G, ONE, Numbering(name="n"), Rules(), Schedule(name="s"), HALL]


@pytest.mark.parametrize("record", WELL)
def test_a_record_with_what_is_left_out_is_right(record: Any) -> None:
    check_record(record, "key", "x")
    check_plan(plan())


@pytest.mark.parametrize(
    ("more", "wrong"),
    [
        ({"counters": {"1": replace(ONE, services=("Z",))}}, "counter '1'.services: 'Z' is not"),
        ({"services": {}}, "counter '1'.services: 'A' is not there on 2026-11-23; there: none"),
        ({"counters": {"1": replace(ONE, services=("A", "A"))}}, "a service is there twice"),
        ({"counters": {"1": replace(ONE, weights={"B": 1})}}, "counter '1'.weights: 'B' is not"),
        ({"counters": {"1": replace(ONE, weights={"A": 0})}}, "counter '1'.weights.A = 0: write"),
        ({"counters": {"1": replace(ONE, sessions={"B": ()})}}, "counter '1'.sessions: 'B' is not"),
        ({"services": {"A": replace(A, numbering="n")}}, "service 'A'.numbering: 'n' is not there"),
        ({"zones": {"w": Zone(name="w", counters=("9",))}}, "zone 'w'.counters: '9' is not there"),
        ({"groups": {"g": replace(G, services=("Z",))}}, "group 'g'.services: 'Z' is not there"),
        (
            {"groups": {"g": G, "h": replace(G, code="h")}},
            "group 'h'.services: 'A' is in group 'g' already: a service is in one",
        ),
        ({"services": {"A": replace(A, schedule="s")}}, "service 'A'.schedule: 's' is not there"),
    ],
)
def test_records_that_do_not_fit_together(more: Any, wrong: str) -> None:
    with pytest.raises(ValueError) as said:
        check_plan(plan(**more))
    assert wrong in str(said.value)


# Zones


def test_the_hall_is_always_there_and_has_every_counter() -> None:
    assert plan().zone("hall").has("1")
    west = Zone(name="west", counters=("2",))
    assert (west.has("1"), west.has("2")) == (False, True)
    with pytest.raises(Unknown, match="no_such_zone"):
        plan().zone("west")


@pytest.mark.parametrize(
    ("file", "kind"),
    [
        ("a.png", "still"),
        ("Thông báo (2).JPG", "still"),
        ("phim.webm", "video"),
        ("a.b.mp4", "video"),
        ("a", ""),
        ("a.svg", ""),
        (".a.png", ""),
        ("../a.png", ""),
        ("a/b.png", ""),
        ("a\\b.png", ""),
        ("a.png\n", ""),
        ("C:a.png", ""),
        ("x" * 97 + ".png", ""),
    ],
)
def test_a_notice_is_a_plain_name_that_browsers_can_show(file: str, kind: str) -> None:
    assert notice_kind(file) == kind
