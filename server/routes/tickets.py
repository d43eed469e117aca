"""Citizens: take a number, look at it, give it back."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

import msgspec
from flask import Blueprint, g, session

from server import queries, service_view, shapes, wire
from server.asking import Asker, Request
from server.hours import instant
from server.ledger import NewTicket, ticket_row
from server.problems import HttpRefusal
from server.routes.operation import Operation, asker, keyed, operation, text
from server.routes.parts import parts
from server.throttle import TooManyTries

blueprint = Blueprint("tickets", __name__)

MAX_ID = 2**53 - 1
ISSUERS = frozenset({"kiosk", "web_kiosk", "counter", "clerk", "admin"})


@blueprint.get("/services")
@operation(
    Operation(summary="The services one can take a number for", answers={200: list[shapes.Service]})
)
def services() -> Any:
    with parts().store.reading() as connection:
        plan, local = parts().office.plan(connection), parts().office.local()
        waits = parts().paces.of_services(connection, plan, local)
        return 200, service_view.services(connection, plan, local, waits)


@blueprint.post("/tickets")
@operation(
    Operation(
        summary="Take a number",
        body=wire.NewTicket,
        answers={201: shapes.IssuedTicket},
        problems=frozenset({404, 409, 429}),
        roles=ISSUERS,
        is_keyed=True,
    )
)
def issue(body: wire.NewTicket) -> Any:
    new = NewTicket(
        service=body.service,
        priority=body.priority,
        is_assisted=body.assisted,
        language=body.language,
        printer=printer_for(asker()),
        kiosk=asker().name,
        stops=tuple(body.then),
        for_clerk=body.clerk,
    )
    request = keyed("issue", *msgspec.structs.astuple(body))
    give = partial(_give, new, body.scan, request)
    ticket = _in_browser(request, give) if asker().role == "web_kiosk" else give()
    return 201, queries.issued(parts().store.row, ticket)


def _give(new: NewTicket, scan: str | None, request: Request) -> shapes.Ticket:
    """A number, counted as a person's where a card was shown."""
    if scan is None:
        return parts().office.issue(new, request)
    held = parts().scans.held(scan)
    ticket = parts().persons.issue(new, None if held is None else held.claim, request)
    parts().scans.used(scan)
    return ticket


@blueprint.get(f"/tickets/<int(max={MAX_ID}):ticket>")
@operation(
    Operation(
        summary="A ticket",
        answers={200: shapes.TicketInFull},
        problems=frozenset({404}),
    )
)
def show(ticket: int) -> Any:
    with parts().store.reading() as connection:
        plan = parts().office.plan(connection)
        row = ticket_row(connection, ticket)
        found = queries.in_full(connection, plan, row)
        wait = parts().paces.of_ticket(connection, plan, row, found.ahead, parts().office.local())
    found = replace(found, wait_s=wait)
    # Why somebody has priority may be a matter of health: only the office's own people read it.
    is_ours = g.asker is not None and (g.asker.is_person or not g.is_session)
    return 200, found if is_ours else replace(found, priority=None)


@blueprint.post(f"/tickets/<int(max={MAX_ID}):ticket>/cancel")
@operation(
    Operation(
        summary="Give a number back",
        body=wire.Nothing,
        answers={200: shapes.Ticket},
        problems=frozenset({404, 409}),
        roles=(ISSUERS - {"web_kiosk"}) | {"citizen"},
        is_keyed=True,
    )
)
def cancel(ticket: int, body: wire.Nothing) -> Any:
    check_held(ticket)
    return 200, parts().office.cancel(ticket, keyed("cancel", ticket))


@blueprint.post(f"/tickets/<int(max={MAX_ID}):ticket>/requeue")
@operation(
    Operation(
        summary="Somebody who was not present, or was parked, is back",
        body=wire.Nothing,
        answers={200: shapes.Ticket},
        problems=frozenset({404, 409}),
        roles=(ISSUERS - {"web_kiosk"}) | {"citizen"},
        is_keyed=True,
    )
)
def requeue(ticket: int, body: wire.Nothing) -> Any:
    check_held(ticket)
    return 200, parts().office.requeue(ticket, keyed("requeue", ticket))


@blueprint.post("/tickets/requeue")
@operation(
    Operation(
        summary="Somebody who was not present is back, by the number on their slip",
        body=wire.Label,
        answers={200: shapes.Ticket},
        problems=frozenset({404, 409, 429}),
        roles=ISSUERS,
        is_keyed=True,
    )
)
def requeue_label(body: wire.Label) -> Any:
    label = body.label.strip().upper()
    with parts().store.reading() as connection:
        ticket = queries.ticket_by_label(connection, parts().office.today(), label)
    if ticket.state not in ("no_show", "waiting"):  # parked ones belong to their clerk
        raise HttpRefusal(409, "not_missed", label=ticket.label, state=ticket.state)
    request = keyed("requeue_label", label)
    if ticket.state == "no_show":  # in line already: a repeat, and well
        back = partial(parts().office.requeue, ticket.id, request)
        ticket = _in_browser(request, back) if asker().role == "web_kiosk" else back()
    # Whoever reads a label off the hall's screen may ask: why somebody has priority is not theirs.
    return 200, replace(ticket, priority=None)


@blueprint.post(f"/tickets/<int(max={MAX_ID}):ticket>/correct")
@operation(
    Operation(
        summary="Put a time of a finished visit right, with the reason",
        body=wire.Correct,
        answers={200: shapes.Ticket},
        problems=frozenset({404, 409}),
        roles=frozenset({"manager", "admin"}),
        is_keyed=True,
    )
)
def correct(ticket: int, body: wire.Correct) -> Any:
    try:
        at = instant(body.at)
    except ValueError as error:
        raise HttpRefusal(422, "bad_body", detail=str(error)) from None
    request = keyed("correct", ticket, *msgspec.structs.astuple(body))
    return 200, parts().office.correct(ticket, body.what, at, text(body.reason), request)


def check_held(ticket: int) -> None:
    """Any browser may be a kiosk, so a browser moves only the ticket it was shown."""
    if g.is_session and not asker().is_person and ticket not in session.get("tickets", []):
        raise HttpRefusal(403, "not_yours")


def _in_browser(request: Request, ask: Callable[[], shapes.Ticket]) -> shapes.Ticket:
    """What a kiosk asks, at a kiosk's pace: any browser may say that it is one."""
    try:
        with parts().kiosks.one(request.owner):
            return ask()
    except TooManyTries:
        raise HttpRefusal(429, "too_many_requests") from None


def printer_for(who: Asker) -> str | None:
    """The printer that names this kiosk, else the office's first, else no paper."""
    printers = parts().config.printer
    named = (name for name, table in printers.items() if who.name in table.kiosks)
    return next(named, next(iter(printers), None))
