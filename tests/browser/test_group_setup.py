"""Groups of services in the set-up's form, and what the kiosk makes of them."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.conftest import Visitor
from tests.browser.test_setup import field, go, save


def test_a_group_is_added_and_a_service_in_two_is_told(
    sign_in: Callable[..., Page], visitor: Visitor
) -> None:
    admin = sign_in("quantri", size="office-pc", path="/manage/setup")
    services = admin.locator('[data-field="services"]')
    go(admin, "group/+")
    admin.fill(field("code"), "events")
    admin.fill(field("name"), "Lễ hội")
    services.get_by_label("K", exact=True).check()
    save(admin)
    expect(admin.locator("#content")).to_contain_text(
        "K đã thuộc nhóm culture: mỗi lĩnh vực chỉ thuộc một nhóm."
    )
    visitor.complaints.clear()  # of the refusal
    services.get_by_label("K", exact=True).uncheck()
    save(admin)
    expect(admin.locator("#said")).to_contain_text("Đã lưu Nhóm events")  # a kiosk hides it
    go(admin, "group/culture")
    services.get_by_label("K", exact=True).uncheck()
    save(admin)
    expect(admin.locator("#said")).to_contain_text("Đã lưu Nhóm culture")
    kiosk = visitor.open("/kiosk")
    expect(kiosk.locator("[data-group='']")).to_contain_text("Việc khác")
    expect(kiosk.locator("[data-group='']")).to_contain_text("Văn hóa")
    services.get_by_label("K", exact=True).check()
    save(admin)
    expect(kiosk.locator("[data-group='']")).to_have_count(0)


def test_keywords_are_one_a_line(sign_in: Callable[..., Page]) -> None:
    admin = sign_in("quantri", size="office-pc", path="/manage/setup")
    go(admin, "service/K")
    admin.fill(field("keywords"), "Karaoke\n\n Gia đình văn hóa ")
    save(admin)
    expect(admin.locator("#said")).to_contain_text("Đã lưu Lĩnh vực K")
    expect(admin.locator(field("keywords"))).to_have_value("Karaoke\nGia đình văn hóa")
