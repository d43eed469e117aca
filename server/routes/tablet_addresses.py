"""Addresses at which tablets are asked for, where the network hides them."""

from typing import Any

from flask import Blueprint

from server import devices, wire
from server.hearing import TypedAddress
from server.routes.operation import Operation, asker, keyed, operation
from server.routes.parts import parts

blueprint = Blueprint("tablet_addresses", __name__)

ADMIN = frozenset({"admin"})


@blueprint.post("/devices/hear")
@operation(
    Operation(
        summary="Ask for a tablet at an address, where it is not heard by itself",
        body=wire.Hear,
        answers={200: devices.Device},
        problems=frozenset({404, 409, 502}),
        roles=ADMIN,
    )
)
def hear(body: wire.Hear) -> Any:
    return 200, parts().devices.hear(body.address, asker().name)


@blueprint.get("/devices/addresses")
@operation(
    Operation(
        summary="The addresses at which tablets are asked for",
        answers={200: list[TypedAddress]},
        roles=ADMIN,
    )
)
def addresses() -> Any:
    return 200, parts().hearing.typed()


@blueprint.post("/devices/addresses/remove")
@operation(
    Operation(
        summary="Ask for a tablet at an address no more",
        body=wire.Hear,
        answers={204: None},
        problems=frozenset({404}),
        roles=ADMIN,
        is_keyed=True,
    )
)
def remove(body: wire.Hear) -> Any:
    parts().hearing.stop_asking(body.address, keyed("stop asking", body.address))
    return 204, None
