"""The kiosk: hours, limits, priority, a missed call, an appointment."""

import json
from collections.abc import Callable
from datetime import date

import pytest
from playwright.sync_api import Page, expect

from server.plan import WEEKDAYS
from tests.browser.conftest import Visitor
from tests.browser.kiosk_steps import begin, choose, open_group, take
from tests.browser.program import Program

MORNING = {"name": "morning", "opens": "07:30", "closes": "11:30"}
CODE = "482913"


@pytest.fixture
def stand(guest: Visitor, program: Program) -> Callable[..., Page]:
    """``stand("small-kiosk")`` is a kiosk of that size with its groups shown."""

    def open_kiosk(size: str = "tablet", language: str = "vi") -> Page:
        page = guest.open("/kiosk", size, language)
        begin(page)
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
    expect(kiosk.locator("#shut")).to_be_hidden()
    open_group(kiosk, "H")
    expect(kiosk.locator("[data-service=H]")).to_be_disabled()
    assert note(kiosk, "H").startswith("Chưa cấp số. Cấp số tiếp lúc 07:30")
    expect(kiosk.locator("[data-service=B]")).to_be_enabled()
    kiosk.click("#to-groups")
    open_group(kiosk, "E")
    expect(kiosk.locator("[data-service=E]")).to_be_disabled()
    assert note(kiosk, "E") == "Đã hết số."


def test_a_group_that_gives_no_numbers_says_so_and_opens(
    stand: Callable[..., Page], program: Program
) -> None:
    program.set("service", "C", limit_day=1)
    program.issue("C")
    kiosk = stand()
    group = kiosk.locator("[data-group=social]")
    expect(group.locator(".waiting")).to_have_text("Đã hết số.")
    group.click()
    expect(kiosk.locator("[data-service=C]")).to_be_disabled()  # not passed over: it says why


def test_a_limit_reached_meanwhile_is_said(stand: Callable[..., Page], program: Program) -> None:
    kiosk = stand()
    choose(kiosk, "F")
    program.set("service", "F", limit_day=1)
    program.issue("F")
    expect(kiosk.locator("#take")).to_be_disabled()
    expect(kiosk.locator("#confirm-state")).to_have_text("Đã hết số.")
    kiosk.evaluate("(button => { button.disabled = false; button.click(); })(take)")
    expect(kiosk.locator("#why")).to_contain_text("Giáo dục và Đào tạo đã cấp hết số.")
    expect(kiosk.locator("#again")).to_be_hidden()


def test_a_field_that_ended_is_not_there_and_people_are_told_where_to_go(
    stand: Callable[..., Page], program: Program, guest: Visitor
) -> None:
    notice = {"notice": "Mời đến Chi cục Thuế.", "notice_en": "Please go to the tax office."}
    program.set("service", "D", has_ended=True, **notice)
    kiosk = stand()
    expect(kiosk.locator("[data-group=business] .inside")).to_have_text("Công thương")
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
    expect(kiosk.locator("[data-group].closed")).to_have_count(5)
    assert is_whole(kiosk)


def test_a_number_is_three_touches_and_says_what_to_bring(
    stand: Callable[..., Page], program: Program
) -> None:
    kiosk = stand()
    kiosk.click("[data-group=land]")
    kiosk.click("[data-service=B]")
    expect(kiosk.locator("#confirm-heading")).to_have_text("Tài nguyên môi trường")
    expect(kiosk.locator("#confirm-state")).to_have_text("Chưa có người chờ.")
    expect(kiosk.locator("#paper-list li").first).to_have_text("Căn cước")
    with kiosk.expect_response("**/api/v1/tickets") as issued:
        kiosk.click("#take")
    assert program.ticket(issued.value.json())["priority"] is None


def test_priority_is_one_touch_more_and_not_the_next_citizens(
    stand: Callable[..., Page], program: Program
) -> None:
    kiosk = stand()
    choose(kiosk, "B")
    expect(kiosk.locator("#take-priority")).to_contain_text("Lấy số ưu tiên")
    expect(kiosk.locator("#take-priority")).to_contain_text("phụ nữ mang thai")
    kiosk.click("#take-priority")
    expect(kiosk.locator("[data-priority]")).to_have_count(5)
    with kiosk.expect_response("**/api/v1/tickets") as issued:
        kiosk.click("[data-priority=pregnant]")
    assert program.ticket(issued.value.json())["priority"] == "pregnant"
    kiosk.click("#number [data-again]")
    assert program.ticket(take(kiosk, "B"))["priority"] is None


