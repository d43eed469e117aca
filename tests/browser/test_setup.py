"""The set-up in the browser: changed by administrators while the server runs, read by managers."""

import re
import tomllib
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Office, Visitor
from tests.server_process import token

SETUP = "/api/v1/setup"


@pytest.fixture
def admin(sign_in: Callable[..., Page]) -> Page:
    """The set-up of the office, before an administrator."""
    return sign_in("quantri", size="office-pc", path="/manage/setup")


def in_days(days: int) -> date:
    return date.today() + timedelta(days=days)


def field(name: str) -> str:
    """The control of a field of the form that is shown."""
    return f"#field-{name}"


def save(page: Page) -> None:
    page.get_by_role("button", name="Lưu", exact=True).click()


def go(page: Page, address: str) -> None:
    """To a list or a record."""
    page.evaluate("address => { location.hash = address }", address)
    expect(page.locator("#content")).to_have_attribute("data-address", f"#{address}")


class Program:
    """An administrator's program, for what happens beside the page."""

    def __init__(self, office: Office) -> None:
        self.server = office.server
        self.headers = {"Authorization": f"Bearer {token(office.server.folder, 'admin')}"}
        self._n = 0

    def put(self, path: str, value: dict[str, object], key: str) -> None:
        answer = self.server.ask(
            "PUT", SETUP + path, {"value": value}, **self.headers, Idempotency_Key=key
        )
        assert answer.status == 200, answer.body

    def get(self, path: str) -> object:
        return self.server.ask("GET", SETUP + path, **self.headers).json


@pytest.fixture
def program(office: Office) -> Program:
    return Program(office)


def test_a_service_is_renamed_and_the_kiosk_has_the_name(admin: Page, visitor: Visitor) -> None:
    go(admin, "service/K")
    admin.fill(field("name"), "Văn hóa và Thể thao")
    save(admin)
    expect(admin.locator("#said")).to_contain_text("Đã lưu Lĩnh vực K")
    admin.locator("summary", has_text="Ai đã sửa gì").click()
    first = admin.locator("details table tbody tr").first
    expect(first).to_contain_text("quantri")
    expect(first).to_contain_text("Tên: Văn hóa → Văn hóa và Thể thao")
    kiosk = visitor.open("/kiosk")
    expect(kiosk.locator("#groups")).to_contain_text("Văn hóa và Thể thao")


def test_a_counter_is_added(admin: Page, visitor: Visitor) -> None:
    go(admin, "counter")
    admin.get_by_role("link", name="Thêm quầy").click()
    admin.fill(field("number"), "19")
    admin.fill(field("name"), "Quầy tăng cường")
    admin.get_by_label("B - Tài nguyên môi trường", exact=True).check()
    admin.get_by_label("A - Tư pháp", exact=True).check()
    admin.get_by_role("button", name="B - Tài nguyên môi trường: lên").click()
    save(admin)
    expect(admin.locator("#said")).to_contain_text("Đã lưu Quầy 19")
    expect(admin.locator("#section-heading")).to_contain_text("Quầy 19")
    go(admin, "counter")
    expect(admin.locator("tr", has_text="Quầy tăng cường")).to_contain_text("B, A")
    page = visitor.open("/counter")
    expect(page.locator("#counter")).to_contain_text("19 - Quầy tăng cường")


def test_a_service_ends_with_a_notice_from_a_later_day(admin: Page, visitor: Visitor) -> None:
    later = in_days(40)
    go(admin, "service/H")
    admin.check(field("has_ended"))
    admin.fill(field("notice"), "Đến Chi cục Nông nghiệp, số 5 Trần Phú")
    admin.fill("#from", later.isoformat())
    expect(admin.locator(field("has_ended"))).to_be_checked()
    save(admin)
    expect(admin.locator(".ahead")).to_contain_text(f"từ {later:%d/%m/%Y}")
    expect(admin.locator(".ahead")).to_contain_text("Không còn tiếp nhận ở đây: không → có")
    expect(visitor.open("/kiosk").locator("#groups")).to_contain_text("Nông nghiệp")
    admin.get_by_role("button", name="Bỏ thay đổi này").click()
    expect(admin.locator("#said")).to_contain_text("đã bỏ thay đổi")
    expect(admin.locator(".ahead")).to_have_count(0)


