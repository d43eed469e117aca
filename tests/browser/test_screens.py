"""Every page on every screen: nothing to complain of, nothing cut, nothing to scroll sideways."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visitor

PAGES = ["/", "/kiosk", "/board", "/counter", "/manage", "/devices"]

CUT = """() => [...document.querySelectorAll("button, a, h1, h2, p, li, label, b")]
  .filter((each) => each.offsetParent && !each.closest(".unseen, .skip, .now, .news"))
  .filter((each) => each.scrollWidth > each.clientWidth + 1 && each.clientWidth > 0)
  .filter((each) => getComputedStyle(each).display !== "inline")
  .map((each) => each.tagName + " " + each.textContent.trim().slice(0, 40))"""


def wait(page: Page) -> None:
    page.locator("html[data-running]").wait_for(state="attached")
    page.wait_for_timeout(300)


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("size", ["phone", "tablet", "4k"])
def test_nothing_is_cut_or_scrolls_sideways(visitor: Visitor, path: str, size: str) -> None:
    page = visitor.open(path, size, language="en" if size == "phone" else "vi")
    wait(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.evaluate(CUT) == []


@pytest.mark.parametrize("size", ["full-hd", "4k"])
def test_the_hall_screen_does_not_scroll_and_its_labels_are_large(
    visitor: Visitor, size: str
) -> None:
    board = visitor.open("/board", size)
    wait(board)
    assert board.evaluate("document.documentElement.scrollHeight <= innerHeight")
    row = "const row = document.createElement('li'); calls.append(row, row.cloneNode());"
    height = "getComputedStyle(calls.lastChild).fontSize"
    assert float(board.evaluate(f"{row} parseFloat({height}) / innerHeight")) >= 0.12


@pytest.mark.parametrize("size", ["tablet", "phone"])
def test_what_is_touched_on_the_kiosk_is_at_least_22_mm(visitor: Visitor, size: str) -> None:
    kiosk = visitor.open("/kiosk", size)
    expect(kiosk.locator("[data-group]")).to_have_count(5)
    for target in kiosk.locator("main button:visible, .top button, .language").all():
        box = target.bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) >= 83  # 22 mm at 96 px an inch


@pytest.mark.parametrize("path", PAGES)
def test_every_page_has_a_language_a_title_and_one_heading(visitor: Visitor, path: str) -> None:
    page = visitor.open(path, language="en")
    wait(page)
    assert page.locator("html").get_attribute("lang") == "en"
    assert page.title().endswith("Trung tâm Phục vụ hành chính công xã Giao Thủy")
    assert len([each for each in page.locator("h1").all() if each.is_visible()]) == 1


def test_without_its_script_a_page_says_so(visitor: Visitor) -> None:
    page = visitor.blank()
    page.route("**/static/live.js", lambda route: route.fulfill(status=200, body="not a module("))
    page.goto("/board")
    expect(page.locator(".not-running")).to_be_visible()
    assert visitor.complaints
    visitor.complaints.clear()


def test_a_wrong_link_is_a_page_for_people(visitor: Visitor) -> None:
    page = visitor.open("/t/aaaaaaaaaaaaaaaa", "phone")
    expect(page.locator("h1")).to_have_text("Không có gì ở địa chỉ này.")
    visitor.complaints[:] = [each for each in visitor.complaints if "404" not in each]
