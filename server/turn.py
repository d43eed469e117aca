"""Who is next: a pure choice among the tickets at the head of each queue.

The rule is arrival order, with one visible ratio: after every *ordinary_per_priority* ordinary
tickets that a counter has called, one priority ticket goes first if one waits.  Arrival times are
never touched, so waiting figures stay true.
"""

from collections.abc import Iterable
from dataclasses import dataclass

ORDINARY_PER_PRIORITY = 3


@dataclass(frozen=True, slots=True)
class Candidate:
    """The first waiting ticket of one queue.  Ticket ids rise in order of arrival."""

    ticket: int
    is_priority: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """The ticket chosen, and why, as a word the catalogues explain in one sentence.

    *why* is ``"first_in_line"``, ``"priority_turn"`` or ``"only_priority_waits"``.
    """

    ticket: int
    is_priority: bool
    why: str


def pick(
    heads: Iterable[Candidate],
    ordinary_run: int,
    ordinary_per_priority: int = ORDINARY_PER_PRIORITY,
) -> Choice | None:
    """The next ticket for a counter, or ``None`` when nobody waits.

    *ordinary_run* is how many ordinary tickets this counter has called since its last priority
    ticket.
    """
    ordered = sorted(heads, key=lambda head: head.ticket)
    priority = next((head for head in ordered if head.is_priority), None)
    ordinary = next((head for head in ordered if not head.is_priority), None)
    if priority and ordinary is None:
        return Choice(priority.ticket, True, "only_priority_waits")
    if priority and ordinary_run >= ordinary_per_priority:
        return Choice(priority.ticket, True, "priority_turn")
    if not ordered:
        return None
    first = ordered[0]
    return Choice(first.ticket, first.is_priority, "first_in_line")


def run_after(ordinary_run: int, choice: Choice) -> int:
    """The counter's *ordinary_run* once *choice* has been called."""
    return 0 if choice.is_priority else ordinary_run + 1
