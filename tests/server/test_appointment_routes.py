"""Appointments and numbers from home over HTTP: who may, what is said, and what is never kept."""

import json
import re
from dataclasses import replace
from typing import Any

import pytest
from flask.testing import FlaskClient

from server.errors import Unknown
from server.routes.parts import HOME_REQUESTS, KIOSK_NUMBERS
from server.throttle import Guesses, pause_s
from tests.server.booking import AN, BINH, CHI, at, prepare
from tests.server.desk import Desk
from tests.server.test_throttle import Seconds
from tests.server.web import client, web_app

API = "/api/v1"


@pytest.fixture
def office(desk: Desk) -> Desk:
    return prepare(desk)


class Browser:
    """A browser that has opened a page of ours."""

    def __init__(self, desk: Desk, page: str = "/home", web: FlaskClient | None = None) -> None:
        self.web = web or web_app(desk).test_client()
        self.keys = 0
        self.load(page)

    def load(self, page: str) -> None:
        """Open another page."""
        html = self.web.get(page).text
        found = re.search(r'id="settings">(.*?)</script>', html, re.S)
        assert found is not None
        self.csrf = json.loads(found[1])["csrf"]

    def post(self, path: str, body: Any = None, key: str | None = None, csrf: bool = True) -> Any:
        """A request of this page's script."""
        self.keys += 1
        headers = {"Idempotency-Key": key or f"k-{self.keys}"}
        headers |= {"X-CSRF-Token": self.csrf} if csrf else {}
        return self.web.post(API + path, json=body or {}, headers=headers)


def wish(identity: str = AN, start: str = "09:00", **more: Any) -> dict[str, Any]:
    return {"service": "A", "day": "2026-11-23", "start": start, "identity": identity, **more}


def home(identity: str = AN, day: str = "2026-11-23") -> dict[str, Any]:
    return {"service": "A", "day": day, "identity": identity}


def program(desk: Desk, role: str) -> Any:
    web = client(desk, role, "1" if role == "counter" else None)

    def post(path: str, body: Any = None, key: str = "") -> Any:
        keys[0] += 1
        headers = {"Idempotency-Key": key or f"p-{keys[0]}"}
        return web.post(API + path, json=body or {}, headers=headers)

    keys = [0]
    return post


def code_of(answer: Any) -> str:
    return str(answer.get_json()["type"].removeprefix("/problems/"))


def test_somebody_books_at_home_comes_and_is_in_line(office: Desk) -> None:
    browser = Browser(office)
    free = browser.web.get(f"{API}/services/A/slots?day=2026-11-23").get_json()
    assert free[0] == {"start": "08:30", "free": 2, "capacity": 2}
    made = browser.post("/appointments", wish())
    assert made.status_code == 201
    booked = made.get_json()
    assert re.fullmatch(r"/a/[\w-]{16}", booked["link"])
    at(office, "08:50")
    kiosk = program(office, "kiosk")
    typed = f"{booked['code'][:4]} {booked['code'][4:]}"
    ticket = kiosk("/appointments/arrive", {"code": typed})
    assert (ticket.status_code, ticket.get_json()["label"]) == (201, "A001")
    assert ticket.get_json()["slip"]["state"] == "queued"
    again = kiosk("/appointments/arrive", {"code": booked["code"]})
    assert again.get_json()["id"] == ticket.get_json()["id"]


def test_the_browser_that_booked_gives_back_and_another_cannot(office: Desk) -> None:
    browser = Browser(office)
    code = browser.post("/appointments", wish()).get_json()["code"]
    other = Browser(office)
    assert code_of(other.post(f"/appointments/{code}/cancel")) == "not_yours"
    mine = browser.post(f"/appointments/{code}/cancel")
    assert (mine.status_code, mine.get_json()["state"]) == (200, "cancelled")
    assert code_of(browser.post(f"/appointments/{code}/cancel")) == "appointment_over"


def test_whoever_opens_its_page_may_give_it_back(office: Desk) -> None:
    booked = Browser(office).post("/appointments", wish()).get_json()
    phone = Browser(office, booked["link"])
    assert phone.post(f"/appointments/{booked['code']}/cancel").status_code == 200


def test_the_page_of_an_appointment_leads_to_its_ticket_once_somebody_has_come(
    office: Desk,
) -> None:
    browser = Browser(office)
    booked = browser.post("/appointments", wish()).get_json()
    page = browser.web.get(booked["link"]).text
    assert f"{booked['code'][:4]} {booked['code'][4:]}" in page
    assert "08:45" in page and "09:15" in page and "/t/" not in page
    picture = browser.web.get(f"{booked['link']}/qr.svg")
    assert picture.mimetype == "image/svg+xml"
    at(office, "09:00")
    ticket = program(office, "kiosk")("/appointments/arrive", {"code": booked["code"]}).get_json()
    assert ticket["link"] in browser.web.get(booked["link"]).text
    for wrong in ("/a/short", f"/a/{'x' * 16}", f"/a/{'x' * 16}/qr.svg"):
        assert browser.web.get(wrong).status_code == 404


