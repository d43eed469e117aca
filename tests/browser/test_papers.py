"""Who waits without a slip, on the clerk's and the manager's pages."""

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, Route, expect

PAPERS: dict[str, Any] = {
    "tickets": [
        {
            **{"ticket": 7, "label": "A007", "service": "A", "kiosk": "kiosk-1"},
            **{"printer": "hall", "place": "Sảnh", "state": "unknown", "reason": "paper_out"},
            **{"since": "2026-11-23T01:00:00.000Z", "copies": 0},
        }
    ],
    "printers": [
        {
            **{"printer": "hall", "place": "Sảnh", "state": "ready", "sensor": "plenty"},
            **{"left_m": 2.5, "is_low": True, "since": None},
        }
    ],
}
WHY = (
    "Hết giấy: thay cuộn giấy cho máy in ở Sảnh. "
    "Không rõ đã in hay chưa: hãy xem máy in ở Sảnh trước."
)


def with_papers(page: Page) -> None:
    """The page hears of a ticket without paper; another slip is printed at the desk."""

    def printed(route: Route) -> None:
        route.fulfill(json={"slip": {"state": "queued", "place": "Bàn hướng dẫn"}})

    page.route("**/api/v1/slips", lambda route: route.fulfill(json=PAPERS))
    page.route("**/api/v1/tickets/7/reprint", printed)


def test_a_clerk_prints_again_by_keyboard(sign_in: Callable[..., Page]) -> None:
    page = sign_in("hoa", "1")
    with_papers(page)
    expect(page.locator("#paper-low")).to_have_text(
        "Máy in ở Sảnh sắp hết giấy, còn khoảng 2,5 m: chuẩn bị cuộn mới."
    )
    expect(page.locator("#paperless-count")).to_have_text("Số chưa có phiếu: 1")
    expect(page.locator("#paperless-list")).not_to_be_visible()
    page.keyboard.press("i")
    expect(page.locator("#paperless-list .why")).to_have_text(WHY)
    page.keyboard.press("Enter")
    expect(page.locator("#paper-said")).to_have_text(
        "A007: phiếu in lại ra từ máy in ở Bàn hướng dẫn."
    )
    page.keyboard.press("i")
    expect(page.locator("#paperless-list")).not_to_be_visible()
