"""The rating page's desk alone, driven by random news in the browser itself: whatever happens,
an answer is kept once a visit, released in the end, and nobody is left standing."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visitor

DRIVE = Path(__file__).with_name("drive_desk.js").read_text(encoding="utf-8")


@pytest.fixture
def page(guest: Visitor) -> Page:
    found = guest.open("/devices")  # a page of the same server that is no tablet
    expect(found.locator("main")).to_be_visible()
    return found


def test_whatever_happens_answers_are_kept_once_and_released(page: Page) -> None:
    kept = 0
    for seed in range(1, 41):
        found = page.evaluate(DRIVE.partition("\n")[2], {"seed": seed * 7919, "steps": 400})
        assert found["problems"] == [], f"seed {seed}"
        kept += found["kept"]
    assert kept > 100, "nothing was tried"
