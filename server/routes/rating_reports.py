"""Satisfaction for those who answer for the office: figures, what stands out, what is contested."""

import sqlite3
from calendar import monthrange
from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, request

from server import wire_ratings
from server.answers_view import answers
from server.comment_words import screener
from server.problems import HttpRefusal
from server.rating_marks import Mark
from server.reports.as_xlsx import TYPE as XLSX
from server.reports.rating_rows import GROUPS, PERSONAL, RatedVisit, grouped, period
from server.reports.rating_table import ratings_csv, ratings_xlsx
from server.reports.ratings import Figure, figures
from server.routes.operation import Operation, asker, keyed, operation, text
from server.routes.parts import parts
from server.routes.periods import asked_choice, asked_period
from server.words import LANGUAGES

blueprint = Blueprint("rating_reports", __name__)

FORMATS = ("json", "csv", "xlsx")
MANAGERS = frozenset({"manager", "admin"})
DAYS = {
    "from": "first business day, YYYY-MM-DD; today if left out",
    "to": "last business day, YYYY-MM-DD; today if left out",
}
STATES = ("open", "all")


@blueprint.get("/reports/ratings")
@operation(
    Operation(
        summary="Satisfaction in figures, each with numerator, denominator, rule and interval",
        answers={200: wire_ratings.RatingReport},
        problems=frozenset({422}),
        roles=MANAGERS | {"reader"},
        query={
            **DAYS,
            "by": f"one of {', '.join(GROUPS)}; office if left out; clerk not for a reader",
            "format": f"one of {', '.join(FORMATS)}; json if left out",
        },
    )
)
def ratings() -> Any:
    start, end = asked_period(parts().office.today(), parts().office.today())
    by = asked_choice("by", tuple(GROUPS))
    form = asked_choice("format", FORMATS)
    if by == "clerk" and asker().role not in MANAGERS:
        raise HttpRefusal(403, "not_yours")
    with parts().store.reading() as connection:
        seen = period(connection, start, end, parts().settings.plan)
        names = full_names(connection) if by == "clerk" else {}
    found = figures(grouped(seen.visits, by), is_personal=by in PERSONAL, is_office=by == "office")
    name = f"ratings-{start}-{end}-{by}"
    if form == "csv":
        return _file(ratings_csv(found), "text/csv; charset=utf-8", f"{name}.csv")
    if form == "xlsx":
        return _file(ratings_xlsx(found), XLSX, f"{name}.xlsx")
    return 200, wire_ratings.RatingReport(
        start=start,
        end=end,
        by=by,
        least=seen.least,
        names=names,
        figures=[shape(each) for each in found],
    )


@blueprint.get("/reports/rating-marks")
@operation(
    Operation(
        summary="Ratings of these days that do not look like citizens' own",
        answers={200: list[wire_ratings.RatingMark]},
        problems=frozenset({422}),
        roles=MANAGERS,
        query=DAYS,
    )
)
def rating_marks() -> Any:
    start, end = asked_period(parts().office.today(), parts().office.today())
    with parts().store.reading() as connection:
        seen = period(connection, start, end, parts().settings.plan)
        names = full_names(connection)
    return 200, [_mark(each, names) for each in seen.marks]


@blueprint.get("/contests")
@operation(
    Operation(
        summary="Answers that clerks contest, the oldest first",
        answers={200: list[wire_ratings.Contest]},
        problems=frozenset({422}),
        roles=MANAGERS,
        query={"state": f"one of {', '.join(STATES)}; open if left out"},
    )
)
def contests() -> Any:
    state = asked_choice("state", STATES)
    with parts().store.reading() as connection:
        rows = connection.execute(
            "SELECT c.*, r.business_day FROM contests c JOIN ratings r ON r.id = c.rating "
            "WHERE c.state = 'open' OR ? = 'all' ORDER BY c.contested_at DESC LIMIT 200",
            (state,),
        ).fetchall()
        seen = {month: _month(connection, month) for month in {r["business_day"][:7] for r in rows}}
        names = full_names(connection)
        screen = reader_screen(connection)
    return 200, [
        _contest(row, seen[row["business_day"][:7]], names, screen) for row in reversed(rows)
    ]


@blueprint.post("/contests/<ref>/judge")
@operation(
    Operation(
        summary="Decide a contest; whatever is decided, the answer stays",
        body=wire_ratings.JudgeContest,
        answers={200: wire_ratings.ContestState},
        problems=frozenset({404, 409}),
        roles=MANAGERS,
        is_keyed=True,
    )
)
def judge(ref: str, body: wire_ratings.JudgeContest) -> Any:
    note = text(body.note)
    parts().contests.judge(ref, body.verdict, note, keyed("judge", ref, body.verdict, note))
    return 200, wire_ratings.ContestState(ref=ref, contest=body.verdict)


def shape(figure: Figure) -> wire_ratings.RatingFigure:
    """*figure* as it crosses HTTP."""
    names = wire_ratings.RatingFigure.__struct_fields__
    return wire_ratings.RatingFigure(**{name: getattr(figure, name) for name in names})


def reader_screen(connection: sqlite3.Connection) -> Callable[[str], str]:
    """Screens comments for whoever reads this answer."""
    language = request.accept_languages.best_match(LANGUAGES, "vi")
    screen = screener(parts().words.in_language(language))
    return lambda comment: screen(connection, comment)


def full_names(connection: sqlite3.Connection) -> dict[str, str]:
    """What everybody who works here is called, by sign-in name."""
    rows = connection.execute("SELECT name, full_name FROM people")
    return {row["name"]: row["full_name"] for row in rows}


def _file(data: bytes, kind: str, name: str) -> Response:
    headers = {"Content-Disposition": f"attachment; filename={name}"}
    return Response(data, content_type=kind, headers=headers)


def _mark(mark: Mark, names: dict[str, str]) -> wire_ratings.RatingMark:
    return wire_ratings.RatingMark(
        kind=mark.kind,
        since=mark.since,
        counter=mark.counter,
        clerk=mark.clerk,
        clerk_name=names.get(mark.clerk or ""),
        count=mark.count,
        of=mark.of,
        others=None if mark.others is None else round(mark.others, 4),
    )


def _month(connection: sqlite3.Connection, month: str) -> dict[str, RatedVisit]:
    """The rated visits of *month* (``YYYY-MM``) by their ratings' ids."""
    days = monthrange(int(month[:4]), int(month[5:]))[1]
    seen = period(connection, f"{month}-01", f"{month}-{days}", parts().settings.plan)
    return {visit.said.id: visit for visit in seen.visits if visit.said}


def _contest(
    row: sqlite3.Row,
    seen: dict[str, RatedVisit],
    names: dict[str, str],
    screen: Callable[[str], str],
) -> wire_ratings.Contest:
    visit = seen[row["rating"]]
    assert visit.judged is not None
    (answer,) = answers([visit], lambda _: row["ref"], screen)
    about = {name: getattr(answer, name) for name in answer.__struct_fields__}
    said = ("clerk", "reason", "contested_at", "judged_by", "judged_at", "note")
    return wire_ratings.Contest(
        **about,
        **{name: row[name] for name in said},
        counter=visit.served.counter,
        clerk_name=names.get(row["clerk"]),
        marks=sorted(visit.judged.marks),
    )
