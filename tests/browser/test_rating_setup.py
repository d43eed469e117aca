"""What citizens are asked, set up in the browser."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Office
from tests.browser.program import Program


@pytest.fixture
def admin(sign_in: Callable[..., Page]) -> Page:
    """The section of ratings before an administrator."""
    page = sign_in("quantri", size="office-pc", path="/manage/setup")
    page.get_by_role("link", name="Đánh giá", exact=True).click()
    expect(page.locator("#field-window_s")).to_have_value("60")
    return page


def save(page: Page) -> None:
    page.get_by_role("button", name="Lưu", exact=True).click()


def test_what_is_ticked_is_what_is_asked(admin: Page, office: Office) -> None:
    admin.select_option("#field-levels", "3")
    admin.get_by_label("Thu thêm chi phí").uncheck()
    admin.get_by_label("Rất hài lòng", exact=True).uncheck()
    admin.fill("#field-complaint_url", "https://example.vn/kn")
    save(admin)
    expect(admin.locator("#said")).to_contain_text("Đã lưu Đánh giá của cơ quan")
    [record] = Program(office.server).get("/setup")["rating"]
    assert (record["levels"], record["positive"]) == (3, [4])
    assert "extra_cost" not in record["reasons"] and len(record["reasons"]) == 6
    admin.get_by_label("Bình thường", exact=True).check()
    with admin.expect_response("**/api/v1/setup/rating/office"):
        save(admin)
    admin.reload()
    admin.get_by_text("Ai đã sửa gì").click()
    expect(admin.locator("table")).to_contain_text("Tính là hài lòng: Hài lòng → Hài lòng, Bình")


def test_a_form_that_nobody_touched_says_nothing_new(admin: Page) -> None:
    """Or leaving it would ask whether to lose what was typed."""
    admin.on("dialog", lambda dialog: dialog.dismiss())
    admin.get_by_role("link", name="Quầy", exact=True).click()
    expect(admin.locator("#content")).to_have_attribute("data-address", "#counter")


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("complaint_url", "example", "Hãy ghi đủ địa chỉ trang web"),
        ("languages", "vi, vi", "chỉ cần một lần"),
    ],
)
def test_what_cannot_be_is_told_at_its_field(
    admin: Page, visitor: object, field: str, value: str, said: str
) -> None:
    admin.fill(f"#field-{field}", value)
    save(admin)
    expect(admin.locator(f"#field-{field}-problem")).to_contain_text(said)
    visitor.complaints.clear()  # type: ignore[attr-defined]
