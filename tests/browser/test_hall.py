"""What the hall screen shows: its zone, its languages in turn, who missed a call, the news."""

from playwright.sync_api import Page, expect

from tests.browser.conftest import Visitor
from tests.browser.program import Program

TURN_MS = 8_000
LOOK_MS = 30_000


def test_a_zone_shows_its_own_counters_and_what_they_serve(
    guest: Visitor, program: Program
) -> None:
    program.set("zone", "west", name="west", title="Khu A", counters=["3", "4"])
    program.issue("A")
    program.issue("D")
    program.post("/counters/5/call-next")
    board = guest.open("/board?zone=west", "full-hd")
    expect(board.locator("#counters .counter")).to_have_text(["3", "4"])
    expect(board.locator("#waits .letter")).to_have_text(["A", "B", "G"])
    expect(board.locator("#zone-title")).to_contain_text("Khu A")
    expect(board.locator("#calls li")).to_have_count(0)  # of another zone
    label = program.post("/counters/3/call-next")["label"]
    expect(board.locator("#calls .label")).to_have_text(label)
    program.post("/counters/4/pause", {"reason": "họp"})
    expect(board.locator("#counters [data-state=paused]")).to_contain_text("tạm dừng")


def test_a_zone_that_is_not_there_is_said_so_until_it_is(guest: Visitor, program: Program) -> None:
    board = guest.open("/board?zone=east", "full-hd")
    expect(board.locator("#no-zone")).to_contain_text("Không có khu vực nào tên này")
    program.set("zone", "east", name="east", counters=["8"])
    expect(board.locator("#counters .counter")).to_have_text(["8"])
    expect(board.locator("#no-zone")).to_be_hidden()


def seen(page: Page, text: str) -> bool:
    """Whether one can see it: of languages in turn only one is."""
    return page.get_by_text(text, exact=True).first.is_visible()


def test_languages_take_turns_on_the_whole_page_at_once(guest: Visitor, program: Program) -> None:
    board = guest.blank("full-hd")
    board.clock.install()
    board.goto("/board")
    expect(board.locator("#waits")).to_contain_text("Tư pháp")
    pairs = [("ĐANG CHỜ", "WAITING"), ("Tư pháp", "Justice and civil status")]
    for _ in range(2):
        assert [(seen(board, vi), seen(board, en)) for vi, en in pairs] == [(True, False)] * 2
        board.clock.run_for(TURN_MS)
        assert [(seen(board, vi), seen(board, en)) for vi, en in pairs] == [(False, True)] * 2
        board.clock.run_for(TURN_MS)


def test_who_missed_a_call_reads_how_to_come_back_and_for_how_long(
    guest: Visitor, program: Program
) -> None:
    program.set("rules", "office", requeue_min=20)
    label = program.issue("A")["label"]
    program.post("/counters/1/call-next")
    program.post("/counters/1/no-show")
    board = guest.blank("full-hd")
    board.clock.install()
    board.goto("/board")
    expect(board.locator("#missed")).to_contain_text(label)
    expect(board.locator("#missed-rule")).to_contain_text("Trong 20 phút, chạm “Tôi đã lỡ lượt")
    board.clock.fast_forward("19:50")
    expect(board.locator("#missed-line")).to_be_visible()


def test_news_that_fit_stand_still_and_longer_ones_run(guest: Visitor, program: Program) -> None:
    program.set("zone", "hall", ticker={"vi": "Xin giữ trật tự"})
    board = guest.open("/board", "full-hd")
    news = board.locator("#ticker span")
    expect(news).to_have_text("Xin giữ trật tự")
    assert news.evaluate("each => each.getAnimations().length") == 0
    program.set("zone", "hall", ticker={"vi": "Tin dài " * 60, "en": "News"})
    expect(news).to_contain_text("Tin dài")
    assert news.evaluate("each => each.getAnimations().length") == 1
    assert board.evaluate("document.documentElement.scrollWidth <= innerWidth")
    news.evaluate("each => each.getAnimations()[0].finish()")
    expect(news).to_have_text("News")
    assert news.get_attribute("lang") == "en"


def test_for_whom_nothing_may_move_long_news_come_in_parts(
    guest: Visitor, program: Program
) -> None:
    text = " ".join(f"tin{n}" for n in range(80))
    program.set("zone", "hall", ticker={"vi": text})
    board = guest.blank("full-hd")
    board.emulate_media(reduced_motion="reduce")
    board.clock.install()
    board.goto("/board")
    news, parts = board.locator("#ticker span"), []
    expect(news).to_contain_text("tin0")
    while not (parts and parts[-1].endswith("tin79")):
        parts.append(news.inner_text())
        assert news.evaluate("each => each.offsetWidth <= each.parentElement.clientWidth")
        board.clock.run_for(TURN_MS)
    assert " ".join(parts) == text and len(parts) > 2
