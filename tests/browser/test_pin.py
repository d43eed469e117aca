"""The PIN of a paired tablet, for managers and administrators."""

import sqlite3
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from server.store import DATABASE

KEY = (
    "8ccf441afc1552c497463147a2db2a6c3c79c06462418eed8971c36b63d5d112"  # of docs/reference/seals.md
)
ROW = ("0011223344556677", "rate", "Máy quầy 3", "3", KEY, "2026-11-23T01:00:00.000Z")


@pytest.fixture
def tablet(office) -> Iterator[str]:
    """A paired tablet that is away; its name."""
    connection = sqlite3.connect(office.server.folder / DATABASE, isolation_level=None)
    columns = "id, kind, name, counter, token_hash, paired_at"
    connection.execute(f"INSERT INTO tablets ({columns}) VALUES (?, ?, ?, ?, ?, ?)", ROW)
    yield ROW[2]
    connection.execute("DELETE FROM tablets WHERE id = ?", ROW[:1])
    connection.close()


@pytest.mark.parametrize("name", ["quanly", "quantri"])
def test_the_pin_is_shown_when_it_is_asked_for(sign_in, tablet: str, name: str) -> None:
    page = sign_in(name)
    row = page.locator("#devices tr", has_text=tablet)
    expect(row).not_to_contain_text("583781")
    row.get_by_role("button", name="Xem mã PIN").click()
    expect(row).to_contain_text("PIN 583781")
    expect(page.locator("#devices tr", has_text="Máy in").get_by_role("button")).to_have_count(0)
