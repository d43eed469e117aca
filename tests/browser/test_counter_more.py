"""A clerk's console beyond the six main acts: all of it by keyboard alone."""

from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import Office, Visitor
from tests.browser.program import Program

GUARD_MS = 700  # after a call the page takes no key for 600 ms


@pytest.fixture
def console(guest: Visitor, quiet_office: Office) -> Page:
    """Counter 3 (fields A and G) on the usual screen of an office."""
    page = guest.open("/counter", "desk")
    page.fill("#name", "lan")
    page.fill("#password", quiet_office.passwords["lan"])
    page.select_option("#counter", "3")
    page.press("#password", "Enter")
    page.wait_for_selector("#state:not(:empty)")
    return page


def call(console: Page, ticket: dict[str, Any]) -> str:
    """Call next; it must be *ticket*.  Its label."""
    console.keyboard.press("n")
    expect(console.locator("#label")).to_have_text(ticket["label"])
    console.wait_for_timeout(GUARD_MS)
    return str(ticket["label"])


def press(console: Page, *keys: str) -> None:
    for key in keys:
        console.keyboard.press(key)


def is_whole(page: Page) -> bool:
    """Nothing scrolls."""
    return bool(page.evaluate("document.documentElement.scrollHeight <= innerHeight"))


def posts(page: Page) -> list[str]:
    """The addresses that *page* posts to from now on."""
    sent: list[str] = []
    page.on("request", lambda each: sent.append(each.url) if each.method == "POST" else None)
    return sent


def test_a_number_is_parked_the_counter_is_free_and_it_is_called_back(
    console: Page, guest: Visitor, program: Program
) -> None:
    ticket = program.issue("A")
    board = guest.open("/board", "full-hd")
    label = call(console, ticket)
    expect(board.locator("#calls li")).to_have_count(1)
    press(console, "k", "ArrowDown", "ArrowDown", "Enter")
    expect(console.locator("#said")).to_have_text(f"{label}: đã tạm gác.")
    expect(console.locator("#label")).to_have_text("-")
    expect(console.locator("#parked button")).to_contain_text("vào hàng lúc")
    expect(board.locator("#calls li")).to_have_count(0)
    assert program.ticket(ticket)["return_at"] is not None
    press(console, "1")
    expect(console.locator("#label")).to_have_text(label)
    expect(console.locator("#parked-line")).to_be_hidden()
    expect(board.locator("#calls .label")).to_have_text(label)


def test_what_others_do_to_a_parked_number_is_seen(console: Page, program: Program) -> None:
    ticket = program.issue("A")
    call(console, ticket)
    press(console, "k", "Enter")
    expect(console.locator("#parked button")).to_have_count(1)
    program.post("/counters/2/resume", {"ticket": ticket["id"]})
    expect(console.locator("#parked-line")).to_be_hidden()


def test_sent_on_to_a_service_first_in_line_and_back(console: Page, program: Program) -> None:
    ticket = program.issue("A")
    program.issue("D")
    label = call(console, ticket)
    press(console, "t", "d", "Tab", "Space", "Tab", "Space", "Tab", "Enter")
    expect(console.locator("#said")).to_have_text(f"{label}: đã chuyển.")
    sent = program.ticket(ticket)
    assert (sent["service"], sent["state"], sent["stops"]) == ("D", "waiting", ["A"])
    assert program.post("/counters/5/call-next")["label"] == label
    program.post("/counters/5/finish")
    call(console, ticket)
    expect(console.locator("#why")).to_have_text("Số dành riêng cho quầy này hoặc cán bộ của quầy.")


def test_sent_on_to_a_counter(console: Page, program: Program) -> None:
    ticket = program.issue("A")
    label = call(console, ticket)
    press(console, "t", "8", "Enter")
    expect(console.locator("#label")).to_have_text("-")
    assert program.ticket(ticket)["service"] == "A"
    assert program.post("/counters/8/call-next")["label"] == label


def test_esc_does_nothing_and_keys_in_a_dialog_are_its_own(console: Page, program: Program) -> None:
    call(console, program.issue("A"))
    sent = posts(console)
    press(console, "t", "f", "Escape")
    expect(console.locator("#transfer-dialog")).to_be_hidden()
    press(console, "t", "Enter")  # no goal is chosen yet
    expect(console.locator("#transfer-dialog")).to_be_visible()
    press(console, "Escape")
    assert sent == []


