"""Reminders of the day a result is ready, printed at a counter."""

from typing import Any

from flask import Blueprint

from server import shapes, wire
from server.errors import Malformed
from server.hours import instant
from server.problems import HttpRefusal
from server.results import NewResult
from server.routes.operation import Operation, asker, keyed, operation, session_counter, text
from server.routes.parts import parts

blueprint = Blueprint("results", __name__, url_prefix="/result-slips")

CALLERS = frozenset({"counter", "clerk", "admin"})


@blueprint.post("")
@operation(
    Operation(
        summary="Print a reminder of the day a result is ready",
        body=wire.NewResult,
        answers={201: shapes.ResultSlip},
        roles=CALLERS,
        is_keyed=True,
    )
)
def ask(body: wire.NewResult) -> Any:
    who = asker()
    counter = session_counter() if who.is_person else who.counter
    if counter is None:
        raise Malformed("counter_needed")
    try:
        due_at = instant(body.due_at)
    except ValueError as error:
        raise HttpRefusal(422, "bad_body", detail=f"{error} - at `$.due_at`") from None
    new = NewResult(
        dossier=body.dossier,
        due_at=due_at,
        place=text(body.place).strip(),
        language=body.language,
        copies=body.copies,
    )
    words = (body.dossier, body.due_at, body.place, body.language, body.copies)
    return 201, parts().results.ask(new, counter, keyed("result", counter, *words))


@blueprint.get("/<int(max=9007199254740991):slip>")
@operation(
    Operation(
        summary="What became of it; what stood on it is not kept",
        answers={200: shapes.ResultSlip},
        problems=frozenset({404}),
        roles=CALLERS,
    )
)
def show(slip: int) -> Any:
    return 200, parts().results.show(slip)
