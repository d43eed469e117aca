"""Satisfaction for those who answer for the office: figures, what stands out, what is contested."""

from typing import Any

from flask import Blueprint, Response, request

from server import contest_view, wire_ratings
from server.answers_view import comments
from server.comment_screen import screen
from server.comment_words import screen_words, staff
from server.problems import HttpRefusal
from server.reports.as_xlsx import TYPE as XLSX
from server.reports.rating_rows import GROUPS, PERSONAL, grouped, period
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
MOST_COMMENTS = 200


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
        names = contest_view.full_names(connection) if by == "clerk" else {}
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
        names = contest_view.full_names(connection)
    return 200, [contest_view.mark(each, names) for each in seen.marks]


@blueprint.get("/reports/comments")
@operation(
    Operation(
        summary="What citizens wrote on these days, without names and numbers",
        answers={200: wire_ratings.Comments},
        problems=frozenset({422}),
        roles=MANAGERS,
        query=DAYS,
    )
)
def citizen_comments() -> Any:
    start, end = asked_period(parts().office.today(), parts().office.today())
    with parts().store.reading() as connection:
        seen = period(connection, start, end, parts().settings.plan)
        people = staff(connection)
    rated = [visit for visit in seen.visits if visit.said]
    told = rated if len(rated) >= seen.least else []
    found = comments(told, lambda comment: shown(comment, people))
    return 200, wire_ratings.Comments(
        start=start,
        end=end,
        least=seen.least,
        ratings=len(rated),
        comments=found[:MOST_COMMENTS],
    )


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
    has_decided = asked_choice("state", STATES) == "all"
    with parts().store.reading() as connection:
        people = staff(connection)
        return 200, contest_view.contests(
            connection,
            parts().settings.plan,
            lambda comment: shown(comment, people),
            has_decided=has_decided,
        )


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


def shown(comment: str, people: list[str]) -> str:
    """*comment* for whoever reads this answer; *people* are those who work here."""
    language = request.accept_languages.best_match(LANGUAGES, "vi")
    words = screen_words(parts().words.in_language(language))
    return screen(comment, words, people).text


def _file(data: bytes, kind: str, name: str) -> Response:
    headers = {"Content-Disposition": f"attachment; filename={name}"}
    return Response(data, content_type=kind, headers=headers)
