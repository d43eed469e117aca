"""The rating page: pairing, a visit rated, what is added to it, and who may leave."""

import json
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import SIZES, Office, Visitor
from tests.browser.program import Program
from tests.browser.rating import (
    close_window,
    code_on,
    pair,
    rating_of,
    screen,
    serve,
    wait_for,
    wait_for_rating,
)

COUNTER = "3"
OTHER = "5"
SERVICE = "A"
TABLE = Path(__file__).parents[2] / "server" / "static" / "screens.json"


@pytest.fixture(scope="module")
def paired(
    chromium: Browser, quiet_office: Office, quiet_program: Program
) -> Iterator[tuple[Visitor, Page]]:
    """A page that is the tablet of a counter."""
    found = Visitor(chromium, quiet_office.server.url)
    page = found.blank("tablet")
    close_window(quiet_program, SERVICE, COUNTER)
    pair(page, quiet_program, COUNTER, "paired")
    yield found, page
    found.close()


@pytest.fixture
def tablet(paired: tuple[Visitor, Page], program: Program) -> Iterator[Page]:
    """That page, loaded anew and idle; its console may complain of a refusal, of nothing else."""
    visitor, page = paired
    visitor.complaints.clear()
    close_window(program, SERVICE, COUNTER)
    width, height = SIZES["tablet"]
    page.set_viewport_size({"width": width, "height": height})
    page.goto("/rate")
    wait_for(page, "idle")
    yield page
    assert [each for each in visitor.complaints if not re.search(r"status of 4\d\d", each)] == []


@pytest.fixture
def leaving(guest: Visitor, program: Program) -> Iterator[Page]:
    """Another page, for another counter, that a test may unpair or break."""
    page = guest.blank("tablet")
    id = pair(page, program, OTHER, "leaving")
    yield page
    if any(each["id"] == id for each in program.get("/devices")):
        program.post(f"/devices/{id}/unpair")


@pytest.fixture
def folder(quiet_office: Office) -> Path:
    return quiet_office.server.folder


def ask(tablet: Page, program: Program) -> object:
    """A visit has ended, and its rating is asked for."""
    ticket = serve(program, SERVICE, COUNTER)
    wait_for(tablet, "ask")
    return ticket


def test_it_walks_the_table_of_the_tablets_program(tablet: Page) -> None:
    walked = tablet.evaluate(
        """async () => {
          const { Walk } = await import("/static/walk.js");
          const told = await (await fetch("/static/screens.json")).json();
          const happenings = new Set(Object.values(told.rate).flatMap(Object.keys));
          const found = {};
          for (const screen of Object.keys(told.rate)) {
            const walk = new Walk(told, "rate", () => 0, screen);
            found[screen] = { ends: walk.endsAt };
            for (const each of happenings) found[screen][each] = walk.after(each);
          }
          return found;
        }"""
    )
    told = json.loads(TABLE.read_text(encoding="utf-8"))
    for name, rows in told["rate"].items():
        stays_s = told["stay_s"].get(name)
        assert walked[name].pop("ends") == (None if stays_s is None else stays_s * 1000)
        assert {key: to for key, to in walked[name].items() if to is not None} == rows


def test_a_paired_page_is_in_the_list_and_says_what_it_shows(
    tablet: Page, program: Program
) -> None:
    serve(program, SERVICE, COUNTER)
    wait_for(tablet, "ask")
    for _ in range(30):  # its next heartbeat, 7 s apart, says so
        shown = [
            each["shows"]
            for each in program.get("/devices")
            if each["counter"] == COUNTER and each["state"] == "here"
        ]
        if "ask" in shown:
            return
        tablet.wait_for_timeout(500)
    pytest.fail(f"its heartbeats told {shown}")


def test_a_face_is_a_rating(tablet: Page, program: Program, folder: Path) -> None:
    ticket = ask(tablet, program)
    assert tablet.locator("#who-visit").inner_text().startswith("Số A")
    tablet.click("[data-touch=very_satisfied]")
    wait_for(tablet, "thanks")
    tablet.click("#thanks [data-touch=done]")
    row = wait_for_rating(tablet, folder, ticket)
    assert (row["score"], row["reasons"], row["comment"]) == (5, "[]", None)
    assert (row["counter"], row["channel"]) == (COUNTER, "tablet")


