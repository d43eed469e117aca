"""The loudspeakers of a zone: tried out from the set-up, and a call heard on a hall screen."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.conftest import Visitor
from tests.browser.program import Program
from tests.browser.test_setup import go


def test_a_zones_loudspeakers_are_tried_out(sign_in: Callable[..., Page]) -> None:
    admin = sign_in("quantri", size="office-pc", path="/manage/setup")
    go(admin, "zone")
    expect(admin.locator("#speaker-zone")).to_have_value("hall")
    with admin.expect_response("**/api/v1/zones/hall/try-out") as answer:
        admin.get_by_role("button", name="Thử loa").click()
    assert answer.value.status == 204
    expect(admin.get_by_text("Khu vực hall sẽ đọc khi đến lượt.")).to_be_visible()


LISTEN = (
    "window.heard = []; const Sound = Audio;"
    "window.Audio = class extends Sound { constructor(url) { super(url);"
    "  this.addEventListener('ended', () => heard.push([new URL(url, location).pathname,"
    "    this.duration])); } };"
)


def test_a_call_is_heard_on_the_hall_screen_in_both_languages(
    guest: Visitor, program: Program
) -> None:
    """The browser plays what the server makes, to its end, one sentence after the other."""
    board = guest.blank("full-hd")
    board.add_init_script(LISTEN)
    board.goto("/board")
    board.locator("body").click()
    expect(board.locator("#counters")).to_be_visible()
    program.issue("A")
    program.post("/counters/1/open")
    with board.expect_event(
        "requestfinished", lambda request: request.url.endswith(".wav"), timeout=30_000
    ):
        program.post("/counters/1/call-next")
    until(board, "window.heard.length === 2")
    (first, first_s), (second, second_s) = board.evaluate("window.heard")
    assert number(second) == number(first) + 1
    assert 5 < first_s < 8 and 3 < second_s < 7
    program.post("/counters/1/finish")


def number(path: str) -> int:
    return int(path.removeprefix("/api/v1/announcements/").removesuffix(".wav"))


def until(board: Page, what: str) -> None:
    """Wait for it; Playwright's own waiting would need ``eval``, which the page forbids."""
    for _ in range(400):
        if board.evaluate(what):
            return
        board.wait_for_timeout(50)
    raise AssertionError(what)
