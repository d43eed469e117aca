"""Figures for those who answer for them."""

from typing import Any

from flask import Blueprint, Response

from server import wire
from server.problems import HttpRefusal
from server.reports.as_csv import as_csv
from server.reports.day import Fraction, figures
from server.reports.rows import GROUPS, PERSONAL, closed_by_rule, visits
from server.routes.operation import Operation, operation
from server.routes.parts import parts
from server.routes.periods import asked_choice, asked_day

blueprint = Blueprint("reports", __name__)

FORMATS = ("json", "csv")
CLOSED_VISIT = tuple(
    each for each in wire.ClosedVisit.__struct_fields__ if each not in ("ticket", "is_forgotten")
)
FORGOTTEN = ("count", "leave_out")


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
            "forgotten": f"visits closed by rule: one of {', '.join(FORGOTTEN)}; count if left out",
            "format": f"one of {', '.join(FORMATS)}; json if left out",
        },
    )
)
def day() -> Any:
    start = asked_day("from", parts().office.today())
    end = asked_day("to", start)
    if end < start:
        raise HttpRefusal(422, "bad_query", detail=f"to={end}: not before from={start}")
    by = asked_choice("by", tuple(GROUPS))
    with parts().store.reading() as connection:
        rows = visits(connection, start, end, by, parts().config.zone, parts().settings.plan)
    leave_out = asked_choice("forgotten", FORGOTTEN) == "leave_out"
    found = figures(rows, leave_out=leave_out, is_personal=by in PERSONAL)
    if asked_choice("format", FORMATS) == "csv":
        name = f"day-{start}-{end}-{by}.csv"
        return Response(
            as_csv(found),
            content_type="text/csv; charset=utf-8",
            headers={"Content-Disposition": f"attachment; filename={name}"},
        )
    return 200, wire.Report(
        name="day", start=start, end=end, by=by, figures=[_shape(each) for each in found]
    )


@blueprint.get("/reports/closed-by-rule")
@operation(
    Operation(
        summary="The visits of a day that were closed by rule, or corrected since",
        answers={200: list[wire.ClosedVisit]},
        problems=frozenset({422}),
        roles=frozenset({"manager", "admin"}),
        query={"day": "a business day, YYYY-MM-DD; today if left out"},
    )
)
def forgotten() -> Any:
    wanted = asked_day("day", parts().office.today())
    with parts().store.reading() as connection:
        rows = closed_by_rule(connection, wanted)
    return 200, [
        wire.ClosedVisit(
            ticket=row["id"],
            is_forgotten=bool(row["is_forgotten"]),
            **{name: row[name] for name in CLOSED_VISIT},
        )
        for row in rows
    ]


def _shape(figure: Fraction) -> wire.Figure:
    return wire.Figure(
        name=figure.name,
        group=figure.group,
        value=figure.value,
        numerator=figure.numerator,
        denominator=figure.denominator,
        unit=figure.unit,
        rule=figure.rule,
        left_out=figure.left_out,
    )
