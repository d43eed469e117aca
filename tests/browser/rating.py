"""A browser as the tablet of a counter, for the tests of /rate: pairing, a visit, what was kept."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect

from tests.browser.program import Program

SCREENS = "main > section:not([hidden])"
DEAD_MS = 400
"""A little longer than the page takes no touch after a change of screen."""


def screen(page: Page) -> str:
    return str(page.locator(SCREENS).get_attribute("id"))


def wait_for(page: Page, name: str) -> None:
    """Until *name* is the screen, and touches count."""
    expect(page.locator(f"#{name}")).to_be_visible()
    page.wait_for_timeout(DEAD_MS)


def code_on(page: Page) -> str:
    expect(page.locator("#code")).not_to_be_empty()
    return page.locator("#code").inner_text().replace(" ", "")


def pair(page: Page, program: Program, counter: str, name: str) -> str:
    """Open /rate and pair it; its id."""
    page.goto(f"/rate?name={name}")
    return pair_shown(page, program, counter, name)


def pair_shown(page: Page, program: Program, counter: str, name: str | None = None) -> str:
    """Pair the page by the code that it shows; its id.  The roll may hear other tablets too."""
    code = code_on(page)
    id = page.locator("#tablet-id").inner_text().split()[-1]
    asking = {each["id"]: each["name"] for each in program.get("/devices")}
    assert name is None or asking[id] == name
    program.post(f"/devices/{id}/pair", {"code": code, "counter": counter})
    wait_for(page, "idle")
    return id


def enter_corner(page: Page) -> None:
    """Touch where staff touch, until the PIN is asked for."""
    for _ in range(4):
        page.mouse.click(8, 8)
    wait_for(page, "pin")


def type_pin(page: Page, pin: str) -> None:
    """With fingers."""
    for digit in pin:
        page.click(f'#pin [data-touch="{digit}"]')


def pin_of(program: Program, counter: str) -> str:
    """The digits of staff for the tablet at *counter*."""
    (id,) = (
        each["id"]
        for each in program.get("/devices")
        if each["counter"] == counter and each["kind"] == "tablet"
    )
    return str(program.get(f"/devices/{id}/pin")["pin"])


def close_window(program: Program, service: str, counter: str) -> None:
    """Nobody is asked at *counter*: the next is called, and is not there."""
    ticket = program.issue(service)
    program.post(f"/counters/{counter}/open")
    program.post(f"/counters/{counter}/call", {"ticket": ticket["id"]})
    program.post(f"/counters/{counter}/no-show")


def serve(program: Program, service: str, counter: str) -> Any:
    """One visit, from the number to the end."""
    ticket = program.issue(service)
    program.post(f"/counters/{counter}/open")
    program.post(f"/counters/{counter}/call", {"ticket": ticket["id"]})
    program.post(f"/counters/{counter}/start")
    program.post(f"/counters/{counter}/finish")
    return ticket


def rating_of(folder: Path, ticket: Any) -> sqlite3.Row | None:
    """What the office has kept of the answer for *ticket*."""
    with closing(sqlite3.connect(folder / "office.db")) as connection:
        connection.row_factory = sqlite3.Row
        row: sqlite3.Row | None = connection.execute(
            "SELECT * FROM ratings WHERE ticket = ?", (ticket["id"],)
        ).fetchone()
    return row


def wait_for_rating(page: Page, folder: Path, ticket: Any, tries: int = 75) -> sqlite3.Row:
    """The answer, once the page has sent it."""
    for _ in range(tries):
        if row := rating_of(folder, ticket):
            return row
        page.wait_for_timeout(200)
    raise AssertionError("the answer did not come")
