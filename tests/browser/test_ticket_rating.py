"""Rating a visit on a phone: asked after the end, answered once, gone when its time is over."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visitor
from tests.browser.program import Program

COMPLAINTS = "https://example.vn/phan-anh"


@pytest.fixture
def visit(program: Program) -> Any:
    """A ticket that counter 1 has in hand."""
    ticket = program.issue("A")
    program.post("/counters/1/call-next")
    return ticket


def answer(phone: Page, words: str) -> None:
    phone.get_by_text(words, exact=True).click()


def send(phone: Page) -> None:
    phone.click("#rating-send")


def ratings(program: Program) -> float:
    """How many ratings there are today, as the figures have them."""
    day = program.get("/hall")["business_day"]
    figures = program.get(f"/reports/day?from={day}&to={day}&by=office")["figures"]
    return next(each["numerator"] for each in figures if each["name"] == "response")


def test_after_the_end_it_asks_and_takes_one_answer(
    guest: Visitor, program: Program, visit: Any
) -> None:
    before = ratings(program)
    phone = guest.open(visit["link"], "small-phone")
    expect(phone.locator("#rating")).to_be_hidden()
    program.post("/counters/1/finish")
    expect(phone.locator("#rating")).to_be_visible()
    expect(phone.locator("#rating-send")).to_be_hidden()
    assert phone.locator(".answer:visible").count() == 5
    answer(phone, "Hài lòng")
    expect(phone.locator("#reasons")).to_be_hidden()
    send(phone)
    expect(phone.locator("#rating-said")).to_contain_text("Cảm ơn ông/bà")
    assert ratings(program) == before + 1
    phone.reload()
    expect(phone.locator("#rating-said")).to_contain_text("Cảm ơn ông/bà")
    expect(phone.locator("#rating-form")).to_be_hidden()


def test_who_is_not_satisfied_is_asked_why(guest: Visitor, program: Program, visit: Any) -> None:
    program.post("/counters/1/finish")
    phone = guest.open(visit["link"], "small-phone")
    answer(phone, "Không hài lòng")
    expect(phone.locator("#reasons")).to_be_visible()
    answer(phone, "Thái độ phục vụ")
    phone.fill("#comment", "Chờ quá lâu")
    with phone.expect_request("**/rating") as sent:
        send(phone)
    body = sent.value.post_data_json
    assert body == {"score": 2, "reasons": ["attitude"], "comment": "Chờ quá lâu"}
    expect(phone.locator("#rating-said")).to_contain_text("Cảm ơn ông/bà")


def test_a_choice_is_changed_before_it_is_sent(
    guest: Visitor, program: Program, visit: Any
) -> None:
    program.post("/counters/1/finish")
    phone = guest.open(visit["link"], "small-phone")
    answer(phone, "Rất không hài lòng")
    answer(phone, "Thời gian chờ")
    answer(phone, "Rất hài lòng")
    expect(phone.locator("#reasons")).to_be_hidden()
    with phone.expect_request("**/rating") as sent:
        send(phone)
    assert sent.value.post_data_json == {"score": 5, "reasons": [], "comment": None}


def test_an_end_that_is_taken_back_takes_the_question_with_it(
    guest: Visitor, program: Program, visit: Any
) -> None:
    phone = guest.open(visit["link"], "small-phone")
    program.post("/counters/1/finish")
    expect(phone.locator("#rating")).to_be_visible()
    answer(phone, "Không hài lòng")
    program.post("/counters/1/undo")
    expect(phone.locator("#rating")).to_be_hidden()
    program.post("/counters/1/finish")
    expect(phone.locator("#rating")).to_be_visible()
    expect(phone.locator("#rating-send")).to_be_hidden()


def test_an_answer_that_was_lost_on_the_way_is_sent_again_and_is_one(
    guest: Visitor, program: Program, visit: Any
) -> None:
    program.post("/counters/1/finish")
    before = ratings(program)
    phone = guest.open(visit["link"], "small-phone")
    answer(phone, "Bình thường")
    tries: list[str] = []

    def lose(route: Any) -> None:
        tries.append(route.request.headers["idempotency-key"])
        if len(tries) > 1:
            route.continue_()
        else:
            route.fetch()  # it arrives, its answer does not
            route.abort()

    phone.route("**/rating", lose)
    send(phone)
    expect(phone.locator("#rating-said")).to_contain_text("Cảm ơn ông/bà")
    assert len(tries) == 2 and len(set(tries)) == 1
    assert ratings(program) == before + 1
    guest.complaints[:] = [each for each in guest.complaints if "ERR_FAILED" not in each]


def test_three_faces_no_comment_and_where_to_complain(
    guest: Visitor, program: Program, visit: Any
) -> None:
    about = {"complaint_url": COMPLAINTS, "complaint_name": "Cổng phản ánh của tỉnh"}
    program.set("rating", "office", levels=3, has_comment=False, **about)
    program.post("/counters/1/finish")
    phone = guest.open(visit["link"], "small-phone")
    expect(phone.locator(".answer:visible")).to_have_text(
        ["Hài lòng", "Bình thường", "Không hài lòng"]
    )
    answer(phone, "Không hài lòng")
    expect(phone.locator("#comment-box")).to_be_hidden()
    link = phone.locator("#complaint-link")
    expect(link).to_have_attribute("href", COMPLAINTS)
    expect(link).to_have_text("Gửi phản ánh, kiến nghị: Cổng phản ánh của tỉnh")
    send(phone)
    expect(phone.locator("#rating-said")).to_contain_text("Cảm ơn ông/bà")
    expect(link).to_be_visible()


def test_its_time_over_the_question_goes(guest: Visitor, program: Program, visit: Any) -> None:
    program.post("/counters/1/finish")
    phone = guest.blank("small-phone")

    def soon(route: Any) -> None:
        found = route.fetch()
        route.fulfill(response=found, json={**found.json(), "closes_in_s": 1.0})

    phone.route("**/question", soon)
    phone.goto(visit["link"])
    expect(phone.locator("#rating-said")).to_contain_text("Đã hết thời gian đánh giá")
    expect(phone.locator("#rating-form")).to_be_hidden()


def test_by_keyboard_in_english_on_a_narrow_phone(
    guest: Visitor, program: Program, visit: Any
) -> None:
    program.post("/counters/1/finish")
    phone = guest.open(visit["link"], "small-phone", "en")
    expect(phone.locator("#rating")).to_be_visible()
    phone.locator("input[name=score]").first.focus()
    phone.keyboard.press("ArrowDown")
    expect(phone.locator(".answer.chosen")).to_have_text("Satisfied")
    phone.keyboard.press("Tab")
    phone.keyboard.type("Quick and friendly")
    phone.keyboard.press("Tab")
    phone.keyboard.press("Enter")
    expect(phone.locator("#rating-said")).to_have_text("Thank you. Your answer was recorded.")
    expect(phone.locator("#rating-said")).to_be_focused()
    assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth")
