"""``/openapi.json``: the OpenAPI 3.1 document, made from what the views themselves check."""

import re
from importlib.metadata import version
from typing import Any

import msgspec
from flask import Flask

from server.problems import TYPE, Problem
from server.routes.operation import Jpeg, Wav

Schema = dict[str, Any]

_CONVERTER = re.compile(r"<(?:int\(max=(\d+)\):|string:)?(\w+)>")


def document(app: Flask) -> Schema:
    """The whole document."""
    views = [
        (rule, op)
        for rule in app.url_map.iter_rules()
        if (op := getattr(app.view_functions[rule.endpoint], "operation", None)) is not None
    ]
    shapes = _shapes([op for _, op in views])
    schemas, components = msgspec.json.schema_components(
        shapes, ref_template="#/components/schemas/{name}"
    )
    by_shape = dict(zip(map(_key, shapes), schemas, strict=True))
    paths: dict[str, Schema] = {}
    for rule, op in views:
        path = _CONVERTER.sub(r"{\2}", rule.rule)
        method = next(iter((rule.methods or set()) - {"HEAD", "OPTIONS"})).lower()
        paths.setdefault(path, {})[method] = _operation(rule, op, by_shape)
    paths["/api/v1/live"] = {"get": _LIVE}
    return {
        "openapi": "3.1.0",
        "info": {"title": "motcua", "version": version("motcua"), "description": _ABOUT},
        "paths": dict(sorted(paths.items())),
        "components": {
            "schemas": components,
            "securitySchemes": {
                "bearer": {"type": "http", "scheme": "bearer"},
                "seal": {"type": "http", "scheme": "motcua", "description": _SEAL},
            },
        },
    }


_SEAL = "What a paired tablet sends: docs/reference/seals.md. The answer proves itself, too."
_SEALED = {"tablet", "kiosk"}
"""Roles that a paired tablet may have; ``tablet`` no program has."""

_ABOUT = (
    "The queue of one office. Programs send a bearer token, paired tablets a seal; people sign in "
    "and carry a session cookie with an X-CSRF-Token header. Requests that create or move "
    "something take an Idempotency-Key: the same key gives the same answer and does the thing once."
)

_LIVE: Schema = {
    "summary": "Server-Sent Events: what happens, as it happens",
    "description": "Resumes after Last-Event-ID (or ?after=) without a gap. An event without an "
    "id, such as announce, is of this moment only.",
    "parameters": [
        {"name": "Last-Event-ID", "in": "header", "schema": {"type": "string"}},
        {"name": "after", "in": "query", "schema": {"type": "string"}},
    ],
    "responses": {
        "200": {
            "description": "A stream that does not end",
            "content": {"text/event-stream": {"schema": {"type": "string"}}},
        },
        "503": {"description": "Too many streams", "content": {TYPE: {}}},
    },
}


def _shapes(operations: list[Any]) -> list[Any]:
    """Every shape once; a list is unhashable, so they are told apart by their repr."""
    found: dict[str, Any] = {_key(Problem): Problem}
    for op in operations:
        for shape in [op.body, *op.answers.values()]:
            if shape not in (None, bytes, str, Wav, Jpeg):
                found[_key(shape)] = shape
    return list(found.values())


def _key(shape: Any) -> str:
    return repr(shape)


def _operation(rule: Any, op: Any, by_shape: dict[str, Schema]) -> Schema:
    answers = {str(code): _answer(shape, by_shape) for code, shape in op.answers.items()}
    problems = {str(code): _problem(by_shape) for code in sorted(_problems(rule, op))}
    shown: Schema = {"summary": op.summary, "responses": {**problems, **answers}}
    if parameters := _parameters(rule, op):
        shown["parameters"] = parameters
    if op.roles:
        shown["security"] = _security(op.roles)
        shown["description"] = f"For: {', '.join(sorted(op.roles))}."
    if op.body is not None:
        content = {"application/json": {"schema": by_shape[_key(op.body)]}}
        required = bool(op.body.__struct_fields__) and _has_required(op.body)
        shown["requestBody"] = {"content": content, "required": required}
    return shown


def _security(roles: frozenset[str]) -> list[Schema]:
    found: list[Schema] = [{"bearer": []}] if roles - {"tablet"} else []
    return found + ([{"seal": []}] if roles & _SEALED else [])


def _has_required(shape: Any) -> bool:
    return any(field.required for field in msgspec.structs.fields(shape))


def _problems(rule: Any, op: Any) -> set[int]:
    found = set(op.problems) | {401, 403, 429}  # a wrong token or seal is told so everywhere
    if op.roles:
        found |= {403}
    if op.body is not None:
        found |= {400, 413, 415, 422, 503}
    if op.is_keyed:
        found |= {400, 422}
    if rule.arguments:
        found |= {404}
    if op.query:
        found |= {422}
    return found


def _answer(shape: Any, by_shape: dict[str, Schema]) -> Schema:
    if shape is None:
        return {"description": "No body"}
    if shape is bytes:
        return {"description": "A picture", "content": {"image/png": {}}}
    if shape is Wav:
        return {"description": "A sound", "content": {"audio/wav": {}}}
    if shape is Jpeg:
        return {"description": "A photo", "content": {"image/jpeg": {}}}
    if shape is str:
        return {"description": "Text", "content": {"text/plain": {"schema": {"type": "string"}}}}
    content: Schema = {"application/json": {"schema": by_shape[_key(shape)]}}
    if getattr(shape, "__name__", "") == "Report":
        content["text/csv"] = {"schema": {"type": "string"}}
    return {"description": "Done", "content": content}


def _problem(by_shape: dict[str, Schema]) -> Schema:
    return {"description": "Not done", "content": {TYPE: {"schema": by_shape[_key(Problem)]}}}


def _parameters(rule: Any, op: Any) -> list[Schema]:
    found: list[Schema] = []
    for maximum, name in _CONVERTER.findall(rule.rule):
        schema: Schema = {"type": "string", "minLength": 1}
        if maximum:
            schema = {"type": "integer", "minimum": 0, "maximum": int(maximum)}
        found.append({"name": name, "in": "path", "required": True, "schema": schema})
    if op.is_keyed:
        schema = {"type": "string", "pattern": "^[!-~]{1,128}$"}
        found.append(
            {"name": "Idempotency-Key", "in": "header", "required": True, "schema": schema}
        )
    for name, text in op.query.items():
        found.append(
            {"name": name, "in": "query", "description": text, "schema": {"type": "string"}}
        )
    return found
