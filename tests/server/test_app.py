"""The web application: who asks, what is answered when something is wrong."""

import logging
import re

import pytest
from flask.testing import FlaskClient

from server.accounts import Person
from tests.server.desk import Desk
from tests.server.web import CODES, TabletClient, client, web_app

KEY = {"Idempotency-Key": "k"}


def signed_in(desk: Desk, role: str, counter: str | None = None) -> tuple[FlaskClient, str]:
    """A browser of somebody with that role, and its CSRF token."""
    desk.accounts.add_person(Person(role, role.title(), role), "long enough")
    browser = web_app(desk).test_client()
    csrf = csrf_of(browser)
    body = {"name": role, "password": "long enough", "counter": counter}
    answer = browser.post("/api/v1/session", json=body, headers={"X-CSRF-Token": csrf})
    assert answer.status_code == 200, answer.text
    return browser, csrf_of(browser)


def csrf_of(browser: FlaskClient) -> str:
    """The token a page of ours carries, as the page gets it."""
    browser.get("/counter")
    with browser.session_transaction() as session:
        raw = session["csrf_token"]
    app = browser.application
    with app.test_request_context():
        from itsdangerous import URLSafeTimedSerializer

        return str(URLSafeTimedSerializer(app.secret_key, salt="wtf-csrf-token").dumps(raw))


def test_a_clerk_acts_at_the_counter_they_sit_at(desk: Desk) -> None:
    desk.issue()
    browser, csrf = signed_in(desk, "clerk", "1")
    headers = {**KEY, "X-CSRF-Token": csrf}
    assert browser.post("/api/v1/counters/1/call-next", headers=headers).status_code == 200
    other = browser.post("/api/v1/counters/2/call-next", headers=headers)
    assert (other.status_code, other.json["type"]) == (403, "/problems/not_yours")
    assert browser.get("/api/v1/counters/1").get_json()["clerk"] == "Clerk"


def test_a_page_of_somebody_else_can_do_nothing(desk: Desk) -> None:
    browser, _ = signed_in(desk, "clerk", "1")
    for headers in (KEY, {**KEY, "X-CSRF-Token": "x"}):
        answer = browser.post("/api/v1/counters/1/open", headers=headers)
        assert (answer.status_code, answer.json["type"]) == (403, "/problems/bad_csrf")
    assert desk.counter("1").state == "closed"


def test_a_wrong_password_is_told_without_saying_what_was_wrong(desk: Desk) -> None:
    browser, csrf = signed_in(desk, "clerk")
    said = []
    for name in ("clerk", "nobody"):
        body = {"name": name, "password": "wrong one"}
        answer = browser.post("/api/v1/session", json=body, headers={"X-CSRF-Token": csrf})
        assert answer.status_code == 401
        said.append(answer.data)
    assert said[0] == said[1]


def test_signing_out_ends_it(desk: Desk) -> None:
    browser, csrf = signed_in(desk, "manager")
    assert browser.get("/api/v1/session").get_json()["role"] == "manager"
    answer = browser.post("/api/v1/session/end", headers={"X-CSRF-Token": csrf})
    assert answer.status_code == 204
    assert browser.get("/api/v1/session").status_code == 401


def test_a_person_taken_off_the_list_is_signed_out(desk: Desk) -> None:
    browser, _ = signed_in(desk, "manager")
    desk.store.change(lambda tx: tx.execute("DELETE FROM people"))
    assert browser.get("/api/v1/session").status_code == 401


def test_a_wrong_token_is_noticed_even_where_none_is_needed(desk: Desk) -> None:
    browser = web_app(desk).test_client()
    for token in ("Bearer wrong", "bearer ", "Bearer é"):
        answer = browser.get("/api/v1/hall", headers={"Authorization": token})
        assert (answer.status_code, answer.headers["WWW-Authenticate"]) == (401, "Bearer")
    assert browser.get("/api/v1/hall", headers={"Authorization": "Basic eA=="}).status_code == 200


def test_the_slip_comes_out_where_the_kiosk_stands(desk: Desk) -> None:
    answer = client(desk, "kiosk").post("/api/v1/tickets", json={"service": "A"}, headers=KEY)
    assert answer.get_json()["slip"] == {
        **{"state": "queued", "reason": None},
        **{"place": None, "copies": 0},
    }


def test_why_somebody_has_priority_is_for_the_offices_own_people(desk: Desk) -> None:
    desk.issue(priority="pregnant")
    anybody = web_app(desk).test_client()
    assert anybody.get("/api/v1/tickets/1").get_json()["priority"] is None
    assert (
        client(desk, "counter", "1").get("/api/v1/tickets/1").get_json()["priority"] == "pregnant"
    )


