"""How to come to each screen of ``/kiosk``, for pictures of them."""

from collections.abc import Callable

from playwright.sync_api import Route, expect

from server.plan import WEEKDAYS
from tests.browser.kiosk_steps import choose, open_group
from tests.browser.rating import DEAD_MS
from tests.browser.stage import SERVICE, Stage, contrast, fault, larger


def services(at: Stage) -> None:
    at.kiosk()
    open_group(at.page, "B")
    expect(at.page.locator("[data-service=B]")).to_be_visible()


def services_rest(at: Stage) -> None:
    """Of one there are no numbers left, the counters of the other have a break."""
    at.program.issue("H")
    at.program.set("service", "H", limit_day=1)
    for counter in ("4", "7"):
        at.program.post(f"/counters/{counter}/pause", {"reason": "họp"})
    services(at)


def groups_shut(at: Stage) -> None:
    """A day off: no numbers, why, and when there are some."""
    for counter in ("4", "7"):
        at.program.post(f"/counters/{counter}/open")
    session = {"name": "morning", "days": list(WEEKDAYS), "opens": "07:30", "closes": "11:30"}
    at.program.set("schedule", "office", session=[session])
    day = at.program.get("/hall")["business_day"]
    at.program.set("day", day, works=False, name="Giỗ Tổ Hùng Vương")
    at.kiosk()
    expect(at.page.locator("#shut")).to_be_visible()


def search(at: Stage) -> None:
    at.kiosk()
    at.click("#to-search")
    expect(at.page.locator("[data-found]").first).to_be_visible()


def search_found(at: Stage) -> None:
    for letter in "dang ky":
        at.page.click(f"[data-letter={'space' if letter == ' ' else letter}]")


def search_nothing(at: Stage) -> None:
    at.page.click("[data-letter=x]")


def confirm(at: Stage) -> None:
    at.kiosk()
    choose(at.page, "B")


def category(at: Stage) -> None:
    at.click("#contrast")
    at.click("#take-priority")


def card(at: Stage) -> None:
    at.kiosk()
    at.page.wait_for_timeout(1000)  # its live stream is open
    at.show_card()
    expect(at.page.locator("#card")).to_be_visible()


def groups_card(at: Stage) -> None:
    at.click("[data-accept=yes]")


def confirm_card(at: Stage) -> None:
    choose(at.page, "A")


def keypad(at: Stage) -> None:
    at.kiosk()
    at.click("#missed")
    for key in ("A", "9", "0", "9"):
        at.page.click(f'[data-key="{key}"]')
    at.page.click("#keypad [type=submit]")
    expect(at.page.locator("#typed-problem")).not_to_be_empty()


def keypad_appointment(at: Stage) -> None:
    at.click("#keypad [data-back]")
    at.click("#arrive")
    for key in "48291357":
        at.page.click(f'[data-key="{key}"]')


def issuing(at: Stage) -> None:
    """The server has not answered yet."""
    at.kiosk()
    at.page.route("**/api/v1/tickets", lambda route: None)
    choose(at.page, "C")
    at.click("#take")


def number(at: Stage) -> None:
    at.kiosk()
    choose(at.page, "C")
    at.click("#take")
    expect(at.page.locator("body[data-paper=out]")).to_be_attached(timeout=30_000)


def paperless(at: Stage) -> None:
    """The slip is stuck."""

    def fail(route: Route) -> None:
        told = route.fetch().json()
        slip = {**told["slip"], "state": "failed", "reason": "paper_out"}
        route.fulfill(json={**told, "slip": slip})

    at.kiosk()
    at.page.route("**/api/v1/tickets/*", fail)
    choose(at.page, "C")
    at.click("#take")
    expect(at.page.locator("#qr")).to_be_visible()


def returned(at: Stage) -> None:
    """Somebody missed the call and types the number."""
    ticket = at.program.issue(SERVICE)
    at.as_clerk("call", {"ticket": ticket["id"]})
    at.as_clerk("no-show")
    at.kiosk()
    at.click("#missed")
    for key in ticket["label"]:
        at.page.click(f'[data-key="{key}"]')
    at.page.click("#keypad [type=submit]")


def help(at: Stage) -> None:
    at.kiosk()
    at.click("#help-button")
    expect(at.page.locator("#help-button[data-state=told]")).to_be_visible()


def sorry(at: Stage) -> None:
    """No answer comes, however often it is asked."""
    at.kiosk()
    at.page.route("**/api/v1/tickets", lambda route: route.abort())
    choose(at.page, "C")
    at.click("#take")
    expect(at.page.locator("#sorry")).to_be_visible()


def sorry_refused(at: Stage) -> None:
    """The last number was taken meanwhile."""
    at.kiosk()
    choose(at.page, "F")
    at.program.set("service", "F", limit_day=1)
    expect(at.page.locator("#take")).to_be_disabled()
    at.page.evaluate("(button => { button.disabled = false; button.click(); })(take)")


def pin(at: Stage) -> None:
    at.kiosk()
    at.page.wait_for_timeout(DEAD_MS)
    for _ in range(4):
        at.page.mouse.click(8, 8)
    expect(at.page.locator("#pin")).to_be_visible()
    type_pin(at, "000000")
    expect(at.page.locator("#pin-said")).not_to_be_empty()


def staff(at: Stage) -> None:
    type_pin(at, at.program.get("/kiosks/pin")["pin"])


def type_pin(at: Stage, pin: str) -> None:
    for digit in pin:
        at.page.click(f'[data-digit="{digit}"]')


TAKE: dict[str, Callable[[Stage], None]] = {
    "groups": Stage.kiosk,
    "groups-larger": larger,
    "groups-contrast": contrast,
    "services": services,
    "search": search,
    "search-found": search_found,
    "search-nothing": search_nothing,
    "confirm": confirm,
    "confirm-larger": larger,
    "confirm-contrast": contrast,
    "category": category,
    "card": card,
    "groups-card": groups_card,
    "confirm-card": confirm_card,
    "keypad": keypad,
    "keypad-appointment": keypad_appointment,
    "issuing": issuing,
    "number": number,
    "number-larger": larger,
    "paperless": paperless,
    "returned": returned,
    "help": help,
    "sorry": sorry,
    "sorry-refused": sorry_refused,
    "services-rest": services_rest,
    "groups-shut": groups_shut,
    "pin": pin,
    "staff": staff,
    "failsafe": fault,
}
