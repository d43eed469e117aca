"""What an editor of the set-up needs: a file tried out, hours to begin with, holidays, shapes."""

import re
from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from server import plan
from server.records import KINDS
from server.settings import Settings
from server.setup_file import usual_hours
from server.setup_shapes import PARTS, shapes
from tests.server.desk import ZONE, Desk
from tests.server.test_catalogues import words_of
from tests.server.web import client

TET = [date(2026, 2, 17), date(2027, 2, 6)]
API = "/api/v1/setup"
SERVER = Path(__file__).parents[2] / "server"
TABLE = (SERVER / "static" / "setup_fields.js").read_text(encoding="utf-8")
FORM = TABLE.split("export const COLUMNS")[0]


@pytest.fixture
def admin(desk: Desk) -> FlaskClient:
    return client(desk, "admin")


def attempt(admin: FlaskClient, text: str) -> Any:
    return admin.post(
        f"{API}/try", json={"text": text}, headers={"Idempotency-Key": str(hash(text))}
    )


def test_a_file_tried_out_says_what_it_would_change_and_changes_nothing(
    desk: Desk, admin: FlaskClient
) -> None:
    before = admin.get(f"{API}/export").text
    text = before.replace("Tư pháp", "Hộ tịch") + '\n[[counter]]\nnumber = "9"\n'
    found = attempt(admin, text)
    assert found.status_code == 200, found.text
    assert [(each["key"], each["from"]) for each in found.json["changes"]] == [
        ("A", "2026-11-23"),
        ("9", "2026-11-23"),
    ]
    first = found.json["changes"][0]
    assert (first["old"]["name"], first["new"]["name"]) == ("Tư pháp", "Hộ tịch")
    assert admin.get(f"{API}/export").text == before
    assert desk.names() == []
    done = admin.put(API, json=found.json["document"], headers={"Idempotency-Key": "do-it"})
    assert done.status_code == 200
    assert attempt(admin, text).json["changes"] == []


def test_what_is_changed_twice_is_told_step_by_step(admin: FlaskClient) -> None:
    text = """
        [[service]]
        code = "A"
        name = "Một"
        [[service]]
        code = "A"
        from = 2026-12-01
        name = "Hai"
        [[service]]
        code = "B"
        name = "Đất đai"
        name_en = "Land"
    """
    changes = attempt(admin, text).json["changes"]
    assert [(each["old"]["name"], each["new"]["name"]) for each in changes] == [
        ("Tư pháp", "Một"),
        ("Một", "Hai"),
    ]


@pytest.mark.parametrize("text", ["[[service", "[[service]]\ncolour = 1", '[[counter]]\nnumber=""'])
def test_a_file_that_cannot_be_is_refused(admin: FlaskClient, text: str) -> None:
    answer = attempt(admin, text)
    assert (answer.status_code, answer.json["type"]) == (422, "/problems/bad_setup")


def test_only_administrators_try_files_and_managers_read(desk: Desk) -> None:
    manager = client(desk, "reader")
    assert attempt(manager, "").status_code == 403
    assert manager.get(f"{API}/usual-hours").status_code == 403


def test_the_usual_hours_can_be_put_in(desk: Desk, admin: FlaskClient) -> None:
    answer = admin.get(f"{API}/usual-hours").json
    assert answer["schedule"] == usual_hours()["schedule"]
    done = admin.put(API, json=answer, headers={"Idempotency-Key": "hours"})
    assert done.status_code == 200
    assert desk.plan().schedules["office"].session[0].opens == "07:30"


def test_holidays_are_those_of_one_year(desk: Desk) -> None:
    def holidays(years: Any) -> Any:
        return {day: "Tết" for day in TET if day.year in years}

    settings = Settings(desk.store, desk.ledger, ZONE, desk.clock, holidays)
    assert list(settings.holidays(2027)) == [TET[1]]


@pytest.mark.parametrize(("year", "status"), [("2026", 200), ("1999", 422), ("x", 422), ("", 422)])
def test_holidays_are_for_years_one_can_mean(admin: FlaskClient, year: str, status: int) -> None:
    assert admin.get(f"{API}/holidays?year={year}").status_code == status


# Forms


def test_a_form_knows_default_bounds_and_choices() -> None:
    found = shapes()
    assert found["service"]["home_days"] == {"default": -1, "least": -1, "most": 366}
    assert found["counter"]["order"]["choices"] == ["arrival", "listed", "weights"]
    assert "default" not in found["service"]["code"]
    assert (found["service"]["code"]["longest"], found["service"]["name"]["longest"]) == (32, 500)
    assert found["session"]["days"]["default"] == ["mon", "tue", "wed", "thu", "fri"]
    assert found.keys() == {*KINDS, *PARTS}


@pytest.mark.parametrize("kind", KINDS)
def test_the_table_of_the_form_has_every_field_and_each_has_a_name(kind: str) -> None:
    part = re.search(rf"^  {kind}: \[\n(.*?)^  \],", FORM, re.S | re.M)
    assert part is not None
    names = re.findall(r'\{ name: "(\w+)"', part[1])
    assert sorted(names) == sorted(each.name for each in fields(KINDS[kind]))
    assert {f"{kind}_{name}" for name in names} <= form_words()


def form_words() -> set[str]:
    parts = SERVER / "templates" / "parts"
    files = ("setup_values.html", "setup_fields.html", "setup_rating.html")
    return set().union(*(words_of(parts / each) for each in files))


