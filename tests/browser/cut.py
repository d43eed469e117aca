"""What is cut off on the screen that a page shows now: for the tests, and for the pictures."""

from pathlib import Path

from playwright.sync_api import Page

_LOOK = Path(__file__).with_name("cut.js").read_text(encoding="utf-8").partition("\n")[2]


def cut_off(page: Page) -> list[str]:
    """Texts that reach out of the screen, of their button or of what clips them, that lie on each
    other or do not fit their field; a page that would have to be scrolled; pictures that did not
    load. Lists that are scrolled by a finger (``#found``, ``.papers``) may go on."""
    found: list[str] = page.evaluate(_LOOK)
    return found
