"""Appointments and numbers from home at a real server: races, and what must never be kept."""

import json
import time
import uuid
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.acceptance.town import Stream, Town, copy_of, running
from tests.server_process import Answer, motcua

EVERY_DAY = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
HOURS = {
    "name": "office",
    "works_on_holidays": True,
    "session": [{"name": "day", "opens": "00:00", "closes": "23:59", "days": EVERY_DAY}],
}
SERVICE = {"slot_min": 30, "slot_days": 7, "home_days": 7, "grace_min": 15}
NUMBER, NAME = "001090987654", "TRAN THI MAI"
CARD = f"{NUMBER}|012987654|{NAME}|01011990|Nữ|Thôn 1|15042021"
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


@pytest.fixture
def town(sample: Path, tmp_path: Path) -> Iterator[Town]:
    with running(copy_of(sample, tmp_path / "office")) as found:
        assert found.put("/setup/schedule/office", {"value": HOURS}).status == 200
        for code in ("A", "B", "C"):
            value = {"name": code, **SERVICE, "slot_capacity": 3}
            assert found.put(f"/setup/service/{code}", {"value": value}).status == 200
        yield found


def day(ahead: int = 1) -> str:
    return (datetime.now(ZONE) + timedelta(days=ahead)).date().isoformat()


def book(town: Town, identity: str, start: str = "09:00", role: str = "kiosk") -> Answer:
    body = {"service": "A", "day": day(), "start": start, "identity": identity}
    return town.post(role, "/appointments", body)


def said(answer: Answer) -> str:
    if answer.status == 201:
        return "made"
    return str(answer.json["type"].removeprefix("/problems/"))


def together(ask: Any, many: int) -> Counter[str]:
    with ThreadPoolExecutor(many) as pool:
        return Counter(said(each) for each in pool.map(ask, range(many)))


def verified(town: Town) -> None:
    assert motcua("journal", str(town.server.folder), "verify")


def test_twenty_want_the_last_place_of_a_slot(town: Town) -> None:
    for n in range(2):
        assert book(town, f"00109010000{n}").status == 201
    found = together(lambda n: book(town, f"0010902000{n:02d}"), 20)
    assert found == {"made": 1, "slot_full": 19}
    slots = town.get(f"/services/A/slots?day={day()}")
    assert next(each["free"] for each in slots if each["start"] == "09:00") == 0
    verified(town)


def test_one_person_asks_twenty_times_at_once(town: Town) -> None:
    def ask(n: int) -> Answer:
        body = {"service": "ABC"[n % 3], "day": day(), "identity": CARD}
        return town.post("kiosk", "/home/tickets", body)

    found = together(ask, 20)
    assert found["made"] == 2  # in all, and of two services
    assert found["person_day"] + found["person_service"] == 18
    with ThreadPoolExecutor(8) as pool:
        others = list(
            pool.map(
                lambda n: town.post(
                    "kiosk",
                    "/home/tickets",
                    {"service": "A", "day": day(), "identity": f"0010903000{n:02d}"},
                ),
                range(8),
            )
        )
    labels = sorted(each.json["label"] for each in others)
    assert len(set(labels)) == 8
    verified(town)


def test_no_identity_is_written_anywhere(town: Town) -> None:
    stream = Stream(town.server)
    answers = [
        town.post("kiosk", "/home/tickets", {"service": "A", "day": day(), "identity": NUMBER}),
        town.post("kiosk", "/home/tickets", {"service": "A", "day": day(), "identity": NUMBER}),
        book(town, CARD, "10:00", "admin"),
        book(town, CARD, "10:10"),
        book(town, f"{NUMBER}x"),
        book(town, f"{NUMBER}|" + "x" * 600),
        town.post("kiosk", "/home/tickets", {"service": NUMBER, "identity": NUMBER}),
        town.post("kiosk", "/home/tickets", {"service": "B", "day": day(), "identity": CARD}),
    ]
    ticket = answers[-1].json
    assert ticket["label"] == "B001"
    town.post("kiosk", f"/tickets/{ticket['id']}/cancel")
    told = b"".join(each.body for each in answers).decode()
    told += json.dumps(stream.until(town.get("/hall")["seq"]), ensure_ascii=False)
    stream.close()
    assert NUMBER not in told and NAME not in told
    assert town.server.ask("GET", f"/api/v1/services/A/slots?day={day()}").status == 200
    for is_running in (True, False):
        if not is_running:
            town.server.kill()
        kept = b"".join(
            path.read_bytes() for path in town.server.folder.rglob("*") if path.is_file()
        )
        for secret in (NUMBER, NAME, "012987654"):
            assert secret.encode() not in kept, is_running
    assert NUMBER not in json.dumps(motcua("journal", str(town.server.folder), "export"))


def test_a_code_gives_one_ticket_to_many_who_type_it_at_once(town: Town) -> None:
    """In a slot that is due now: the day is open round the clock, in slots of one minute."""
    value = {"name": "A", **SERVICE, "slot_min": 1}
    assert town.put("/setup/service/A", {"value": value}).status == 200
    slots = _slots_now(town)
    body = {"service": "A", "day": slots[0], "start": slots[1], "identity": NUMBER}
    made = town.post("kiosk", "/appointments", body)
    assert made.status == 201, made
    with ThreadPoolExecutor(8) as pool:
        answers = list(
            pool.map(
                lambda _: town.post("kiosk", "/appointments/arrive", {"code": made.json["code"]}),
                range(8),
            )
        )
    assert {each.status for each in answers} == {201}
    assert len({each.json["id"] for each in answers}) == 1
    verified(town)


def _slots_now(town: Town) -> tuple[str, str]:
    """The first slot that can be booked, today or, a minute before midnight, tomorrow."""
    until = time.monotonic() + 90
    while time.monotonic() < until:
        today = datetime.now(UTC).astimezone(ZONE).date().isoformat()
        if slots := town.get(f"/services/A/slots?day={today}"):
            return today, slots[0]["start"]
        time.sleep(1)
    raise AssertionError("no slot to book")


def test_a_page_of_the_office_asks_only_so_often(town: Town) -> None:
    """The real server's limit for those who are not known; programs are not held up by it."""
    keys = iter(str(uuid.uuid4()) for _ in range(100))
    for _ in range(35):
        body = {"service": "A", "day": day(), "identity": "1"}
        answer = town.ask("kiosk", "POST", "/home/tickets", body, Idempotency_Key=next(keys))
        assert said(answer) == "bad_identity"