def test_every_word_that_the_table_of_the_form_names_is_there() -> None:
    words = form_words()
    named = re.findall(r'(?:zero|empty): "(\w+)"', FORM)
    units = re.findall(r'unit: "(\w+)"', FORM)
    assert set(named) <= words
    assert {f"{way}_{unit}" for unit in units for way in ("unit", "n")} <= words
    chosen = {f"choice_{each}" for kind in shapes().values() for each in choices_of(kind)}
    assert chosen <= words
    assert {f"reason_{each}" for each in plan.REASONS} | {
        f"score_{each}" for each in plan.SCORES[5]
    } <= words
    assert set(plan.REASONS) == set(
        re.findall(r'"(\w+)"', FORM.partition("const REASONS")[2].partition("];")[0])
    )


def choices_of(kind: dict[str, Any]) -> list[str]:
    return [choice for shape in kind.values() for choice in shape.get("choices", [])]


# Reasons

REASONS = (SERVER / "static" / "setup_reasons.js").read_text(encoding="utf-8")
PATTERNS = re.findall(r"^  \[/(.+)/, \"(\w+)\"\],$", REASONS, re.M)
MORNING_HOURS = {"name": "morning", "opens": "07:30", "closes": "11:30"}
AFTERNOON = {"name": "afternoon", "opens": "13:00", "closes": "17:00"}
SUMMER = {"name": "summer", "start": "04-01", "end": "10-31"}


def hours(*sessions: dict[str, Any], season: list[dict[str, Any]] | None = None) -> Any:
    return {"schedule": [{"name": "office", "session": list(sessions), "season": season or []}]}


def row(**about: Any) -> Any:
    return {"numbering": [{"name": "G", "prefix": "G", **about}]}


def slip(*parts: Any, name: str = "ticket") -> Any:
    return {"slip": [{"name": name, "part": list(parts)}]}


def says(text: str) -> Any:
    return {"kind": "text", "text": {"vi": text}}


NUMBER, CODE = {"kind": "number"}, {"kind": "qr"}
#: What only an office with machines says is tried in ``test_printers``.
OF_MACHINES = {"why_not_in_office"}

WRONG = {
    "why_closes": hours(MORNING_HOURS | {"closes": "07:00"}),
    "why_last_ticket": hours(MORNING_HOURS | {"last_ticket": "12:00"}),
    "why_no_number": hours(MORNING_HOURS | {"last_ticket": "07:00"}),
    "why_overlap": hours(MORNING_HOURS, AFTERNOON | {"opens": "11:00"}),
    "why_numbers_overlap": hours(MORNING_HOURS, AFTERNOON | {"tickets_from": "11:00"}),
    "why_same_session": hours(MORNING_HOURS, AFTERNOON | {"name": "morning"}),
    "why_same_season": hours(season=[SUMMER, SUMMER]),
    "why_seasons": hours(season=[SUMMER, SUMMER | {"name": "winter"}]),
    "why_no_such_day": hours(season=[SUMMER | {"start": "02-30"}]),
    "why_not_there": {"counter": [{"number": "9", "services": ["Z"]}]},
    "why_same_prefix": row(prefix="A"),
    "why_digit": row(prefix="A1"),
    "why_last": row(first=5, last=3),
    "why_session_first": row(session_first={"morning": 5}),
    "why_both_begin": row(restart="session", session_first={"morning": 5, "afternoon": 5}),
    "why_no_session": {
        **row(restart="session", session_first={"noon": 5}),
        "service": [{"code": "A", "name": "a", "numbering": "G"}, {"code": "B", "name": "b"}],
    },
    "why_number": row(width=9),
    "why_positive": {"rating": [{"positive": []}]},
    "why_low": {"rating": [{"low": 3, "positive": [3, 4, 5]}]},
    "why_address": {"rating": [{"complaint_url": "paknt.gov.vn"}]},
    "why_slash": {"counter": [{"number": "1/2"}]},
    "why_nameless": {"counter": [{"number": ""}]},
    "why_receipt": slip(NUMBER, CODE, says("Mẫu số 01")),
    "why_no_field": slip(NUMBER, CODE, says("{nobody}")),
    "why_brace": slip(NUMBER, CODE, says("{office")),
    "why_one_part": slip(NUMBER),
    "why_no_code": slip(says("{dossier} {due}"), name="result"),
    "why_not_said": slip(CODE, says("{dossier}"), name="result"),
    "why_twice": slip(NUMBER, CODE, {"kind": "logo"}, {"kind": "logo"}),
    "why_itself": {"printer": [{"name": "hall", "stand_in": "hall"}]},
    "why_dots": {"printer": [{"name": "hall", "dots": 100}]},
    "why_empty_text": slip(NUMBER, CODE, says(" ")),
    "why_languages": {"zone": [{"name": "hall", "languages": []}]},
    "why_two_letters": {"zone": [{"name": "hall", "languages": ["vn1"]}]},
    "why_once": {"zone": [{"name": "hall", "counters": ["1", "1"]}]},
    "why_no_notice": {"zone": [{"name": "hall", "notices": ["../a.png"]}]},
    "why_no_vietnamese": slip(NUMBER, CODE, {"kind": "text", "text": {"en": "x"}}),
}


@pytest.mark.parametrize(("pattern", "key"), [each for each in PATTERNS if each[1] in WRONG])
def test_the_page_knows_the_reason_when_it_comes(
    admin: FlaskClient, pattern: str, key: str
) -> None:
    answer = admin.put(API, json=WRONG[key], headers={"Idempotency-Key": key})
    assert answer.status_code == 422
    assert re.search(pattern, answer.json["detail"]), answer.json["detail"]


def test_every_reason_has_words_and_is_tried() -> None:
    words = words_of(SERVER / "templates" / "parts" / "setup_reasons.html")
    assert {key for _, key in PATTERNS} == words == WRONG.keys() | OF_MACHINES
