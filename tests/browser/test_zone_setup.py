"""The zones of the hall in the set-up."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.conftest import Visitor
from tests.browser.test_setup import field, go, save


def test_a_zone_is_made_with_its_counters_and_files(
    sign_in: Callable[..., Page], visitor: Visitor
) -> None:
    admin = sign_in("quantri", size="office-pc", path="/manage/setup")
    go(admin, "zone")
    expect(admin.locator("tbody tr")).to_have_count(1)
    expect(admin.locator("tbody tr")).to_contain_text("tất cả các quầy")

    go(admin, "zone/+")
    admin.fill(field("name"), "west")
    admin.fill(field("title"), "Khu A")
    for counter in ("2", "3"):
        admin.locator('[data-field="counters"]').get_by_label(counter, exact=True).check()
    admin.locator('[data-field="ticker"] input').first.fill("Xin giữ trật tự")
    admin.fill(field("notices"), "../a.png")
    save(admin)
    expect(admin.locator("#field-notices-problem")).to_contain_text("không dùng làm thông báo")
    visitor.complaints.clear()  # of the refusal
    admin.fill(field("notices"), "a.png\n")
    save(admin)
    expect(admin.locator("#said")).to_contain_text("Đã lưu Khu vực west")
    expect(admin.locator('[data-field="counters"] input:checked')).to_have_count(2)
    expect(admin.locator(field("notices"))).to_have_value("a.png")
    go(admin, "zone")
    expect(admin.locator("tr", has_text="Khu A")).to_contain_text("2, 3")
