"""Something is shown to the scanner of a kiosk that runs in a browser."""

import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from hardware.virtual import VirtualCable
from tests.browser.conftest import Sample, Visitor
from tests.browser.kiosk_steps import begin, choose, take
from tests.browser.program import Program
from tests.server_process import ServerProcess

NAME = "Trần Thị Ngọc Ánh"
OLD = f"036150000001|012345678|{NAME}|01011950|Nữ|Giao Thủy|15042021"
YOUNG = f"036190000002||{NAME}|01021990|Nữ|Giao Thủy|15042021"


class Mute:
    """A reader takes no bytes."""

    def feed(self, data: bytes) -> bytes:
        return b""


@dataclass(frozen=True)
class Hall:
    """An office whose kiosk ``hall`` has a scanner."""

    server: ServerProcess
    program: Program
    scanner: VirtualCable
    visitor: Visitor

    def open(self, size: str = "tablet", language: str = "vi") -> Page:
        """The kiosk, once it hears what is shown to its scanner."""
        page = self.visitor.blank(size, language)
        with page.expect_response(re.compile("/api/v1/live")):
            page.goto(f"{self.server.url}/kiosk?name=hall")
        begin(page)
        return page

    def show(self, text: str) -> None:
        """Show *text* to the scanner."""
        self.scanner.say(text.encode() + b"\r\n")


@pytest.fixture(scope="module")
def scanning(
    sample: Sample, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[ServerProcess, VirtualCable]]:
    cable = VirtualCable(Mute(), "tcp")
    server = sample.copy(tmp_path_factory.mktemp("card") / "office")
    with (Path(server.folder) / "office.toml").open("a", encoding="utf-8") as file:
        file.write(f'\n[scanner.door]\nurl = "{cable.url}"\nkiosk = "hall"\n')
    try:
        with server:
            yield server, cable
    finally:
        cable.close()


@pytest.fixture
def hall(chromium: Browser, scanning: tuple[ServerProcess, VirtualCable]) -> Iterator[Hall]:
    server, cable = scanning
    program, visitor = Program(server), Visitor(chromium, server.url)
    end = time.monotonic() + 20
    while {"scanner": "ready"} not in [{d["kind"]: d["state"]} for d in program.get("/devices")]:
        assert time.monotonic() < end
        time.sleep(0.05)
    yield Hall(server, program, cable, visitor)
    visitor.close()
    program.clear()


def test_a_card_of_somebody_old_asks_and_the_number_has_priority(hall: Hall) -> None:
    kiosk = hall.open()
    hall.show(OLD)
    expect(kiosk.locator("#card-question")).to_contain_text("Người từ 75 tuổi được ưu tiên")
    kiosk.click("[data-accept=yes]")
    expect(kiosk.locator("#card-note")).to_contain_text("không được lưu")
    choose(kiosk, "A")
    expect(kiosk.locator("#take")).to_have_text("Lấy số ưu tiên")
    expect(kiosk.locator("#take-priority")).to_be_hidden()
    with kiosk.expect_response("**/api/v1/tickets") as answer:
        kiosk.click("#take")
    ticket = answer.value.json()
    expect(kiosk.locator("#label")).to_have_text(ticket["label"])
    assert hall.program.ticket(ticket)["priority"] == "elderly"
    hall.show(OLD.replace("012345678", ""))  # the same person once more, the card read as before
    kiosk.click("[data-accept=no]")
    choose(kiosk, "A")
    kiosk.click("#take")
    expect(kiosk.locator("#why")).to_contain_text("đã")
    expect(kiosk.locator("#again")).to_be_hidden()


def test_a_card_of_somebody_young_goes_straight_to_the_services(hall: Hall) -> None:
    kiosk = hall.open(language="en")
    hall.show(YOUNG)
    expect(kiosk.locator("#card-note")).to_contain_text("is not kept")
    expect(kiosk.locator("#choice")).to_be_visible()
    take(kiosk, "B")
    expect(kiosk.locator("#label")).to_have_text(re.compile("^B"))


def test_what_is_no_card_is_said(hall: Hall) -> None:
    kiosk = hall.open("small-kiosk")
    for text, said in (
        ("DN4791234567890|5472e1baa76e20546869|01/01/1950", "thẻ bảo hiểm y tế"),
        (f"036315000003||{NAME}|01022015|Nữ|x|15042021", "Trẻ em"),
        ("xin chào", "Không đọc được"),
    ):
        hall.show(text)
        expect(kiosk.locator("#card-note")).to_contain_text(said)
    assert kiosk.evaluate("document.documentElement.scrollHeight <= innerHeight")


def test_a_slip_of_a_missed_call_is_back_in_line(hall: Hall) -> None:
    ticket = hall.program.issue("C")
    counter = next(
        each["number"] for each in hall.program.get("/hall")["counters"] if "C" in each["services"]
    )
    hall.program.post(f"/counters/{counter}/call", {"ticket": ticket["id"]})
    hall.program.post(f"/counters/{counter}/no-show")
    kiosk = hall.open()
    hall.show(f"http://10.0.0.5:8080{ticket['link']}")
    expect(kiosk.locator("#returned-label")).to_have_text(ticket["label"])


def test_a_kiosk_without_a_name_hears_of_no_card(hall: Hall) -> None:
    named = hall.open()
    other = hall.visitor.open("/kiosk")
    begin(other)
    hall.show(OLD)
    expect(named.locator("#card")).to_be_visible()
    expect(other.locator("#card")).to_be_hidden()
