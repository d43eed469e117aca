"""A page of the browser, and the office behind it, for pictures of its screens."""

from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Page, Route

from hardware.virtual import VirtualCable
from tests.browser.kiosk_steps import begin
from tests.browser.program import Program
from tests.browser.rating import DEAD_MS, wait_for

COUNTER, CLERK = "3", "lan"
SERVICE = "A"
"""What the clerk serves."""
KIOSK = "hall"
STAY_S = 99.0  # for pictures in all sizes, and of two digits, as on the kiosk
OLD_PERSON = "036150000001|{old}|Trần Thị Ngọc Ánh|01011950|Nữ|Giao Thủy|15042021"
_POST = """async ([path, body]) => {
  const { post } = await import("/static/api.js");
  await post(path, body);
}"""


class Mute:
    """A scanner takes no bytes."""

    def feed(self, data: bytes) -> bytes:
        return b""


@dataclass
class Stage:
    """A page in one language, and those behind it: an administrator's *program*, a clerk's
    *console*, the cable of the kiosk's scanner."""

    page: Page
    language: str
    program: Program
    console: Page
    scanner: VirtualCable
    cards: int = 0
    tablet: str = ""  # its id, once it is paired

    def click(self, what: str) -> None:
        """Touch it, once touches count again after a change of screen."""
        self.page.wait_for_timeout(DEAD_MS)
        self.page.click(what)

    def visit(self) -> None:
        """The clerk serves somebody who took a number in this language: then the tablet asks."""
        ticket = self.program.issue(SERVICE, language=self.language)
        self.as_clerk("call", {"ticket": ticket["id"]})
        self.as_clerk("start")
        self.as_clerk("finish")
        wait_for(self.page, "ask")

    def as_clerk(self, verb: str, body: Any = None) -> None:
        """Press that at the counter."""
        self.console.evaluate(_POST, [f"/counters/{COUNTER}/{verb}", body or {}])

    def kiosk(self) -> None:
        """The kiosk as the next citizen finds it."""
        self.page.unroute_all()
        keep_standing(self.page)
        self.page.goto(f"/kiosk?name={KIOSK}")
        begin(self.page)

    def show_card(self) -> None:
        """The card of somebody old before the scanner; another one each time."""
        self.cards += 1
        self.scanner.say(f"{OLD_PERSON.format(old=self.cards)}\r\n".encode())


def keep_standing(page: Page) -> None:
    """Let no screen go by itself while it is looked at."""

    def longer(route: Route) -> None:
        told = route.fetch().json()
        stays = dict.fromkeys(told["stay_s"], STAY_S)
        route.fulfill(json={**told, "stay_s": stays})

    page.route("**/static/screens.json", longer)


def larger(at: Stage) -> None:
    at.click("#larger")


def contrast(at: Stage) -> None:
    at.click("#larger")
    at.click("#contrast")


def fault(at: Stage) -> None:
    """A fault of ours."""
    at.page.evaluate("setTimeout(() => { throw new Error('made for a picture'); }, 0)")
