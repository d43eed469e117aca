"""Every event goes to JSON and comes back the same."""

import dataclasses
import inspect
import json
import re
from typing import Any, get_type_hints

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from server import events

WORDS = st.text(max_size=30)
VALUES: dict[Any, st.SearchStrategy[Any]] = {
    str: WORDS,
    int: st.integers(0, 2**53),
    bool: st.booleans(),
    str | None: st.none() | WORDS,
    list[str]: st.lists(WORDS),
    dict[str, str | int]: st.dictionaries(WORDS, WORDS | st.integers(0, 9)),
    dict[str, int]: st.dictionaries(WORDS, st.integers(0, 9)),
    dict[str, int] | None: st.none() | st.dictionaries(WORDS, st.integers(0, 9)),
    dict[str, str | int | None]: st.dictionaries(WORDS, st.none() | WORDS | st.integers(0, 9)),
    list[events.Stop]: st.lists(st.fixed_dictionaries({"service": WORDS, "counter": WORDS})),
    dict[str, Any] | None: st.none() | st.dictionaries(WORDS, WORDS | st.integers(0, 9)),
}


def in_journal(event: events.Event) -> str:
    """As the journal writes it."""
    return msgspec.json.encode(event).decode()


def some(kind: type[events.Event]) -> st.SearchStrategy[events.Event]:
    """Any event of that kind."""
    hints = get_type_hints(kind)
    fields = {each.name: VALUES[hints[each.name]] for each in dataclasses.fields(kind)}
    return st.builds(kind, **fields)


@given(st.sampled_from(list(events.EVENTS.values())).flatmap(some))
def test_every_event_goes_round(event: events.Event) -> None:
    assert events.from_json(event.name, in_journal(event)) == event


@pytest.mark.parametrize("name", events.EVENTS)
def test_an_event_with_fields_that_are_not_its_own_is_refused(name: str) -> None:
    with pytest.raises(TypeError):
        events.from_json(name, '{"colour": "red"}')


def test_an_older_programs_issue_is_read_as_it_was_meant() -> None:
    old = (
        '{"ticket":1,"label":"A001","service":"A","business_day":"2026-11-01","number":1,'
        '"is_priority":false,"is_assisted":false,"language":"vi","printer":null}'
    )
    found = events.from_json("issued", old)
    assert isinstance(found, events.Issued)
    assert (found.row, found.period, found.session) == ("A", "2026-11-01", "")


def test_an_event_nobody_knows_is_refused() -> None:
    with pytest.raises(KeyError):
        events.from_json("exploded", "{}")


def test_names_are_the_classes_own_in_lower_case() -> None:
    for name, kind in events.EVENTS.items():
        assert name == re.sub(r"(?<!^)(?=[A-Z])", "_", kind.__name__).lower()


def test_every_event_class_is_listed() -> None:
    kinds = {
        each
        for _, each in inspect.getmembers(events, inspect.isclass)
        if issubclass(each, events.Event) and each.name
    }
    assert kinds == set(events.EVENTS.values())


def test_json_holds_the_vietnamese_as_it_is_and_not_the_name() -> None:
    event = events.CounterPaused(counter="3", reason="Nghỉ trưa")
    assert in_journal(event) == '{"counter":"3","reason":"Nghỉ trưa"}'
    assert json.loads(in_journal(event)).keys() == {"counter", "reason"}


def test_a_rating_in_the_journal_says_nothing_of_what_was_answered() -> None:
    assert {each.name for each in dataclasses.fields(events.Rated)} == {
        "ticket",
        "label",
        "counter",
    }
