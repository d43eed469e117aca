"""Somebody at a kiosk needs help: asked for there, seen and answered by the staff."""

from typing import Any

from flask import Blueprint

from server import help, shapes, wire
from server.problems import HttpRefusal
from server.routes.operation import Operation, asker, keyed, operation
from server.routes.parts import parts
from server.routes.tickets import MAX_ID
from server.throttle import TooManyTries

blueprint = Blueprint("help", __name__)

STAFF = frozenset({"clerk", "counter", "manager", "admin"})
KIOSKS = frozenset({"kiosk", "web_kiosk"})


@blueprint.get("/help")
@operation(
    Operation(
        summary="Who waits for help today, the longest first",
        answers={200: list[shapes.Help]},
        roles=STAFF,
    )
)
def waiting() -> Any:
    with parts().store.reading() as connection:
        return 200, help.unanswered(connection, parts().office.today())


@blueprint.post("/help")
@operation(
    Operation(
        summary="Somebody at a kiosk needs help",
        body=wire.AskHelp,
        answers={201: wire.HelpAsked},
        problems=frozenset({429}),
        roles=KIOSKS,
        is_keyed=True,
    )
)
def ask(body: wire.AskHelp) -> Any:
    if asker().role == "kiosk":  # a program has the name of its token
        kiosk = asker().name
        return 201, _asked(parts().helps.ask(kiosk, keyed("help", kiosk)))
    request = keyed("help", body.kiosk)
    try:
        with parts().help_calls.one(request.owner):
            return 201, _asked(parts().helps.ask(body.kiosk, request))
    except TooManyTries:
        raise HttpRefusal(429, "too_many_requests") from None


@blueprint.get(f"/help/<int(max={MAX_ID}):help_id>")
@operation(
    Operation(
        summary="Whether somebody goes where help was asked for",
        answers={200: wire.HelpAsked},
        problems=frozenset({404}),
        roles=KIOSKS | STAFF,
    )
)
def show(help_id: int) -> Any:
    with parts().store.reading() as connection:
        return 200, _asked(help.help_by_id(connection, help_id))


@blueprint.post(f"/help/<int(max={MAX_ID}):help_id>/answer")
@operation(
    Operation(
        summary="I go there; whoever says so first does",
        body=wire.Nothing,
        answers={200: shapes.Help},
        problems=frozenset({404}),
        roles=STAFF,
        is_keyed=True,
    )
)
def answer(help_id: int, body: wire.Nothing) -> Any:
    return 200, parts().helps.answer(help_id, keyed("answer_help", help_id))


def _asked(held: shapes.Help) -> wire.HelpAsked:
    """Without who goes: a browser that anybody opens reads this."""
    return wire.HelpAsked(
        id=held.id,
        kiosk=held.kiosk,
        asked_at=held.asked_at,
        is_answered=held.answered_at is not None,
    )
