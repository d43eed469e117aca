"""Versions and documents: what is said from when, and that a document says all of it."""

import json
import tomllib
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server import records
from server.plan import ALWAYS, Counter, Rules, Service
from server.records import History, Version
from server.setup_file import to_toml

DAYS = [ALWAYS, "2026-11-22", "2026-11-23", "2026-11-24", "2026-12-01", "2027-01-01"]
TODAY = "2026-11-23"


def services(key: str) -> st.SearchStrategy[Service]:
    names = st.sampled_from(["Tư pháp", "Đất đai"])
    return st.builds(Service, code=st.just(key), name=names, position=st.integers(0, 2))


def counters(key: str) -> st.SearchStrategy[Counter]:
    return st.builds(
        Counter,
        number=st.just(key),
        services=st.sampled_from([(), ("A",), ("A", "B")]),
        weights=st.sampled_from([{}, {"A": 2, "B": 1}]),
        sessions=st.sampled_from([{}, {"A": ("morning",)}]),
    )


def versions(record: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.dictionaries(st.sampled_from(DAYS), st.none() | record, min_size=1)


RECORDS = {("service", key): versions(services(key)) for key in ("A", "B")} | {
    ("counter", key): versions(counters(key)) for key in ("1", "2")
}
HISTORIES: st.SearchStrategy[History] = st.fixed_dictionaries({}, optional=RECORDS)


def said(history: History, day: str) -> dict[records.Name, object]:
    """What holds on *day*."""
    found = {name: records.in_force(each, day) for name, each in history.items()}
    return {name: each for name, each in found.items() if each is not None}


def applied(history: History, changes: list[Version]) -> History:
    for version in changes:
        history = records.with_version(history, version)
    return history


@given(HISTORIES, HISTORIES)
def test_the_differences_make_one_set_up_the_other_and_leave_the_past(
    old: History, new: History
) -> None:
    after = applied(old, list(records.differences(old, new, TODAY)))
    for day in DAYS:
        assert said(after, day) == said(new if day >= TODAY else old, day)


@given(HISTORIES)
def test_nothing_is_different_from_itself(history: History) -> None:
    assert list(records.differences(history, history, ALWAYS)) == []


@given(HISTORIES)
def test_a_document_says_all_of_a_history_in_json_and_in_toml(history: History) -> None:
    document = records.to_document(history)
    as_json = json.loads(json.dumps(document))
    as_toml = tomllib.loads(to_toml(document))
    for read in (document, as_json, as_toml):
        again = records.from_document(read)
        assert list(records.differences(history, again, ALWAYS)) == []
        assert to_toml(records.to_document(again)) == to_toml(document)


@given(HISTORIES, st.sampled_from(DAYS))
def test_a_plan_has_what_is_in_force_in_the_offices_order(history: History, day: str) -> None:
    plan = records.plan_on(history, date.fromisoformat(day), {})
    held = said(history, day)
    assert {("service", key): each for key, each in plan.services.items()} | {
        ("counter", key): each for key, each in plan.counters.items()
    } == held
    positions = [each.position for each in plan.services.values()]
    assert positions == sorted(positions)
    entered = [key for kind, key in history if kind == "service" and key in plan.services]
    assert list(plan.services) == sorted(entered, key=lambda key: plan.services[key].position)
    assert plan.rules == Rules()


def test_a_document_in_words() -> None:
    history = records.from_document(
        {
            "service": [
                {"code": "A", "name": "Tư pháp", "ends": date(2026, 12, 1)},
                {"code": "B", "name": "Đất đai", "from": "2026-12-01"},
            ],
            "rules": {"max_calls": 2},
            "day": [{"date": date(2026, 8, 22), "works": True, "name": "Làm bù"}],
        }
    )
    assert said(history, "2026-11-30").keys() - said(history, "2026-12-01").keys() == {
        ("service", "A")
    }
    plan = records.plan_on(history, date(2026, 12, 1), {date(2027, 1, 1): "Tết"})
    assert list(plan.services) == ["B"]
    assert plan.rules.max_calls == 2
    assert plan.days[date(2026, 8, 22)].name == "Làm bù"
    assert plan.holidays == {date(2027, 1, 1): "Tết"}
    assert records.to_document(history)["service"][0] == {
        "code": "A",
        "name": "Tư pháp",
        "ends": "2026-12-01",
    }


@pytest.mark.parametrize(
    ("document", "wrong"),
    [
        ({"servise": []}, "unknown key 'servise'; did you mean 'service'?"),
        ({"service": [{"code": "A"}]}, "service[0].name is missing"),
        (
            {"service": [{"code": "A", "name": "a", "from": "1.12.2026"}]},
            "service[0].from = '1.12.2026': write a date like 2026-12-01",
        ),
        (
            {"service": [{"code": "A", "name": "a", "from": "2026-12-01", "ends": "2026-12-01"}]},
            "service[0].ends = 2026-12-01: write a day after 2026-12-01",
        ),
        (
            {"service": [{"code": "A", "name": "a"}, {"code": "A", "name": "b"}]},
            "service[1]: service A is there twice from 0001-01-01",
        ),
        ({"counter": {"number": "1"}}, "counter = {'number': '1'}: a list is wanted here"),
        ({"rules": [1]}, "rules[0] = 1: a table is wanted here"),
    ],
)
def test_what_is_wrong_in_a_document_is_named(document: Any, wrong: str) -> None:
    with pytest.raises(ValueError) as said:
        records.from_document(document)
    assert wrong in str(said.value)
