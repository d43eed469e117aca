"""A tablet that the network hides: its address is typed, it is listed, and it is paired."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from kiosk.listener import Listener
from kiosk.pairing import Agreed, Handshake
from tests.browser.conftest import Office, Visitor

ID = "0011223344556677"


class SoftTablet:
    """The listener of a tablet called Máy quầy 3, without its screen and without a beacon."""

    def __init__(self) -> None:
        self.handshake = Handshake(ID)
        self.code = self.handshake.ask()
        self.paired: list[Agreed] = []
        self.listener = Listener(self.handshake, self.keep, "127.0.0.1", 0, self.who)
        self.address = f"127.0.0.1:{self.listener.port}"

    def keep(self, agreed: Agreed, peer: str) -> None:
        self.paired.append(agreed)
        self.handshake.rest()

    def who(self) -> dict[str, object]:
        said = {"id": ID, "kind": "rate", "name": "Máy quầy 3", "version": "0.1.0"}
        return {**said, "asking": not self.paired}


@pytest.fixture
def tablet() -> Iterator[SoftTablet]:
    tablet = SoftTablet()
    tablet.listener.start()
    yield tablet
    tablet.listener.close()


def test_by_its_address(witness: Visitor, own_office: Office, tablet: SoftTablet) -> None:
    page = witness.open("/manage")
    page.fill("#name", "quantri")
    page.fill("#password", own_office.passwords["quantri"])
    page.press("#password", "Enter")
    expect(page.locator("#hear")).to_be_visible()

    page.fill("#hear input", "máy quầy 3")
    page.press("#hear input", "Enter")
    expect(page.locator("#hear-problem")).to_contain_text("10.0.0.7:47110")

    page.fill("#hear input", tablet.address)
    page.press("#hear input", "Enter")
    expect(page.locator("#hear-said")).to_contain_text("Đã tìm thấy Máy quầy 3")
    expect(page.locator("#hear-problem")).to_be_empty()
    asking = page.locator(f"#asking li[data-id='{ID}']")
    expect(asking).to_contain_text(f"Máy quầy 3 {tablet.address}")

    asking.locator("input").fill(tablet.code)
    asking.locator("select").select_option("3")
    asking.locator("button").click()
    expect(page.locator("#pair-said")).to_contain_text("Máy quầy 3")
    [agreed] = tablet.paired
    assert agreed.offer.counter == "3" and len(agreed.offer.server) == 16
    expect(asking).to_have_count(0)

    page.fill("#hear input", tablet.address)
    page.press("#hear input", "Enter")
    expect(page.locator("#hear-said")).to_contain_text("không xin ghép")

    asked = page.locator("#asked li")
    expect(asked).to_contain_text(f"{tablet.address} Máy quầy 3 trả lời")
    asked.locator("button").click()
    expect(page.locator("#hear-said")).to_contain_text(f"Không tìm máy ở {tablet.address} nữa")
    expect(page.locator("#asked-part")).to_be_hidden()
