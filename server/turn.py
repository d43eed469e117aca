"""Who is next: a pure choice among the tickets that stand first in each lane.

A *lane* is one (service, kind, language, reservation), tickets sent first in line apart from the
others; only its first is a candidate.  The rule, in its order and in plain words, with what was
left out: ``docs/explanation/who-is-next.md``.  Arrival times are never touched, so waiting figures
stay true, and every choice says why in a word that the catalogues explain in one sentence.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

ORDINARY, PRIORITY, APPOINTMENT = "ordinary", "priority", "appointment"


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """The first waiting ticket of one lane.  Ticket ids rise in order of arrival.

    *place* is its order in line: the ticket id, or for a ticket sent first in line a negative
    number that keeps such tickets in their own order.  *waits_s* is seconds since issue, or for an
    appointment since its time if that has come.  *kind* is ``ordinary``, ``priority`` or
    ``appointment``.  Of an appointment, *due_in_s* is the seconds until its time (``0`` or less:
    it has come) and *time* is ``HH:MM``; the first of its lane is the one with the earliest time.
    *for_counter* and *for_clerk* reserve it for one desk.
    """

    ticket: int
    service: str
    place: int
    waits_s: float
    kind: str = ORDINARY
    due_in_s: float = 0.0
    time: str = ""
    language: str = "vi"
    for_counter: str | None = None
    for_clerk: str | None = None

    @property
    def is_reserved(self) -> bool:
        return self.for_counter is not None or self.for_clerk is not None

    @property
    def is_early(self) -> bool:
        """An appointment whose time has not come, unless somebody has sent it first in line."""
        return self.kind == APPOINTMENT and self.due_in_s > 0 and self.place >= 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """The counter that calls, with the services it serves in this session, in its own order.

    *order* is ``arrival`` (all its services as one line), ``listed`` (a later service only when
    nobody waits for an earlier one) or ``weights`` (shares by *weights*, whole numbers from 1; 1
    where none is given).
    """

    counter: str
    clerk: str | None = None
    services: tuple[str, ...] = ()
    order: str = "arrival"
    weights: Mapping[str, int] = field(default_factory=dict)
    languages: tuple[str, ...] = ("vi",)

    def line_of(self, service: str) -> tuple[str, ...]:
        """The services that are one line with *service* at this counter."""
        is_one_line = self.order == "arrival" and service in self.services
        return self.services if is_one_line else (service,)

    def weight(self, service: str) -> int:
        return self.weights.get(service, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """What the office has decided.

    *priority* is ``ratio`` or ``strict``; *max_wait_s* of ``0`` is off; tickets in
    *routed_languages* go to counters that speak them.
    """

    priority: str = "ratio"
    ordinary_per_priority: int = 3
    max_wait_s: float = 0.0
    routed_languages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Memory:
    """What the rule must know of earlier calls.  To be stored whole after each call.

    *runs*, per service and shared by all counters: tickets without priority called since a
    priority ticket was last called from a line that the service is part of.  *credits*, per
    service and for this counter alone: where its shares stand.  What is missing is ``0``.
    """

    runs: Mapping[str, int] = field(default_factory=dict)
    credits: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """The ticket chosen, *why*, what its sentence needs (*about*), and what to remember."""

    ticket: int
    why: str
    about: Mapping[str, str | int] = field(default_factory=dict)
    memory: Memory = field(default_factory=Memory)


def pick(heads: Iterable[Candidate], desk: Desk, policy: Policy, memory: Memory) -> Choice | None:
    """Who is next at *desk*, or ``None`` when nobody waits whom it may call.

    *heads* in any order; the answer depends on nothing but the four arguments.
    """
    able = sorted(
        (head for head in heads if _may_call(desk, head, policy)),
        key=lambda head: (head.place, head.ticket),
    )
    waiting = [head for head in able if not head.is_early]
    if not waiting:
        return _early(able, desk, memory)
    return _ahead_of_the_line(waiting, desk, policy, memory) or _in_line(
        waiting, desk, policy, memory
    )


def chosen(candidate: Candidate, desk: Desk, memory: Memory) -> Choice:
    """A ticket that the clerk picked by hand: it counts in the run like any other."""
    return _choice(candidate, "chosen", {}, desk, memory)


def _may_call(desk: Desk, head: Candidate, policy: Policy) -> bool:
    if head.is_reserved:
        return head.for_counter in (None, desk.counter) and head.for_clerk in (None, desk.clerk)
    is_understood = (
        head.language not in policy.routed_languages
        or head.language in desk.languages
        or _is_overdue(head, policy)
    )
    return head.service in desk.services and is_understood


def _is_overdue(head: Candidate, policy: Policy) -> bool:
    return 0 < policy.max_wait_s <= head.waits_s and not head.is_early


def _early(able: Sequence[Candidate], desk: Desk, memory: Memory) -> Choice | None:
    """Nobody waits but those whose time has not come: the next of them."""
    if not able:
        return None
    first = min(able, key=lambda head: head.due_in_s)
    return _choice(first, "appointment_early", {"time": first.time}, desk, memory)


def _ahead_of_the_line(
    waiting: Sequence[Candidate], desk: Desk, policy: Policy, memory: Memory
) -> Choice | None:
    """Rules 1 to 5: who goes before the line, whatever the counter's order.

    ``min`` and ``max`` keep the first of equals, so equals go by place.
    """
    if overdue := [head for head in waiting if _is_overdue(head, policy)]:
        longest = max(overdue, key=lambda head: head.waits_s)
        minutes = int(longest.waits_s // 60)
        return _choice(longest, "waited_too_long", {"minutes": minutes}, desk, memory)
    if reserved := [head for head in waiting if head.is_reserved]:
        return _choice(reserved[0], "reserved", {}, desk, memory)
    if waiting[0].place < 0:
        return _choice(waiting[0], "sent_first", {}, desk, memory)
    if due := [head for head in waiting if head.kind == APPOINTMENT]:
        first = min(due, key=lambda head: head.due_in_s)
        return _choice(first, "appointment_due", {"time": first.time}, desk, memory)
    if policy.priority == "strict" and (priority := _with_priority(waiting)):
        return _choice(priority[0], "priority_first", {}, desk, memory)
    return None


def _in_line(waiting: Sequence[Candidate], desk: Desk, policy: Policy, memory: Memory) -> Choice:
    """Rules 5 and 6: the counter's order says which line, the ratio says who in it."""
    here = [each for each in desk.services if any(head.service == each for head in waiting)]
    service = waiting[0].service
    why, about, credits = "first_in_line", dict[str, str | int](), memory.credits
    if desk.order == "listed":
        service = here[0]
        why, about = "listed_first", {"service": service}
    elif desk.order == "weights":
        service, credits = _shared(here, desk, memory.credits)
        why, about = "weight_turn", {"service": service, "weight": desk.weight(service)}
    line = desk.line_of(service)
    mates = [head for head in waiting if head.service in line]
    first, priority = mates[0], _with_priority(mates)
    if len(_with_priority(waiting)) == len(waiting):
        why, about = "only_priority_waits", {}
    elif priority and _run(line, memory) >= policy.ordinary_per_priority:
        first, why, about = priority[0], "priority_turn", {"n": policy.ordinary_per_priority}
    return _choice(first, why, about, desk, Memory(runs=memory.runs, credits=credits))


