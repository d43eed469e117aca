"""Tables to dataclasses, strictly: what is wrong is named with its key."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import pytest

from server.tables import read


@dataclass(frozen=True, kw_only=True)
class Inner:
    word: str


@dataclass(frozen=True, kw_only=True)
class Outer:
    name: str
    count: int = 0
    is_on: bool = False
    words: tuple[str, ...] = ()
    inner: tuple[Inner, ...] = ()
    weights: Mapping[str, int] = field(default_factory=dict)
    lists: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    maybe: str | None = None


def test_every_kind_of_value_is_read() -> None:
    document = {
        "name": "x",
        "count": 3,
        "is_on": True,
        "words": ["a", "b"],
        "inner": [{"word": "w"}],
        "weights": {"A": 2},
        "lists": {"A": ["morning"]},
        "maybe": None,
    }
    assert read(Outer, document) == Outer(
        name="x",
        count=3,
        is_on=True,
        words=("a", "b"),
        inner=(Inner(word="w"),),
        weights={"A": 2},
        lists={"A": ("morning",)},
    )


def test_text_and_names_are_brought_to_nfc() -> None:
    found = read(Outer, {"name": "Tư pha\u0301p", "weights": {"a\u0301": 1}})
    assert (found.name, list(found.weights)) == ("Tư pháp", ["á"])


@pytest.mark.parametrize(
    ("document", "said"),
    [
        ({}, "t.name is missing"),
        ({"name": "x", "cuont": 1}, "unknown key 't.cuont'; did you mean 'count'?"),
        ({"name": 1}, "t.name = 1: text is wanted here"),
        ({"name": "x", "count": True}, "t.count = True: a whole number is wanted here"),
        ({"name": "x", "count": 1.0}, "t.count = 1.0: a whole number is wanted here"),
        ({"name": "x", "is_on": 1}, "t.is_on = 1: true or false is wanted here"),
        ({"name": "x", "words": "ab"}, "t.words = 'ab': a list is wanted here"),
        ({"name": "x", "words": ["a", 2]}, "t.words[1] = 2: text is wanted here"),
        ({"name": "x", "inner": [{"word": 1}]}, "t.inner[0].word = 1: text is wanted here"),
        ({"name": "x", "inner": [1]}, "t.inner[0] = 1: a table is wanted here"),
        ({"name": "x", "weights": []}, "t.weights = []: a table is wanted here"),
        ({"name": "x", "lists": {"A": "m"}}, "t.lists.A = 'm': a list is wanted here"),
        ([], "t = []: a table is wanted here"),
    ],
)
def test_what_is_wrong_is_named(document: object, said: str) -> None:
    with pytest.raises(ValueError) as wrong:
        read(Outer, document, "t")
    assert str(wrong.value) == said


def test_a_long_value_is_not_said_whole() -> None:
    with pytest.raises(ValueError) as wrong:
        read(Outer, {"name": ["x" * 1000] * 1000})
    assert len(str(wrong.value)) < 300
