"""How to come to each screen of ``/rate``, for pictures of them."""

from collections.abc import Callable

from playwright.sync_api import expect

from tests.browser.rating import close_window, enter_corner, pair, type_pin
from tests.browser.stage import COUNTER, SERVICE, Stage, contrast, fault, keep_standing, larger

COMMENT = {
    "vi": "Cán bộ hướng dẫn tận tình nhưng chỗ ngồi chờ còn ít, phải đứng gần một giờ.",
    "en": "The clerk was helpful, but there were too few seats: I stood for nearly an hour.",
}


def pairing(at: Stage) -> None:
    keep_standing(at.page)
    close_window(at.program, SERVICE, COUNTER)
    at.page.goto("/rate?name=Quầy 3")
    expect(at.page.locator("#code")).not_to_be_empty()


def idle(at: Stage) -> None:
    at.tablet = pair(at.page, at.program, COUNTER, "Quầy 3")


def idle_away(at: Stage) -> None:
    at.page.route("**/api/v1/**", lambda route: route.abort())
    expect(at.page.locator("#away")).to_be_visible(timeout=60_000)


def ask(at: Stage) -> None:
    at.page.unroute("**/api/v1/**")
    expect(at.page.locator("#away")).to_be_hidden()
    at.visit()
    expect(at.page.locator("#photo")).to_be_visible()


def reasons(at: Stage) -> None:
    at.click("#contrast")
    at.click("[data-touch=dissatisfied]")
    at.click("[data-touch=waiting_time]")
    at.click("[data-touch=equipment]")


def comment(at: Stage) -> None:
    at.click("#larger")
    at.click("#add-comment")
    at.page.fill("#comment-text", COMMENT[at.language])


def thanks_complain(at: Stage) -> None:
    at.click("#comment [data-touch=done]")
    expect(at.page.locator("#complaint-qr")).to_be_visible()


def ask_three(at: Stage) -> None:
    at.program.set("rating", "office", levels=3)
    at.click("#thanks [data-touch=done]")
    at.visit()


def thanks(at: Stage) -> None:
    at.program.set("rating", "office", levels=5)
    at.click("[data-touch=satisfied]")


def pin(at: Stage) -> None:
    """From a question, so that it is in the citizen's language, as after a touch of theirs."""
    at.click("#thanks [data-touch=done]")
    at.visit()
    enter_corner(at.page)
    type_pin(at.page, "000000")
    type_pin(at.page, "123")


def staff(at: Stage) -> None:
    for _ in range(3):
        at.page.click('#pin [data-touch="delete"]')
    type_pin(at.page, at.program.get(f"/devices/{at.tablet}/pin")["pin"])


def sorry(at: Stage) -> None:
    """The disk takes nothing more."""
    at.click("#staff [data-touch=leave]")
    at.visit()
    at.page.evaluate(
        "() => { IDBObjectStore.prototype.add = () => "
        "{ throw new DOMException('full', 'QuotaExceededError'); }; }"
    )
    at.click("[data-touch=satisfied]")


RATE: dict[str, Callable[[Stage], None]] = {
    "pairing": pairing,
    "idle": idle,
    "idle-away": idle_away,
    "ask": ask,
    "ask-larger": larger,
    "ask-contrast": contrast,
    "reasons": reasons,
    "reasons-larger": larger,
    "comment": comment,
    "thanks-complain": thanks_complain,
    "ask-three": ask_three,
    "thanks": thanks,
    "pin": pin,
    "staff": staff,
    "sorry": sorry,
    "failsafe": fault,
}