def _with_priority(heads: Sequence[Candidate]) -> list[Candidate]:
    return [head for head in heads if head.kind == PRIORITY]


def _run(line: Sequence[str], memory: Memory) -> int:
    return sum(memory.runs.get(service, 0) for service in line)


def _shared(
    here: Sequence[str], desk: Desk, credits: Mapping[str, int]
) -> tuple[str, dict[str, int]]:
    """Smooth weighted round robin: everybody here earns their weight, the richest pays for all.

    A service where nobody waits earns nothing and keeps nothing, or it would come back to a run
    of turns saved up while it did not need them.
    """
    earned = {service: credits.get(service, 0) + desk.weight(service) for service in here}
    service = max(here, key=lambda each: earned[each])
    earned[service] -= sum(desk.weight(each) for each in here)
    return service, earned


def _choice(
    head: Candidate, why: str, about: Mapping[str, str | int], desk: Desk, memory: Memory
) -> Choice:
    """*head* called, and the runs after it: an appointment counts as a ticket without priority."""
    runs = dict(memory.runs)
    if head.kind == PRIORITY:
        runs |= dict.fromkeys(desk.line_of(head.service), 0)
    else:
        runs[head.service] = runs.get(head.service, 0) + 1
    after = Memory(runs=runs, credits=dict(memory.credits))
    return Choice(ticket=head.ticket, why=why, about=about, memory=after)
