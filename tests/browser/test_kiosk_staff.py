"""Staff's door at the kiosk: the corner, the PIN, and the way back."""

from playwright.sync_api import Page, expect

from tests.browser.conftest import Visitor
from tests.browser.kiosk_steps import begin, choose
from tests.browser.program import Program


def type_pin(kiosk: Page, pin: str) -> None:
    for digit in pin:
        kiosk.click(f'[data-digit="{digit}"]')


def test_staff_comes_in_by_the_corner_and_the_pin(guest: Visitor, program: Program) -> None:
    pin = program.get("/kiosks/pin")["pin"]
    kiosk = guest.open("/kiosk?name=cua-chinh", "small-kiosk")
    begin(kiosk)
    choose(kiosk, "B")  # what a citizen left behind
    for _ in range(4):
        kiosk.mouse.click(8, 8)
    expect(kiosk.locator("#pin")).to_be_visible()
    type_pin(kiosk, f"{(int(pin) + 1) % 10**6:06d}")
    expect(kiosk.locator("#pin-said")).to_have_text("Sai mã PIN: xem lại mã.")
    type_pin(kiosk, pin)
    expect(kiosk.locator("#staff")).to_be_visible()
    expect(kiosk.locator("#staff-name")).to_have_text("cua-chinh")
    assert kiosk.evaluate("document.documentElement.scrollHeight <= innerHeight")
    kiosk.click("#staff [data-leave]")
    expect(kiosk.locator("[data-group=land]")).to_be_visible()
    kiosk.mouse.click(8, 8)
    expect(kiosk.locator("#pin")).to_be_hidden()  # one touch is none


def test_without_the_server_nobody_comes_in_and_the_kiosk_goes_on(guest: Visitor) -> None:
    kiosk = guest.open("/kiosk")
    begin(kiosk)
    kiosk.route("**/api/v1/kiosks/staff", lambda route: route.fulfill(status=404, body="no"))
    for _ in range(4):
        kiosk.mouse.click(8, 8)
    type_pin(kiosk, "123456")
    expect(kiosk.locator("#pin-said")).to_contain_text("Máy chưa kết nối được với máy chủ")
    kiosk.click("#pin [data-leave]")
    expect(kiosk.locator("[data-group=land]")).to_be_visible()
