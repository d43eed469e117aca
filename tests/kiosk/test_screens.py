"""Walks through the two tables of screens."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.screens import RATE, STAY_S, TAKE, Happening, Screen, after, as_markdown, show

TABLES = {"rate": RATE, "take": TAKE}
tables = st.sampled_from([RATE, TAKE])
happenings = st.lists(st.sampled_from(Happening), max_size=60)


def walk(table, steps):
    shown = show(Screen.PAIRING, 0.0)
    for now_s, happening in enumerate(steps):
        shown = after(table, shown, happening, float(now_s)) or shown
        yield happening, shown


@given(tables, happenings)
def test_a_walk_stays_in_its_table_and_every_timed_screen_ends(table, steps):
    for _, shown in walk(table, steps):
        assert any(shown.screen is screen for screen, _ in table)
        assert (shown.ends_at_s is not None) == (shown.screen in STAY_S)


@given(tables, happenings)
def test_unpaired_always_leads_to_pairing(table, steps):
    for happening, shown in walk(table, steps):
        assert happening is not Happening.UNPAIRED or shown.screen is Screen.PAIRING


@given(happenings)
def test_nobody_is_thanked_who_did_not_touch_a_face(steps):
    was_touched = False
    for happening, shown in walk(RATE, steps):
        was_touched |= happening in (Happening.HIGH, Happening.LOW)
        assert was_touched or shown.screen is not Screen.THANKS


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_left_alone_every_screen_comes_to_rest(table):
    for screen in {screen for screen, _ in table}:
        for _ in range(len(Screen)):
            screen = table.get((screen, Happening.TIMEOUT), screen)
        assert screen not in STAY_S or table[screen, Happening.TIMEOUT] is screen


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_every_timed_screen_has_a_row_for_its_end(table):
    for screen in {screen for screen, _ in table} & STAY_S.keys():
        assert (screen, Happening.TIMEOUT) in table


def test_a_second_tap_on_a_service_changes_nothing():
    assert after(TAKE, show(Screen.ISSUING, 0.0), Happening.SERVICE, 1.0) is None


def test_a_reason_keeps_the_screen_and_starts_its_time_anew():
    shown = after(RATE, show(Screen.REASONS, 0.0), Happening.REASON, 5.0)
    assert shown.screen is Screen.REASONS and shown.ends_at_s == 25.0


@pytest.mark.parametrize("name", TABLES)
def test_the_paper_prints_the_table(name):
    paper = Path("docs/reference/screens.md").read_text(encoding="utf-8")
    assert as_markdown(TABLES[name]) in paper


def test_the_paper_says_how_long_each_screen_stays():
    paper = Path("docs/reference/screens.md").read_text(encoding="utf-8")
    for screen, stay_s in STAY_S.items():
        assert f"| {screen} | {stay_s:g} s |" in paper
