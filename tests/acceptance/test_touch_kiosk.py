"""The touch kiosk's own process at a real server, with a reader of codes beside it."""

import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from hardware.virtual import VirtualCable
from kiosk.identity import Home, Identity, save
from server.accounts import token_hash
from tests.acceptance.test_appointments import HOURS, ZONE
from tests.acceptance.town import Town, copy_of, running, until
from tests.kiosk.headless_tablet import HeadlessTablet

ID, TOKEN = "00112233445566ff", "ab" * 32
TABLE = '\n[scanner.door]\nurl = "{url}"\nkiosk = "{id}"\n'
OLD = "036150000001|012345678|Trần Thị Ngọc Ánh|01011950|Nữ|Số 1, Phường Hàng Bạc|15042021"


class Mute:
    """A reader takes no bytes."""

    def feed(self, data: bytes) -> bytes:
        return b""


@dataclass
class Hall:
    """The kiosk in the hall, the reader on it, and the office behind."""

    town: Town
    kiosk: Any  # a HeadlessTablet, which is not typed
    reader: VirtualCable
    start: dict[str, Any] = field(default_factory=dict)  # the line of the first screen

    def begin(self) -> None:
        """To the list of services with A in it, from where a visit begins."""
        if self.start["screen"] == "groups":
            found = next((each["code"] for each in self.groups() if "A" in each["services"]), "")
            self.kiosk.touch(f"group:{found}")
            self.sees("services")

    def sees(self, *screens: str) -> dict[str, Any]:
        line: dict[str, Any] = self.kiosk.lines.get(timeout=60)
        assert line["screen"] in screens, line
        return line

    def comes_home(self) -> None:
        """To the first screen; whether a slip or the list of services comes before is all one."""
        first = "groups" if self.groups() else "services"
        self.start = self.sees(first, "number", "paperless", "services")
        if self.start["screen"] != first:
            self.comes_home()

    def groups(self) -> list[dict[str, Any]]:
        answer = self.town.ask(None, "GET", "/groups")
        return list(answer.json) if answer.status == 200 else []

    def number(self) -> str:
        """A number of service A, as a citizen takes it."""
        self.begin()
        self.kiosk.touch("service:A")
        assert self.sees("confirm")["service"] == "A"
        self.kiosk.touch("take")
        return str(self.given())

    def given(self) -> str:
        self.sees("issuing")
        label = self.sees("number")["label"]
        self.kiosk.touch("again")
        self.comes_home()
        return str(label)


@pytest.fixture(scope="module")
def place(
    sample: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Town, VirtualCable]]:
    """The office with its reader; the kiosk is paired already."""
    with ExitStack() as opened:
        reader = VirtualCable(Mute(), "tcp")
        opened.callback(reader.close)
        folder = copy_of(sample, tmp_path_factory.mktemp("hall") / "office")
        with (folder / "office.toml").open("a", encoding="utf-8") as file:
            file.write(TABLE.format(url=reader.url, id=ID))
        pair(folder / "office.db")
        town = opened.enter_context(running(folder))
        assert town.put("/setup/schedule/office", {"value": HOURS}).status == 200
        value = {"name": "Tư pháp", "slot_min": 30, "slot_days": 7, "grace_min": 1440}
        assert town.put("/setup/service/A", {"value": value}).status == 200
        until(lambda: "ready" in states(town), "the reader is there")
        yield town, reader


@pytest.fixture
def hall(place: tuple[Town, VirtualCable], tmp_path: Path) -> Iterator[Hall]:
    town, reader = place
    kiosk = HeadlessTablet("take", home(tmp_path / "tablet", town.server.url))
    found = Hall(town, kiosk, reader)
    found.comes_home()
    yield found
    kiosk.kill()


def pair(database: Path) -> None:
    """As pairing leaves it in the office."""
    row = (ID, "take", "Sảnh", None, token_hash(TOKEN), "2026-01-01T00:00:00.000Z")
    connection = sqlite3.connect(database)
    with connection:
        connection.execute(
            "INSERT INTO tablets (id, kind, name, counter, token_hash, paired_at) "
            "VALUES (?, ?, ?, ?, ?, ?)",
            row,
        )
    connection.close()


