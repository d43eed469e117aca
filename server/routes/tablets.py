"""Tablets: the roll, pairing, and what a tablet needs to know."""

from datetime import datetime
from typing import Any

from flask import Blueprint, Response

from server import devices, tablet_view, wire
from server.hours import instant
from server.photos import TYPE
from server.problems import HttpRefusal
from server.readings import Reading
from server.roll_call import Report
from server.routes.operation import SIGNED_IN, Jpeg, Operation, asker, keyed, operation
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
    parts().devices.report(who.name, _report(body), _clock(body.clock))
    if body.reading is not None and who.counter is not None:
        parts().readings.hear(_reading(body.reading), who.counter)
    with parts().store.reading() as connection:
        name, photos = parts().config.office.name, parts().photos
        return 200, tablet_view.state(connection, name, parts().office, photos, who.counter)


def _report(body: wire.Heartbeat) -> Report:
    return Report(
        screen=body.screen,
        version=body.version,
        waiting_ratings=body.waiting_ratings,
        battery=body.battery,
        is_charging=body.is_charging,
    )


def _reading(said: wire.Reading) -> Reading:
    try:
        return Reading(window=said.window, at=tuple(map(instant, said.at)))
    except ValueError as error:
        raise HttpRefusal(422, "bad_body", detail=f"{error} - at `$.reading.at`") from None


def _clock(value: str | None) -> datetime | None:
    try:
        return None if value is None else instant(value)
    except ValueError as error:
        raise HttpRefusal(422, "bad_body", detail=f"{error} - at `$.clock`") from None


@blueprint.get("/tablets/me/photo")
@operation(
    Operation(
        summary="The photo of whoever served, while a tablet asks about it",
        answers={200: Jpeg},
        problems=frozenset({404}),
        roles=TABLET,
    )
)
def photo() -> Any:
    counter, photos = asker().counter, parts().photos
    with parts().store.reading() as connection:
        found = counter and tablet_view.open_window(connection, parts().office, counter)
    name = tablet_view.photo_of(found or None, photos)
    response = Response(photos.read(name or ""), content_type=TYPE)
    response.headers["Cache-Control"] = "no-store"
    return response