def test_a_low_score_is_held_until_its_reasons_are_given(
    tablet: Page, program: Program, folder: Path
) -> None:
    ticket = ask(tablet, program)
    tablet.click("[data-touch=dissatisfied]")
    wait_for(tablet, "reasons")
    tablet.click("[data-touch=attitude]")
    tablet.click("[data-touch=waiting_time]")
    tablet.click("[data-touch=attitude]")
    expect(tablet.locator("[data-touch=attitude]")).to_have_attribute("aria-pressed", "false")
    tablet.wait_for_timeout(1500)
    assert rating_of(folder, ticket) is None
    tablet.click("#add-comment")
    wait_for(tablet, "comment")
    tablet.fill("#comment-text", "Chờ lâu quá")
    tablet.click("#comment [data-touch=done]")
    row = wait_for_rating(tablet, folder, ticket)
    assert (row["score"], row["reasons"]) == (2, '["waiting_time"]')
    assert row["comment"] == "Chờ lâu quá"


def test_a_comment_that_is_left_standing_is_not_sent(
    tablet: Page, program: Program, folder: Path
) -> None:
    ticket = ask(tablet, program)
    tablet.click("[data-touch=satisfied]")
    wait_for(tablet, "thanks")
    tablet.click("#thanks-comment")
    wait_for(tablet, "comment")
    tablet.locator("#comment-text").press_sequentially("secret", delay=5)
    assert tablet.locator("#comment-text").input_value() == "secret"
    tablet.click("#comment [data-touch=skip]")
    row = wait_for_rating(tablet, folder, ticket)
    assert (row["score"], row["comment"]) == (4, None)


def test_a_double_tap_rates_once_and_presses_nothing_behind(tablet: Page, program: Program) -> None:
    ask(tablet, program)
    face = tablet.locator("[data-touch=very_satisfied]")
    box = face.bounding_box()
    assert box is not None
    at = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    tablet.mouse.dblclick(*at)
    wait_for(tablet, "thanks")
    low = "document.querySelector('[data-touch=very_dissatisfied]').click()"
    tablet.evaluate(low)  # a late touch on a screen that has gone by
    assert screen(tablet) == "thanks"


def test_three_levels_have_three_faces(tablet: Page, program: Program, folder: Path) -> None:
    program.set("rating", "office", levels=3)
    ticket = ask(tablet, program)
    faces = tablet.locator("#faces button")
    assert [each.get_attribute("data-score") for each in faces.all()] == ["4", "3", "2"]
    tablet.click("[data-touch=neutral]")
    wait_for(tablet, "thanks")
    tablet.click("#thanks [data-touch=done]")
    assert wait_for_rating(tablet, folder, ticket)["score"] == 3


def test_the_next_call_ends_the_question(tablet: Page, program: Program) -> None:
    ask(tablet, program)
    ticket = program.issue(SERVICE)
    program.post(f"/counters/{COUNTER}/call", {"ticket": ticket["id"]})
    wait_for(tablet, "idle")


def test_how_it_is_read_is_for_one_citizen_only(tablet: Page, program: Program) -> None:
    ask(tablet, program)
    tablet.click("#languages [lang=en]")
    expect(tablet.locator("#ask-heading")).to_have_text("Please rate how you were served.")
    tablet.click("#larger")
    tablet.click("#contrast")
    expect(tablet.locator("html.larger")).to_have_count(1)
    expect(tablet.locator("body.contrast")).to_have_count(1)
    tablet.click("#ask [data-touch=skip]")
    wait_for(tablet, "idle")
    expect(tablet.locator("#idle h1")).to_have_text("Kính chào ông/bà")
    expect(tablet.locator("html.larger")).to_have_count(0)
    expect(tablet.locator("body.contrast")).to_have_count(0)