@pytest.mark.parametrize("code", CODES)
def test_each_end_of_pairing_has_its_status(desk: Desk, code: str) -> None:
    answer = client(desk, "admin").post(
        "/api/v1/devices/t-1/pair", json={"code": code, "counter": "1"}, headers=KEY
    )
    assert answer.status_code == int(code)
    assert answer.mimetype == "application/problem+json"


def test_pairing_and_unpairing_over_http(desk: Desk) -> None:
    admin = client(desk, "admin")
    body = {"code": "123456", "counter": "1"}
    assert admin.post("/api/v1/devices/t-1/pair", json=body, headers=KEY).status_code == 200
    path = "/api/v1/devices/t-1/unpair"
    statuses = [
        admin.post(path, headers={"Idempotency-Key": key}).status_code for key in ("u", "u", "v")
    ]
    assert statuses == [204, 204, 404]


def test_a_tablet_hears_whether_to_ask_and_brings_the_answer(desk: Desk) -> None:
    client(desk, "admin").post(
        "/api/v1/devices/t-1/pair", json={"code": "123456", "counter": "1"}, headers=KEY
    )
    tablet = TabletClient(web_app(desk))
    beat = {"version": "1", "screen": "idle", "waiting_ratings": 0}
    assert tablet.post("/api/v1/tablets/me/heartbeat", json=beat).get_json()["window"] is None
    done = desk.finished()
    window = tablet.post("/api/v1/tablets/me/heartbeat", json=beat).get_json()["window"]
    assert (window["ticket"], window["service"], window["closes_in_s"]) == (done.id, "Tư pháp", 60)
    body = {"ticket": done.id, "score": 5, "rated_at": "2026-11-23T08:00:00+07:00"}
    for _ in range(2):
        assert tablet.post("/api/v1/ratings", json=body, headers=KEY).status_code == 201
    assert tablet.post("/api/v1/tablets/me/heartbeat", json=beat).get_json()["window"] is None
    bad = {**body, "rated_at": "noon"}
    assert tablet.post("/api/v1/ratings", json=bad, headers=KEY).status_code == 422


@pytest.mark.parametrize("key", [None, "", "x" * 129, "é", "a\tb"])
def test_a_key_is_asked_for(desk: Desk, key: str | None) -> None:
    headers = {} if key is None else {"Idempotency-Key": key}
    answer = client(desk, "kiosk").post("/api/v1/tickets", json={"service": "A"}, headers=headers)
    assert (answer.status_code, answer.json["type"]) == (400, "/problems/key_missing")


def test_nothing_here_and_the_wrong_kind_of_request(desk: Desk) -> None:
    browser = web_app(desk).test_client()
    assert browser.get("/api/v1/nothing").json["type"] == "/problems/not_found"
    answer = browser.put("/api/v1/hall")
    assert answer.status_code == 405
    assert set(re.split(", ", answer.headers["Allow"])) == {"GET", "HEAD", "OPTIONS"}


def test_a_full_disk_is_a_sentence_and_503(desk: Desk) -> None:
    kiosk = client(desk, "kiosk")
    desk.store.close()
    answer = kiosk.post("/api/v1/tickets", json={"service": "A"}, headers=KEY)
    assert (answer.status_code, answer.json["type"]) == (503, "/problems/store_failed")
    assert kiosk.get("/readyz").status_code == 503
    assert kiosk.get("/healthz").status_code == 200


def test_a_fault_of_ours_is_in_the_log_and_not_in_the_answer(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    app = web_app(desk)

    def broken() -> None:
        raise ZeroDivisionError("of ours")

    app.add_url_rule("/broken", view_func=broken)
    caplog.set_level(logging.ERROR)
    answer = app.test_client().get("/broken")
    assert (answer.status_code, answer.json["type"]) == (500, "/problems/trouble")
    assert "of ours" not in answer.text and "ZeroDivisionError" in caplog.text


def test_problems_speak_the_readers_language(desk: Desk) -> None:
    browser = web_app(desk).test_client()
    title = browser.get("/nothing", headers={"Accept-Language": "en"}).json["title"]
    assert title == "There is nothing at this address."


def test_a_refusal_names_the_service_in_the_readers_language(desk: Desk) -> None:
    ended = {"code": "B", "name": "Đất đai", "name_en": "Land", "has_ended": True}
    notices = {"notice": "Mời sang Quầy 9.", "notice_en": "Please go to desk 9."}
    desk.change("service", "B", {**ended, **notices})
    kiosk = client(desk, "kiosk")
    said = {
        language: kiosk.post(
            "/api/v1/tickets",
            json={"service": "B"},
            headers={"Idempotency-Key": language, "Accept-Language": language},
        ).json["title"]
        for language in ("vi", "en")
    }
    assert said["en"] == "Land is not served here any more. Please go to desk 9."
    assert "Đất đai" in said["vi"] and "Mời sang Quầy 9." in said["vi"]