def test_the_page_offers_what_the_services_have(office: Desk) -> None:
    web = web_app(office).test_client()
    found = re.search(r'id="settings">(.*?)</script>', web.get("/home").text, re.S)
    assert found is not None
    [service] = json.loads(found[1])["services"]
    assert (service["code"], service["name"]) == ("A", "Tư pháp")
    assert service["number_days"] == ["2026-11-23", "2026-11-24", "2026-11-25"]
    assert service["slot_days"] == [*service["number_days"], "2026-11-26"]


def test_a_number_from_home_has_a_page_of_its_own(office: Desk) -> None:
    browser = Browser(office)
    made = browser.post("/home/tickets", home(day="2026-11-24"))
    assert made.status_code == 201
    ticket = made.get_json()
    assert (ticket["label"], ticket["business_day"]) == ("A001", "2026-11-24")
    browser.load(ticket["link"])
    assert browser.post(f"/tickets/{ticket['id']}/cancel").status_code == 200


def test_a_page_without_its_token_and_a_stranger_are_refused(office: Desk) -> None:
    browser = Browser(office)
    assert code_of(browser.post("/home/tickets", home(), csrf=False)) == "bad_csrf"
    stranger = web_app(office).test_client()
    for path, body in (("/home/tickets", home()), ("/appointments", wish())):
        answer = stranger.post(API + path, json=body, headers={"Idempotency-Key": "k"})
        assert (answer.status_code, code_of(answer)) == (401, "sign_in")
    assert code_of(browser.post("/appointments/arrive", {"code": "1"})) == "not_yours"


@pytest.mark.parametrize(
    ("role", "home_status"), [("kiosk", 201), ("admin", 201), ("counter", 403)]
)
def test_programs_book_for_people(office: Desk, role: str, home_status: int) -> None:
    post = program(office, role)
    assert post("/appointments", wish()).status_code == 201
    assert post("/home/tickets", home(BINH)).status_code == home_status


def test_the_words_of_a_request_are_checked(office: Desk) -> None:
    post = program(office, "kiosk")
    assert code_of(post("/home/tickets", home(day="2026-02-30"))) == "bad_body"
    assert code_of(post("/home/tickets", home("12"))) == "bad_identity"
    assert code_of(post("/appointments", wish(start="9:00"))) == "bad_body"
    assert code_of(post("/appointments", wish(start="09:10"))) == "no_such_slot"
    web = web_app(office).test_client()
    assert web.get(f"{API}/services/A/slots?day=tomorrow").status_code == 422
    assert web.get(f"{API}/services/X/slots").status_code == 404
    assert web.get(f"{API}/services/B/slots").get_json() == []


def test_the_same_key_gives_the_same_answer(office: Desk) -> None:
    browser = Browser(office)
    for path, body in (("/appointments", wish()), ("/home/tickets", home(BINH))):
        first = browser.post(path, body, "same").get_json()
        assert browser.post(path, body, "same").get_json() == first
        assert code_of(browser.post(path, {**body, "identity": CHI}, "same")) == "key_reused"


def test_an_address_asks_only_so_often_and_programs_as_often_as_they_must(office: Desk) -> None:
    browser = Browser(office)
    for _ in range(HOME_REQUESTS):
        assert code_of(browser.post("/home/tickets", home("12"))) == "bad_identity"
    assert browser.post("/home/tickets", home()).status_code == 429
    other = Browser(office, web=browser.web.application.test_client())
    assert code_of(other.post("/appointments", wish())) == "too_many_requests"


def test_wrong_codes_cost_a_kiosk_short_rising_pauses(office: Desk) -> None:
    clock = Seconds()
    web = web_app(office)
    parts = replace(web.extensions["motcua"], codes=Guesses(clock, Unknown))
    web.extensions["motcua"] = parts
    browser = Browser(office, "/kiosk", web.test_client())
    code = program(office, "kiosk")("/appointments", wish()).get_json()["code"]
    at(office, "09:00")
    for guess in range(20):  # as many as rested a kiosk for ten minutes once
        answer = browser.post("/appointments/arrive", {"code": f"{guess:08d}"})
        assert code_of(answer) == "no_such_appointment"
        clock.s += pause_s(guess + 1)
    clock.s -= 12.5
    answer = browser.post("/appointments/arrive", {"code": code})
    assert (answer.status_code, code_of(answer)) == (429, "wrong_codes")
    assert "13 giây" in answer.get_json()["title"]
    clock.s += 12.5
    assert browser.post("/appointments/arrive", {"code": code}).status_code == 201


def test_a_browser_is_a_kiosk_at_a_kiosks_pace(office: Desk) -> None:
    kiosk = Browser(office, "/kiosk")
    at(office, "12:00")
    for _ in range(KIOSK_NUMBERS):
        assert code_of(kiosk.post("/tickets", {"service": "A"})) == "closed_now"
    at(office, "09:00")
    for _ in range(KIOSK_NUMBERS):  # what was refused does not count
        assert kiosk.post("/tickets", {"service": "A"}).status_code == 201
    answer = kiosk.post("/tickets", {"service": "A"})
    assert (answer.status_code, code_of(answer)) == (429, "too_many_requests")
    assert program(office, "kiosk")("/tickets", {"service": "A"}).status_code == 201
