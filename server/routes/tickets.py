"""Citizens: take a number, look at it, give it back."""

from dataclasses import replace
from typing import Any

import msgspec
from flask import Blueprint, g, session

from server import queries, shapes, wire
from server.asking import Asker
from server.ledger import NewTicket
from server.problems import HttpRefusal
from server.routes.operation import Operation, asker, keyed, operation
from server.routes.parts import parts

blueprint = Blueprint("tickets", __name__)

MAX_ID = 2**53 - 1
ISSUERS = frozenset({"kiosk", "web_kiosk", "counter", "clerk", "admin"})


@blueprint.get("/services")
@operation(
    Operation(summary="The services one can take a number for", answers={200: list[shapes.Service]})
)
def services() -> Any:
    with parts().store.reading() as connection:
        return 200, queries.services(connection, parts().office.today())


@blueprint.post("/tickets")
@operation(
    Operation(
        summary="Take a number",
        body=wire.NewTicket,
        answers={201: shapes.IssuedTicket},
        problems=frozenset({404, 409}),
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
        printer=_printer_for(asker()),
    )
    ticket = parts().office.issue(new, keyed("issue", *msgspec.structs.astuple(body)))
    with parts().store.reading() as connection:
        return 201, queries.issued(connection, ticket)


@blueprint.get(f"/tickets/<int(max={MAX_ID}):ticket>")
@operation(Operation(summary="A ticket", answers={200: shapes.Ticket}, problems=frozenset({404})))
def show(ticket: int) -> Any:
    with parts().store.reading() as connection:
        found = queries.ticket_by_id(connection, ticket)
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
    # Any browser may be a kiosk, so a browser gives back only the ticket it was shown.
    if g.is_session and not asker().is_person and ticket not in session.get("tickets", []):
        raise HttpRefusal(403, "not_yours")
    return 200, parts().office.cancel(ticket, keyed("cancel", ticket))


def _printer_for(who: Asker) -> str | None:
    """The printer that names this kiosk, else the office's first, else no paper."""
    printers = parts().config.printer
    named = (name for name, table in printers.items() if who.name in table.kiosks)
    return next(named, next(iter(printers), None))