def test_a_step_is_taken_back_while_it_can_be(console: Page, program: Program) -> None:
    ticket = program.issue("A")
    label = call(console, ticket)
    press(console, "b")
    expect(console.locator("#doing")).to_have_text("đang phục vụ")
    press(console, "f")
    expect(console.locator("#undo-what")).to_have_text(f"Hoàn tác: kết thúc {label}")
    expect(console.locator("#undo-left")).to_contain_text("còn 5")  # of 60 seconds
    press(console, "Backspace")
    expect(console.locator("#said")).to_have_text(f"{label}: đã hoàn tác bước vừa làm.")
    expect(console.locator("#doing")).to_have_text("đang phục vụ")
    assert program.ticket(ticket)["state"] == "serving"
    expect(console.locator("#undo")).to_be_hidden()


def test_after_its_time_undo_is_not_offered(console: Page, program: Program) -> None:
    program.set("rules", "office", undo_s=2)
    label = call(console, program.issue("A"))
    expect(console.locator("#undo")).to_be_hidden()
    sent = posts(console)
    press(console, "u")
    expect(console.locator("#label")).to_have_text(label)
    assert sent == []


def test_a_chosen_number_is_called_by_its_digits(console: Page, program: Program) -> None:
    labels = [program.issue("A")["label"] for _ in range(3)]
    program.issue("B")  # not of this counter
    press(console, "c")
    expect(console.locator("#call-ticket option")).to_have_count(3)
    console.keyboard.type(labels[2][1:])
    expect(console.locator("#call-ticket option")).to_have_count(1)
    press(console, "Enter")
    expect(console.locator("#label")).to_have_text(labels[2])
    expect(console.locator("#why")).to_have_text("Cán bộ tự chọn số này.")


def test_a_number_is_picked_from_the_list_by_the_arrows(console: Page, program: Program) -> None:
    labels = [program.issue("A")["label"] for _ in range(3)]
    press(console, "c")
    expect(console.locator("#call-ticket option")).to_have_count(3)
    press(console, "ArrowDown", "Enter")
    expect(console.locator("#label")).to_have_text(labels[1])


def test_nobody_has_that_number(console: Page, program: Program) -> None:
    program.issue("A")
    press(console, "c")
    console.keyboard.type("99999")
    expect(console.locator("#call-problem")).to_contain_text("Không có số đó")
    press(console, "Enter")
    expect(console.locator("#call-dialog")).to_be_visible()


def test_somebody_without_a_number_is_served(console: Page, program: Program) -> None:
    press(console, "d", "ArrowDown", "Enter")
    expect(console.locator("#label")).to_have_text("G001")
    expect(console.locator("#doing")).to_have_text("đang phục vụ")
    expect(console.locator("#why")).to_have_text("Đến thẳng quầy, chưa lấy số.")


def test_the_stops_of_a_visit_are_named_and_finish_goes_on(console: Page, program: Program) -> None:
    label = call(console, program.issue("A", then=["D", "C"]))
    expect(console.locator("#stops")).to_have_text(
        "Sau đó: Tài chính kế hoạch → Lao động - Thương binh và Xã hội"
    )
    press(console, "f")
    expect(console.locator("#said")).to_have_text(f"{label}: sang Tài chính kế hoạch, vẫn giữ số.")


def test_finish_and_call_in_one_press(console: Page, program: Program) -> None:
    program.set("rules", "office", guard_s=0)
    first, second = program.issue("A"), program.issue("A")
    call(console, first)
    press(console, "g")
    expect(console.locator("#label")).to_have_text(second["label"])
    assert program.ticket(first)["state"] == "finished"


def test_a_slip_of_the_finger_is_refused_in_a_sentence(console: Page, program: Program) -> None:
    program.set("rules", "office", guard_s=30)
    first = program.issue("A")
    program.issue("A")
    label = call(console, first)
    press(console, "g")
    expect(console.locator("#problem")).to_have_text(
        f"{label} vừa mới được gọi: nếu đúng ý, hãy bấm lại."
    )
    expect(console.locator("#label")).to_have_text(label)


def test_a_clerk_is_reminded_of_a_visit_that_lasts_long(console: Page, program: Program) -> None:
    def long_since(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, json={**answer.json(), "is_long": True})

    console.route("**/api/v1/counters/3", long_since)
    call(console, program.issue("A"))
    expect(console.locator("#long")).to_contain_text("bấm F (kết thúc)")
    assert is_whole(console)
    console.unroute_all(behavior="wait")


def test_on_the_usual_screen_nothing_scrolls(console: Page, program: Program) -> None:
    tickets = [program.issue("A", then=["D", "C"]) for _ in range(2)]
    assert is_whole(console)
    call(console, tickets[0])
    press(console, "k", "Enter")
    expect(console.locator("#parked button")).to_have_count(1)
    call(console, tickets[1])
    expect(console.locator("#undo")).to_be_visible()
    assert is_whole(console)
    expect(console.locator("[data-more=walk-direct]")).to_be_in_viewport(ratio=1)
