"""A reminder of the day a result is ready, printed at a counter with the keyboard alone."""

from datetime import date, timedelta
from io import BytesIO

from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser.conftest import Office, Visitor
from tests.server_process import token

CODE = "H42.50.05-261123-0975"


def console(visitor: Visitor, office: Office, name: str, counter: str) -> Page:
    page = visitor.open("/counter", "office-pc")
    page.fill("#name", name)
    page.fill("#password", office.passwords[name])
    page.select_option("#counter", counter)
    page.press("#password", "Enter")
    page.wait_for_selector("#state:not(:empty)")
    return page


def test_a_reminder_is_printed_by_keyboard(visitor: Visitor, office: Office) -> None:
    page = console(visitor, office, "lan", "3")
    page.keyboard.press("h")
    expect(page.locator("#result-dossier")).to_be_focused()
    page.keyboard.type(CODE.lower())
    tomorrow = (date.today() + timedelta(days=1)).isoformat()
    assert page.locator("#result-day").input_value() >= tomorrow
    page.keyboard.press("Enter")  # as a scanner does
    expect(page.locator("#result-day")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#said")).to_have_text("Phiếu ngày trả kết quả đã in xong.")
    headers = {"Authorization": f"Bearer {token(office.server.folder, 'admin')}"}
    answer = office.server.ask("GET", "/api/v1/virtual/printer-hall/picture", **headers)
    assert Image.open(BytesIO(answer.body)).height > 300


def test_a_wrong_code_is_told_and_esc_gives_up(witness: Visitor, own_office: Office) -> None:
    page = console(witness, own_office, "lan", "3")
    page.keyboard.press("h")
    page.keyboard.press("Escape")
    expect(page.locator("#result-dialog")).to_be_hidden()
    page.get_by_role("button", name="Phiếu ngày trả kết quả").click()
    page.keyboard.type("A042")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    expect(page.locator("#problem")).to_contain_text("Đây không phải mã hồ sơ")
