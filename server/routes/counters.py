"""Counters: call, serve, finish.  A clerk acts at the counter they sit at, a program at its own."""

from typing import Any

import msgspec
from flask import Blueprint, g, request

from server import shapes, wire
from server.clerk_view import clerk_view, waiting_for
from server.ledger import NewTicket
from server.moves import Target
from server.problems import HttpRefusal
from server.routes.operation import Operation, asker, keyed, operation, session_counter, text
from server.routes.parts import parts

blueprint = Blueprint("counters", __name__, url_prefix="/counters/<counter>")

CALLERS = frozenset({"counter", "clerk", "admin"})


def _verb(summary: str, body: type[wire.Asked], answers: dict[int, Any]) -> Operation:
    return Operation(
        summary=summary,
        body=body,
        answers=answers,
        problems=frozenset({404, 409}),
        roles=CALLERS,
        is_keyed=True,
    )


@blueprint.get("")
@operation(
    Operation(
        summary="A counter and the ticket it has in hand",
        answers={200: shapes.Counter},
        problems=frozenset({404}),
        roles=CALLERS | {"manager"},
    )
)
def show(counter: str) -> Any:
    return 200, counter_shape(counter)


@blueprint.get("/waiting")
@operation(
    Operation(
        summary="Who waits for this counter, the first hundred in order of arrival",
        answers={200: list[shapes.WaitingTicket]},
        problems=frozenset({404}),
        roles=CALLERS,
        query={"label": "Only labels with this in them"},
    )
)
def waiting(counter: str) -> Any:
    label = request.args.get("label", "").strip().upper()
    with parts().store.reading() as connection:
        plan = parts().office.plan(connection)
        return 200, waiting_for(connection, plan, counter, label)


@blueprint.post("/call-next")
@operation(_verb("Call whoever is next", wire.CallNext, {200: shapes.Ticket, 204: None}))
def call_next(counter: str, body: wire.CallNext) -> Any:
    _check_own(counter)
    ticket = parts().counters.call_next(
        counter,
        keyed("call_next", counter, body.finish_current),
        finish_current=body.finish_current,
    )
    return (204, None) if ticket is None else (200, ticket)


@blueprint.post("/call")
@operation(_verb("Call a chosen ticket", wire.Call, {200: shapes.Ticket}))
def call(counter: str, body: wire.Call) -> Any:
    _check_own(counter)
    return 200, parts().counters.call(counter, body.ticket, keyed("call", counter, body.ticket))


@blueprint.post("/recall")
@operation(_verb("Call the ticket in hand again", wire.Nothing, {200: shapes.Ticket}))
def recall(counter: str, body: wire.Nothing) -> Any:
    _check_own(counter)
    return 200, parts().counters.recall(counter, keyed("recall", counter))


@blueprint.post("/start")
@operation(_verb("The citizen is here", wire.Nothing, {200: shapes.Ticket}))
def start(counter: str, body: wire.Nothing) -> Any:
    _check_own(counter)
    return 200, parts().counters.start(counter, keyed("start", counter))


@blueprint.post("/finish")
@operation(_verb("The visit is done", wire.Nothing, {200: shapes.Ticket}))
def finish(counter: str, body: wire.Nothing) -> Any:
    _check_own(counter)
    return 200, parts().counters.finish(counter, keyed("finish", counter))


@blueprint.post("/no-show")
@operation(_verb("Nobody came", wire.Nothing, {200: shapes.Ticket}))
def no_show(counter: str, body: wire.Nothing) -> Any:
    _check_own(counter)
    return 200, parts().counters.no_show(counter, keyed("no_show", counter))


@blueprint.post("/park")
@operation(_verb("The citizen fetches something", wire.Park, {200: shapes.Ticket}))
def park(counter: str, body: wire.Park) -> Any:
    _check_own(counter)
    after_s = body.return_after_s
    asked = keyed("park", counter, after_s)
    return 200, parts().counters.park(counter, asked, return_after_s=after_s)


@blueprint.post("/resume")
@operation(_verb("Call a parked ticket back", wire.Call, {200: shapes.Ticket}))
def resume(counter: str, body: wire.Call) -> Any:
    _check_own(counter)
    asked = keyed("resume", counter, body.ticket)
    return 200, parts().counters.resume(counter, body.ticket, asked)


@blueprint.post("/transfer")
@operation(_verb("Send a ticket elsewhere", wire.Transfer, {200: shapes.Ticket}))
def transfer(counter: str, body: wire.Transfer) -> Any:
    _check_own(counter)
    if body.service is None and body.counter is None:
        raise HttpRefusal(422, "bad_body", detail="service or counter is wanted")
    to = Target(
        service=body.service,
        counter=body.counter,
        is_first=body.place == "first",
        comes_back=body.come_back,
        ticket=body.ticket,
    )
    asked = keyed("transfer", counter, *msgspec.structs.astuple(body))
    return 200, parts().counters.transfer(counter, to, asked)


@blueprint.post("/walk-direct")
@operation(_verb("Serve somebody without a ticket", wire.WalkDirect, {200: shapes.Ticket}))
def walk_direct(counter: str, body: wire.WalkDirect) -> Any:
    _check_own(counter)
    new = NewTicket(service=body.service, priority=body.priority, language=body.language)
    asked = keyed("walk_direct", counter, *msgspec.structs.astuple(body))
    return 200, parts().counters.walk_direct(counter, new, asked)


@blueprint.post("/undo")
@operation(_verb("Take back this counter's last act", wire.Nothing, {200: shapes.Ticket}))
def undo(counter: str, body: wire.Nothing) -> Any:
    _check_own(counter)
    return 200, parts().counters.undo(counter, keyed("undo", counter))


@blueprint.post("/open")
@operation(_verb("Somebody sits down", wire.Nothing, {200: shapes.Counter}))
def open_(counter: str, body: wire.Nothing) -> Any:
    _check_own(counter)
    parts().counters.open(counter, keyed("open", counter))
    return 200, counter_shape(counter)


@blueprint.post("/pause")
@operation(_verb("The counter rests", wire.Pause, {200: shapes.Counter}))
def pause(counter: str, body: wire.Pause) -> Any:
    _check_own(counter)
    reason = text(body.reason)
    parts().counters.pause(counter, reason, keyed("pause", counter, reason))
    return 200, counter_shape(counter)


@blueprint.post("/close")
@operation(_verb("Nobody sits there any more", wire.Nothing, {200: shapes.Counter}))
def close(counter: str, body: wire.Nothing) -> Any:
    _check_own(counter)
    parts().counters.close(counter, keyed("close", counter))
    return 200, counter_shape(counter)


def counter_shape(counter: str) -> shapes.Counter:
    """:raises Unknown: ``no_such_counter``."""
    office = parts().office
    with parts().store.reading() as connection:
        return clerk_view(connection, office.plan(connection), counter)


def _check_own(counter: str) -> None:
    """A clerk's own counter is the one they signed in at, a program's the one of its token."""
    who = asker()
    own = session_counter() if g.is_session else who.counter
    if who.role != "admin" and own != counter:
        raise HttpRefusal(403, "not_yours")
