"""Every event goes to JSON and comes back the same."""

import dataclasses
import inspect
import json
import re
from typing import Any, get_type_hints

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
}


def some(kind: type[events.Event]) -> st.SearchStrategy[events.Event]:
    """Any event of that kind."""
    hints = get_type_hints(kind)
    fields = {each.name: VALUES[hints[each.name]] for each in dataclasses.fields(kind)}
    return st.builds(kind, **fields)


@given(st.sampled_from(list(events.EVENTS.values())).flatmap(some))
def test_every_event_goes_round(event: events.Event) -> None:
    assert events.from_json(event.name, event.to_json()) == event


@pytest.mark.parametrize("name", events.EVENTS)
def test_an_event_with_fields_that_are_not_its_own_is_refused(name: str) -> None:
    with pytest.raises(TypeError):
        events.from_json(name, '{"colour": "red"}')


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
    assert event.to_json() == '{"counter":"3","reason":"Nghỉ trưa"}'
    assert json.loads(event.to_json()).keys() == {"counter", "reason"}


def test_a_rating_in_the_journal_says_nothing_of_what_was_answered() -> None:
    assert {each.name for each in dataclasses.fields(events.Rated)} == {
        "ticket",
        "label",
        "counter",
    }
