"""What a set-up must not say."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from server.plan import Counter, Numbering, Plan, Rules, Schedule, Service
from server.plan_check import check_plan, check_record

A = Service(code="A", name="Tư pháp")
ONE = Counter(number="1", services=("A",))


def plan(**more: Any) -> Plan:
    held = {"services": {"A": A}, "counters": {"1": ONE}, **more}
    return Plan(day=date(2026, 11, 23), **held)


@pytest.mark.parametrize(
    ("record", "wrong"),
    [
        (replace(A, name=" "), "x.name is empty: write what people call it"),
        (replace(A, name="a\nb"), "x.name: write visible characters on one line"),
        (replace(A, notice="x" * 501), "x.notice: 501 characters are too many: 500 at most"),
        (replace(A, home_days=-2), "x.home_days = -2: write a number from -1 to 366"),
        (replace(A, limit_day=-1), "x.limit_day = -1: write a number from 0 to 1000000"),
        (replace(A, slot_capacity=0), "x.slot_capacity = 0: write a number from 1"),
        (replace(ONE, order="random"), "x.order = 'random': write one of arrival, listed, weights"),
        (replace(ONE, languages=("vn1",)), "x.languages: 'vn1': write two letters, as vi"),
        (Numbering(name="n", restart="year"), "x.restart = 'year': write one of day, session"),
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


@pytest.mark.parametrize("record", [A, ONE, Numbering(name="n"), Rules(), Schedule(name="s")])
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
        ({"services": {"A": replace(A, schedule="s")}}, "service 'A'.schedule: 's' is not there"),
    ],
)
def test_records_that_do_not_fit_together(more: Any, wrong: str) -> None:
    with pytest.raises(ValueError) as said:
        check_plan(plan(**more))
    assert wrong in str(said.value)
