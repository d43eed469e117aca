"""Figures over HTTP: with and without the visits that nobody ended."""

from datetime import timedelta

import pytest

from tests.server.desk import MORNING, Desk
from tests.server.web import client

API = "/api/v1/reports"


@pytest.fixture
def forgotten(desk: Desk) -> Desk:
    """One visit ended, one closed by rule."""
    desk.finished("2", "B")
    desk.issue("A")
    desk.call("1")
    desk.clock.pass_s(5 * 3600)
    desk.upkeep.look()
    return desk


def test_figures_leave_forgotten_visits_out_when_asked(forgotten: Desk) -> None:
    manager = client(forgotten, "admin")
    for query, left_out, visits in (("", 0, 2), ("?forgotten=leave_out", 1, 1)):
        figures = manager.get(f"{API}/day{query}").json["figures"]
        found = {each["name"]: each for each in figures}
        assert (found["response"]["left_out"], found["response"]["denominator"]) == (
            left_out,
            visits,
        )
        assert found["finished"]["value"] == 2
    assert ",left_out\r\n" in manager.get(f"{API}/day?format=csv").text
    assert manager.get(f"{API}/day?forgotten=maybe").status_code == 422


def test_the_visits_closed_by_rule_until_and_after_they_are_put_right(forgotten: Desk) -> None:
    manager = client(forgotten, "admin")
    [visit] = manager.get(f"{API}/closed-by-rule?day=2026-11-23").json
    assert (visit["label"], visit["counter"], visit["clerk"]) == ("A001", "1", "hoa")
    assert (visit["is_forgotten"], visit["corrected_at"]) == (True, None)
    right = (MORNING + timedelta(minutes=10)).isoformat()
    body = {"what": "finished_at", "at": right, "reason": "Quên bấm"}
    path = f"/api/v1/tickets/{visit['ticket']}/correct"
    assert manager.post(path, json=body, headers={"Idempotency-Key": "k"}).status_code == 200
    [visit] = manager.get(f"{API}/closed-by-rule").json
    assert (visit["is_forgotten"], visit["finished_at"]) == (False, "2026-11-23T01:10:00.000Z")


def test_a_reader_of_figures_is_not_told_of_visits(forgotten: Desk) -> None:
    assert client(forgotten, "reader").get(f"{API}/closed-by-rule").status_code == 403
    assert client(forgotten, "admin").get(f"{API}/closed-by-rule?day=x").status_code == 422