def home(folder: Path, url: str) -> Path:
    """As pairing leaves it on the kiosk."""
    folder.mkdir()
    save(folder / "tablet.json", Identity(ID, Home(url, TOKEN, "Giao Thủy", None)))
    return folder


def states(town: Town) -> set[str]:
    return {each["state"] for each in town.get("/devices") if each["kind"] == "scanner"}


def test_a_number_a_missed_call_and_the_way_back(hall: Hall) -> None:
    label = hall.number()
    assert label.startswith("A")
    counters = hall.town.get("/hall")["counters"]
    counter = next(each["number"] for each in counters if "A" in each["services"])
    role = f"counter-{counter}"
    hall.town.post(role, f"/counters/{counter}/open")
    assert hall.town.post(role, f"/counters/{counter}/call-next").status == 200
    assert hall.town.post(role, f"/counters/{counter}/no-show").status == 200
    hall.kiosk.touch("keypad:missed")
    hall.sees("keypad")
    for key in "A9":
        hall.kiosk.touch(f"key:{key}")
        hall.sees("keypad")
    hall.kiosk.touch("send")
    hall.sees("issuing")
    assert hall.sees("keypad")["problem"]  # there is no A9
    hall.kiosk.touch("key:erase")
    hall.sees("keypad")
    for key in label[1:]:
        hall.kiosk.touch(f"key:{key}")
        hall.sees("keypad")
    hall.kiosk.touch("send")
    hall.sees("issuing")
    assert hall.sees("returned")["label"] == label


def test_a_slip_that_is_shown_brings_its_number_back(hall: Hall) -> None:
    label = hall.number()
    ticket = hall.town.issue("A")
    hall.reader.say(f"http://10.0.0.5{ticket['link']}\r\n".encode())
    hall.sees("issuing")
    assert hall.sees("returned")["label"] == ticket["label"] != label  # it waits: well and good


def test_an_appointment_is_typed_or_shown_and_gives_its_number(hall: Hall) -> None:
    today = datetime.now(ZONE).date().isoformat()
    slots = hall.town.get(f"/services/A/slots?day={today}", "kiosk")
    if not slots:
        pytest.skip("the day is nearly over: no slot is left to book")
    body = {"service": "A", "day": today, "start": slots[-1]["start"], "identity": "001090987654"}
    booked = hall.town.post("kiosk", "/appointments", body).json
    hall.kiosk.touch("keypad:appointment")
    hall.sees("keypad")
    for key in "".join(filter(str.isdigit, booked["code"])):
        hall.kiosk.touch(f"key:{key}")
        hall.sees("keypad")
    hall.kiosk.touch("send")
    given = hall.given()
    hall.reader.say(f"http://10.0.0.5{booked['link']}\r\n".encode())
    hall.sees("issuing")
    assert hall.sees("returned", "number")["label"] == given  # the same ticket; its slip is out


def test_a_card_offers_priority_and_the_next_citizen_has_none(hall: Hall) -> None:
    hall.reader.say(OLD.encode() + b"\r\n")
    assert hall.sees("card")["age"] == 75
    hall.kiosk.touch("accept")
    hall.comes_home()
    assert hall.start["note"] == "priority"
    first = hall.number()
    assert "note" not in hall.start
    second = hall.number()
    waiting = {each["label"]: each["priority"] for each in tickets(hall.town)}
    assert (waiting[first], waiting[second]) == ("elderly", None)


def tickets(town: Town) -> list[dict[str, Any]]:
    folder = town.server.folder
    connection = sqlite3.connect(folder / "office.db")
    connection.row_factory = sqlite3.Row
    rows = [dict(row) for row in connection.execute("SELECT label, priority FROM tickets")]
    connection.close()
    return rows


def test_help_is_called_and_somebody_comes(hall: Hall) -> None:
    hall.kiosk.touch("help")
    assert hall.sees("help")["help"] == "asking"
    assert hall.sees("help")["help"] == "told"
    [call] = hall.town.get("/help")
    assert call["kiosk"] == ID
    assert hall.town.post("admin", f"/help/{call['id']}/answer").status == 200
    assert hall.sees("help")["help"] == "coming"
