"""The set-up over HTTP: who may, what is answered, what is wrong."""

import tomllib
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.server.desk import Desk
from tests.server.web import client

API = "/api/v1/setup"


def send(of: FlaskClient, method: str, path: str, body: Any, key: str = "") -> TestResponse:
    """A request with a key of its own unless given."""
    of.environ_base["n"] = str(int(of.environ_base.get("n", "0")) + 1)
    headers = {"Idempotency-Key": key or of.environ_base["n"]}
    return of.open(API + path, method=method, json=body, headers=headers)


@pytest.fixture
def admin(desk: Desk) -> FlaskClient:
    return client(desk, "admin")


def test_a_record_is_renamed_from_today_and_tells_its_versions(
    desk: Desk, admin: FlaskClient
) -> None:
    answer = send(admin, "PUT", "/service/A", {"value": {"name": "Hộ tịch"}})
    assert answer.status_code == 200
    assert [(each["from"], each["value"]["name"]) for each in answer.json] == [
        ("0001-01-01", "Tư pháp"),
        ("2026-11-23", "Hộ tịch"),
    ]
    assert desk.plan().services["A"].name == "Hộ tịch"
    names = {each["code"]: each["name"] for each in admin.get("/api/v1/services").json}
    assert names["A"] == "Hộ tịch"


def test_a_record_ends_tomorrow(desk: Desk, admin: FlaskClient) -> None:
    answer = send(admin, "POST", "/counter/3/end", {"from": "2026-11-24"})
    assert answer.json[-1] == {"key": "3", "from": "2026-11-24", "value": None}
    assert "3" in desk.plan().counters and "3" not in desk.plan("2026-11-24").counters
    assert send(admin, "POST", "/counter/99/end", {}).status_code == 404


def test_the_whole_set_up_there_and_back(desk: Desk, admin: FlaskClient) -> None:
    document = admin.get(API).json
    assert [each["code"] for each in document["service"]] == ["A", "B"]
    assert document["numbering"] == []
    assert send(admin, "PUT", "", document).json == document
    assert desk.names() == []
    document["counter"].append({"number": "9", "services": ["B"]})
    del document["rules"]
    assert send(admin, "PUT", "", document).status_code == 200
    assert desk.counter("9").services == ["B"]


def test_the_whole_set_up_as_a_file(admin: FlaskClient) -> None:
    answer = admin.get(f"{API}/export")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="setup.toml"'
    assert tomllib.loads(answer.text) == admin.get(API).json


def test_who_changed_what(admin: FlaskClient) -> None:
    send(admin, "PUT", "/service/A", {"value": {"name": "Hộ tịch"}, "from": "2026-12-01"})
    [changed, filled] = admin.get(f"{API}/history?kind=service&key=A").json
    assert (changed["by"], changed["at"]) == ("admin-1", "2026-11-23T01:00:00.000Z")
    assert (changed["kind"], changed["key"], changed["from"]) == ("service", "A", "2026-12-01")
    assert (changed["old"]["name"], changed["new"]["name"]) == ("Tư pháp", "Hộ tịch")
    assert (filled["by"], filled["old"]) == ("motcua init", None)
    assert len(admin.get(f"{API}/history").json) == 7
    for wrong in ("kind=colour", "kinds=service"):
        assert admin.get(f"{API}/history?{wrong}").status_code == 422


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "detail"),
    [
        ("PUT", "/service/C", {"value": {}}, 422, "service.name is missing"),
        ("PUT", "/service/C", {"value": {"name": 1}}, 422, "service.name = 1: text is wanted"),
        ("PUT", "/service/C", {"value": {"name": "x"}, "from": "2026-02-30"}, 422, "from = "),
        ("PUT", "/service/C", {"value": {"name": "x"}, "from": "soon"}, 422, "`$.from`"),
        ("PUT", "/service/C", {"valu": {}}, 422, "valu"),
        ("PUT", "/colour/C", {"value": {}}, 404, ""),
        ("PUT", "/counter/1", {"value": {"services": ["Z"]}}, 422, "'Z' is not there"),
        ("POST", "/service/A/end", {}, 422, "counter '1'.services: 'A' is not there"),
        ("PUT", "/service/A", {"value": {"name": "x"}, "from": "2026-01-01"}, 409, ""),
        ("PUT", "", {"servise": []}, 422, "servise"),
        ("PUT", "", {"service": [{"code": "A"}]}, 422, "service[0].name is missing"),
    ],
)
def test_what_is_wrong_is_told_with_its_field(
    desk: Desk, admin: FlaskClient, method: str, path: str, body: Any, status: int, detail: str
) -> None:
    answer = send(admin, method, path, body)
    assert answer.status_code == status
    assert detail in answer.json.get("detail", "")
    assert desk.names() == []


def test_a_repeated_request_is_done_once(desk: Desk, admin: FlaskClient) -> None:
    body = {"value": {"name": "Hộ tịch"}}
    for _ in range(2):
        assert send(admin, "PUT", "/service/A", body, key="k").status_code == 200
    assert desk.names() == ["setting_changed"]
    assert send(admin, "PUT", "/service/B", body, key="k").status_code == 422


@pytest.mark.parametrize(
    ("role", "reads", "writes"),
    [("kiosk", 403, 403), ("screen", 403, 403), ("reader", 403, 403), ("admin", 200, 200)],
)
def test_who_may(desk: Desk, role: str, reads: int, writes: int) -> None:
    program = client(desk, role)
    for path in ("", "/service", "/history", "/export"):
        assert program.get(API + path).status_code == reads, path
    assert send(program, "PUT", "/service/A", {"value": {"name": "x"}}).status_code == writes
    assert send(program, "PUT", "", {}).status_code == writes
    assert send(program, "POST", "/counter/3/end", {}).status_code == writes
