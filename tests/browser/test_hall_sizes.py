"""What the hall screen calls is read at 10 m, and nothing of it is cut, however many counters."""

from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import Visitor
from tests.browser.program import Program

MM_AT_10_M = 50  # a character is at least its distance / 200 high: 17 minutes of arc
SMALLEST_SCREEN_MM = 535.5  # the height of 43 inches, 16 : 9
LONG = "Đăng ký kinh doanh, hộ kinh doanh cá thể và hợp tác xã trên địa bàn, khu"

#: The height of a figure of every call and its counter, of the screen's height.
FIGURES = """() => [...document.querySelectorAll("#calls .label, #calls .counter")].map((each) => {
  const pen = document.createElement("canvas").getContext("2d");
  const style = getComputedStyle(each);
  pen.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
  return pen.measureText("0").actualBoundingBoxAscent / innerHeight;
})"""
#: What is wider than its place; of the places that hold others, what is higher, too.
CUT = """() => {
  const wide = "#calls li, #calls b, #counters li, #counters .at, #waits li, #waits .name, p, h2";
  const all = (names) => [...document.querySelectorAll(names)].filter((each) =>
    each.offsetParent && each.clientWidth && !each.closest(".unseen"));
  const isWide = (each) => each.scrollWidth > each.clientWidth + 1;
  const isHigh = (each) => each.scrollHeight > each.clientHeight + 1;
  const holders = all("main, .calls, .waits, #waits, #counters");
  return [...all(wide).filter(isWide), ...holders.filter((each) => isWide(each) || isHigh(each))]
    .map((each) => `${each.id || each.className || each.tagName}: ${each.textContent.trim()}`);
}"""


def hall_of(program: Program, counters: int) -> None:
    """Services with long names, so many counters, and somebody called to each."""
    for code in "ABCDEFGHK":
        program.set("service", code, name=f"{LONG} {code}", name_en=f"Registration {LONG} {code}")
    for n in range(1, counters + 1):
        program.set("counter", str(n), number=str(n), name=f"Quầy {n}", services=["A"], position=n)
    program.set("zone", "hall", counters=[str(n) for n in range(1, counters + 1)])
    for n in range(counters + 3):
        program.issue("A" if n < counters else "B")
    for n in range(1, counters + 1):
        program.post(f"/counters/{n}/call-next")


def is_still(page: Page, turn: int) -> None:
    """The same language for as long as it is measured."""
    page.evaluate(f"document.documentElement.dataset.turn = {turn}")
    page.wait_for_timeout(50)


@pytest.mark.parametrize("counters", [1, 8, 30])
def test_nothing_is_cut_and_calls_are_read_at_10_m(
    guest: Visitor, program: Program, counters: int
) -> None:
    hall_of(program, counters)
    for size in ("small-tv", "full-hd", "4k"):
        page = guest.open("/board", size)
        expect(page.locator("#counters li")).to_have_count(counters)
        expect(page.locator("#calls li").first).to_be_visible()
        figures = page.evaluate(FIGURES)
        assert len(figures) >= 2 and min(figures) >= MM_AT_10_M / SMALLEST_SCREEN_MM
        for turn in (0, 1):
            is_still(page, turn)
            assert page.evaluate(CUT) == [], (size, turn)
        assert page.evaluate("document.documentElement.scrollHeight <= innerHeight")
        page.close()


def test_a_label_longer_than_usual_is_made_smaller_rather_than_cut(
    guest: Visitor, program: Program
) -> None:
    label = program.issue("A")["label"]
    program.post("/counters/1/call-next")
    page = guest.blank("small-tv")

    def lengthen(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, body=answer.text().replace(label, "HTTP000001"))

    page.route("**/api/v1/hall", lengthen)
    page.goto("/board")
    expect(page.locator("#calls .label")).to_have_text("HTTP000001")
    assert page.evaluate(CUT) == []


def test_a_screen_on_end_shows_everything_without_scrolling(
    guest: Visitor, program: Program
) -> None:
    hall_of(program, 8)
    page = guest.open("/board", "tall-kiosk")
    expect(page.locator("#calls li")).to_have_count(5)
    assert page.evaluate(CUT) == []
    sizes: Any = page.evaluate(
        "[document.documentElement.scrollHeight, innerHeight, "
        "document.documentElement.scrollWidth, innerWidth]"
    )
    assert sizes[0] <= sizes[1] and sizes[2] <= sizes[3]
