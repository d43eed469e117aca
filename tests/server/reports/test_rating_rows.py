"""Ratings as the figures get them: judged by their own day's rule, marked in whole months."""

from datetime import timedelta

import pytest

from server.reports.rating_rows import GROUPS, Period, grouped, period
from server.reports.ratings import figures
from tests.server.desk import CLERK, Desk, asked
from tests.server.rated import NAM, next_day, visit


def seen(desk: Desk, start: str = "2026-11-23", end: str = "2026-11-23") -> Period:
    with desk.store.reading() as connection:
        return period(connection, start, end, desk.settings.plan)


def satisfied(found: Period, by: str = "office") -> dict[str, tuple[int | None, int | None]]:
    return {
        each.group: (each.numerator, each.denominator)
        for each in figures(grouped(found.visits, by))
        if each.name == "satisfied"
    }


def test_visits_with_and_without_an_answer(desk: Desk) -> None:
    visit(desk, 5, reasons=("attitude",), comment="Tốt")
    visit(desk, None)
    visit(desk, 1, counter="3", by=NAM)
    desk.issue()
    found = seen(desk)
    assert len(found.visits) == 3 and found.least == 10
    assert satisfied(found) == {"all": (1, 2)}
    assert satisfied(found, "service") == {"A": (1, 1), "B": (0, 1)}
    assert satisfied(found, "clerk") == {"hoa": (1, 1), "nam": (0, 1)}
    assert set(satisfied(found, "counter")) == {"1", "3"}
    assert set(satisfied(found, "day")) == {"2026-11-23"}
    said = next(each.said for each in found.of_clerk("hoa") if each.said)
    assert (said.reasons, said.comment) == (("attitude",), "Tốt")


@pytest.mark.parametrize("by", GROUPS)
def test_every_visit_is_in_one_group(desk: Desk, by: str) -> None:
    for _ in range(3):
        visit(desk)
    assert sum(d or 0 for _, d in satisfied(seen(desk), by).values()) == 3


def test_each_day_is_judged_by_its_own_rule(desk: Desk) -> None:
    visit(desk, 3)
    desk.change("rating", "office", {"positive": [3, 4, 5], "least_count": 5}, "2026-11-24")
    next_day(desk)
    visit(desk, 3)
    found = seen(desk, "2026-11-23", "2026-11-24")
    assert satisfied(found, "day") == {"2026-11-23": (0, 1), "2026-11-24": (1, 1)}
    assert (found.least, seen(desk, "2026-11-24", "2026-11-24").least) == (10, 5)


def test_the_period_has_its_days_and_no_others(desk: Desk) -> None:
    for _ in range(3):
        visit(desk)
        next_day(desk)
    assert len(seen(desk, "2026-11-24", "2026-11-24").visits) == 1
    assert len(seen(desk, "2026-11-01", "2026-11-30").visits) == 3
    nothing = seen(desk, "2026-12-01", "2026-12-31")
    assert (nothing.visits, nothing.least) == ([], 10)


def test_marks_do_not_depend_on_the_days_asked(desk: Desk) -> None:
    """Forty answers of forty, twenty a day: too few on each day, enough in the month."""
    for _ in range(2):
        for _ in range(20):
            visit(desk, 5)
            visit(desk, None, counter="2", by=NAM)
        next_day(desk)
    one_day = seen(desk, "2026-11-24", "2026-11-24")
    assert [(mark.kind, mark.clerk, mark.of) for mark in one_day.marks] == [("always", "hoa", 40)]
    assert all(each.judged.marks == {"always"} for each in one_day.visits if each.judged)


def test_a_time_put_right_later_does_not_make_an_answer_instant(desk: Desk) -> None:
    ticket = visit(desk, 5, after_s=20)
    desk.clock.pass_s(60)
    right = desk.clock.at - timedelta(seconds=60)
    desk.office.correct(ticket, "finished_at", right, "Quên bấm", asked(None, by=CLERK))
    (found,) = seen(desk).visits
    assert found.judged is not None and found.judged.marks == frozenset()
    assert seen(desk).marks == []


def test_an_instant_answer_is_marked(desk: Desk) -> None:
    visit(desk, 5, after_s=0.4)
    assert [(mark.kind, mark.count, mark.clerk) for mark in seen(desk).marks] == [
        ("instant", 1, "hoa")
    ]
