"""What a screen of a zone is told."""

from pathlib import Path
from typing import Any

import pytest

from tests.server.desk import Desk
from tests.server.web import web_app

MORNING = {"name": "morning", "opens": "07:30", "closes": "11:30", "last_ticket": "11:00"}
AFTERNOON = {"name": "afternoon", "opens": "13:00", "closes": "17:00"}
EVENING = {"name": "Ca tối", "opens": "18:00", "closes": "20:00"}


def zone(desk: Desk, name: str = "hall") -> Any:
    answer = web_app(desk).test_client().get(f"/api/v1/zones/{name}")
    assert answer.status_code == 200, answer.text
    return answer.json


def test_the_hall_has_everything(desk: Desk) -> None:
    assert zone(desk) == {
        "name": "hall",
        "titles": {"vi": "", "en": ""},
        "counters": ["1", "2", "3"],
        "is_whole": True,
        "languages": ["vi", "en"],
        "voice": "screens",
        "ticker": {},
        "notices": [],
        "hours": {"vi": "", "en": ""},
        "office": "Một cửa",
        "hotline": "",
        "requeue_min": 30,
    }


def test_a_zone_has_its_own(desk: Desk) -> None:
    about = {"title": "Khu A", "counters": ["3", "2"], "languages": ["km"], "voice": "none"}
    desk.change("zone", "west", {**about, "ticker": {"vi": "Tin"}})
    found = zone(desk, "west")
    assert (found["titles"], found["counters"]) == ({"vi": "Khu A", "en": "Khu A"}, ["2", "3"])
    assert (found["is_whole"], found["voice"]) == (False, "none")
    assert (found["languages"], found["ticker"]) == (["km"], {"vi": "Tin"})


def test_a_zone_that_is_not_there_is_said_so(desk: Desk) -> None:
    answer = web_app(desk).test_client().get("/api/v1/zones/west")
    assert (answer.status_code, answer.json["type"]) == (404, "/problems/no_such_zone")


@pytest.mark.parametrize(
    ("sessions", "vietnamese", "english"),
    [
        (
            [MORNING, AFTERNOON],
            "Sáng 07:30–11:30 (lấy số đến 11:00) · Chiều 13:00–17:00",
            "Morning 07:30–11:30 (numbers until 11:00) · Afternoon 13:00–17:00",
        ),
        ([EVENING], "Ca tối 18:00–20:00", "Ca tối 18:00–20:00"),
        ([], "Hôm nay nghỉ", "Closed today"),
    ],
)
def test_the_hours_of_today_in_words(
    desk: Desk, sessions: list[Any], vietnamese: str, english: str
) -> None:
    desk.change("schedule", "office", {"session": sessions})
    assert zone(desk)["hours"] == {"vi": vietnamese, "en": english}


def test_a_day_off_says_why(desk: Desk) -> None:
    desk.change("schedule", "office", {"session": [MORNING]})
    desk.change("day", "2026-11-23", {"works": False, "name": "Ngày hội"})
    assert zone(desk)["hours"]["vi"] == "Hôm nay nghỉ (Ngày hội)"


def test_it_has_a_strong_tag_that_changes_with_it(desk: Desk, tmp_path: Path) -> None:
    browser = web_app(desk, notices=tmp_path).test_client()
    tag = browser.get("/api/v1/zones/hall").headers["ETag"]
    assert tag.startswith('"')
    asked = {"If-None-Match": tag}
    same = browser.get("/api/v1/zones/hall", headers=asked)
    assert (same.status_code, same.data, same.headers["ETag"]) == (304, b"", tag)
    (tmp_path / "a.png").write_bytes(b"PNG")
    assert len(browser.get("/api/v1/zones/hall", headers=asked).json["notices"]) == 1
