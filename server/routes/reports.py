"""Figures for those who answer for them."""

from datetime import date
from typing import Any

from flask import Blueprint, Response, request

from server import wire
from server.problems import HttpRefusal
from server.reports.as_csv import as_csv
from server.reports.day import Fraction, figures
from server.reports.rows import GROUPS, visits
from server.routes.operation import Operation, operation
from server.routes.parts import parts

blueprint = Blueprint("reports", __name__)

FORMATS = ("json", "csv")


@blueprint.get("/reports/day")
@operation(
    Operation(
        summary="The day in figures, each with numerator, denominator and rule",
        answers={200: wire.Report},
        problems=frozenset({422}),
        roles=frozenset({"manager", "admin", "reader"}),
        query={
            "from": "first business day, YYYY-MM-DD; today if left out",
            "to": "last business day, YYYY-MM-DD; as from if left out",
            "by": f"one of {', '.join(GROUPS)}; office if left out",
            "format": f"one of {', '.join(FORMATS)}; json if left out",
        },
    )
)
def day() -> Any:
    start = _day("from", parts().office.today())
    end = _day("to", start)
    if end < start:
        raise HttpRefusal(422, "bad_query", detail=f"to={end}: not before from={start}")
    by = _choice("by", tuple(GROUPS))
    with parts().store.reading() as connection:
        found = figures(visits(connection, start, end, by, parts().config.zone))
    if _choice("format", FORMATS) == "csv":
        name = f"day-{start}-{end}-{by}.csv"
        return Response(
            as_csv(found),
            content_type="text/csv; charset=utf-8",
            headers={"Content-Disposition": f"attachment; filename={name}"},
        )
    return 200, wire.Report(
        name="day", start=start, end=end, by=by, figures=[_shape(each) for each in found]
    )


def _shape(figure: Fraction) -> wire.Figure:
    return wire.Figure(
        name=figure.name,
        group=figure.group,
        value=figure.value,
        numerator=figure.numerator,
        denominator=figure.denominator,
        unit=figure.unit,
        rule=figure.rule,
    )


def _day(name: str, default: str) -> str:
    value = request.args.get(name, default)
    try:
        return date.fromisoformat(value).isoformat()
    except ValueError:
        detail = f"{name}={value[:40]}: a day as 2026-11-23 is wanted"
        raise HttpRefusal(422, "bad_query", detail=detail) from None


def _choice(name: str, known: tuple[str, ...]) -> str:
    value = request.args.get(name, known[0])
    if value not in known:
        detail = f"{name}={value[:40]}: one of {', '.join(known)} is wanted"
        raise HttpRefusal(422, "bad_query", detail=detail)
    return value