def test_without_groups_a_number_is_two_touches(
    stand: Callable[..., Page], program: Program
) -> None:
    kiosk = stand()
    for group in program.get("/groups"):
        program.post(f"/setup/group/{group['code']}/end")
    expect(kiosk.locator("[data-service]")).to_have_count(9)
    expect(kiosk.locator("#to-groups")).to_be_hidden()
    kiosk.click("[data-service=K]")
    kiosk.click("#take")
    expect(kiosk.locator("#number")).to_be_visible()
    program.set("group", "papers", name="Hộ tịch", services=["A"])
    kiosk.click("#number [data-again]")
    expect(kiosk.locator("[data-group]")).to_have_count(2)  # and one for those in none
    kiosk.click("[data-group='']")
    expect(kiosk.locator("#choice-heading")).to_have_text("Việc khác")
    expect(kiosk.locator("[data-service]")).to_have_count(8)


def test_back_goes_the_way_one_came(stand: Callable[..., Page]) -> None:
    kiosk = stand()
    choose(kiosk, "B")
    kiosk.click("#take-priority")
    kiosk.click("#category [data-back]")
    kiosk.click("#confirm [data-back]")
    expect(kiosk.locator("[data-service=H]")).to_be_visible()
    kiosk.click("#to-groups")
    choose(kiosk, "C")
    kiosk.click("#confirm [data-back]")  # what was passed over on the way in is on the way out
    expect(kiosk.locator("[data-group=land]")).to_be_visible()


def test_counters_that_rest_are_said(stand: Callable[..., Page], program: Program) -> None:
    serving = [each for each in program.get("/hall")["counters"] if "C" in each["services"]]
    for each in serving:
        program.post(f"/counters/{each['number']}/pause", {"reason": "họp"})
    kiosk = stand()
    choose(kiosk, "C")
    expect(kiosk.locator("#confirm-state")).to_contain_text("Quầy đang tạm nghỉ")
    expect(kiosk.locator("#take")).to_be_enabled()
    for each in serving:
        program.post(f"/counters/{each['number']}/close")
    expect(kiosk.locator("#confirm-state")).not_to_contain_text("tạm nghỉ")


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
    kiosk.click("#returned [data-again]")
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
    begin(kiosk)
    kiosk.click("#missed")
    kiosk.clock.run_for(20_000)
    kiosk.click('[data-key="1"]')
    kiosk.clock.run_for(20_000)
    expect(kiosk.locator("#keypad")).to_be_visible()
    kiosk.clock.run_for(11_000)
    expect(kiosk.locator("#choice")).to_be_visible()


def fits(kiosk: Page) -> None:
    """Nothing scrolls, and what is touched is a finger wide."""
    assert is_whole(kiosk)
    for target in kiosk.locator("main button:visible, .top button, .language").all():
        box = target.bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) >= 83  # 22 mm at 96 px an inch


@pytest.mark.parametrize("look", ["", "larger"])
@pytest.mark.parametrize("size", ["small-kiosk", "tall-kiosk", "desk"])
def test_no_screen_of_the_kiosk_scrolls(stand: Callable[..., Page], size: str, look: str) -> None:
    kiosk = stand(size)
    if look:
        kiosk.click(f"#{look}")
    fits(kiosk)
    kiosk.click("#missed")
    fits(kiosk)
    kiosk.click("#keypad [data-back]")
    kiosk.click("#to-search")
    kiosk.click("[data-letter=k]")
    fits(kiosk)
    kiosk.click("#search [data-back]")
    choose(kiosk, "B")
    fits(kiosk)
    kiosk.click("#take-priority")
    fits(kiosk)
    kiosk.click("[data-priority=elderly]")
    expect(kiosk.locator("#number")).to_be_visible()
    fits(kiosk)
