"""A citizen: a number at the kiosk, the hall screen, the page of the number on a phone."""

import re

from playwright.sync_api import expect

from tests.browser.conftest import Visitor
from tests.browser.kiosk_steps import begin, choose, take


def test_a_number_is_taken_and_hall_and_phone_follow(visitor: Visitor, sign_in) -> None:
    board = visitor.open("/board", "full-hd")
    kiosk = visitor.open("/kiosk")
    ticket = take(kiosk, "D")
    expect(kiosk.locator("#label")).to_have_text(ticket["label"])
    expect(kiosk.locator("#slip")).to_have_text("Mời ông/bà lấy phiếu")
    expect(board.locator("#waits li", has_text="Tài chính kế hoạch")).to_contain_text(
        ticket["label"]
    )
    phone = visitor.open(ticket["link"], "phone")
    expect(phone.locator("#state")).to_have_text("Ông/bà đang trong hàng chờ")

    console = sign_in("huong", "5")
    console.keyboard.press("n")
    expect(phone.locator("#state")).to_have_text("Mời ông/bà đến quầy 5")
    expect(phone.locator("body")).to_have_attribute("data-state", "called")
    first = board.locator("#calls li").first
    expect(first.locator(".label")).to_have_text(ticket["label"])
    expect(first.locator(".counter")).to_have_text("5")


def test_a_double_tap_gives_one_ticket(visitor: Visitor) -> None:
    kiosk = visitor.open("/kiosk")
    sent = []
    kiosk.on("request", lambda each: sent.append(each) if each.method == "POST" else None)
    choose(kiosk, "H")
    kiosk.locator("#take").dblclick()
    expect(kiosk.locator("#label")).to_have_text("H001")
    assert len(sent) == 1


def test_the_second_tap_on_a_service_takes_no_number(visitor: Visitor) -> None:
    kiosk = visitor.open("/kiosk")
    sent = []
    kiosk.on("request", lambda each: sent.append(each) if each.method == "POST" else None)
    begin(kiosk)
    # For 350 ms a fresh page takes no press, and a mouse does not wait for it as a click would.
    expect(kiosk.locator("body")).not_to_have_class(re.compile("settling"))
    box = kiosk.locator("[data-group=papers]").bounding_box()
    assert box is not None
    kiosk.evaluate("document.querySelector('#take').style.cssText = 'position:fixed;inset:0'")
    kiosk.mouse.dblclick(box["x"] + 40, box["y"] + 40)  # the button comes up under the finger
    expect(kiosk.locator("#confirm")).to_be_visible()
    kiosk.wait_for_timeout(300)
    assert sent == []


def test_a_lost_answer_is_asked_for_again_with_the_same_key(visitor: Visitor) -> None:
    kiosk = visitor.open("/kiosk")
    keys = []

    def lose_the_first_answer(route) -> None:
        keys.append(route.request.headers["idempotency-key"])
        answer = route.fetch()
        if len(keys) == 1:
            route.abort()
        else:
            route.fulfill(response=answer)

    kiosk.route("**/api/v1/tickets", lose_the_first_answer)
    choose(kiosk, "K")
    kiosk.click("#take")
    expect(kiosk.locator("#label")).to_have_text("K001")
    assert len(keys) == 2
    assert len(set(keys)) == 1
    # The browser's own word for an answer that was lost on purpose.
    visitor.complaints[:] = [each for each in visitor.complaints if "ERR_FAILED" not in each]


def test_without_a_slip_the_kiosk_shows_a_code_to_scan(visitor: Visitor) -> None:
    kiosk = visitor.open("/kiosk")

    def no_paper(route) -> None:
        answer = route.fetch()
        body = answer.json()
        body["slip"] = {"state": "failed", "reason": "paper_out"}
        route.fulfill(response=answer, json=body)

    kiosk.route("**/api/v1/tickets/*", no_paper)
    ticket = take(kiosk, "F")
    expect(kiosk.locator("#qr")).to_be_visible()
    expect(kiosk.locator("#label")).to_have_text(ticket["label"])
    assert kiosk.locator("#qr").evaluate("image => image.decode().then(() => image.naturalWidth)")


def test_the_kiosk_goes_back_by_itself(visitor: Visitor) -> None:
    kiosk = visitor.blank()
    kiosk.clock.install()
    kiosk.goto("/kiosk")
    take(kiosk, "E")
    expect(kiosk.locator("#number")).to_be_visible()
    kiosk.clock.run_for(31_000)
    expect(kiosk.locator("#choice")).to_be_visible()


def test_the_next_citizen_gets_vietnamese_again(visitor: Visitor) -> None:
    kiosk = visitor.open("/kiosk", language="en")
    expect(kiosk.locator("h1").first).to_have_text("Touch what you came for")
    take(kiosk, "E")
    kiosk.click("#number [data-again]")
    expect(kiosk.locator("h1").first).to_have_text("Chạm vào lĩnh vực cần làm")


def test_a_kiosk_works_after_its_browser_looked_at_a_ticket(visitor: Visitor) -> None:
    kiosk = visitor.open("/kiosk")
    ticket = take(kiosk, "G")
    phone = kiosk.context.new_page()
    phone.goto(ticket["link"])
    expect(phone.locator("#cancel")).to_be_visible()
    kiosk.click("#number [data-again]")
    take(kiosk, "G")
    expect(kiosk.locator("#label")).not_to_have_text(ticket["label"])
    expect(kiosk.locator("#number")).to_be_visible()
    visitor.complaints[:] = [each for each in visitor.complaints if "403" not in each]


def test_a_number_is_given_back_only_after_asking(visitor: Visitor) -> None:
    ticket = take(visitor.open("/kiosk"), "C")
    phone = visitor.open(ticket["link"], "phone")
    phone.click("#cancel")
    phone.click("dialog [value=keep]")
    expect(phone.locator("#state")).to_have_text("Ông/bà đang trong hàng chờ")
    phone.click("#cancel")
    phone.click("dialog [value=cancel]")
    expect(phone.locator("#state")).to_have_text("Số này đã được trả lại.")
    expect(phone.locator("#cancel")).to_be_hidden()
