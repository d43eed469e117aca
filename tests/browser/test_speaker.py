"""The loudspeakers of a zone, tried out from the set-up."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.test_setup import go


def test_a_zones_loudspeakers_are_tried_out(sign_in: Callable[..., Page]) -> None:
    admin = sign_in("quantri", size="office-pc", path="/manage/setup")
    go(admin, "zone")
    expect(admin.locator("#speaker-zone")).to_have_value("hall")
    with admin.expect_response("**/api/v1/zones/hall/try-out") as answer:
        admin.get_by_role("button", name="Thử loa").click()
    assert answer.value.status == 204
    expect(admin.get_by_text("Khu vực hall sẽ đọc khi đến lượt.")).to_be_visible()
