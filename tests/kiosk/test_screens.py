"""Walks through the two tables of screens."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.screens import RATE, STAY_S, TAKE, Happening, Screen, after, as_json, as_markdown, show

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
        assert screen not in STAY_S


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_every_timed_screen_has_a_row_for_its_end(table):
    for screen in {screen for screen, _ in table} & STAY_S.keys():
        assert (screen, Happening.TIMEOUT) in table


def test_a_second_tap_on_a_service_changes_nothing():
    assert after(TAKE, show(Screen.ISSUING, 0.0), Happening.SERVICE, 1.0) is None


def test_a_reason_keeps_the_screen_and_starts_its_time_anew():
    shown = after(RATE, show(Screen.REASONS, 0.0), Happening.REASON, 5.0)
    assert shown.screen is Screen.REASONS and shown.ends_at_s == 35.0


@pytest.mark.parametrize("name", TABLES)
def test_the_paper_prints_the_table(name):
    paper = Path("docs/reference/screens.md").read_text(encoding="utf-8")
    assert as_markdown(TABLES[name]) in paper


def test_the_paper_says_how_long_each_screen_stays():
    paper = Path("docs/reference/screens.md").read_text(encoding="utf-8")
    for screen, stay_s in STAY_S.items():
        assert f"| {screen} | {stay_s:g} s |" in paper


def test_the_browsers_table_is_printed_from_this_one():
    """Else: python -m kiosk.screens > server/static/screens.json"""
    assert Path("server/static/screens.json").read_text(encoding="utf-8") == as_json()


def test_whatever_happens_before_nobody_sees_staffs_screen_of_a_paired_tablet_without_a_pin():
    before = {screen for (screen, _), to in RATE.items() if to is Screen.STAFF}
    assert before == {Screen.PAIRING, Screen.PIN, Screen.STAFF}


def test_a_fault_leads_to_failsafe_from_every_screen():
    for screen in {screen for screen, _ in RATE}:
        assert RATE[screen, Happening.FAULT] is Screen.FAILSAFE


@given(happenings)
def test_what_the_last_citizen_gave_is_never_before_the_next(steps):
    """A window of another ticket leads to the question, or the screen is staff's or ours."""
    for happening, shown in walk(RATE, steps):
        if happening is Happening.WINDOW_OPENED:
            assert shown.screen not in (Screen.REASONS, Screen.COMMENT, Screen.THANKS)
