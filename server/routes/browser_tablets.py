"""A browser that shows ``/rate`` asks to be paired and looks how it stands."""

from typing import Any

from flask import Blueprint, Response, request

from server import wire
from server.accounts import token_hash
from server.browser_tablets import Full, Standing
from server.problems import HttpRefusal
from server.routes.operation import Operation, operation, text
from server.routes.parts import parts
from server.seals import staff_pin
from server.throttle import TooManyTries
from server.wire import encode

blueprint = Blueprint("browser_tablets", __name__)

COOKIE = "tablet"
"""The cookie that holds a browser's key: no script sees it, no other site sends it."""
COOKIE_LASTS_S = 400 * 86400
"""As long as browsers allow; given anew each time the page looks."""


@blueprint.post("/tablets/browser")
@operation(
    Operation(
        summary="A browser asks to be paired as a tablet",
        body=wire.BrowserAsks,
        answers={200: wire.BrowserTablet},
        problems=frozenset({429}),
    )
)
def ask(body: wire.BrowserAsks) -> Any:
    known = parts().browsers.standing(_key())
    if known.state != "none":
        return _answer(known)
    try:
        parts().tablets.take(request.remote_addr or "")
        name = text(body.name) or f"{request.remote_addr} /rate"
        return _answer(parts().browsers.ask(name))
    except (TooManyTries, Full):
        raise HttpRefusal(429, "too_many_requests") from None


@blueprint.get("/tablets/browser")
@operation(
    Operation(
        summary="How this browser stands as a tablet: none, asking with a code, or paired",
        answers={200: wire.BrowserTablet},
    )
)
def look() -> Any:
    return _answer(parts().browsers.standing(_key()))


def _key() -> str:
    return request.cookies.get(COOKIE, "")


def _answer(standing: Standing) -> Response:
    is_paired = standing.state == "paired"
    shape = wire.BrowserTablet(
        state=standing.state,
        id=standing.id,
        code=standing.code,
        counter=standing.counter,
        office=parts().config.office.name,
        office_id=parts().accounts.office_id(),
        pin=staff_pin(bytes.fromhex(token_hash(standing.key))) if is_paired else None,
    )
    response = Response(encode(shape), content_type="application/json")
    if standing.key:
        response.set_cookie(
            COOKIE,
            standing.key,
            max_age=COOKIE_LASTS_S,
            httponly=True,
            samesite="Strict",
            secure=request.is_secure,
        )
    return response
