"""The table of keys: whole, compared with its paper, and never more than it allows."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server import keys
from server.keys import ACTS, KEYS, NOTHING, REFUSE, STANDINGS, TABLE, Standing, act_of

PAPER = Path(__file__).parents[2] / "docs" / "reference" / "keypads.md"
LATE = Standing(state=keys.CALLED, called_s=60.0)


def test_every_standing_has_every_key() -> None:
    assert set(TABLE) == set(STANDINGS)
    for row in TABLE.values():
        assert set(row) == set(KEYS)
        assert set(row.values()) <= {*ACTS, NOTHING, REFUSE}


def test_the_paper_has_the_table() -> None:
    said = {}
    for line in PAPER.read_text(encoding="utf-8").splitlines():
        if found := re.fullmatch(r"\| `(\w+)` \|((?: `\w+` \|){4}).*", line):
            said[found[1]] = dict(zip(KEYS, re.findall(r"`(\w+)`", found[2]), strict=True))
    assert said == TABLE


@given(
    st.builds(
        Standing,
        state=st.sampled_from(STANDINGS),
        called_s=st.floats(-100, 10_000),
        is_last_call=st.booleans(),
    ),
    st.sampled_from(KEYS),
    st.booleans(),
)
def test_a_key_does_what_the_table_says_or_nothing(
    standing: Standing, key: str, can_redirect: bool
) -> None:
    act = act_of(standing, key, can_redirect=can_redirect)
    assert act in (TABLE[standing.state][key], NOTHING, REFUSE)
    if standing.state in (keys.CLOSED, keys.PAUSED):
        assert act not in ACTS
    if standing.called_s < keys.NO_SHOW_FROM_S:
        assert act != keys.NO_SHOW
        assert not (act == keys.RECALL and standing.is_last_call)


@pytest.mark.parametrize(
    ("standing", "key", "act"),
    [
        (Standing(state="free"), "call", "call_next"),
        (Standing(state="called", called_s=2.9), "call", NOTHING),
        (Standing(state="called", called_s=3.0), "call", "recall"),
        (Standing(state="called", called_s=9.9, is_last_call=True), "call", REFUSE),
        (Standing(state="called", called_s=10.0, is_last_call=True), "call", "recall"),
        (Standing(state="called", called_s=9.9), "finish", REFUSE),
        (Standing(state="called", called_s=10.0), "finish", "no_show"),
        (Standing(state="serving", called_s=1.0), "finish", "finish"),
        (Standing(state="serving"), "start", NOTHING),
        (LATE, "redirect", "transfer"),
    ],
)
def test_worked_keys(standing: Standing, key: str, act: str) -> None:
    assert act_of(standing, key, can_redirect=True) == act


def test_a_keypad_without_a_place_to_redirect_to_refuses() -> None:
    assert act_of(LATE, "redirect", can_redirect=False) == REFUSE
