"""People sign in and out."""

from typing import Any

from flask import Blueprint, g, request, session

from server import queries, wire
from server.accounts import Person
from server.problems import HttpRefusal
from server.routes.operation import SIGNED_IN, Operation, check_csrf, operation
from server.routes.parts import parts
from server.throttle import TooManyTries

blueprint = Blueprint("session", __name__)


@blueprint.post("/session")
@operation(
    Operation(
        summary="Sign in; a clerk says at which counter",
        body=wire.SignIn,
        answers={200: wire.SignedIn},
        problems=frozenset({401, 403, 404, 429}),
    )
)
def sign_in(body: wire.SignIn) -> Any:
    check_csrf()
    person = _signed_in(body)
    if body.counter is not None:
        with parts().store.reading() as connection:
            queries.counter_at(connection, parts().office.plan(connection), body.counter)
    session.clear()
    session.update(person=person.name, counter=body.counter)
    session.permanent = True
    return 200, wire.SignedIn(
        name=person.name, full_name=person.full_name, role=person.role, counter=body.counter
    )


@blueprint.get("/session")
@operation(Operation(summary="Who is signed in", answers={200: wire.SignedIn}, roles=SIGNED_IN))
def show() -> Any:
    person = g.get("person")
    if person is None:
        raise HttpRefusal(401, "sign_in")
    return 200, wire.SignedIn(
        name=person.name,
        full_name=person.full_name,
        role=person.role,
        counter=session.get("counter"),
    )


@blueprint.post("/session/end")
@operation(Operation(summary="Sign out", body=wire.Nothing, answers={204: None}, roles=SIGNED_IN))
def sign_out(body: wire.Nothing) -> Any:
    session.clear()
    return 204, None


def _signed_in(body: wire.SignIn) -> Person:
    """Whose password it is. :raises HttpRefusal: 401, or 429 after too many tries."""
    try:
        with parts().sign_ins.attempt(f"{body.name} from {request.remote_addr}") as failed:
            person = parts().accounts.sign_in(body.name, body.password)
            if person is None:
                failed()
                raise HttpRefusal(401, "wrong_sign_in")
    except TooManyTries:
        raise HttpRefusal(429, "too_many_sign_ins") from None
    return person
