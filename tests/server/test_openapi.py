"""``/openapi.json`` describes every route of the API, and every schema in it is one."""

import re
from typing import Any

import jsonschema_rs
import pytest
from flask import Flask

from server.openapi import document
from server.routes import pages
from tests.server.desk import Desk
from tests.server.web import client, web_app

Operations = dict[tuple[str, str], dict[str, Any]]


@pytest.fixture
def app(desk: Desk) -> Flask:
    return web_app(desk)


def operations(doc: dict[str, Any]) -> Operations:
    return {(method, path): op for path, ops in doc["paths"].items() for method, op in ops.items()}


def resolved(doc: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    """The schema with the document's components beside it, so that its references are found."""
    return {**schema, "components": doc["components"]}


def test_every_api_route_is_there(app: Flask) -> None:
    doc = document(app)
    routes = {
        rule.rule.replace(f"<int(max={2**53 - 1}):", "<").replace("<", "{").replace(">", "}")
        for rule in app.url_map.iter_rules()
        if not rule.endpoint.startswith((f"{pages.blueprint.name}.", "notices.", "static"))
    }
    assert doc["paths"].keys() == (routes - {"/openapi.json"}) | {"/api/v1/live"}


def test_each_operation_says_what_it_is_and_all_it_may_answer(app: Flask) -> None:
    for (method, path), op in operations(document(app)).items():
        assert op["summary"], path
        answers = op["responses"].keys()
        if path != "/api/v1/live":
            assert "401" in answers, path
        if "security" in op:
            assert {"401", "403"} <= answers and op["description"].startswith("For: ")
        if "requestBody" in op:
            assert {"400", "413", "415", "422", "503"} <= answers and method in ("post", "put")
        assert answers & {"200", "201", "204"}, path


def test_every_creating_or_moving_request_of_the_contract_takes_a_key(app: Flask) -> None:
    unkeyed = {
        path
        for (method, path), op in operations(document(app)).items()
        if method == "post"
        and "Idempotency-Key" not in {each["name"] for each in op.get("parameters", [])}
    }
    session = {"/api/v1/session", "/api/v1/session/end"}
    tablets = {
        f"/api/v1/tablets/{each}" for each in ("me/heartbeat", "browser", "browser/{tablet}/answer")
    }
    assert unkeyed == session | tablets | {"/api/v1/devices/hear", "/api/v1/kiosks/staff"}


def test_path_parameters_are_those_of_the_path(app: Flask) -> None:
    for (_, path), op in operations(document(app)).items():
        named = {each["name"] for each in op.get("parameters", []) if each["in"] == "path"}
        assert named == set(re.findall(r"{(\w+)}", path))


def test_every_schema_is_a_schema(app: Flask) -> None:
    doc = document(app)
    for schema in doc["components"]["schemas"].values():
        jsonschema_rs.meta.validate(schema)
    assert doc["openapi"] == "3.1.0"
    assert {"Ticket", "Hall", "Problem", "NewTicket", "Rating"} <= doc["components"][
        "schemas"
    ].keys()


def test_it_is_served_as_it_is(desk: Desk) -> None:
    answer = web_app(desk).test_client().get("/openapi.json")
    assert answer.status_code == 200
    assert answer.get_json() == document(web_app(desk))


NO_JSON = (
    *("/api/v1/live", "/metrics", "/api/v1/session"),
    *("/api/v1/tablets/me/photo", "/api/v1/tickets/{ticket}/question"),
)
"""Answers of another kind, or to others than an administrator."""


def test_real_answers_match_their_schema(desk: Desk) -> None:
    admin = client(desk, "admin")
    doc = admin.get("/openapi.json").get_json()
    desk.finished()
    desk.issue()
    desk.call("2")
    key = {"Idempotency-Key": "k"}
    asked = {"code": "123456", "counter": "1"}
    assert admin.post("/api/v1/devices/t-1/pair", json=asked, headers=key).status_code == 200
    result = {"dossier": "H42.50.05-261123-0975", "due_at": "2026-11-25T08:00:00Z"}
    at_counter = client(desk, "counter", "2")
    assert at_counter.post("/api/v1/result-slips", json=result, headers=key).status_code == 201
    assert client(desk, "kiosk").post("/api/v1/help", json={}, headers=key).status_code == 201
    for (method, path), op in operations(doc).items():
        if method != "get" or path in NO_JSON:
            continue
        real = path.format(
            ticket=1,
            counter=2,
            device="t-1" if path.endswith("/pin") else "printer-hall",
            kind="service",
            key="A",
            service="A",
            slip=1,
            help_id=1,
            zone="hall",
            announcement=1,
            prompt="ask",
            tablet="b-1",
        )
        answer = admin.get(real)
        content = op["responses"][str(answer.status_code)]["content"]
        assert answer.status_code == 200, real
        if answer.mimetype == "application/json":
            schema = resolved(doc, content["application/json"]["schema"])
            jsonschema_rs.validator_for(schema).validate(answer.get_json())


def test_requests_outside_the_schema_are_refused(desk: Desk) -> None:
    """The document's own limits are those that the program keeps."""
    admin = client(desk, "admin")
    schemas = admin.get("/openapi.json").get_json()["components"]["schemas"]
    for body in ({"service": ""}, {"service": "A", "x": 1}, {"service": "A", "language": "VI"}, {}):
        assert not jsonschema_rs.is_valid(schemas["NewTicket"], body)
        answer = admin.post("/api/v1/tickets", json=body, headers={"Idempotency-Key": "k"})
        assert answer.status_code == 422
