"""The set-up: read, changed a record at a time or as a whole, and who changed what."""

from typing import Any

import msgspec
from flask import Blueprint, Response, request

from server import setting_rows, wire
from server.errors import Unknown
from server.problems import HttpRefusal
from server.records import KINDS
from server.routes.operation import Operation, keyed, operation
from server.routes.parts import parts
from server.settings import Change
from server.setup_file import to_toml

blueprint = Blueprint("setup", __name__, url_prefix="/setup")

READERS = frozenset({"manager", "admin"})
WRITERS = frozenset({"admin"})
CHOICES = {
    "kind": f"one of {', '.join(KINDS)}; all if left out",
    "key": "of records with this key; all if left out",
}
EVEN_IF_WAITING = {
    "even_if_waiting": "yes: also when nobody would be left to serve people who wait today"
}
DOCUMENT = dict[str, list[dict[str, Any]]]


@blueprint.get("")
@operation(
    Operation(
        summary="The whole set-up with all its versions",
        answers={200: DOCUMENT},
        roles=READERS,
    )
)
def show() -> Any:
    return 200, _document()


@blueprint.put("")
@operation(
    Operation(
        summary="Make the set-up what this document says, all or nothing",
        body=wire.Setup,
        answers={200: DOCUMENT},
        problems=frozenset({409}),
        roles=WRITERS,
        is_keyed=True,
        query=EVEN_IF_WAITING,
    )
)
def replace(body: wire.Setup) -> Any:
    document = msgspec.to_builtins(body)
    is_meant = _even_if_waiting()
    asked = keyed("setup", document, is_meant)
    parts().settings.import_(document, asked, even_if_waiting=is_meant)
    return 200, _document()


@blueprint.get("/export")
@operation(Operation(summary="The whole set-up as a TOML file", answers={200: str}, roles=READERS))
def export() -> Any:
    response = Response(to_toml(_document()), content_type="text/plain; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="setup.toml"'
    return response


@blueprint.get("/history")
@operation(
    Operation(
        summary="Who changed what, the last change first",
        answers={200: list[wire.SettingChange]},
        problems=frozenset({422}),
        roles=READERS,
        query=CHOICES,
    )
)
def history() -> Any:
    kind, key = request.args.get("kind", ""), request.args.get("key", "")
    if kind and kind not in KINDS:
        detail = f"kind={kind[:40]}: one of {', '.join(KINDS)} is wanted"
        raise HttpRefusal(422, "bad_query", detail=detail)
    with parts().store.reading() as connection:
        found = setting_rows.changes(connection, kind, key)
    return 200, [as_change(each) for each in found]


@blueprint.get("/<kind>")
@operation(
    Operation(
        summary="Every version of every record of a kind",
        answers={200: list[wire.SettingVersion]},
        problems=frozenset({404}),
        roles=READERS,
    )
)
def versions(kind: str) -> Any:
    if kind not in KINDS:
        raise Unknown("no_such_setting", key=kind)
    return 200, _versions(kind, "")


@blueprint.put("/<kind>/<key>")
@operation(
    Operation(
        summary="Let a record say something else from a day on",
        body=wire.Setting,
        answers={200: list[wire.SettingVersion]},
        problems=frozenset({404, 409}),
        roles=WRITERS,
        is_keyed=True,
        query=EVEN_IF_WAITING,
    )
)
def put(kind: str, key: str, body: wire.Setting) -> Any:
    _change("setting", kind, key, body.from_, body.value)
    return 200, _versions(kind, key)


@blueprint.post("/<kind>/<key>/end")
@operation(
    Operation(
        summary="End a record from a day on",
        body=wire.SettingEnd,
        answers={200: list[wire.SettingVersion]},
        problems=frozenset({404, 409}),
        roles=WRITERS,
        is_keyed=True,
        query=EVEN_IF_WAITING,
    )
)
def end(kind: str, key: str, body: wire.SettingEnd) -> Any:
    _change("end_setting", kind, key, body.from_, None)
    return 200, _versions(kind, key)


def _change(word: str, kind: str, key: str, start: str | None, value: Any) -> None:
    is_meant = _even_if_waiting()
    change = Change(kind=kind, key=key, value=value, effective_from=start, even_if_waiting=is_meant)
    parts().settings.change(change, keyed(word, kind, key, start, value, is_meant))


def _even_if_waiting() -> bool:
    said = request.args.get("even_if_waiting", "")
    if said not in ("", "yes"):
        detail = f"even_if_waiting={said[:40]}: yes is wanted, or nothing"
        raise HttpRefusal(422, "bad_query", detail=detail)
    return said == "yes"


def as_change(each: setting_rows.Changed) -> wire.SettingChange:
    """Who changed what, as it crosses HTTP."""
    return wire.SettingChange(
        at=each.at,
        by=each.by,
        kind=each.name[0],
        key=each.name[1],
        from_=each.effective_from,
        old=setting_rows.as_json(each.old),
        new=setting_rows.as_json(each.new),
    )


def _document() -> DOCUMENT:
    with parts().store.reading() as connection:
        return parts().settings.export(connection)


def _versions(kind: str, key: str) -> list[wire.SettingVersion]:
    with parts().store.reading() as connection:
        held = setting_rows.history(connection)
    return [
        wire.SettingVersion(key=name[1], from_=start, value=setting_rows.as_json(record))
        for name, records in held.items()
        if name[0] == kind and key in ("", name[1])
        for start, record in sorted(records.items())
    ]
