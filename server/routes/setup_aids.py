"""What an editor of the set-up needs besides: a file tried out, hours to begin with, holidays."""

from typing import Any

from flask import Blueprint, request

from server import wire
from server.errors import SetupError
from server.problems import HttpRefusal
from server.routes.operation import Operation, asker, operation
from server.routes.parts import parts
from server.routes.setup import READERS, WRITERS, as_change
from server.setup_file import parse_document, usual_hours

blueprint = Blueprint("setup_aids", __name__, url_prefix="/setup")

YEARS = range(2000, 2100)


@blueprint.post("/try")
@operation(
    Operation(
        summary="What this file in TOML would change; nothing is changed",
        body=wire.SetupText,
        answers={200: wire.SetupTrial},
        roles=WRITERS,
        is_keyed=True,
    )
)
def attempt(body: wire.SetupText) -> Any:
    try:
        document = parse_document(body.text, "TOML")
    except SetupError as error:
        raise HttpRefusal(422, "bad_setup", detail=str(error)) from None
    with parts().store.reading() as connection:
        changes = parts().settings.would_change(connection, document, asker().name)
    return 200, wire.SetupTrial(
        document=dict(document), changes=[as_change(each) for each in changes]
    )


@blueprint.get("/usual-hours")
@operation(
    Operation(
        summary="Hours and swap days to begin with, as a set-up document",
        answers={200: dict[str, list[dict[str, Any]]]},
        roles=READERS,
    )
)
def hours() -> Any:
    return 200, usual_hours()


@blueprint.get("/holidays")
@operation(
    Operation(
        summary="The public holidays of a year",
        answers={200: list[wire.Holiday]},
        problems=frozenset({422}),
        roles=READERS,
        query={"year": f"from {YEARS[0]} to {YEARS[-1]}; this year if left out"},
    )
)
def holidays() -> Any:
    year = request.args.get("year", parts().office.today()[:4])
    if not (year.isascii() and year.isdigit() and len(year) == 4 and int(year) in YEARS):
        detail = f"year={year[:40]}: a year from {YEARS[0]} to {YEARS[-1]} is wanted"
        raise HttpRefusal(422, "bad_query", detail=detail)
    found = parts().settings.holidays(int(year))
    return 200, [wire.Holiday(date=day.isoformat(), name=name) for day, name in found.items()]
