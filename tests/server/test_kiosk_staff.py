"""Staff's door at a kiosk in a browser: who learns the PIN, who comes in, how often one may try."""

import json
import re

from flask.testing import FlaskClient

from server.throttle import TRIES
from tests.server.desk import Desk
from tests.server.web import client, web_app

PATH = "/api/v1/kiosks/staff"


def kiosk(desk: Desk) -> tuple[FlaskClient, dict[str, str]]:
    """A browser that shows the page, and what it sends with a change."""
    browser = web_app(desk).test_client()
    page = browser.get("/kiosk").text
    found = re.search(r'id="settings">(.*?)</script>', page, re.S)
    assert found is not None
    return browser, {"X-CSRF-Token": json.loads(found[1])["csrf"]}


def pin_of(desk: Desk) -> str:
    return str(client(desk, "admin").get("/api/v1/kiosks/pin").json["pin"])


def wrong(pin: str) -> str:
    return f"{(int(pin) + 1) % 10**6:06d}"


def test_the_pin_opens_and_tells_how_the_printers_are(desk: Desk) -> None:
    browser, csrf = kiosk(desk)
    pin = pin_of(desk)
    assert re.fullmatch("[0-9]{6}", pin) and pin == pin_of(desk)
    answer = browser.post(PATH, json={"pin": pin}, headers=csrf)
    assert answer.status_code == 200
    assert answer.json["printers"] == [{"name": "hall", "state": "ready", "why": ""}]


def test_the_page_is_not_told_the_pin_and_may_not_ask(desk: Desk) -> None:
    browser, _ = kiosk(desk)
    assert pin_of(desk) not in browser.get("/kiosk").text
    assert browser.get("/api/v1/kiosks/pin").status_code == 403
    assert client(desk, "kiosk").get("/api/v1/kiosks/pin").status_code == 403


def test_after_five_tries_no_pin_is_looked_at(desk: Desk) -> None:
    browser, csrf = kiosk(desk)
    pin = pin_of(desk)
    for _ in range(TRIES):
        answer = browser.post(PATH, json={"pin": wrong(pin)}, headers=csrf)
        assert (answer.status_code, answer.json["type"]) == (403, "/problems/wrong_pin")
    answer = browser.post(PATH, json={"pin": pin}, headers=csrf)
    assert (answer.status_code, answer.json["type"]) == (429, "/problems/too_many_pins")


def test_nobody_else_comes_in(desk: Desk) -> None:
    pin = pin_of(desk)
    assert web_app(desk).test_client().post(PATH, json={"pin": pin}).status_code == 401
    assert client(desk, "kiosk").post(PATH, json={"pin": pin}).status_code == 403
    browser, csrf = kiosk(desk)
    assert browser.post(PATH, json={"pin": pin}).status_code == 403  # another site's page
    assert browser.post(PATH, json={"pin": "12345"}, headers=csrf).status_code == 422
