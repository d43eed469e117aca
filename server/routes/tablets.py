"""Tablets: the roll, pairing, what a tablet needs to know, and the ratings it brings."""

from datetime import timedelta
from typing import Any

from flask import Blueprint, request

from server import devices, queries, window, wire
from server.hours import instant, stamp
from server.problems import HttpRefusal
from server.ratings import NewRating
from server.routes.operation import SIGNED_IN, Operation, asker, keyed, operation, text
from server.routes.parts import parts

blueprint = Blueprint("tablets", __name__)

TABLET = frozenset({"tablet"})


@blueprint.get("/devices")
@operation(
    Operation(
        summary="Printers, boards and tablets, and how each is",
        answers={200: list[devices.Device]},
        roles=SIGNED_IN | {"reader", "screen", "kiosk", "counter"},
    )
)
def roll() -> Any:
    return 200, parts().devices.roll()


@blueprint.post("/devices/<device>/pair")
@operation(
    Operation(
        summary="Pair the tablet that shows this code",
        body=wire.Pair,
        answers={200: devices.Device},
        problems=frozenset({404, 409, 429, 502}),
        roles=frozenset({"admin"}),
        is_keyed=True,
    )
)
def pair(device: str, body: wire.Pair) -> Any:
    sent = keyed("pair", device, body.code, body.counter)
    return 200, parts().devices.pair(device, body.code, body.counter, sent)


@blueprint.post("/devices/hear")
@operation(
    Operation(
        summary="Ask for a tablet at an address, where it is not heard by itself",
        body=wire.Hear,
        answers={200: devices.Device},
        problems=frozenset({404, 409, 502}),
        roles=frozenset({"admin"}),
    )
)
def hear(body: wire.Hear) -> Any:
    return 200, parts().devices.hear(body.address)


@blueprint.post("/devices/<device>/unpair")
@operation(
    Operation(
        summary="Forget a tablet",
        body=wire.Nothing,
        answers={204: None},
        problems=frozenset({404}),
        roles=frozenset({"admin"}),
        is_keyed=True,
    )
)
def unpair(device: str, body: wire.Nothing) -> Any:
    parts().devices.unpair(device, keyed("unpair", device))
    return 204, None


@blueprint.get("/devices/<device>/pin")
@operation(
    Operation(
        summary="The digits that open the staff page of a paired tablet",
        answers={200: wire.Pin},
        problems=frozenset({404}),
        roles=frozenset({"admin", "manager"}),
    )
)
def pin(device: str) -> Any:
    return 200, wire.Pin(pin=parts().devices.pin(device))


@blueprint.post("/tablets/me/unpair")
@operation(
    Operation(
        summary="A tablet leaves the office",
        body=wire.Nothing,
        answers={204: None},
        problems=frozenset({404}),
        roles=frozenset({"tablet", "kiosk"}),
        is_keyed=True,
    )
)
def leave(body: wire.Nothing) -> Any:
    parts().devices.unpair(asker().name, keyed("leave"))
    return 204, None


@blueprint.post("/tablets/me/heartbeat")
@operation(
    Operation(
        summary="A tablet says how it is and hears whether to ask",
        body=wire.Heartbeat,
        answers={200: wire.TabletState},
        roles=frozenset({"tablet", "kiosk"}),
    )
)
def heartbeat(body: wire.Heartbeat) -> Any:
    who = asker()
    parts().devices.report(who.name, body.screen, body.version, body.waiting_ratings)
    return 200, wire.TabletState(
        now=stamp(parts().office.now()),
        office=parts().config.office.name,
        counter=who.counter,
        levels=parts().config.rating.levels,
        window=None if who.counter is None else _window(who.counter),
    )


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
    )
    parts().ratings.take(new, asker().counter)
    return 201, wire.Rated(id=key, ticket=body.ticket)


def _instant(value: str | None) -> Any:
    if value is None:
        return parts().office.now()
    try:
        return instant(value)
    except ValueError as error:
        raise HttpRefusal(422, "bad_body", detail=f"{error} - at `$.rated_at`") from None


def _window(counter: str) -> wire.Window | None:
    """The rating window open at *counter* now."""
    now = parts().office.now()
    seconds = parts().office.site.rating_window_s
    with parts().store.reading() as connection:
        since = stamp(now - timedelta(seconds=seconds))
        row = queries.last_finished(connection, counter, since, stamp(now))
        if row is None or row["rating"] is not None:
            return None
        closes = window.closes_at(
            instant(row["finished_at"]), queries.next_called_at(connection, row), seconds
        )
        plan = parts().settings.plan(connection, row["business_day"])
    service = queries.service_in(plan, row["service"])
    if not window.takes(now, closes):
        return None
    return wire.Window(
        ticket=row["id"],
        label=row["label"],
        service=service.name_in(row["language"]),
        clerk=row["clerk_name"],
        closes_in_s=round((closes - now).total_seconds() / parts().speed, 1),
    )
