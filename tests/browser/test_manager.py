"""The manager's page: figures with what they are computed from, and the roll of devices."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from server.asking import Asker, Request
from server.core import open_core
from server.ledger import NewTicket
from tests.browser.conftest import Office, Sample, Visitor
from tests.server_process import token


def test_figures_say_none_yet_where_there_is_nothing_to_divide_by(sign_in, office) -> None:
    kiosk = token(office.server.folder, "kiosk")
    office.server.ask(
        "POST",
        "/api/v1/tickets",
        {"service": "A"},
        Authorization=f"Bearer {kiosk}",
        Idempotency_Key="manager",
    )
    page = sign_in("quanly")
    satisfied = page.locator("#figures div", has_text="Tỷ lệ hài lòng")
    expect(satisfied).to_contain_text("chưa có")
    expect(satisfied).to_contain_text("0 / 0")
    expect(page.locator("#figures div", has_text="Số đã cấp").locator("b")).not_to_have_text("0")
    page.select_option("#by", "service")
    expect(page.locator("#figures tbody tr").first).to_contain_text("A - Tư pháp")
    assert "format=csv" in str(page.locator("#csv").get_attribute("href"))


def test_the_roll_shows_devices_in_words(sign_in) -> None:
    page = sign_in("quantri")
    printer = page.locator("#devices tr", has_text="Máy in")
    expect(printer.locator(".chip")).to_have_text("sẵn sàng")
    expect(page.locator("#devices tr", has_text="Bảng số")).to_have_count(8)


def test_a_clerk_is_told_that_this_is_for_managers(visitor: Visitor, office) -> None:
    page = visitor.open("/manage")
    page.fill("#name", "hoa")
    page.fill("#password", office.passwords["hoa"])
    page.press("#password", "Enter")
    expect(page.locator("#problem")).to_contain_text("tài khoản lãnh đạo")


def yesterday() -> datetime:
    """Nine in the morning, in Vietnam."""
    return datetime.combine(date.today() - timedelta(days=1), time(2), UTC)


@pytest.fixture
def left_open(sample: Sample, tmp_path: Path) -> Iterator[Office]:
    """An office whose clerk went home yesterday with somebody in hand."""
    server = sample.copy(tmp_path / "left")
    core = open_core(server.folder, yesterday)
    clerk = Asker("hoa", "clerk", "1", is_person=True)
    core.office.issue(NewTicket(service="A"), Request(clerk, None, ()))
    core.counters.call_next("1", Request(clerk, None, ()))
    core.counters.start("1", Request(clerk, None, ()))
    core.store.close()
    core = open_core(server.folder)  # this morning: the first call closes what was left
    core.counters.call_next("1", Request(clerk, None, ()))
    core.store.close()
    with server:
        yield Office(server, sample.passwords)


def test_a_visit_closed_by_rule_is_left_out_and_put_right(
    left_open: Office, chromium: Browser
) -> None:
    visitor = Visitor(chromium, left_open.server.url)
    page = visitor.open("/manage", "office-pc")
    page.fill("#name", "quanly")
    page.fill("#password", left_open.passwords["quanly"])
    page.press("#password", "Enter")
    page.fill("#day", yesterday().date().isoformat())
    row = page.locator("#closed tbody tr")
    expect(row).to_contain_text("tự đóng")
    expect(row).to_contain_text("A001")
    page.check("#leave-out")
    page.locator("summary", has_text="Cách tính").click()
    expect(page.locator("#rules")).to_contain_text("không tính 1 lượt tự đóng")
    page.locator("#closed summary").click()
    page.get_by_label("Giờ đúng").fill("08:00")
    page.get_by_label("Lý do").fill("Quên bấm kết thúc")
    page.locator("#closed form button").click()
    expect(page.locator("#closed .problem")).not_to_be_empty()
    page.get_by_label("Giờ đúng").fill("09:20")
    page.locator("#closed form button").click()
    expect(page.locator("#closed-said")).to_contain_text("Đã sửa A001")
    expect(row).to_contain_text("đã sửa")
    expect(row).to_contain_text("09:20")
    expect(page.locator("#rules")).not_to_contain_text("lượt tự đóng")
    visitor.close()
