"""The life of a ticket, as one table.

Everything that affects which state a ticket may be in lives in this file and nowhere else.
The diagram in ``docs/explanation/life-of-a-ticket.md`` is printed from :data:`LIFE`.
"""

from server.events import (
    Called,
    Cancelled,
    Finished,
    Issued,
    NoShow,
    Rated,
    Recalled,
    SlipFailed,
    SlipPrinted,
    SlipPrinting,
    Started,
    TicketEvent,
)

WAITING = "waiting"
CALLED = "called"
SERVING = "serving"
FINISHED = "finished"
NO_SHOW = "no_show"
CANCELLED = "cancelled"

#: The state of a ticket that does not exist yet.
UNBORN = ""

IN_HAND = frozenset({CALLED, SERVING})
"""States in which a ticket occupies a counter: at most one a counter."""

ENDED = frozenset({FINISHED, NO_SHOW, CANCELLED})
"""States a ticket does not leave."""

LIFE: dict[str, dict[type[TicketEvent], str]] = {
    UNBORN: {Issued: WAITING},
    WAITING: {Called: CALLED, Cancelled: CANCELLED},
    CALLED: {
        Recalled: CALLED,
        Started: SERVING,
        Finished: FINISHED,  # the clerk served without pressing start: no service time is known
        NoShow: NO_SHOW,
        Cancelled: CANCELLED,
    },
    SERVING: {Finished: FINISHED},
    FINISHED: {Rated: FINISHED},
    NO_SHOW: {},
    CANCELLED: {},
}

#: What happens to the paper does not move the ticket: true in every state but the unborn.
PAPER: frozenset[type[TicketEvent]] = frozenset({SlipPrinting, SlipPrinted, SlipFailed})


class NotAllowed(Exception):
    """The event cannot happen to a ticket in this state."""

    def __init__(self, state: str, event: type[TicketEvent]) -> None:
        super().__init__(f"a ticket that is {state or 'not issued'} cannot be {event.name}")
        self.state = state
        self.event = event


def apply(state: str, event: type[TicketEvent]) -> str:
    """The state after *event*.

    :raises NotAllowed: if the table has no such step.
    """
    if event in PAPER and state != UNBORN:
        return state
    try:
        return LIFE[state][event]
    except KeyError:
        raise NotAllowed(state, event) from None
