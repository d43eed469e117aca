"""Somebody at home, on a phone: a number for another day, an appointment, giving it back."""

import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import SIZES, Office, Sample, Visitor
from tests.server_process import token

EVERY_DAY = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
HOURS = {
    "name": "office",
    "works_on_holidays": True,
    "session": [{"name": "day", "opens": "00:00", "closes": "23:30", "days": EVERY_DAY}],
}
SIZES["small-phone"] = (360, 740)


@pytest.fixture(scope="module")
def town(sample: Sample, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """An office open at any hour: A has both, B appointments alone, C numbers alone."""
    folder = tmp_path_factory.mktemp("home") / "office"
    with sample.copy(folder) as server:
        admin = token(folder, "admin")
        services = {
            each["code"]: each["name"] for each in server.ask("GET", "/api/v1/services").json
        }

        def put(path: str, value: dict[str, Any]) -> None:
            answer = server.ask(
                "PUT",
                f"/api/v1/setup/{path}",
                {"value": value},
                Authorization=f"Bearer {admin}",
                Idempotency_Key=str(uuid.uuid4()),
            )
            assert answer.status in (200, 204), answer

        put("schedule/office", HOURS)
        slots = {"slot_min": 60, "slot_capacity": 1, "slot_days": 3}
        put("service/A", {"name": services["A"], "home_days": 3, **slots})
        put("service/B", {"name": services["B"], **slots})
        put("service/C", {"name": services["C"], "home_days": 0})
        yield Office(server, sample.passwords)


@pytest.fixture
def people(chromium: Browser, town: Office) -> Iterator[Visitor]:
    found = Visitor(chromium, town.server.url)
    yield found
    found.close()
    assert found.complaints == []


def choose(page: Page, service: str, way: str | None = None) -> None:
    page.check(f"[name=service][value={service}]")
    if way is not None:
        page.check(f"[name=way][value={way}]")


def last_day(page: Page) -> str:
    """Choose the last day offered: its times have not begun, whatever the hour is now."""
    day = page.locator("#day option").last.get_attribute("value")
    assert day is not None
    page.select_option("#day", day)
    return day


def no_wider_than_the_phone(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    small = page.evaluate(
        "[...document.querySelectorAll('button, select, .button, .pick, input:not([type=radio])')]"
        ".filter((e) => e.offsetParent && (e.offsetHeight < 44 || e.offsetWidth < 44))"
        ".map((e) => e.outerHTML)"
    )
    assert small == []


def test_a_number_for_another_day_is_shown_with_its_page(people: Visitor) -> None:
    page = people.open("/home", "small-phone")
    choose(page, "A", "number")
    last_day(page)
    page.fill("#identity", "001090000001")
    no_wider_than_the_phone(page)
    page.click("#send")
    expect(page.locator("#label")).to_have_text("A001")
    expect(page.locator("#for-day")).to_contain_text("Dành cho")
    assert page.input_value("#identity") == ""
    page.click("#link")
    expect(page.locator("#state")).to_contain_text("Số này dùng cho")
    expect(page.locator("#ahead")).to_be_hidden()
    page.click("#cancel")
    page.click("dialog [value=cancel]")
    expect(page.locator("#state")).to_have_text("Số này đã được trả lại.")


def test_an_appointment_has_a_code_and_can_be_given_back(people: Visitor) -> None:
    page = people.open("/home", "small-phone")
    choose(page, "B")
    expect(page.locator("#ways")).to_be_hidden()  # B has one way only
    last_day(page)
    page.check("#slots [value='09:00']")
    page.fill("#identity", "001090000002")
    no_wider_than_the_phone(page)
    page.click("#send")
    expect(page.locator("#state")).to_have_text("Ông/bà đã có lịch hẹn")
    expect(page.locator(".when b")).to_have_text("09:00")
    assert len(page.locator(".code").inner_text().replace(" ", "")) == 8
    assert page.locator(".qr").evaluate("image => image.decode().then(() => image.naturalWidth)")
    no_wider_than_the_phone(page)

    other = people.open("/home", "phone", "en")
    choose(other, "B")
    last_day(other)
    expect(other.locator("#slots [value='09:00']")).to_be_disabled()

    page.click("#cancel")
    page.click("dialog [value=keep]")
    expect(page.locator("#keep")).to_be_visible()
    page.click("#cancel")
    page.click("dialog [value=cancel]")
    expect(page.locator("#state")).to_have_text("Lịch hẹn này đã được trả lại.")
    expect(page.locator("#keep")).to_be_hidden()


def test_a_refusal_says_what_to_do_and_keeps_what_was_typed(people: Visitor) -> None:
    page = people.open("/home", "small-phone")
    choose(page, "A", "appointment")
    last_day(page)
    page.fill("#identity", "12345")
    page.click("#send")
    expect(page.locator("#problem")).to_have_text("Hãy chọn giờ trước.")
    page.check("#slots [value='10:00']")
    page.click("#send")
    expect(page.locator("#problem")).to_contain_text("12 chữ số")
    assert page.input_value("#identity") == "12345"
    assert page.is_checked("#slots [value='10:00']")
    people.complaints[:] = [each for each in people.complaints if "422" not in each]


def test_the_page_of_an_appointment_follows_who_has_come(people: Visitor, town: Office) -> None:
    page = people.open("/home", "small-phone")
    choose(page, "B")
    last_day(page)
    page.check("#slots [value='11:00']")
    page.fill("#identity", "001090000003")
    page.click("#send")
    code = page.locator(".code").inner_text().replace(" ", "")
    kiosk = token(town.server.folder, "kiosk")
    answer = town.server.ask(
        "POST",
        f"/api/v1/appointments/{code}/cancel",
        Authorization=f"Bearer {kiosk}",
        Idempotency_Key="k",
    )
    assert answer.status == 200
    expect(page.locator("#state")).to_have_text("Lịch hẹn này đã được trả lại.")


def test_an_office_without_either_says_so(visitor: Visitor) -> None:
    page = visitor.open("/home", "small-phone")
    expect(page.locator(".lead")).to_contain_text("chưa cấp số từ nhà")
    no_wider_than_the_phone(page)
