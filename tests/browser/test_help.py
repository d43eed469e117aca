"""Somebody at a kiosk needs help: the staff are told, and the kiosk says that somebody comes."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.conftest import Visitor
from tests.browser.kiosk_steps import begin


def test_help_is_wanted_and_somebody_goes(visitor: Visitor, sign_in: Callable[..., Page]) -> None:
    console, manager = sign_in("hoa", "1"), sign_in("quanly")
    kiosk = visitor.open("/kiosk?name=cua-chinh")
    begin(kiosk)
    kiosk.click("#help-button")
    expect(kiosk.locator("#help-said")).to_have_text("Đã báo nhân viên. Mời ông/bà chờ tại đây.")
    for each in (console, manager):
        expect(each.locator("#helps")).to_contain_text("trợ giúp ở máy lấy số cua-chinh")
    kiosk.click("#help [data-again]")
    begin(kiosk)
    kiosk.click("#help-button")  # once more within the minute: nobody is called twice
    expect(kiosk.locator("#help-said")).to_contain_text("Đã báo nhân viên")
    expect(console.locator("#help-list li")).to_have_count(1)
    console.click("#help-list button")
    expect(kiosk.locator("#help-said")).to_have_text("Nhân viên đang đến.")
    expect(console.locator("#helps-said")).to_contain_text("hoa đến giúp ở máy lấy số cua-chinh")
    for each in (console, manager):
        expect(each.locator("#helps")).to_be_hidden()


def test_who_cannot_be_told_is_said(guest: Visitor) -> None:
    kiosk = guest.open("/kiosk?name=phu")
    begin(kiosk)
    kiosk.route("**/api/v1/help", lambda route: route.fulfill(status=429, json={"title": "x"}))
    kiosk.click("#help-button")
    expect(kiosk.locator("#help-said")).to_contain_text("Chưa báo được nhân viên")


def test_a_fault_of_ours_is_said_and_mended(visitor: Visitor) -> None:
    kiosk = visitor.open("/kiosk")
    begin(kiosk)
    kiosk.clock.install()
    kiosk.evaluate("setTimeout(() => { throw new Error('on purpose'); }, 1)")
    expect(kiosk.locator("#failsafe")).to_contain_text("Máy lấy số đang gặp trục trặc")
    kiosk.clock.run_for(12_000)
    begin(kiosk)
    expect(kiosk.locator("#failsafe")).to_be_hidden()
    visitor.complaints[:] = [each for each in visitor.complaints if "on purpose" not in each]
