"""Satisfaction on the pages: figures that say how sure they are, what stands out, contests."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from server.asking import Asker, Request
from server.core import Core, open_core
from server.ledger import NewTicket
from server.ratings import NewRating
from tests.browser.conftest import Office, Sample, Visitor

GOOD, FEW = 11, 3
COMMENT = "Chị Lan hẹn lại hai lần, gọi 0912 345 678"


class Clock:
    """Nine in the morning of yesterday, in Vietnam, and what passes since."""

    def __init__(self) -> None:
        self.at = datetime.combine(date.today() - timedelta(days=1), time(2), UTC)

    def __call__(self) -> datetime:
        return self.at

    def pass_s(self, seconds: float) -> None:
        self.at += timedelta(seconds=seconds)


def visit(core: Core, clock: Clock, clerk: Asker, score: int, after_s: float, **said) -> None:
    """A visit of five minutes at the clerk's counter and its answer."""
    request = Request(clerk, None, ())
    core.office.issue(NewTicket(service="A"), request)
    ticket = core.counters.call_next(clerk.counter, request)
    clock.pass_s(300)
    core.counters.finish(clerk.counter, request)
    clock.pass_s(after_s)
    answer = {"reasons": (), "comment": None, **said}
    new = NewRating(id=f"r-{ticket.id}", ticket=ticket.id, score=score, rated_at=clock(), **answer)
    core.ratings.take(new, clerk.counter)


@pytest.fixture(scope="module")
def rated(sample: Sample, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """Yesterday ``hoa`` had enough answers, one bad and one at once, ``lan`` too few."""
    server = sample.copy(tmp_path_factory.mktemp("rated") / "office")
    clock = Clock()
    core = open_core(server.folder, clock)
    hoa, lan = (Asker(name, "clerk", n, is_person=True) for name, n in (("hoa", "1"), ("lan", "2")))
    for n in range(GOOD):
        visit(core, clock, hoa, 5 if n % 2 else 4, 0.5 if n == 0 else 20)
    visit(core, clock, hoa, 1, 20, reasons=("attitude", "waiting_time"), comment=COMMENT)
    for _ in range(FEW):
        visit(core, clock, lan, 2, 20)
    core.store.close()
    with server:
        yield Office(server, sample.passwords)


@pytest.fixture
def reader(rated: Office, chromium: Browser) -> Iterator[Visitor]:
    found = Visitor(chromium, rated.server.url)
    yield found
    found.close()
    assert found.complaints == []


def open_as(reader: Visitor, rated: Office, name: str, path: str, size: str = "desk") -> Page:
    page = reader.open(path, size)
    page.fill("#name", name)
    page.fill("#password", rated.passwords[name])
    page.press("#password", "Enter")
    page.wait_for_selector("#figures table")
    return page


def choose_yesterday(page: Page) -> None:
    yesterday = (date.today() - timedelta(days=1)).isoformat()
    page.fill("#from", yesterday)
    page.dispatch_event("#from", "change")


def test_the_office_with_its_interval_and_the_national_score(
    reader: Visitor, rated: Office
) -> None:
    page = open_as(reader, rated, "quanly", "/manage/ratings")
    choose_yesterday(page)
    row = page.locator("#figures tbody tr")
    expect(row).to_contain_text("11 / 15")
    expect(row).to_contain_text("73,3")
    expect(row).to_contain_text("tin cậy 95%: từ 48")
    expect(row.locator("svg.interval")).to_have_count(2)
    expect(page.locator("#national")).to_contain_text("4,889 trên 6 điểm")
    expect(page.locator("#comments")).to_contain_text("Chị [tên] hẹn lại hai lần, gọi [số]")
    expect(page.locator("#marks")).to_contain_text("1 trên 12 lượt có trong vòng một giây")


def test_few_answers_of_a_clerk_are_not_said(reader: Visitor, rated: Office) -> None:
    page = open_as(reader, rated, "quanly", "/manage/ratings")
    choose_yesterday(page)
    page.select_option("#by", "clerk")
    lan = page.locator("#figures tbody tr", has_text="không nêu tỷ lệ")
    expect(lan).to_have_count(1)
    expect(lan).to_contain_text("mới có 3 lượt, cần ít nhất 10")
    expect(lan).not_to_contain_text("0 %")
    hoa = page.locator("#figures tbody tr", has_text="91,7")
    expect(hoa).to_contain_text("rất không hài lòng 1")
    for form in ("csv", "xlsx"):
        href = str(page.locator(f"#{form}").get_attribute("href"))
        assert f"format={form}" in href and "by=clerk" in href
        with page.expect_download() as download:
            page.click(f"#{form}")
        assert Path(download.value.path()).stat().st_size > 500


def test_a_clerk_contests_and_a_manager_decides(reader: Visitor, rated: Office) -> None:
    mine = open_as(reader, rated, "hoa", "/mine")
    expect(mine.locator("#answers tbody tr")).to_have_count(GOOD + 1)
    bad = mine.locator("#answers tbody tr", has_text="rất không hài lòng")
    expect(bad).to_contain_text("thái độ phục vụ, thời gian chờ")
    expect(bad).to_contain_text("Chị [tên] hẹn lại hai lần, gọi [số]")
    expect(bad.locator("th")).to_contain_text("đến")
    assert "0912" not in mine.content()
    bad.locator("summary").click()
    bad.locator("textarea").fill("Người này do quầy khác phục vụ")
    bad.locator("button").click()
    expect(mine.locator("#answers-said")).to_contain_text("Đã gửi")
    expect(bad).to_contain_text("chờ quyết định")

    page = open_as(reader, rated, "quanly", "/manage/ratings")
    case = page.locator("#contests > li")
    expect(case).to_contain_text("nêu: Người này do quầy khác phục vụ")
    expect(case).to_contain_text("Quầy 1")
    case.locator("input").fill("Đã hỏi quầy 2")
    case.get_by_role("button", name="Chấp nhận", exact=False).first.click()
    expect(page.locator("#contests-said")).to_contain_text("Đã chấp nhận")
    expect(page.locator("#contests")).to_contain_text("Không có đề nghị nào")
    page.check("#all-contests")
    expect(case).to_contain_text("quanly quyết định: chấp nhận")

    mine.reload()
    expect(bad).to_contain_text("Trả lời của lãnh đạo: Đã hỏi quầy 2")
    expect(mine.locator("#figures tbody tr")).to_contain_text("được chấp nhận: 1")


def test_a_clerk_with_few_answers_is_told_why_there_are_none(
    reader: Visitor, rated: Office
) -> None:
    page = open_as(reader, rated, "lan", "/mine", "phone")
    expect(page.locator("#few")).to_contain_text("ít nhất 10 lượt")
    expect(page.locator("#answers table")).to_have_count(0)
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= 390
