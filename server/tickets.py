"""The life of a ticket, as one table.

Everything that affects which state a ticket may be in lives in this file and nowhere else.
The diagram in ``docs/explanation/life-of-a-ticket.md`` is printed from :data:`LIFE`.
"""

from server.events import (
    EVENTS,
    Called,
    Cancelled,
    Corrected,
    Finished,
    Issued,
    NoShow,
    Parked,
    QuestionRead,
    Rated,
    Recalled,
    Reminded,
    Requeued,
    Resumed,
    SlipAskedAgain,
    SlipFailed,
    SlipMoved,
    SlipPrinted,
    SlipPrinting,
    Started,
    TicketEvent,
    Transferred,
    Undone,
)

WAITING = "waiting"
CALLED = "called"
SERVING = "serving"
PARKED = "parked"
FINISHED = "finished"
NO_SHOW = "no_show"
CANCELLED = "cancelled"

#: The state of a ticket that does not exist yet.
UNBORN = ""

IN_HAND = frozenset({CALLED, SERVING})
"""States in which a ticket occupies a counter: at most one a counter."""

ENDED = frozenset({FINISHED, NO_SHOW, CANCELLED})
"""States that end a visit; only a no-show may come back into line, and only for a while."""

LIFE: dict[str, dict[type[TicketEvent], str]] = {
    UNBORN: {Issued: WAITING},
    WAITING: {Called: CALLED, Transferred: WAITING, Cancelled: CANCELLED},
    CALLED: {
        Recalled: CALLED,
        Started: SERVING,
        Finished: FINISHED,  # the clerk served without pressing start: no service time is known
        NoShow: NO_SHOW,
        Parked: PARKED,
        Transferred: WAITING,
        Cancelled: CANCELLED,
    },
    SERVING: {Finished: FINISHED, Parked: PARKED, Transferred: WAITING},
    PARKED: {Resumed: CALLED, Requeued: WAITING, Cancelled: CANCELLED},
    FINISHED: {QuestionRead: FINISHED, Rated: FINISHED, Corrected: FINISHED},
    NO_SHOW: {Requeued: WAITING},
    CANCELLED: {},
}

#: What happens beside the ticket does not move it: true in every state but the unborn.
BESIDE: frozenset[type[TicketEvent]] = frozenset(
    {SlipPrinting, SlipPrinted, SlipFailed, SlipMoved, SlipAskedAgain, Reminded}
)

#: The steps of a counter that it may take back within a set time.
UNDOABLE: frozenset[type[TicketEvent]] = frozenset(
    {Called, Recalled, Started, Finished, NoShow, Parked, Resumed, Transferred}
)


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
    if event in BESIDE and state != UNBORN:
        return state
    try:
        return LIFE[state][event]
    except KeyError:
        raise NotAllowed(state, event) from None


def undo(state: str, undone: type[TicketEvent], before: str) -> str:
    """The state after *undone* is taken back, which led from *before* to *state*.

    :raises NotAllowed: if it did not, or is not a step that can be taken back.
    """
    if undone not in UNDOABLE or LIFE.get(before, {}).get(undone) != state:
        raise NotAllowed(state, Undone)
    return before


def after(state: str, event: TicketEvent) -> str:
    """The state after *event*, be it a step or a step taken back.

    :raises NotAllowed: if it cannot happen to a ticket in *state*.
    """
    if not isinstance(event, Undone):
        return apply(state, type(event))
    undone = EVENTS[event.undone]
    if not issubclass(undone, TicketEvent):
        raise NotAllowed(state, Undone)
    return undo(state, undone, str(event.restored["state"]))