def test_a_touch_on_nothing_tells_the_office_that_somebody_reads(
    tablet: Page, program: Program, folder: Path
) -> None:
    ticket = ask(tablet, program)
    tablet.click("#who-visit")
    tablet.click("[data-touch=satisfied]")
    tablet.click("#thanks [data-touch=done]", timeout=5000)
    wait_for_rating(tablet, folder, ticket)
    with closing(sqlite3.connect(folder / "office.db")) as connection:
        read = "SELECT count(*) FROM journal WHERE event = 'question_read' AND ticket = ?"
        assert connection.execute(read, (ticket["id"],)).fetchone() == (1,)


def test_a_skipped_visit_is_not_asked_about_again(tablet: Page, program: Program) -> None:
    ask(tablet, program)
    tablet.click("#ask [data-touch=skip]")
    wait_for(tablet, "idle")
    tablet.wait_for_timeout(6000)  # two heartbeats in which the window is still open
    assert screen(tablet) == "idle"


def test_where_to_complain_is_shown_to_whoever_is_not_satisfied(
    tablet: Page, program: Program
) -> None:
    url = "https://dichvucong.gov.vn/phan-anh"
    program.set("rating", "office", complaint_url=url, complaint_name="Cổng Dịch vụ công")
    ask(tablet, program)
    tablet.click("[data-touch=very_dissatisfied]")
    wait_for(tablet, "reasons")
    tablet.click("#reasons [data-touch=done]")
    wait_for(tablet, "thanks")
    expect(tablet.locator("#complaint-url")).to_have_text(url)
    expect(tablet.locator("#complaint-name")).to_have_text("Cổng Dịch vụ công")
    expect(tablet.locator("#complaint-qr")).to_be_visible()
    assert tablet.evaluate("document.getElementById('complaint-qr').naturalWidth") > 0


def test_a_screen_is_read_aloud_prompt_by_prompt(tablet: Page, program: Program) -> None:
    ask(tablet, program)
    expect(tablet.locator("#speak")).to_have_attribute("aria-pressed", "false")
    tablet.evaluate(
        """() => {
          window.played = 0;
          const start = AudioBufferSourceNode.prototype.start;
          AudioBufferSourceNode.prototype.start = function (...at) {
            window.played += 1;
            start.apply(this, at);
          };
        }"""
    )
    tablet.click("#speak")
    expect(tablet.locator("#speak")).to_have_attribute("aria-pressed", "true")
    for _ in range(75):
        if tablet.evaluate("window.played"):
            break
        tablet.wait_for_timeout(200)
    assert tablet.evaluate("window.played") > 0
    tablet.click("#speak")
    expect(tablet.locator("#speak")).to_have_attribute("aria-pressed", "false")


def test_staff_comes_in_by_the_corner_and_the_pin_and_unpairs(
    leaving: Page, program: Program
) -> None:
    tablet = leaving
    pin = tablet.evaluate(
        "fetch('/api/v1/tablets/browser').then((each) => each.json()).then((each) => each.pin)"
    )
    enter_corner(tablet)
    wrong = "".join(str((int(each) + 1) % 10) for each in pin)
    for _ in range(4):
        type_pin(tablet, wrong)
        expect(tablet.locator("#pin-said")).to_have_text("Sai mã PIN: xem lại mã.")
    type_pin(tablet, pin)
    wait_for(tablet, "staff")
    expect(tablet.locator("#staff-counter")).to_have_text(OTHER)
    tablet.click("#unpair")
    expect(tablet.locator("#staff-said")).not_to_be_empty()
    tablet.click("#unpair")
    wait_for(tablet, "pairing")
    code_on(tablet)
    assert [
        each
        for each in program.get("/devices")
        if each["counter"] == OTHER and each["kind"] == "tablet"
    ] == []


