"""The manager's page: figures with what they are computed from, and the roll of devices."""

from playwright.sync_api import expect

from tests.browser.conftest import Visitor
from tests.server_process import token


def test_figures_say_none_yet_where_there_is_nothing_to_divide_by(sign_in, office) -> None:
    kiosk = token(office.server.folder, "kiosk")
    office.server.ask(
        "POST",
        "/api/v1/tickets",
        {"service": "A"},
        Authorization=f"Bearer {kiosk}",
        Idempotency_Key="manager",
    )
    page = sign_in("quanly")
    satisfied = page.locator("#figures div", has_text="Tỷ lệ hài lòng")
    expect(satisfied).to_contain_text("chưa có")
    expect(satisfied).to_contain_text("0 / 0")
    expect(page.locator("#figures div", has_text="Số đã cấp").locator("b")).not_to_have_text("0")
    page.select_option("#by", "service")
    expect(page.locator("#figures tbody tr").first).to_contain_text("A - Tư pháp")
    assert "format=csv" in str(page.locator("#csv").get_attribute("href"))


def test_the_roll_shows_devices_in_words(sign_in) -> None:
    page = sign_in("quantri")
    printer = page.locator("#devices tr", has_text="Máy in")
    expect(printer.locator(".chip")).to_have_text("sẵn sàng")
    expect(page.locator("#devices tr", has_text="Bảng số")).to_have_count(8)


def test_a_clerk_is_told_that_this_is_for_managers(visitor: Visitor, office) -> None:
    page = visitor.open("/manage")
    page.fill("#name", "hoa")
    page.fill("#password", office.passwords["hoa"])
    page.press("#password", "Enter")
    expect(page.locator("#problem")).to_contain_text("tài khoản lãnh đạo")
