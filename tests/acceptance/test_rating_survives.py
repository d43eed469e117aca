"""A rating pressed while the server is dead; then the tablet dies, too.  Real programs, SIGKILL."""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from kiosk.identity import Home, Identity, save
from server.accounts import token_hash
from tests.acceptance.town import Town, copy_of, running, until
from tests.kiosk.headless_tablet import HeadlessTablet

ID, TOKEN, COUNTER = "00112233445566ee", "cd" * 32, "3"


@dataclass
class Desk:
    """Counter 3, its tablet, and the office behind."""

    town: Town
    folder: Path
    tablet: Any  # a HeadlessTablet, which is not typed

    def start_server(self) -> None:
        self.town.server.start()

    def start_tablet(self) -> None:
        self.tablet = HeadlessTablet("rate", self.folder)

    def sees(self, screen: str) -> None:
        while self.tablet.lines.get(timeout=30)["screen"] != screen:
            pass

    def waiting(self) -> int | None:
        """Ratings that the tablet still keeps, as it says itself."""
        devices = self.town.get("/devices", "admin")
        return next(each["queued"] for each in devices if each["id"] == ID)

    def ratings(self) -> list[tuple[int, int]]:
        database = sqlite3.connect(self.town.server.folder / "office.db")
        found = database.execute("SELECT ticket, score FROM ratings").fetchall()
        database.close()
        return found


@pytest.fixture
def desk(sample: Path, tmp_path: Path) -> Iterator[Desk]:
    office = copy_of(sample, tmp_path / "office")
    database = sqlite3.connect(office / "office.db")
    with database:
        database.execute(
            "INSERT INTO tablets (id, kind, name, counter, token_hash, paired_at) "
            "VALUES (?, 'rate', 'Máy 3', ?, ?, '2026-01-01T00:00:00.000Z')",
            (ID, COUNTER, token_hash(TOKEN)),
        )
    database.close()
    with running(office) as town:
        folder = tmp_path / "tablet"
        folder.mkdir()
        home = Home(town.server.url, TOKEN, "Giao Thủy", COUNTER)
        save(folder / "tablet.json", Identity(ID, home))
        found = Desk(town, folder, HeadlessTablet("rate", folder))
        yield found
        found.tablet.kill()


@pytest.mark.parametrize("order", [("server", "tablet"), ("tablet", "server")])
@pytest.mark.parametrize(("face", "score"), [("very_dissatisfied", 1), ("satisfied", 4)])
def test_it_is_counted_once(desk: Desk, order: tuple[str, str], face: str, score: int) -> None:
    desk.sees("idle")
    ticket = desk.town.issue("G")["id"]
    role = f"counter-{COUNTER}"
    assert desk.town.post(role, f"/counters/{COUNTER}/call-next").status == 200
    assert desk.town.post(role, f"/counters/{COUNTER}/finish").status == 200
    desk.sees("ask")
    desk.town.server.kill()
    desk.tablet.touch(face)
    desk.sees("reasons" if score <= 2 else "thanks")
    desk.tablet.kill()
    for each in order:
        {"server": desk.start_server, "tablet": desk.start_tablet}[each]()
    until(lambda: desk.ratings() == [(ticket, score)], "the answer is there")
    until(lambda: desk.waiting() == 0, "nothing waits any more")
    assert desk.ratings() == [(ticket, score)]
