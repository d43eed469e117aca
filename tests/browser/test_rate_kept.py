"""What a rating page has thanked for is never lost: the server away, started again, a page loaded
again, a browser killed as by a power cut."""

import os
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser.conftest import ARGS, BROWSER, Office, Visitor
from tests.browser.program import Program
from tests.browser.rating import (
    code_on,
    pair,
    pair_shown,
    rating_of,
    screen,
    serve,
    wait_for,
    wait_for_rating,
)

COUNTER = "3"
SERVICE = "A"
STARTED_S = 30
AWAY_MS = 30_000
COOKIES_ON_DISK_S = 40
MANY = 600
"""Chromium writes its cookies every 30 s, and at once when more than 512 wait."""


@pytest.fixture
def own(own_office: Office) -> Program:
    return Program(own_office.server)


@pytest.fixture
def tablet(witness: Visitor, own: Program) -> Page:
    page = witness.blank("tablet")
    pair(page, own, COUNTER, "Quầy 3")
    return page


def test_an_answer_waits_for_a_server_that_is_away(
    tablet: Page, own: Program, own_office: Office
) -> None:
    server = own_office.server
    ticket = serve(own, SERVICE, COUNTER)
    wait_for(tablet, "ask")
    server.kill()
    tablet.click("[data-touch=satisfied]")
    wait_for(tablet, "thanks")
    tablet.click("#thanks [data-touch=done]")
    wait_for(tablet, "idle")
    assert rating_of(server.folder, ticket) is None
    expect(tablet.locator("#away")).to_be_visible(timeout=AWAY_MS)
    server.start()
    row = wait_for_rating(tablet, server.folder, ticket, tries=200)
    assert row["score"] == 4
    assert row["rated_at"] < row["received_at"]
    expect(tablet.locator("#away")).to_be_hidden()
    again = serve(own, SERVICE, COUNTER)  # and the page that was never loaded again goes on
    wait_for(tablet, "ask")
    tablet.click("[data-touch=very_satisfied]")
    assert wait_for_rating(tablet, server.folder, again)["score"] == 5


def test_a_page_loaded_again_releases_what_it_held(
    tablet: Page, own: Program, own_office: Office
) -> None:
    ticket = serve(own, SERVICE, COUNTER)
    wait_for(tablet, "ask")
    tablet.click("[data-touch=dissatisfied]")
    wait_for(tablet, "reasons")
    tablet.click("[data-touch=attitude]")
    expect(tablet.locator("[data-touch=attitude]")).to_have_attribute("aria-pressed", "true")
    tablet.reload()
    wait_for(tablet, "idle")
    row = wait_for_rating(tablet, own_office.server.folder, ticket)
    assert (row["score"], row["reasons"]) == (2, '["attitude"]')


def test_who_asks_when_the_server_starts_again_asks_anew(
    witness: Visitor, own_office: Office
) -> None:
    page = witness.open("/rate")
    first = code_on(page)
    own_office.server.kill()
    own_office.server.start()
    program = Program(own_office.server)
    page.wait_for_timeout(6000)
    assert len(first) == 6
    pair_shown(page, program, COUNTER)


def test_a_strangers_refusal_unpairs_nobody(tablet: Page) -> None:
    """Somebody answers in the server's place, without knowing what it says."""

    def refuse(route: Route) -> None:
        route.fulfill(status=401, content_type="text/html", body="<h1>Sign in to the network</h1>")

    tablet.route("**/api/v1/**", refuse)
    expect(tablet.locator("#away")).to_be_visible(timeout=AWAY_MS)
    assert screen(tablet) == "idle"
    tablet.unroute("**/api/v1/**")
    expect(tablet.locator("#away")).to_be_hidden()
    assert screen(tablet) == "idle"


@contextmanager
def own_browser(chromium: Browser, profile: Path) -> Iterator[tuple[Page, int]]:
    """A browser in a process group of its own, with what it keeps in *profile*; its page."""
    port_file = profile / "DevToolsActivePort"
    port_file.unlink(missing_ok=True)
    assert BROWSER is not None
    command = [BROWSER, *ARGS, "--headless=new", f"--user-data-dir={profile}", "--no-first-run"]
    with (profile.parent / "browser.log").open("ab") as log:
        process = subprocess.Popen(
            [*command, "--remote-debugging-port=0", "about:blank"],
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    try:
        for _ in range(STARTED_S * 10):
            if port_file.is_file() and (lines := port_file.read_text().splitlines()):
                break
            time.sleep(0.1)
        browser = chromium.browser_type.connect_over_cdp(f"http://127.0.0.1:{lines[0]}")
        page = browser.contexts[0].pages[0]
        page.set_default_timeout(15_000)
        yield page, process.pid
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def wait_for_cookie_on_disk(page: Page, profile: Path) -> None:
    """What a power cut would leave: Chromium's own file has the cookie of this office."""
    host, elsewhere = b"127.0.0.1", "http://elsewhere.test"
    page.context.add_cookies(
        [{"name": f"n{n}", "value": "x", "url": elsewhere} for n in range(MANY)]
    )
    for _ in range(COOKIES_ON_DISK_S * 5):
        if any(host in each.read_bytes() for each in profile.glob("Default/**/Cookies*")):
            return
        page.wait_for_timeout(200)
    raise AssertionError("the cookie is not in Chromium's file")


def test_a_browser_killed_after_the_thank_you_delivers_when_it_is_back(
    chromium: Browser, own: Program, own_office: Office, tmp_path: Path
) -> None:
    server, profile = own_office.server, tmp_path / "profile"
    profile.mkdir()
    with own_browser(chromium, profile) as (page, pid):
        page.goto(server.url + "/rate")
        pair_shown(page, own, COUNTER)
        wait_for_cookie_on_disk(page, profile)
        os.killpg(pid, signal.SIGKILL)
    with own_browser(chromium, profile) as (page, pid):
        page.goto(server.url + "/rate")
        wait_for(page, "idle")
        ticket = serve(own, SERVICE, COUNTER)
        wait_for(page, "ask")
        server.kill()
        page.click("[data-touch=very_dissatisfied]")
        wait_for(page, "reasons")
        page.click("[data-touch=extra_cost]")
        page.click("#reasons [data-touch=done]")
        expect(page.locator("#thanks")).to_be_visible()
        os.killpg(pid, signal.SIGKILL)
    server.start()
    assert rating_of(server.folder, ticket) is None
    with own_browser(chromium, profile) as (page, _):
        page.goto(server.url + "/rate")
        wait_for(page, "idle")  # it is still paired
        row = wait_for_rating(page, server.folder, ticket)
    assert (row["score"], row["reasons"], row["counter"]) == (1, '["extra_cost"]', COUNTER)