def test_five_wrong_pins_bring_a_pause(tablet: Page) -> None:
    pin = tablet.evaluate(
        "fetch('/api/v1/tablets/browser').then((each) => each.json()).then((each) => each.pin)"
    )
    enter_corner(tablet)
    wrong = "".join(str((int(each) + 1) % 10) for each in pin)
    for _ in range(5):
        type_pin(tablet, wrong)
    type_pin(tablet, pin)
    expect(tablet.locator("#pin-said")).to_have_text("Nhập sai quá nhiều lần: chờ một phút.")
    assert screen(tablet) == "pin"
    tablet.click("#pin [data-touch=leave]")
    wait_for(tablet, "idle")


def test_an_administrator_unpairs_it_and_it_asks_again(leaving: Page, program: Program) -> None:
    for each in program.get("/devices"):
        if each["counter"] == OTHER and each["kind"] == "tablet":
            program.post(f"/devices/{each['id']}/unpair")
    wait_for(leaving, "pairing")
    code_on(leaving)
    leaving.close()  # it asks no more


def test_a_fault_of_ours_says_so_and_is_over_by_itself(
    paired: tuple[Visitor, Page], tablet: Page
) -> None:
    tablet.evaluate("setTimeout(() => { throw new Error('made by the test'); }, 0)")
    wait_for(tablet, "failsafe")
    expect(tablet.locator("#failsafe h1").first).to_have_text(
        "Máy gặp trục trặc. Màn hình sẽ tự thử lại."
    )
    expect(tablet.locator("#idle")).to_be_visible()
    assert [each for each in paired[0].complaints if "made by the test" in each]
    paired[0].complaints.clear()


def test_what_the_disk_does_not_take_is_told(tablet: Page, program: Program) -> None:
    ask(tablet, program)
    tablet.evaluate(
        """() => {
          IDBObjectStore.prototype.add = () => {
            throw new DOMException("full", "QuotaExceededError");
          };
        }"""
    )
    tablet.click("[data-touch=satisfied]")
    wait_for(tablet, "sorry")


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("size", ["tablet", "small-kiosk", "tall-kiosk", "full-hd"])
def test_nothing_is_cut_off(tablet: Page, program: Program, size: str, language: str) -> None:
    width, height = SIZES[size]
    tablet.set_viewport_size({"width": width, "height": height})
    ask(tablet, program)
    tablet.click(f"#languages [lang={language}]")
    for name, is_large in (("ask", False), ("ask", True), ("reasons", True), ("comment", True)):
        if is_large and tablet.locator("html.larger").count() == 0:
            tablet.click("#larger")
        if name == "reasons":
            tablet.click("[data-touch=dissatisfied]")
            wait_for(tablet, "reasons")
        if name == "comment":
            tablet.click("#add-comment")
            wait_for(tablet, "comment")
        assert cut_off(tablet) == [], (name, is_large)


def enter_corner(page: Page) -> None:
    for _ in range(4):
        page.mouse.click(8, 8)
    wait_for(page, "pin")


def type_pin(page: Page, pin: str) -> None:
    for digit in pin:
        page.click(f'#pin [data-touch="{digit}"]')


def cut_off(page: Page) -> list[str]:
    """What reaches out of the page or out of its own screen."""
    found: list[str] = page.evaluate(
        """() => {
          const shown = document.querySelector("main > section:not([hidden])");
          const room = document.querySelector("main").getBoundingClientRect();
          const bad = shown.scrollHeight > shown.clientHeight + 1 ? ["it scrolls"] : [];
          for (const each of document.querySelectorAll("button, h1, p, footer")) {
            const at = each.getBoundingClientRect();
            if (!at.width) continue;
            const top = shown.contains(each) ? room.top : 0;
            const bottom = shown.contains(each) ? room.bottom : innerHeight;
            const isWide = at.left < -1 || at.right > innerWidth + 1;
            const isHigh = at.top < top - 1 || at.bottom > bottom + 1;
            const isTight = each.tagName === "BUTTON" && each.scrollWidth > each.clientWidth + 1;
            if (isWide || isHigh || isTight) bad.push(`${each.tagName} ${each.textContent}`);
          }
          return bad;
        }"""
    )
    return found
