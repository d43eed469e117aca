"""Somebody hears everything between a rating page and its server, and tries to use it."""

import http.client
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, Request, expect

from tests.browser.conftest import Office, Visitor
from tests.browser.program import Program
from tests.browser.rating import code_on, pair_shown, pin_of, serve, wait_for, wait_for_rating

COUNTER = "3"
SERVICE = "A"
TOKEN = """() => new Promise((resolve) => {
  const asked = indexedDB.open("motcua-tablet");
  asked.onsuccess = () => {
    const got = asked.result.transaction("pairing").objectStore("pairing").get("ours");
    got.onsuccess = () => resolve(got.result?.token ?? null);
  };
})"""
"""What this browser keeps of a pairing."""


@dataclass
class Heard:
    """A request of the page as it went over the network, and what it was answered."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes
    answer: str = ""


@pytest.fixture
def own(own_office: Office) -> Program:
    return Program(own_office.server)


@pytest.fixture
def page(witness: Visitor) -> Iterator[Page]:
    page = witness.blank("tablet")
    yield page
    witness.complaints[:] = [each for each in witness.complaints if "status of" not in each]


class Ear:
    """Hears what the page asks as a tablet; nothing is held up meanwhile."""

    def __init__(self, page: Page, url: str) -> None:
        self._url = url
        self._asked: list[Request] = []
        page.on("request", self._hear)

    def _hear(self, request: Request) -> None:
        if re.search("/api/v1/(tablets|ratings|prompts)", request.url):
            self._asked.append(request)

    def heard(self) -> list[Heard]:
        """What was asked until now and answered."""
        return [self._whole(each) for each in self._asked if each.response() is not None]

    def _whole(self, request: Request) -> Heard:
        answered = request.response()
        assert answered is not None
        return Heard(
            request.method,
            request.url.removeprefix(self._url),
            request.all_headers(),
            request.post_data_buffer or b"",
            json.dumps(answered.all_headers()) + answered.body().decode(errors="replace"),
        )


def say_again(url: str, said: Heard) -> tuple[int, dict[str, str]]:
    """The same bytes once more, from elsewhere."""
    connection = http.client.HTTPConnection(url.removeprefix("http://"), timeout=10)
    connection.request(said.method, said.path, said.body, said.headers)
    answer = connection.getresponse()
    answer.read()
    headers = dict(answer.getheaders())
    connection.close()
    return answer.status, headers


def test_what_is_heard_between_page_and_server_is_worth_nothing(
    page: Page, own: Program, own_office: Office
) -> None:
    url = own_office.server.url
    ear = Ear(page, url)
    page.goto("/rate?name=heard")
    code = code_on(page)
    id = page.locator("#tablet-id").inner_text().split()[-1]
    wrong = {"code": f"{(int(code) + 1) % 10**6:06d}", "counter": COUNTER}
    with pytest.raises(AssertionError, match="wrong_code"):
        own.post(f"/devices/{id}/pair", wrong)
    expect(page.locator("#paired-before")).to_be_hidden()
    assert pair_shown(page, own, COUNTER) == id
    ticket = serve(own, SERVICE, COUNTER)
    wait_for(page, "ask")
    page.click("[data-touch=very_dissatisfied]")
    wait_for(page, "reasons")
    page.click("#reasons [data-touch=done]")
    kept = wait_for_rating(page, own_office.server.folder, ticket)
    pin = pin_of(own, COUNTER)

    heard = ear.heard()
    token = page.evaluate(TOKEN)
    assert len(token) == 64
    said = " ".join(repr(each) for each in heard)
    assert "heartbeat" in said and kept["id"] in said
    for secret in (token, code, pin):
        assert secret not in said
    assert not any("cookie" in each.headers for each in heard)

    sealed = [each for each in heard if "authorization" in each.headers]
    assert {"/api/v1/ratings", "/api/v1/tablets/me/heartbeat"} <= {each.path for each in sealed}
    for each in sealed:
        status, headers = say_again(url, each)
        if '"", tick=' not in each.headers["authorization"]:  # it knew the epoch: it was taken
            assert status in (401, 429) and "Motcua-Proof" not in headers, each
        else:
            assert status == 401, each
    (rating,) = (each for each in sealed if each.path == "/api/v1/ratings")
    better = Heard(
        rating.method,
        rating.path,
        {name: value for name, value in rating.headers.items() if name != "content-length"},
        rating.body.replace(b'"score":1', b'"score":5'),
    )
    assert better.body != rating.body
    assert say_again(url, better)[0] in (401, 429)
    again = wait_for_rating(page, own_office.server.folder, ticket)
    assert tuple(again) == tuple(kept) and again["score"] == 1

    own.post(f"/devices/{id}/unpair")
    wait_for(page, "pairing")
    assert code_on(page) != code and page.evaluate(TOKEN) is None
    expect(page.locator("#paired-before")).to_be_visible()
