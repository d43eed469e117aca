"""What becomes of a ticket's slip, as one table, and the two rules about a second try.

Everything that affects which state a slip may be in lives in this file and nowhere else; the table
in ``docs/explanation/slips-and-people.md`` is printed from :data:`MOVES`.  Two promises stand on
it: a slip that has begun is never begun again by itself, and whoever asks for another one gets it
with *IN LẠI* on it, and only once the printer cannot bring out the first any more.
"""

from collections.abc import Callable, Collection, Mapping

from server.events import Event, SlipAskedAgain, SlipFailed, SlipMoved, SlipPrinted, SlipPrinting
from server.tickets import ENDED

NONE = "none"
QUEUED = "queued"
PRINTING = "printing"
PRINTED = "printed"
FAILED = "failed"
"""No part of it is on paper: it had not begun."""
UNKNOWN = "unknown"
"""It had begun, and nobody can say how it ended: all, a part or nothing of it may be on paper."""

WITHOUT_PAPER = (FAILED, UNKNOWN)
UNDER_WAY = (QUEUED, PRINTING)

#: state × move → state.  *out* after ``failed`` or ``unknown`` is a slip that came out late.
MOVES: Mapping[str, Mapping[str, str]] = {
    NONE: {},
    QUEUED: {
        "begin": PRINTING,
        "out": PRINTED,
        "fail": FAILED,
        "lose": UNKNOWN,
        "stand in": QUEUED,
    },
    PRINTING: {"out": PRINTED, "lose": UNKNOWN, "fail": FAILED},
    PRINTED: {"again": QUEUED},
    FAILED: {"out": PRINTED, "again": QUEUED},
    UNKNOWN: {"out": PRINTED, "again": QUEUED},
}

HELPED_BY_ANOTHER = frozenset(
    {"away", "paper_out", "cover_open", "cutter", "error", "hot"}
    | {"offline", "silent", "stalled", "no_printer"}
)
"""Reasons that are the printer's own: another one can help.  A slip that is too old, or that cannot
be printed at all, is so everywhere."""

WELL = frozenset({"ready", "unknown"})
"""States of a printer that may be sent a slip; one that never answered may be unable to."""


def move_of(event: Event) -> str | None:
    """What *event* does to a slip, ``None`` if nothing."""
    match event:
        case SlipPrinting():
            return "begin"
        case SlipPrinted():
            return "out"
        case SlipFailed():
            return "lose" if event.has_begun else "fail"
        case SlipMoved():
            return "stand in"
        case SlipAskedAgain():
            return "again"
        case _:
            return None


def after(state: str, event: Event) -> str | None:
    """The state of the slip after *event*, ``None`` if it cannot happen to it now."""
    move = move_of(event)
    return state if move is None else MOVES[state].get(move)


def job(ticket: int, copy: int) -> str:
    """The name of a slip in a printer's spool: ``ticket:17``, its first copy ``ticket:17:1``."""
    return f"ticket:{ticket}:{copy}" if copy else f"ticket:{ticket}"


def read_job(name: str) -> tuple[int, int] | None:
    """The ticket and the copy that :func:`job` named, ``None`` for what is no ticket's slip."""
    kind, _, rest = name.partition(":")
    ticket, _, copy = rest.partition(":")
    return (int(ticket), int(copy or 0)) if kind == "ticket" else None


def stand_in(
    printer: str,
    stand_ins: Mapping[str, str],
    tried: Collection[str],
    is_well: Callable[[str], bool],
) -> str | None:
    """Who prints for *printer*: the first well one along its chain of stand-ins that has not been
    *tried* with this slip."""
    seen = {printer}
    here = stand_ins.get(printer, "")
    while here and here not in seen:
        if here not in tried and is_well(here):
            return here
        seen.add(here)
        here = stand_ins.get(here, "")
    return None


def refusal_of_another(
    slip: str, visit: str, copies: int, most: int, *, is_held: bool
) -> str | None:
    """Why a ticket gets no other slip now, as the code of a refusal; ``None`` if it may.

    :param slip: its slip's state. :param visit: the ticket's own. :param copies: had already.
    :param is_held: a printer still has the last one and may bring it out.
    """
    if slip == NONE:
        return "no_slip"
    if visit in ENDED:
        return "visit_ended"
    if slip in UNDER_WAY:
        return "slip_under_way"
    if is_held:
        return "slip_held"
    return "copies_used_up" if copies >= most else None


def as_markdown() -> str:
    """The table as the document prints it."""
    rows = [f"| {state} | {move} | {to} |" for state in MOVES for move, to in MOVES[state].items()]
    return "\n".join(["| slip | move | then |", "|---|---|---|", *rows]) + "\n"