def test_an_ended_service_tells_where_to_go(admin: Page, program: Program) -> None:
    go(admin, "service/G")
    admin.check(field("has_ended"))
    admin.fill(field("notice"), "Đến Phòng Nội vụ")
    save(admin)
    expect(admin.locator("#said")).to_contain_text("Đã lưu Lĩnh vực G")
    answer = program.server.ask(
        "POST", "/api/v1/tickets", {"service": "G"}, **program.headers, Idempotency_Key="ended"
    )
    assert (answer.status, answer.json["type"]) == (409, "/problems/service_ended")
    assert "Đến Phòng Nội vụ" in answer.json["title"]


def test_a_special_day_stands_among_the_holidays(admin: Page) -> None:
    go(admin, "day")
    expect(admin.locator("tr", has_text="Tết Dương lịch")).to_contain_text("theo luật")
    admin.get_by_role("link", name="Thêm ngày đặc biệt").click()
    admin.fill(field("date"), f"{date.today().year}-12-26")
    admin.select_option(field("works"), label="làm việc")
    admin.select_option(field("like"), label="Thứ Sáu")
    admin.fill(field("name"), "Làm bù cuối năm")
    admin.fill(field("source"), "Thông báo 12/TB-UBND")
    save(admin)
    expect(admin.locator("#said")).to_contain_text("Đã lưu Ngày 26/12/")
    go(admin, "day")
    row = admin.locator("tr", has_text="Làm bù cuối năm")
    expect(row).to_contain_text("làm việc như Thứ Sáu")
    expect(row).to_contain_text("Thông báo 12/TB-UBND")


def test_usual_hours_are_put_in_where_there_are_none(own_office: Office, witness: Visitor) -> None:
    page = signed_in(witness, own_office, "quantri")
    go(page, "schedule")
    expect(page.locator(".notice-box")).to_contain_text("suốt ngày đêm")
    page.click("#usual-hours")
    expect(page.locator("#said")).to_contain_text("Giờ thường lệ có hiệu lực")
    expect(page.locator("#content tbody tr")).to_contain_text("Sáng 07:30–11:30 (T2–T6)")
    go(page, "schedule/office")
    closes = page.get_by_label("Đóng", exact=True).first
    closes.fill("07:00")
    save(page)
    problem = page.locator("[data-field=session] .problem")
    expect(problem).to_contain_text("Giờ đóng 07:00 phải sau giờ mở 07:30")
    expect(page.locator("[data-field=season] .problem")).to_be_empty()


def test_out_and_in_again_as_a_file(own_office: Office, witness: Visitor) -> None:
    page = signed_in(witness, own_office, "quantri")
    go(page, "file")
    with page.expect_download() as download:
        page.get_by_role("link", name="Lưu thành setup.toml").click()
    text = download.value.path().read_text(encoding="utf-8")
    assert tomllib.loads(text)["service"][0]["code"] == "A"
    choose(page, text)
    expect(page.locator("#content")).to_contain_text("Không có gì thay đổi")
    choose(page, text.replace("Tư pháp", "Hộ tịch", 1))
    expect(page.locator("#content tbody tr")).to_contain_text("Tên: Tư pháp → Hộ tịch")
    page.get_by_role("button", name="Áp dụng 1 thay đổi").click()
    expect(page.locator("#said")).to_contain_text("Đã áp dụng 1 thay đổi")
    go(page, "service")
    expect(page.locator("#content tbody tr").first).to_contain_text("Hộ tịch")
    go(page, "file")
    choose(page, "[[service]]\ncolour = 1\n")
    expect(page.locator("#content .problem")).to_contain_text("colour")


def choose(page: Page, text: str) -> None:
    file = {"name": "setup.toml", "mimeType": "text/plain", "buffer": text.encode()}
    page.set_input_files("#file", file)


def signed_in(visitor: Visitor, office: Office, name: str, language: str = "vi") -> Page:
    page = visitor.open("/manage/setup", "office-pc", language)
    page.fill("#name", name)
    page.fill("#password", office.passwords[name])
    page.press("#password", "Enter")
    page.wait_for_selector("#content > *")
    return page


