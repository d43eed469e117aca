"""What a key at a counter does, as one table: how the counter stands × key → act.

A key means what the ticket in hand makes of it, so that a repeat never does the next thing.  The
table of ``docs/reference/keypads.md`` is compared with this one.
"""

from dataclasses import dataclass

CALL, START, REDIRECT, FINISH = KEYS = ("call", "start", "redirect", "finish")
"""The four keys of a counter's keypad."""

CLOSED, PAUSED, FREE, CALLED, SERVING = STANDINGS = (
    *("closed", "paused", "free"),
    *("called", "serving"),
)
"""How a counter stands: the ticket in hand says it, unless the counter is closed."""

CALL_NEXT, RECALL, BEGIN, TRANSFER, NO_SHOW, END = ACTS = (
    *("call_next", "recall", "start"),
    *("transfer", "no_show", "finish"),
)
NOTHING = "nothing"
"""It is so already: no act, and no complaint."""
REFUSE = "refuse"
"""No act, and the keypad shows that it was heard."""

TABLE: dict[str, dict[str, str]] = {
    CLOSED: {CALL: REFUSE, START: REFUSE, REDIRECT: REFUSE, FINISH: REFUSE},
    PAUSED: {CALL: REFUSE, START: REFUSE, REDIRECT: REFUSE, FINISH: NOTHING},
    FREE: {CALL: CALL_NEXT, START: REFUSE, REDIRECT: REFUSE, FINISH: NOTHING},
    CALLED: {CALL: RECALL, START: BEGIN, REDIRECT: TRANSFER, FINISH: NO_SHOW},
    SERVING: {CALL: REFUSE, START: NOTHING, REDIRECT: TRANSFER, FINISH: END},
}

REPEAT_S = 1.0
"""The same key again so soon is a bounce, or a finger that trembles or rests on it."""
RECALL_FROM_S = 3.0
"""A second press of *call* in the first seconds is impatience: the call is still being said."""
NO_SHOW_FROM_S = 10.0
"""Nobody crosses a hall faster, and *finish* pressed once too often must not send anybody away."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A counter as the keys see it.

    *called_s*: seconds since the ticket in hand was first called; *is_last_call*: calling once
    more would end it as a no-show, by the office's rule.
    """

    state: str
    called_s: float = 0.0
    is_last_call: bool = False


def act_of(standing: Standing, key: str, *, can_redirect: bool) -> str:
    """What *key* does: one of :data:`ACTS`, :data:`NOTHING` or :data:`REFUSE`."""
    act = TABLE[standing.state][key]
    if act == TRANSFER and not can_redirect:
        return REFUSE
    if act == RECALL and standing.called_s < RECALL_FROM_S:
        return NOTHING
    sends_away = act == NO_SHOW or (act == RECALL and standing.is_last_call)
    if sends_away and standing.called_s < NO_SHOW_FROM_S:
        return REFUSE
    return act
