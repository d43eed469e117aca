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
        assert screen not in STAY_S or table[screen, Happening.TIMEOUT] is screen


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


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_whatever_happens_before_nobody_sees_staffs_screen_of_a_paired_tablet_without_a_pin(table):
    before = {screen for (screen, _), to in table.items() if to is Screen.STAFF}
    assert before == {Screen.PAIRING, Screen.PIN, Screen.STAFF}


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_a_fault_leads_to_failsafe_from_every_screen(table):
    for screen in {screen for screen, _ in table}:
        assert table[screen, Happening.FAULT] is Screen.FAILSAFE


@given(happenings)
def test_what_the_last_citizen_gave_is_never_before_the_next(steps):
    """A window of another ticket leads to the question, or the screen is staff's or ours."""
    for happening, shown in walk(RATE, steps):
        if happening is Happening.WINDOW_OPENED:
            assert shown.screen not in (Screen.REASONS, Screen.COMMENT, Screen.THANKS)


@pytest.mark.parametrize(
    "touches",
    [
        (Happening.GROUP, Happening.SERVICE, Happening.TAKE),
        (Happening.NO_GROUPS, Happening.SERVICE, Happening.TAKE),  # the first is nobody's touch
    ],
    ids=["groups", "no groups"],
)
def test_a_number_is_three_touches_away_and_two_where_there_are_no_groups(touches):
    shown = show(Screen.GROUPS, 0.0)
    for touch in touches:
        shown = after(TAKE, shown, touch, 0.0)
    assert shown.screen is Screen.ISSUING


@given(happenings)
def test_no_number_without_a_service_and_a_touch_more(steps):
    """The papers to bring are on the screen before any number of a service is asked for."""
    was = Screen.PAIRING
    for happening, shown in walk(TAKE, steps):
        if shown.screen is Screen.ISSUING and happening in (Happening.TAKE, Happening.BECAUSE):
            assert was in (Screen.CONFIRM, Screen.CATEGORY)
        was = shown.screen


def test_what_is_being_asked_for_is_left_by_nothing_that_a_citizen_does():
    away = {h for (screen, h), to in TAKE.items() if screen is Screen.ISSUING}
    answers = {"issued", "back in line", "mistyped", "refused", "timeout", "unpaired", "fault"}
    assert away == answers


def test_from_everywhere_but_an_answer_on_its_way_help_or_the_start_is_one_touch_away():
    for screen in {s for s, _ in TAKE} - {Screen.PAIRING, Screen.ISSUING, Screen.FAILSAFE}:
        ways = {h for (s, h), to in TAKE.items() if s is screen}
        assert ways & {Happening.ASK_HELP, Happening.AGAIN, Happening.LEAVE}
