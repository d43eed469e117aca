"""A browser that shows ``/rate`` asks to be paired, and answers what pairing asks it."""

from typing import Any

from flask import Blueprint, request

from server import wire
from server.browser_tablets import Full, Letter
from server.problems import HttpRefusal
from server.routes.operation import Operation, operation, text
from server.routes.parts import parts
from server.throttle import TooManyTries

blueprint = Blueprint("browser_tablets", __name__)


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
    try:
        parts().tablets.take(request.remote_addr or "")
        name = text(body.name) or f"{request.remote_addr} /rate"
        return 200, _standing(parts().browsers.ask(name), True, None)
    except (TooManyTries, Full):
        raise HttpRefusal(429, "too_many_requests") from None


@blueprint.get("/tablets/browser/<tablet>")
@operation(
    Operation(
        summary="Whether a browser still asks, and what pairing asks it",
        answers={200: wire.BrowserTablet},
    )
)
def look(tablet: str) -> Any:
    return 200, _standing(tablet, *parts().browsers.look(tablet))


@blueprint.post("/tablets/browser/<tablet>/answer")
@operation(
    Operation(
        summary="A browser answers what pairing asks it",
        body=wire.PageAnswers,
        answers={204: None},
        problems=frozenset({404}),
    )
)
def answer(tablet: str, body: wire.PageAnswers) -> Any:
    said: dict[str, object] = {"message": body.message, "confirm": body.confirm}
    if not parts().browsers.answer(tablet, body.number, (body.status, said)):
        raise HttpRefusal(404, "no_such_device")
    return 204, None


def _standing(tablet: str, is_asking: bool, letter: Letter | None) -> wire.BrowserTablet:
    return wire.BrowserTablet(
        id=tablet,
        is_asking=is_asking,
        office=parts().config.office.name,
        letter=None if letter is None else _written(letter),
    )


def _written(letter: Letter) -> wire.PairLetter:
    body: Any = letter.body
    is_start = letter.path == "/pair/start"
    return wire.PairLetter(
        number=letter.number,
        start=body["message"] if is_start else None,
        finish=None if is_start else wire.PairFinish(**body),
    )
