"""The rows figures are made of."""

from datetime import timedelta

import pytest

from server.reports.rows import GROUPS, closed_by_rule, visits
from tests.server.desk import MORNING, ZONE, Desk, asked, rating


@pytest.mark.parametrize(
    ("by", "groups"),
    [
        ("office", ["all", "all"]),
        ("service", ["A", "B"]),
        ("counter", ["-", "1"]),
        ("hour", ["08:00", "09:00"]),
    ],
)
def test_tickets_are_grouped_by(desk: Desk, by: str, groups: list[str]) -> None:
    desk.finished("1", "A")
    desk.clock.pass_s(3600)
    desk.issue("B")
    with desk.store.reading() as connection:
        found = visits(connection, "2026-11-23", "2026-11-23", by, ZONE, desk.settings.plan)
    assert sorted(each.group for each in found) == groups
    assert by in GROUPS


def test_only_the_days_asked_for(desk: Desk) -> None:
    for _ in range(3):
        desk.issue()
        desk.clock.pass_s(86400)
    with desk.store.reading() as connection:
        assert (
            len(visits(connection, "2026-11-24", "2026-11-25", "office", ZONE, desk.settings.plan))
            == 2
        )
        assert (
            visits(connection, "2026-11-25", "2026-11-24", "office", ZONE, desk.settings.plan) == []
        )


def test_a_rating_comes_with_its_visit(desk: Desk) -> None:
    ticket = desk.finished()
    desk.ratings.take(rating(desk, ticket.id, score=3), "1")
    desk.office.cancel(desk.issue().id, asked(None))
    with desk.store.reading() as connection:
        found = visits(connection, "2026-11-23", "2026-11-23", "office", ZONE, desk.settings.plan)
    assert {each.state: each.score for each in found} == {"finished": 3, "cancelled": None}


def test_visits_closed_by_rule_and_those_corrected_since(desk: Desk) -> None:
    desk.issue()
    desk.call("1")
    desk.clock.pass_s(5 * 3600)
    desk.upkeep.look()
    desk.finished("2", "B")
    with desk.store.reading() as connection:
        [row] = closed_by_rule(connection, "2026-11-23")
        assert closed_by_rule(connection, "2026-11-24") == []
    assert (row["label"], row["counter"], row["is_forgotten"]) == ("A001", "1", 1)
    why = "Quên bấm"
    desk.office.correct(row["id"], "finished_at", MORNING + timedelta(minutes=9), why, asked(None))
    with desk.store.reading() as connection:
        [row] = closed_by_rule(connection, "2026-11-23")
    assert (row["is_forgotten"], row["corrected_at"]) == (0, "2026-11-23T06:00:00.000Z")