def test_what_somebody_else_saved_meanwhile_is_kept_and_told(admin: Page, program: Program) -> None:
    go(admin, "counter/8")
    [held] = [each["value"] for each in program.get("/counter") if each["key"] == "8"]
    program.put("/counter/8", {**held, "name": "Của máy", "languages": ["vi", "en"]}, "meanwhile")
    admin.fill(field("name"), "Của tôi")
    save(admin)
    problem = admin.locator(".record > .problem")
    expect(problem).to_contain_text("Trong lúc đó admin đã lưu")
    expect(problem).to_contain_text("nay là Của máy, bạn nhập Của tôi")
    save(admin)
    expect(admin.locator("#said")).to_contain_text("Đã lưu Quầy 8")
    expect(admin.locator(field("languages"))).to_have_value("vi, en")
    expect(admin.locator(field("name"))).to_have_value("Của tôi")


def test_what_does_not_fit_says_where(admin: Page, visitor: Visitor) -> None:
    go(admin, "service/C")
    admin.locator("summary", has_text="Bỏ khỏi danh sách").click()
    admin.once("dialog", lambda dialog: dialog.accept())
    with admin.expect_response(re.compile("/end$")):
        admin.get_by_role("button", name="Bỏ", exact=True).click()
    problem = admin.locator(".record > .problem")
    expect(problem).to_contain_text("Lĩnh vực: chưa khớp với thay đổi này")
    refused(visitor, 422)


def refused(visitor: Visitor, status: int) -> None:
    """The browser complained of one answer with that status, and of nothing else."""
    [complaint] = visitor.complaints
    assert f"status of {status}" in complaint
    visitor.complaints.clear()


def test_what_was_typed_is_not_lost_by_a_slip(admin: Page) -> None:
    go(admin, "rules")
    admin.fill(field("max_calls"), "5")
    admin.once("dialog", lambda dialog: dialog.dismiss())
    admin.get_by_role("link", name="Quầy", exact=True).click()
    expect(admin.locator(field("max_calls"))).to_have_value("5")
    save(admin)
    expect(admin.locator("#said")).to_contain_text("Đã lưu Quy định của cơ quan")


def test_a_manager_reads_and_cannot_change(sign_in: Callable[..., Page], visitor: Visitor) -> None:
    page = sign_in("quanly", size="office-pc", path="/manage/setup")
    expect(page.locator("#main")).to_contain_text("Bạn được xem")
    expect(page.get_by_role("link", name="Thêm lĩnh vực")).to_have_count(0)
    go(page, "service/A")
    expect(page.locator("#content dl")).to_contain_text("Tư pháp")
    expect(page.locator("#content input")).to_have_count(0)
    status = page.evaluate(
        """async () => {
          const { csrf } = JSON.parse(document.getElementById("settings").textContent);
          const headers = { "Content-Type": "application/json",
            "X-CSRF-Token": csrf, "Idempotency-Key": "x" };
          const body = JSON.stringify({ value: { name: "Khác" } });
          return (await fetch("/api/v1/setup/service/A", { method: "PUT", headers, body })).status;
        }"""
    )
    assert status == 403
    refused(visitor, 403)


def test_in_english(visitor: Visitor, office: Office) -> None:
    page = signed_in(visitor, office, "quantri", "en")
    go(page, "rules")
    expect(page.locator("[data-field=undo_s]")).to_contain_text("Usually: 60 seconds.")


def test_the_last_counter_is_asked_twice_while_people_wait(
    admin: Page, visitor: Visitor, program: Program
) -> None:
    program.put("/service/X", {"name": "Xây dựng"}, "x-service")
    program.put("/counter/41", {"services": ["X"]}, "x-counter")
    issued = program.server.ask(
        "POST", "/api/v1/tickets", {"service": "X"}, **program.headers, Idempotency_Key="x-ticket"
    )
    assert issued.status == 201
    admin.reload()
    go(admin, "counter/41")
    answers = iter((True, False, True, True))  # sure, but not so; sure, and so
    admin.on("dialog", lambda each: each.accept() if next(answers) else each.dismiss())
    admin.locator("summary", has_text="Bỏ khỏi danh sách").click()
    for _ in range(2):
        with admin.expect_event("dialog", lambda each: "1 người chờ Xây dựng" in each.message):
            admin.locator("details button.danger").click()
    expect(admin.locator("#said")).to_contain_text("41")
    ended = [each for each in program.get("/counter") if each["key"] == "41"]  # type: ignore[attr-defined,index]
    assert ended[-1]["value"] is None  # type: ignore[index]
    assert [each for each in visitor.complaints if "status of 409" not in each] == []
    visitor.complaints.clear()
