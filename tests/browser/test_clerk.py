"""A clerk's console: a whole visit by keyboard alone, and what may not be pressed."""

from playwright.sync_api import Page, expect

from tests.browser.conftest import Office, Visitor
from tests.server_process import token


def issue(office: Office, service: str) -> str:
    """A ticket for that service; its label."""
    kiosk = token(office.server.folder, "kiosk")
    answer = office.server.ask(
        "POST",
        "/api/v1/tickets",
        {"service": service},
        Authorization=f"Bearer {kiosk}",
        Idempotency_Key=f"{kiosk[:20]}",
    )
    assert answer.status == 201
    return str(answer.json["label"])


def may(console: Page) -> list[str]:
    """The keys that may be pressed."""
    buttons = console.locator("[data-act][aria-disabled=false]")
    return [str(each.get_attribute("data-act")) for each in buttons.all()]


def test_a_whole_visit_by_keyboard_alone(visitor: Visitor, office: Office) -> None:
    first, second = issue(office, "B"), issue(office, "B")
    page = visitor.open("/counter")
    page.keyboard.type("dung")
    page.keyboard.press("Tab")
    page.keyboard.type(office.passwords["dung"])
    page.keyboard.press("Tab")
    page.keyboard.type("4")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    label, said = page.locator("#label"), page.locator("#said")
    expect(page.locator("#total")).to_have_text("2")

    page.keyboard.press("Space")
    expect(label).to_have_text(first)
    assert may(page) == ["recall", "start", "finish", "no-show", "pause"]
    page.wait_for_timeout(700)  # the guard after a call
    page.keyboard.press("r")
    expect(said).to_have_text(f"{first}: đã gọi lại.")
    expect(page.locator("#timer")).to_contain_text("đã gọi 2 lần")
    page.keyboard.press("b")
    expect(said).to_have_text(f"{first}: bắt đầu phục vụ.")
    assert may(page) == ["finish", "pause"]
    page.keyboard.press("f")
    expect(label).to_have_text("-")
    page.keyboard.press("n")
    expect(label).to_have_text(second)
    page.wait_for_timeout(700)
    page.keyboard.press("v")
    expect(said).to_have_text(f"{second}: đã ghi vắng mặt.")
    page.keyboard.press("n")
    expect(said).to_have_text("Không còn ai chờ ở các lĩnh vực của quầy này.")
    page.keyboard.press("p")
    expect(page.locator("#state")).to_have_text("Tạm dừng")
    page.keyboard.press("p")
    expect(page.locator("#state")).to_have_text("Đang mở")


def test_a_second_press_right_after_a_call_does_nothing(sign_in, office: Office) -> None:
    label = issue(office, "C")
    console = sign_in("thanh", "6")
    expect(console.locator("#total")).to_have_text("1")
    sent = []
    console.on("request", lambda each: sent.append(each.url) if each.method == "POST" else None)
    for key in "nnvf":
        console.keyboard.press(key)
    expect(console.locator("#label")).to_have_text(label)
    assert len(sent) == 1
    expect(console.locator("#doing")).to_have_text("đã gọi, đang đến quầy")


def test_the_keys_can_be_turned_off(sign_in) -> None:
    console = sign_in("yen", "7")
    console.click("#keys")
    expect(console.locator("#keys")).to_have_text("Phím tắt: tắt")
    sent = []
    console.on("request", lambda each: sent.append(each.url) if each.method == "POST" else None)
    console.keyboard.press("n")
    console.keyboard.press("p")
    assert sent == []


def test_signing_out_closes_the_counter(sign_in, office: Office) -> None:
    console = sign_in("quang", "8")
    console.keyboard.press("p")
    expect(console.locator("#state")).to_have_text("Đang mở")
    console.click("#sign-out")
    expect(console.locator("#name")).to_be_visible()
    hall = office.server.ask("GET", "/api/v1/hall").json
    assert {each["number"]: each["state"] for each in hall["counters"]}["8"] == "closed"


def test_a_wrong_password_is_said(visitor: Visitor) -> None:
    page = visitor.open("/counter")
    page.fill("#name", "hoa")
    page.fill("#password", "not hers")
    page.select_option("#counter", "1")
    sent = []
    page.on("request", lambda each: sent.append(each.url) if each.method == "POST" else None)
    page.press("#password", "Enter")
    expect(page.locator("#problem")).to_have_text("Sai tên hoặc mật khẩu: hãy thử lại.")
    assert len(sent) == 1  # nothing that was refused for its words is tried again
    visitor.complaints[:] = [each for each in visitor.complaints if "401" not in each]
