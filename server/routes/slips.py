"""Paper for the staff: who waits without a slip, another slip, a new roll."""

from typing import Any

from flask import Blueprint, request

from server import paper_view, shapes, wire
from server.problems import HttpRefusal
from server.routes.operation import Operation, keyed, operation
from server.routes.parts import parts
from server.routes.tickets import MAX_ID

blueprint = Blueprint("slips", __name__)

STAFF = frozenset({"clerk", "counter", "manager", "admin"})


@blueprint.get("/slips")
@operation(
    Operation(
        summary="Who waits today without a slip, the newest first, and how the rolls are",
        answers={200: shapes.Papers},
        roles=STAFF,
        query={"state": "Only slips that are failed (nothing is on paper) or unknown"},
    )
)
def papers() -> Any:
    state = request.args.get("state")
    if state not in (None, *paper_view.STATES):
        wanted = " or ".join(paper_view.STATES)
        raise HttpRefusal(422, "bad_query", detail=f"state: {wanted} is wanted")
    here, printers = parts(), parts().paper.printers
    with here.store.reading() as connection:
        return 200, shapes.Papers(
            tickets=paper_view.without_paper(connection, printers, here.office.today(), state),
            printers=paper_view.printer_papers(connection, printers),
        )


@blueprint.post(f"/tickets/<int(max={MAX_ID}):ticket>/reprint")
@operation(
    Operation(
        summary="Print a ticket's slip once more; it says so",
        body=wire.Nothing,
        answers={200: shapes.Ticket},
        problems=frozenset({404, 409}),
        roles=STAFF,
        is_keyed=True,
    )
)
def reprint(ticket: int, body: wire.Nothing) -> Any:
    return 200, parts().reprints.ask(ticket, keyed("reprint", ticket))


@blueprint.post("/printers/<printer>/new-roll")
@operation(
    Operation(
        summary="A printer has a new roll of paper",
        body=wire.Nothing,
        answers={204: None},
        problems=frozenset({404}),
        roles=STAFF,
        is_keyed=True,
    )
)
def new_roll(printer: str, body: wire.Nothing) -> Any:
    parts().rolls.changed(printer, keyed("new_roll", printer))
    return 204, None
