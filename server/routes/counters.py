"""Counters: call, serve, finish.  A clerk acts at the counter they sit at, a program at its own."""

from typing import Any

from flask import Blueprint, g

from server import queries, shapes, wire
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
        answers={200: wire.Counter},
        problems=frozenset({404}),
        roles=CALLERS | {"manager"},
    )
)
def show(counter: str) -> Any:
    return 200, counter_shape(counter)


@blueprint.post("/call-next")
@operation(_verb("Call whoever is next", wire.CallNext, {200: shapes.Ticket, 204: None}))
def call_next(counter: str, body: wire.CallNext) -> Any:
    _check_own(counter)
    ticket = parts().office.call_next(
        counter,
        keyed("call_next", counter, body.finish_current),
        finish_current=body.finish_current,
    )
    return (204, None) if ticket is None else (200, ticket)


@blueprint.post("/call")
@operation(_verb("Call a chosen ticket", wire.Call, {200: shapes.Ticket}))
def call(counter: str, body: wire.Call) -> Any:
    _check_own(counter)
    return 200, parts().office.call(counter, body.ticket, keyed("call", counter, body.ticket))


@blueprint.post("/recall")
@operation(_verb("Call the ticket in hand again", wire.Nothing, {200: shapes.Ticket}))
def recall(counter: str, body: wire.Nothing) -> Any:
    _check_own(counter)
    return 200, parts().office.recall(counter, keyed("recall", counter))


@blueprint.post("/start")
@operation(_verb("The citizen is here", wire.Nothing, {200: shapes.Ticket}))
def start(counter: str, body: wire.Nothing) -> Any:
    _check_own(counter)
    return 200, parts().office.start(counter, keyed("start", counter))


@blueprint.post("/finish")
@operation(_verb("The visit is done", wire.Nothing, {200: shapes.Ticket}))
def finish(counter: str, body: wire.Nothing) -> Any:
    _check_own(counter)
    return 200, parts().office.finish(counter, keyed("finish", counter))


@blueprint.post("/no-show")
@operation(_verb("Nobody came", wire.Nothing, {200: shapes.Ticket}))
def no_show(counter: str, body: wire.Nothing) -> Any:
    _check_own(counter)
    return 200, parts().office.no_show(counter, keyed("no_show", counter))


@blueprint.post("/open")
@operation(_verb("Somebody sits down", wire.Nothing, {200: wire.Counter}))
def open_(counter: str, body: wire.Nothing) -> Any:
    _check_own(counter)
    parts().office.open(counter, keyed("open", counter))
    return 200, counter_shape(counter)


@blueprint.post("/pause")
@operation(_verb("The counter rests", wire.Pause, {200: wire.Counter}))
def pause(counter: str, body: wire.Pause) -> Any:
    _check_own(counter)
    reason = text(body.reason)
    parts().office.pause(counter, reason, keyed("pause", counter, reason))
    return 200, counter_shape(counter)


@blueprint.post("/close")
@operation(_verb("Nobody sits there any more", wire.Nothing, {200: wire.Counter}))
def close(counter: str, body: wire.Nothing) -> Any:
    _check_own(counter)
    parts().office.close(counter, keyed("close", counter))
    return 200, counter_shape(counter)


def counter_shape(counter: str) -> wire.Counter:
    """:raises Unknown: ``no_such_counter``."""
    with parts().store.reading() as connection:
        row = queries.counter_row(connection, counter)
        return wire.Counter(
            number=row["number"],
            name=row["name"],
            state=row["state"],
            pause_reason=row["pause_reason"],
            services=queries.services_of(connection, counter),
            clerk=row["clerk_name"] or row["clerk"],
            ticket=queries.ticket_in_hand(connection, counter),
        )


def _check_own(counter: str) -> None:
    """A clerk's own counter is the one they signed in at, a program's the one of its token."""
    who = asker()
    own = session_counter() if g.is_session else who.counter
    if who.role != "admin" and own != counter:
        raise HttpRefusal(403, "not_yours")
