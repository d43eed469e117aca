"""The kiosk: hours, limits, priority, a missed call, an appointment."""

import json
from collections.abc import Callable
from datetime import date

import pytest
from playwright.sync_api import Page, expect

from server.plan import WEEKDAYS
from tests.browser.conftest import Visitor
from tests.browser.program import Program

MORNING = {"name": "morning", "opens": "07:30", "closes": "11:30"}
CODE = "482913"


@pytest.fixture
def stand(guest: Visitor, program: Program) -> Callable[..., Page]:
    """``stand("small-kiosk")`` is a kiosk of that size with its services shown."""

    def open_kiosk(size: str = "tablet", language: str = "vi") -> Page:
        page = guest.open("/kiosk", size, language)
        expect(page.locator("[data-service]").first).to_be_visible()
        return page

    return open_kiosk


def is_whole(page: Page) -> bool:
    """Nothing scrolls."""
    return bool(page.evaluate("document.documentElement.scrollHeight <= innerHeight"))


def note(kiosk: Page, service: str) -> str:
    return kiosk.locator(f"[data-service={service}] .waiting").inner_text()


def type_with_fingers(kiosk: Page, text: str) -> None:
    for key in text:
        kiosk.click(f'[data-key="{key}"]')
    kiosk.click("#keypad [type=submit]")


def another_day(program: Program) -> str:
    """A weekday that is not today's, as schedules name it."""
    today = date.fromisoformat(program.get("/hall")["business_day"])
    return WEEKDAYS[(today.weekday() + 2) % 7]


def test_what_gives_no_numbers_is_grey_and_says_when(
    stand: Callable[..., Page], program: Program
) -> None:
    session = {**MORNING, "days": [another_day(program)]}
    program.set("schedule", "other", session=[session])
    program.set("service", "H", schedule="other")
    program.set("service", "E", limit_day=1)
    program.issue("E")
    kiosk = stand()
    expect(kiosk.locator("[data-service=H]")).to_be_disabled()
    assert note(kiosk, "H").startswith("Chưa cấp số. Cấp số tiếp lúc 07:30")
    expect(kiosk.locator("[data-service=E]")).to_be_disabled()
    assert note(kiosk, "E") == "Đã hết số."
    expect(kiosk.locator("[data-service=A]")).to_be_enabled()
    expect(kiosk.locator("#shut")).to_be_hidden()


def test_a_limit_reached_meanwhile_is_said(stand: Callable[..., Page], program: Program) -> None:
    kiosk = stand()
    program.set("service", "F", limit_day=1)
    program.issue("F")
    expect(kiosk.locator("[data-service=F]")).to_be_disabled()
    kiosk.evaluate("document.querySelector('[data-service=F]').disabled = false")
    kiosk.click("[data-service=F]")
    expect(kiosk.locator("#why")).to_contain_text("Giáo dục và Đào tạo đã cấp hết số.")
    expect(kiosk.locator("#again")).to_be_hidden()


def test_a_field_that_ended_is_not_there_and_people_are_told_where_to_go(
    stand: Callable[..., Page], program: Program, guest: Visitor
) -> None:
    notice = {"notice": "Mời đến Chi cục Thuế.", "notice_en": "Please go to the tax office."}
    program.set("service", "D", has_ended=True, **notice)
    kiosk = stand()
    expect(kiosk.locator("[data-service]")).to_have_count(8)
    expect(kiosk.locator("[data-service=D]")).to_have_count(0)
    expect(kiosk.locator("#ended")).to_have_text("Tài chính kế hoạch: Mời đến Chi cục Thuế.")
    expect(stand(language="en").locator("#ended")).to_contain_text("Please go to the tax office.")
    board = guest.open("/board", "full-hd")
    expect(board.locator("#waits li")).to_have_count(8)


def test_on_a_holiday_its_name_stands_above_the_list(
    stand: Callable[..., Page], program: Program
) -> None:
    program.set("schedule", "office", session=[{**MORNING, "days": list(WEEKDAYS)}])
    day = program.get("/hall")["business_day"]
    program.set("day", day, works=False, name="Ngày Văn hóa Việt Nam")
    kiosk = stand("small-kiosk")
    expect(kiosk.locator("#shut")).to_contain_text("Hôm nay nghỉ: Ngày Văn hóa Việt Nam.")
    expect(kiosk.locator("#shut")).to_contain_text("Cấp số tiếp lúc 07:30 ngày")
    expect(kiosk.locator("[data-service]:disabled")).to_have_count(9)
    assert is_whole(kiosk)


def test_priority_is_three_touches(stand: Callable[..., Page], program: Program) -> None:
    kiosk = stand()
    kiosk.click("#priority")
    expect(kiosk.locator("#choice-heading")).to_contain_text("Ưu tiên")
    kiosk.click("[data-service=B]")
    expect(kiosk.locator("[data-priority]")).to_have_count(5)
    with kiosk.expect_response("**/api/v1/tickets") as issued:
        kiosk.click("[data-priority=pregnant]")
    assert program.ticket(issued.value.json())["priority"] == "pregnant"
    kiosk.click("#number [data-back]")
    expect(kiosk.locator("#priority")).to_have_attribute("aria-pressed", "false")
    with kiosk.expect_response("**/api/v1/tickets") as issued:
        kiosk.click("[data-service=B]")  # the next citizen is asked nothing
    assert program.ticket(issued.value.json())["priority"] is None


