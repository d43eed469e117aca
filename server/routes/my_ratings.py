"""A clerk's own ratings: figures of days that are over, single answers where there are enough."""

from datetime import date, timedelta
from typing import Any

from flask import Blueprint

from server import contest_view, wire_ratings
from server.answers_view import answers
from server.comment_words import staff
from server.problems import HttpRefusal
from server.reports.rating_rows import grouped, period
from server.reports.ratings import figures
from server.routes.operation import SIGNED_IN, Operation, asker, keyed, operation, text
from server.routes.parts import parts
from server.routes.periods import asked_period
from server.routes.rating_reports import shape, shown

blueprint = Blueprint("my_ratings", __name__, url_prefix="/my-ratings")

USUAL_DAYS = 30
MOST_ANSWERS = 500
NOBODY = ""
"""Whom a program has served."""


@blueprint.get("")
@operation(
    Operation(
        summary="One's own figures, and single answers where there are enough of them",
        answers={200: wire_ratings.MyRatings},
        problems=frozenset({422}),
        roles=SIGNED_IN,
        query={
            "from": f"first business day, YYYY-MM-DD; {USUAL_DAYS} days ago if left out",
            "to": "last business day, YYYY-MM-DD; yesterday at the latest, and if left out",
        },
    )
)
def mine() -> Any:
    clerk = asker().name if asker().is_person else NOBODY
    today = date.fromisoformat(parts().office.today())
    yesterday = (today - timedelta(days=1)).isoformat()
    start, end = asked_period((today - timedelta(days=USUAL_DAYS)).isoformat(), yesterday)
    # Of today one is told tomorrow: whoever looked after each visit would know who said what.
    last = min(end, yesterday)
    with parts().store.reading() as connection:
        seen = period(connection, start, last, parts().settings.plan)
        visits = seen.of_clerk(clerk) if start <= last else []
        found = figures(grouped(visits, "clerk"), is_personal=True)
        rated = [each for each in visits if each.said is not None]
        has_enough = len(rated) >= max(seen.least, 1)
        notes, people = contest_view.notes(connection, clerk), staff(connection)
    ref, screen = parts().contests.ref, lambda comment: shown(comment, people)
    single = answers(rated if has_enough else [], ref, screen)
    return 200, wire_ratings.MyRatings(
        start=start,
        end=last,
        least=seen.least,
        figures=[shape(each) for each in found],
        answers=[_own(each, notes.get(each.ref)) for each in single[:MOST_ANSWERS]],
    )


@blueprint.post("/<ref>/contest")
@operation(
    Operation(
        summary="Contest an answer that was not about one's own service; it stays as it is",
        body=wire_ratings.ContestAnswer,
        answers={200: wire_ratings.ContestState},
        problems=frozenset({404, 409}),
        roles=SIGNED_IN,
        is_keyed=True,
    )
)
def contest(ref: str, body: wire_ratings.ContestAnswer) -> Any:
    if not asker().is_person:
        raise HttpRefusal(403, "not_yours")
    reason = text(body.reason)
    parts().contests.contest(ref, reason, keyed("contest", ref, reason))
    return 200, wire_ratings.ContestState(ref=ref, contest="open")


def _own(answer: wire_ratings.SingleAnswer, note: str | None) -> wire_ratings.OwnAnswer:
    about = {name: getattr(answer, name) for name in answer.__struct_fields__}
    return wire_ratings.OwnAnswer(**about, note=note)
