"""Staff's door at a kiosk in a browser: the PIN, and what stands behind it."""

import hmac
from importlib.metadata import version
from typing import Any

from flask import Blueprint, request

from server import wire
from server.problems import HttpRefusal
from server.routes.operation import Operation, operation
from server.routes.parts import parts
from server.seals import staff_pin
from server.throttle import TooManyTries

blueprint = Blueprint("kiosk_staff", __name__)


@blueprint.get("/kiosks/pin")
@operation(
    Operation(
        summary="The digits that open the staff page of the office's kiosks in browsers",
        answers={200: wire.Pin},
        roles=frozenset({"manager", "admin"}),
    )
)
def pin() -> Any:
    return 200, wire.Pin(pin=_pin())


@blueprint.post("/kiosks/staff")
@operation(
    Operation(
        summary="Staff at a kiosk in a browser wants to come in by the PIN",
        body=wire.StaffEnters,
        answers={200: wire.KioskFacts},
        problems=frozenset({403, 429}),
        roles=frozenset({"web_kiosk"}),
    )
)
def enter(body: wire.StaffEnters) -> Any:
    """The server judges, and tells no page the PIN: anybody's browser may open the kiosk's."""
    try:
        parts().kiosk_pins.take(request.remote_addr or "")
    except TooManyTries:
        raise HttpRefusal(429, "too_many_pins") from None
    if not hmac.compare_digest(_pin(), body.pin):
        raise HttpRefusal(403, "wrong_pin")
    printers = [
        wire.KioskPrinter(name=each.name, state=each.state, why=each.why)
        for each in parts().devices.roll()
        if each.kind == "printer"
    ]
    return 200, wire.KioskFacts(version=version("motcua"), printers=printers)


def _pin() -> str:
    return staff_pin(bytes.fromhex(parts().accounts.kiosk_key()))
