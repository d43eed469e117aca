"""Ratings: what a citizen thinks of a visit, from the tablet of the counter or from a phone."""

from datetime import datetime
from typing import Any

from flask import Blueprint, request

from server import phone_view, wire
from server.hours import instant
from server.problems import HttpRefusal
from server.ratings import NewRating
from server.routes.operation import Operation, asker, operation, text
from server.routes.parts import parts
from server.routes.tickets import MAX_ID, check_held

blueprint = Blueprint("ratings", __name__)

TABLET = frozenset({"tablet"})
PHONE = frozenset({"citizen"})


@blueprint.post("/ratings")
@operation(
    Operation(
        summary="A citizen's answer",
        body=wire.Rating,
        answers={201: wire.Rated},
        problems=frozenset({404, 409}),
        roles=TABLET,
        is_keyed=True,
    )
)
def rate(body: wire.Rating) -> Any:
    key = request.headers["Idempotency-Key"]
    new = NewRating(
        id=key,
        ticket=body.ticket,
        score=body.score,
        reasons=tuple(text(reason) for reason in body.reasons),
        comment=None if body.comment is None else text(body.comment),
        rated_at=_instant(body.rated_at),
        window=body.window,
        read_at=_instants(body.read_at),
    )
    parts().ratings.take(new, asker().counter)
    return 201, wire.Rated(id=key, ticket=body.ticket)


@blueprint.get(f"/tickets/<int(max={MAX_ID}):ticket>/question")
@operation(
    Operation(
        summary="Whether the visit of a ticket may be rated from this phone, and what is asked",
        answers={200: wire.PhoneRating},
        problems=frozenset({404}),
        roles=PHONE,
    )
)
def asked_on_phone(ticket: int) -> Any:
    check_held(ticket)
    with parts().store.reading() as connection:
        return 200, phone_view.asked(connection, parts().office, ticket)


@blueprint.post(f"/tickets/<int(max={MAX_ID}):ticket>/rating")
@operation(
    Operation(
        summary="A citizen's answer from their own phone",
        body=wire.NewPhoneRating,
        answers={201: wire.Rated},
        problems=frozenset({404, 409}),
        roles=PHONE,
        is_keyed=True,
    )
)
def rate_on_phone(ticket: int, body: wire.NewPhoneRating) -> Any:
    check_held(ticket)
    key = request.headers["Idempotency-Key"]
    new = NewRating(
        id=f"phone {ticket} {key}",  # keys of two phones, or of a phone and a tablet, never meet
        ticket=ticket,
        score=body.score,
        reasons=tuple(text(reason) for reason in body.reasons),
        comment=None if body.comment is None else text(body.comment),
        rated_at=parts().office.now(),
        channel="phone",
    )
    parts().ratings.take(new, None)
    return 201, wire.Rated(id=key, ticket=ticket)


def _instants(values: list[str]) -> tuple[datetime, ...]:
    try:
        return tuple(map(instant, values))
    except ValueError as error:
        raise HttpRefusal(422, "bad_body", detail=f"{error} - at `$.read_at`") from None


def _instant(value: str | None) -> datetime:
    if value is None:
        return parts().office.now()
    try:
        return instant(value)
    except ValueError as error:
        raise HttpRefusal(422, "bad_body", detail=f"{error} - at `$.rated_at`") from None
