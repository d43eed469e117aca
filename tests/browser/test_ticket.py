"""The page of a number on a phone: parked, missed and back, sent on, of another day."""

from typing import Any

from playwright.sync_api import Page, expect

from tests.browser.conftest import Visitor
from tests.browser.program import Program


def stub(phone: Page, **changed: Any) -> None:
    """Let the server say of the ticket what it would say at another time."""

    def answer(route) -> None:
        found = route.fetch()
        route.fulfill(response=found, json={**found.json(), **changed})

    phone.route("**/api/v1/tickets/*", answer)


def test_it_says_how_long_it_is_likely_to_take(guest: Visitor, program: Program) -> None:
    ticket = program.issue("A")
    for wait, text in (
        ({"low": 700, "likely": 900, "high": 1150}, "Khoảng 10–20 phút nữa"),
        ({"low": 650, "likely": 660, "high": 660}, "Khoảng 10–15 phút nữa"),
        ({"low": 0, "likely": 60, "high": 130}, "Chưa đến 5 phút nữa"),
        (None, ""),
    ):
        phone = guest.blank("small-phone")
        stub(phone, wait_s=wait)
        phone.goto(ticket["link"])
        expect(phone.locator("#state")).to_have_text("Ông/bà đang trong hàng chờ")
        expect(phone.locator("#wait")).to_have_text(text)
        phone.unroute_all(behavior="wait")
        phone.close()


def test_parked_it_says_where_to_come_back(guest: Visitor, program: Program) -> None:
    ticket = program.issue("A", then=["D"])
    phone = guest.open(ticket["link"], "small-phone")
    expect(phone.locator("#stops")).to_have_text("Sau đó: Tài chính kế hoạch")
    program.post("/counters/1/call-next")
    program.post("/counters/1/park", {"return_after_s": 900})
    expect(phone.locator("#state")).to_have_text(
        "Ông/bà đang làm thủ tục phụ: xong mời quay lại quầy 1"
    )
    expect(phone.locator("#more")).to_contain_text("tự vào lại hàng chờ")
    assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_whoever_missed_the_call_comes_back_with_one_touch(
    guest: Visitor, program: Program
) -> None:
    ticket = program.issue("A")
    phone = guest.open(ticket["link"], "small-phone")
    expect(phone.locator("#requeue")).to_be_hidden()
    program.post("/counters/1/call-next")
    program.post("/counters/1/no-show")
    expect(phone.locator("#more")).to_contain_text("vẫn được giữ lượt")
    phone.click("#requeue")
    expect(phone.locator("#state")).to_have_text("Ông/bà đang trong hàng chờ")
    expect(phone.locator("#requeue")).to_be_hidden()
    assert program.ticket(ticket)["state"] == "waiting"
    assert program.post("/counters/1/call-next")["id"] == ticket["id"]
    expect(phone.locator("#state")).to_have_text("Mời ông/bà đến quầy 1")


def test_after_its_time_it_says_what_to_do(guest: Visitor, program: Program) -> None:
    ticket = program.issue("A")
    program.post("/counters/1/call-next")
    program.post("/counters/1/no-show")
    phone = guest.blank("small-phone")
    stub(phone, requeue_until="2026-01-01T00:00:00.000Z")
    phone.goto(ticket["link"])
    expect(phone.locator("#more")).to_contain_text("lấy số mới tại ki-ốt")
    expect(phone.locator("#requeue")).to_be_hidden()


def test_sent_on_it_names_the_new_service(guest: Visitor, program: Program) -> None:
    ticket = program.issue("A")
    phone = guest.open(ticket["link"], "small-phone")
    expect(phone.locator("#service")).to_have_text("Tư pháp")
    program.post("/counters/1/call-next")
    program.post("/counters/1/transfer", {"service": "D"})
    expect(phone.locator("#service")).to_have_text("Tài chính kế hoạch")
    expect(phone.locator("#more")).to_contain_text("Số vẫn giữ nguyên.")


def test_a_finish_taken_back_is_seen(guest: Visitor, program: Program) -> None:
    ticket = program.issue("A")
    phone = guest.open(ticket["link"], "small-phone")
    program.post("/counters/1/call-next")
    program.post("/counters/1/finish")
    expect(phone.locator("#state")).to_have_text("Đã xong. Cảm ơn ông/bà!")
    program.post("/counters/1/undo")
    expect(phone.locator("#state")).to_have_text("Mời ông/bà đến quầy 1")


def test_a_number_of_another_day_is_not_in_line_yet(guest: Visitor, program: Program) -> None:
    ticket = program.issue("A")
    phone = guest.blank("small-phone")
    stub(phone, business_day="2099-01-05")
    phone.goto(ticket["link"])
    expect(phone.locator("#state")).to_contain_text("05/01/2099")
    expect(phone.locator("#ahead")).to_be_hidden()
    expect(phone.locator("#cancel")).to_be_visible()
