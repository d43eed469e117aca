"""Appointments, and numbers taken from home."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from math import ceil
from typing import Any

from flask import Blueprint, g, request, session

from server import appointment_rows, queries, shapes, wire
from server.appointments import Booking
from server.home import HomeNumber
from server.persons import Claim
from server.problems import HttpRefusal
from server.routes.operation import Operation, asker, keyed, operation
from server.routes.parts import parts
from server.routes.tickets import ISSUERS, printer_for
from server.throttle import TooManyTries, TooSoon

blueprint = Blueprint("appointments", __name__)

AT_HOME = frozenset({"home", "kiosk", "admin"})
BOOKERS = AT_HOME | {"counter", "clerk"}
HELD = 5
"""Appointments that one browser may give back: those it looked at last."""


@blueprint.get("/services/<service>/slots")
@operation(
    Operation(
        summary="When an appointment can be booked on a day",
        answers={200: list[shapes.Slot]},
        problems=frozenset({404, 422}),
        query={"day": "YYYY-MM-DD; today if left out"},
    )
)
def slots(service: str) -> Any:
    text = request.args.get("day", parts().office.today())
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise HttpRefusal(422, "bad_query", detail="day is not a date (YYYY-MM-DD)") from None
    with parts().store.reading() as connection:
        return 200, parts().appointments.offered(connection, service, day)


@blueprint.post("/appointments")
@operation(
    Operation(
        summary="Book an appointment",
        body=wire.NewAppointment,
        answers={201: shapes.BookedAppointment},
        problems=frozenset({404, 409, 429}),
        roles=BOOKERS,
        is_keyed=True,
    )
)
def book(body: wire.NewAppointment) -> Any:
    day = _day(body.day)
    claim = _claim(body.identity, day)
    wanted = Booking(service=body.service, day=day, start=body.start, language=body.language)
    asked = keyed("book", body.service, body.day, body.start, body.language, claim.hash.hex())
    booked = parts().appointments.book(wanted, claim, asked)
    if g.is_session:
        keep(booked.code)
    with parts().store.reading() as connection:
        return 201, appointment_rows.with_link(connection, booked)


@blueprint.post("/appointments/<code>/cancel")
@operation(
    Operation(
        summary="Give an appointment back",
        body=wire.Nothing,
        answers={200: shapes.Appointment},
        problems=frozenset({404, 409, 429}),
        roles=frozenset({"citizen", "kiosk", "counter", "clerk", "admin"}),
        is_keyed=True,
    )
)
def cancel(code: str, body: wire.Nothing) -> Any:
    if g.is_session and not asker().is_person and code not in session.get("appointments", []):
        raise HttpRefusal(403, "not_yours")
    digits = _digits(code)
    with _guess():
        return 200, parts().appointments.cancel(digits, keyed("cancel_booking", digits))


@blueprint.post("/appointments/arrive")
@operation(
    Operation(
        summary="Somebody has come to their appointment, by its code",
        body=wire.Arrive,
        answers={201: shapes.IssuedTicket},
        problems=frozenset({404, 409, 429}),
        roles=ISSUERS,
        is_keyed=True,
    )
)
def arrive(body: wire.Arrive) -> Any:
    digits = _digits(body.code if body.scan is None else parts().scans.code(body.scan))
    with _guess():
        ticket = parts().appointments.arrive(digits, printer_for(asker()), keyed("arrive", digits))
    return 201, queries.issued(parts().store.row, ticket)


@blueprint.post("/home/tickets")
@operation(
    Operation(
        summary="Take a number from home, for today or a later day",
        body=wire.HomeNumber,
        answers={201: shapes.IssuedTicket},
        problems=frozenset({404, 409, 429}),
        roles=AT_HOME,
        is_keyed=True,
    )
)
def take(body: wire.HomeNumber) -> Any:
    day = _day(body.day)
    claim = _claim(body.identity, day)
    wanted = HomeNumber(service=body.service, day=day, language=body.language)
    asked = keyed("home", body.service, body.day, body.language, claim.hash.hex())
    ticket = parts().home_numbers.take(wanted, claim, asked)
    return 201, queries.issued(parts().store.row, ticket)


def keep(code: str) -> None:
    """Let this browser give the appointment with this *code* back."""
    held = [each for each in session.get("appointments", []) if each != code]
    session["appointments"] = [*held, code][-HELD:]


@contextmanager
def _guess() -> Iterator[None]:
    """Whoever names codes that are not there, one after another, waits between them."""
    who = f"{asker().role} {asker().name} {request.remote_addr}"
    try:
        with parts().codes.one(who):
            yield
    except TooSoon as error:
        raise HttpRefusal(429, "wrong_codes", seconds=ceil(error.seconds)) from None


def _claim(identity: str, day: date) -> Claim:
    """The person's fingerprint for *day*; the identity goes no further than this."""
    try:
        if asker().role == "home":
            parts().homes.take(request.remote_addr or "")
        return parts().persons.claim(identity, day)
    except TooManyTries:
        raise HttpRefusal(429, "too_many_requests") from None


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise HttpRefusal(422, "bad_body", detail="day is not a date (YYYY-MM-DD)") from None


def _digits(code: str) -> str:
    """A code as people write it, ``1234 5678`` or ``1234-5678``."""
    return "".join(each for each in code if each.isascii() and each.isdigit())
