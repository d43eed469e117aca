"""Sealed requests through the real application: everything that is answered is proven."""

import json

import pytest
from flask import Flask

from kiosk.seal import Asked, Seal, key_of, staff_pin
from tests.server.desk import Desk
from tests.server.web import TabletClient, client, web_app

BEAT = "/api/v1/tablets/me/heartbeat"
KEY = {"Idempotency-Key": "k"}


@pytest.fixture
def app(desk: Desk) -> Flask:
    """An application with a paired tablet ``t-1`` at counter 1."""
    app = web_app(desk)
    admin = client(desk, "admin")
    asked = {"code": "123456", "counter": "1"}
    assert admin.post("/api/v1/devices/t-1/pair", json=asked, headers=KEY).status_code == 200
    return app


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("POST", BEAT, 200),
        ("GET", "/api/v1/services", 200),
        ("GET", "/api/v1/services?x=1&y=%20", 200),
        ("GET", "/api/v1/nothing%20here", 404),
        ("GET", "/api/v1/reports/day", 403),
        ("POST", "/api/v1/ratings", 400),
        ("GET", "/static/roll.js", 200),
    ],
)
def test_whatever_the_answer_is_it_is_proven(
    app: Flask, method: str, path: str, status: int
) -> None:
    tablet = TabletClient(app)
    answer = tablet.get(path) if method == "GET" else tablet.post(path, json={})
    assert answer.status_code == status


def test_a_fault_of_ours_is_proven_too(app: Flask) -> None:
    def broken() -> None:
        raise RuntimeError

    app.add_url_rule("/api/v1/broken", view_func=broken)
    assert TabletClient(app).get("/api/v1/broken").status_code == 500


def test_a_strangers_request_is_answered_without_a_proof(app: Flask) -> None:
    header = Seal("t-1", "guess", lambda: 0.0).seal(Asked("POST", BEAT, b"{}", "")).header
    answer = app.test_client().post(BEAT, json={}, headers={"Authorization": header})
    assert (answer.status_code, answer.json["type"]) == (401, "/problems/bad_seal")
    assert answer.headers["WWW-Authenticate"] == "Motcua" and "Motcua-Proof" not in answer.headers


def test_the_token_itself_is_refused(app: Flask) -> None:
    headers = {"Authorization": "Bearer token-of-t-1"}
    answer = app.test_client().post(BEAT, json={}, headers=headers)
    assert (answer.status_code, answer.json["type"]) == (403, "/problems/seal_needed")


def test_a_tablet_leaves_and_is_told_so_from_then_on(app: Flask, desk: Desk) -> None:
    tablet = TabletClient(app)
    assert tablet.post("/api/v1/tablets/me/unpair", json={}, headers=KEY).status_code == 204
    answer = tablet.post(BEAT, json={})
    assert (answer.status_code, json.loads(answer.data)["type"]) == (401, "/problems/unpaired")
    assert answer.headers["WWW-Authenticate"] == 'Motcua error="unpaired"'
    assert desk.names() == ["tablet_paired", "tablet_unpaired"]


def test_a_program_that_is_no_tablet_cannot_leave(app: Flask, desk: Desk) -> None:
    kiosk = client(desk, "kiosk")
    answer = kiosk.post("/api/v1/tablets/me/unpair", json={}, headers=KEY)
    assert answer.status_code == 404


@pytest.mark.parametrize(("role", "status"), [("admin", 200), ("kiosk", 403), ("reader", 403)])
def test_who_may_know_the_pin(app: Flask, desk: Desk, role: str, status: int) -> None:
    answer = client(desk, role).get("/api/v1/devices/t-1/pin")
    assert answer.status_code == status
    assert status != 200 or answer.json == {"pin": staff_pin(key_of("token-of-t-1"))}