def test_somebody_who_missed_the_call_is_back_in_line(
    stand: Callable[..., Page], program: Program, guest: Visitor
) -> None:
    label = program.issue("A")["label"]
    program.post("/counters/1/call-next")
    program.post("/counters/1/no-show")
    board = guest.open("/board", "full-hd")
    expect(board.locator("#missed")).to_have_text(label)
    kiosk = stand("small-kiosk")
    kiosk.click("#missed")
    type_with_fingers(kiosk, "A909")
    expect(kiosk.locator("#typed-problem")).to_contain_text("Không có số này")
    assert is_whole(kiosk)
    type_with_fingers(kiosk, label)  # what was wrong is selected, so it is typed over
    expect(kiosk.locator("#returned-label")).to_have_text(label)
    expect(board.locator("#missed-line")).to_be_hidden()
    kiosk.click("#returned [data-back]")
    expect(kiosk.locator("#choice")).to_be_visible()


def test_who_did_not_miss_a_call_is_told_how_it_stands(
    stand: Callable[..., Page], program: Program
) -> None:
    ticket = program.issue("A")
    label = ticket["label"]
    program.post(f"/tickets/{ticket['id']}/cancel")
    kiosk = stand()
    kiosk.click("#missed")
    type_with_fingers(kiosk, label)
    expect(kiosk.locator("#typed-problem")).to_contain_text(f"{label} đang ở trạng thái")
    expect(kiosk.locator("#keypad")).to_be_visible()
    kiosk.click("#keypad [data-back]")
    expect(kiosk.locator("#choice")).to_be_visible()


def test_without_appointments_nobody_is_asked_for_one(stand: Callable[..., Page]) -> None:
    kiosk = stand()
    expect(kiosk.locator("#arrive")).to_be_hidden()
    kiosk.keyboard.type(CODE)
    expect(kiosk.locator("#choice")).to_be_visible()


@pytest.mark.parametrize("by", ["fingers", "scanner"])
def test_an_appointment_is_typed_or_scanned(
    stand: Callable[..., Page], program: Program, by: str
) -> None:
    program.set("service", "A", slot_min=30)
    ticket = program.issue("A")
    asked = []
    kiosk = stand()

    def arrive(route) -> None:
        asked.append(json.loads(route.request.post_data))
        route.fulfill(status=201, json=ticket)

    kiosk.route("**/api/v1/appointments/arrive", arrive)
    if by == "scanner":
        kiosk.keyboard.type(CODE)
        kiosk.keyboard.press("Enter")
    else:
        kiosk.click("#arrive")
        type_with_fingers(kiosk, CODE)
    expect(kiosk.locator("#label")).to_have_text(ticket["label"])
    assert asked == [{"code": CODE}]


def test_the_first_appointments_are_known_without_loading_the_page_again(
    stand: Callable[..., Page], program: Program
) -> None:
    kiosk = stand()
    expect(kiosk.locator("#arrive")).to_be_hidden()
    program.set("service", "A", slot_min=30)
    expect(kiosk.locator("#arrive")).to_be_visible()
    program.set("service", "A", slot_min=0)
    expect(kiosk.locator("#arrive")).to_be_hidden()


def test_a_code_used_again_after_a_missed_call_is_back_in_line(
    stand: Callable[..., Page], program: Program
) -> None:
    program.set("service", "A", slot_min=30)
    ticket = program.issue("A")
    printed = {**ticket, "slip": {"state": "printed", "reason": None}}
    kiosk = stand()
    kiosk.route(
        "**/api/v1/appointments/arrive", lambda route: route.fulfill(status=201, json=printed)
    )
    kiosk.click("#arrive")
    type_with_fingers(kiosk, CODE)
    expect(kiosk.locator("#returned-label")).to_have_text(ticket["label"])
    expect(kiosk.locator("#returned")).to_contain_text("Ông/bà đã vào lại hàng chờ")
    expect(kiosk.locator("#returned")).not_to_contain_text("lấy phiếu")


def test_the_keypad_goes_back_by_itself(guest: Visitor) -> None:
    kiosk = guest.blank()
    kiosk.clock.install()
    kiosk.goto("/kiosk")
    expect(kiosk.locator("[data-service]").first).to_be_visible()
    kiosk.click("#missed")
    kiosk.clock.run_for(20_000)
    kiosk.click('[data-key="1"]')
    kiosk.clock.run_for(20_000)
    expect(kiosk.locator("#keypad")).to_be_visible()
    kiosk.clock.run_for(11_000)
    expect(kiosk.locator("#choice")).to_be_visible()


@pytest.mark.parametrize("size", ["small-kiosk", "tall-kiosk", "desk"])
def test_no_screen_of_the_kiosk_scrolls(stand: Callable[..., Page], size: str) -> None:
    kiosk = stand(size)
    assert is_whole(kiosk)
    for target in kiosk.locator("#choice button:visible, .language").all():
        box = target.bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) >= 83  # 22 mm at 96 px an inch
    kiosk.click("#missed")
    assert is_whole(kiosk)
    kiosk.click("#keypad [data-back]")
    kiosk.click("#priority")
    kiosk.click("[data-service=A]")
    assert is_whole(kiosk)
    kiosk.click("[data-priority=elderly]")
    expect(kiosk.locator("#number")).to_be_visible()
    assert is_whole(kiosk)
