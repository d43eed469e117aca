"""Slips laid out and printers set up in the browser, with a picture of what comes out."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Office, Visitor
from tests.browser.test_setup import field, go, save

TEXT = "Quầy hướng dẫn ở tầng 1, {office}"


@pytest.fixture
def admin(sign_in: Callable[..., Page]) -> Page:
    return sign_in("quantri", size="office-pc", path="/manage/setup")


def picture(page: Page) -> str:
    """The preview, once it is drawn."""
    expect(page.locator(".preview img")).to_be_visible()
    return page.locator(".preview img").get_attribute("src") or ""


def drawn_anew(page: Page, before: str) -> str:
    expect(page.locator(".preview img")).not_to_have_attribute("src", before)
    return picture(page)


def test_a_layout_is_changed_seen_and_kept(admin: Page, visitor: Visitor) -> None:
    go(admin, "slip/ticket")
    before = picture(admin)
    assert before.startswith("data:image/png;base64,")
    admin.get_by_role("button", name="Thêm thành phần").click()
    admin.get_by_label("Tiếng Việt", exact=True).last.fill(TEXT)
    after = drawn_anew(admin, before)
    admin.get_by_label("Trên", exact=True).select_option("paper_58")
    drawn_anew(admin, after)
    save(admin)
    expect(admin.locator("#said")).to_contain_text("Đã lưu Mẫu: Phiếu số thứ tự")
    expect(admin.get_by_label("Tiếng Việt", exact=True).last).to_have_value(TEXT)
    go(admin, "slip")
    expect(admin.locator("tr", has_text="Phiếu số thứ tự")).to_contain_text("do cơ quan đặt")
    expect(admin.locator("tr", has_text="Phiếu ngày trả")).to_contain_text("như thường lệ")
    # The console's word for the preview of a part that had no text yet, when typing was slow.
    visitor.complaints[:] = [each for each in visitor.complaints if "422" not in each]


def test_looking_changes_nothing_and_moving_does(admin: Page) -> None:
    go(admin, "slip/result")
    before = picture(admin)
    go(admin, "printer")  # nobody asks whether to leave
    go(admin, "slip/result")
    admin.get_by_role("button", name="Mã vạch: xuống").click()
    drawn_anew(admin, before)


def test_a_slip_that_looks_like_the_receipt_is_refused_in_the_editor(
    sign_in: Callable[..., Page], visitor: Visitor
) -> None:
    page = sign_in("quantri", size="office-pc", path="/manage/setup")
    go(page, "slip/result")
    picture(page)
    page.get_by_role("button", name="Thêm thành phần").click()
    page.get_by_label("Tiếng Việt", exact=True).last.fill("GIẤY TIẾP NHẬN HỒ SƠ")
    expect(page.locator(".preview .problem")).to_contain_text("giấy tiếp nhận hồ sơ theo mẫu")
    save(page)
    expect(page.locator("#field-part-problem")).to_contain_text("giấy tiếp nhận hồ sơ theo mẫu")
    assert visitor.complaints
    visitor.complaints.clear()  # the console says 422 too


def test_a_strip_is_printed_and_its_line_kept(admin: Page, office: Office) -> None:
    go(admin, "printer")
    admin.get_by_role("button", name="In băng thử").click()
    expect(admin.locator("#content")).to_contain_text("Đã gửi băng thử đến máy in hall")
    expect(admin.locator("#strip-line")).to_be_focused()
    admin.keyboard.type("1")
    admin.keyboard.press("Enter")
    expect(admin.locator("#said")).to_contain_text("máy in hall in theo dòng 1")
    row = admin.locator("table tr", has_text="hall")
    expect(row).to_contain_text("TCVN-3")
    admin.get_by_role("link", name="Sửa: Máy in hall").click()
    expect(admin.locator(field("tcvn_lower_page"))).to_have_value("30")


def test_documents_of_a_service_are_entered_one_a_line(admin: Page) -> None:
    go(admin, "service/E")
    admin.get_by_label("Tiếng Việt", exact=True).fill("Căn cước\n\n Đơn đề nghị ")
    save(admin)
    expect(admin.locator("#said")).to_contain_text("Đã lưu Lĩnh vực E")
    area = admin.get_by_label("Tiếng Việt", exact=True)
    expect(area).to_have_value("Căn cước\nĐơn đề nghị")
