"""The roll-call on the manager's page: a counter that works without its tablet is said loudly."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from server.accounts import token_hash
from server.asking import Asker, Request
from server.core import open_core
from tests.browser.conftest import Office, Sample, Visitor

AT = "2026-11-23T00:30:00.000Z"


@pytest.fixture
def without_tablet(sample: Sample, tmp_path: Path) -> Iterator[Office]:
    """An office whose counter 3 is open while its paired tablet lies in a drawer."""
    server = sample.copy(tmp_path / "without")
    core = open_core(server.folder)

    def pair(tx):
        row = ("t-1", "rate", "Máy quầy 3", "3", token_hash("a token"), AT)
        columns = "id, kind, name, counter, token_hash, paired_at"
        tx.execute(f"INSERT INTO tablets ({columns}) VALUES (?, ?, ?, ?, ?, ?)", row)

    core.store.change(pair)
    clerk = Asker("hoa", "clerk", "3", is_person=True)
    core.counters.open("3", Request(clerk, None, ()))
    core.store.close()
    with server:
        yield Office(server, sample.passwords)


def test_an_open_counter_without_its_tablet(without_tablet: Office, chromium: Browser) -> None:
    visitor = Visitor(chromium, without_tablet.server.url)
    page = visitor.open("/manage", "office-pc")
    page.fill("#name", "quanly")
    page.fill("#password", without_tablet.passwords["quanly"])
    page.press("#password", "Enter")
    expect(page.locator("#without-tablet")).to_contain_text("quầy 3")
    row = page.locator("#devices tr", has_text="Máy quầy 3")
    expect(row.locator(".chip")).to_have_text("mất kết nối")
    expect(row).to_contain_text("Wi-Fi")
    expect(row).to_contain_text("Hoa")
    visitor.close()
