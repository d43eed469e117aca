"""A screen whose server is gone says so, and is right again when it is back."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Office, Visitor
from tests.server_process import token

STALE = "Màn hình chưa cập nhật – đang kết nối lại"
ANSWERS_END_MS = 8_000  # a request without an answer is given up
STALE_MS = 15_000


def issue(office: Office) -> None:
    kiosk = token(office.server.folder, "kiosk")
    office.server.ask(
        "POST",
        "/api/v1/tickets",
        {"service": "A"},
        Authorization=f"Bearer {kiosk}",
        Idempotency_Key="one",
    )


@pytest.mark.parametrize("path", ["/board", "/kiosk", "/"])
def test_the_banner_comes_and_goes(path: str, witness: Visitor, own_office: Office) -> None:
    page = witness.blank("full-hd")
    page.clock.install()
    page.goto(path)
    banner = page.locator("#stale")
    if path != "/":  # the start page names no service while nobody waits
        expect(page.locator("main")).to_contain_text("Tư pháp")
    page.clock.run_for(STALE_MS + 5_000)
    expect(banner).to_be_empty()

    own_office.server.kill()
    page.clock.run_for(STALE_MS + 5_000)
    expect(banner).to_contain_text(STALE)
    own_office.server.start()
    issue(own_office)
    page.clock.run_for(5_000)
    expect(banner).to_be_empty()
    expect(page.locator("body")).to_contain_text("1")


def test_a_server_that_hangs_is_noticed_too(witness: Visitor) -> None:
    page = witness.blank("full-hd")
    page.clock.install()
    page.goto("/board")
    expect(page.locator("main")).to_contain_text("Tư pháp")
    page.route("**/api/v1/**", lambda route: None)  # taken, never answered
    page.clock.run_for(STALE_MS + ANSWERS_END_MS)
    expect(page.locator("#stale")).to_contain_text(STALE)
    for place in ("#calls", ".waits", "#counters"):  # nothing looks as if it held now
        expect(page.locator(place)).to_have_css("filter", "grayscale(1)")
    page.unroute_all()
    for _ in range(200):  # in steps, for answers come in real time; as many as a slow machine needs
        page.clock.run_for(1_000)
        page.wait_for_timeout(50)
        if not page.locator("#stale").inner_text():
            break
    expect(page.locator("#stale")).to_be_empty()


def test_after_the_server_was_away_a_screen_shows_everything_again(
    witness: Visitor, own_office: Office
) -> None:
    board = witness.open("/board", "full-hd")
    justice = board.locator("#waits li", has_text="Tư pháp")
    expect(justice.locator(".n")).to_have_text("0")
    own_office.server.kill()
    own_office.server.start()
    issue(own_office)
    expect(justice.locator(".n")).to_have_text("1")
    expect(justice).to_contain_text("A001")
