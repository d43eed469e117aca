"""What may be asked at a counter: a verb each, each all or nothing.

A counter calls, serves, parks, sends on and takes back.  Every verb runs on the store's writer and
answers only after its commit, like those of :mod:`server.office`.
"""

import json
import sqlite3
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from server import turn
from server.acts import Act, runs_of
from server.asking import Request
from server.errors import Refused
from server.events import (
    Called,
    CounterClosed,
    CounterPaused,
    Issued,
    NoShow,
    Parked,
    Recalled,
    Resumed,
    Started,
    TicketEvent,
)
from server.hours import instant, stamp
from server.ledger import Before, NewTicket, ticket_row
from server.lines import candidate, desk, heads, policy
from server.moves import Target, finished, forgotten, sent, served_s
from server.office import Office, given
from server.queries import counter_at, row_in_hand
from server.shapes import Ticket


class Counters:
    """The verbs of every counter of *office*."""

    def __init__(self, office: Office, see: Callable[[Act], None] | None = None) -> None:
        self._office = office
        self._ledger = office.ledger
        self._see = see

    def seen_by(self, see: Callable[[Act], None]) -> "Counters":
        """These verbs, where *see* looks at each act in its transaction before anything is done,
        and may raise :class:`Refused`."""
        return Counters(self._office, see)

    def call_next(
        self, counter: str, request: Request, *, finish_current: bool = False
    ) -> Ticket | None:
        """Call whoever is next for *counter*; ``None`` when nobody waits.

        :raises Unknown: ``no_such_counter``.
        :raises Refused: ``still_in_hand`` unless *finish_current*; ``too_soon`` when a person
            presses twice.
        """

        def change(act: Act) -> Ticket | None:
            here = self._free_hands(act, finish_current)
            local = self._office.local()
            at_desk = desk(act.plan, act.counter, here["clerk"], local)
            memory = _memory(act, here)
            waiting = heads(act.tx, act.plan, at_desk, local)
            choice = turn.pick(waiting, at_desk, policy(act.plan.rules), memory)
            if choice is None:
                return None
            return _call(act, here, ticket_row(act.tx, choice.ticket), choice, memory)

        return self._act(counter, request, change)

    def call(self, counter: str, ticket: int, request: Request) -> Ticket:
        """Call a chosen ticket.

        :raises Unknown: ``no_such_counter``, ``no_such_ticket``.
        :raises Refused: ``still_in_hand``, ``wrong_state`` (another counter may have it),
            ``not_today``.
        """

        def change(act: Act) -> Ticket:
            here = self._free_hands(act, False)
            return self._call_chosen(act, here, _of_today(act, ticket))

        return given(self._act(counter, request, change))

    def recall(self, counter: str, request: Request) -> Ticket:
        """Call the ticket in hand again; past the office's number of calls it is a no-show.

        :raises Refused: ``nothing_in_hand``, ``wrong_state``.
        """

        def event(act: Act, row: sqlite3.Row) -> TicketEvent:
            limit = act.plan.rules.max_calls
            if row["state"] == "called" and 0 < limit <= row["calls"]:
                return NoShow(ticket=row["id"], label=row["label"], counter=counter, by="rule")
            return Recalled(
                ticket=row["id"], label=row["label"], counter=counter, calls=row["calls"] + 1
            )

        return self._in_hand(counter, request, event)

    def start(self, counter: str, request: Request) -> Ticket:
        """The citizen is here. :raises Refused: ``nothing_in_hand``, ``wrong_state``."""
        return self._in_hand(
            counter,
            request,
            lambda act, row: Started(ticket=row["id"], label=row["label"], counter=counter),
        )

    def finish(self, counter: str, request: Request) -> Ticket:
        """The visit is done here; with stops left it goes on to the next, back in line.

        :raises Refused: ``nothing_in_hand``.
        """
        return self._in_hand(counter, request, finished)

    def no_show(self, counter: str, request: Request) -> Ticket:
        """Nobody came. :raises Refused: ``nothing_in_hand``, ``wrong_state``."""
        return self._in_hand(
            counter,
            request,
            lambda act, row: NoShow(ticket=row["id"], label=row["label"], counter=counter),
        )

    def park(self, counter: str, request: Request, *, return_after_s: int | None = None) -> Ticket:
        """The citizen fetches something; back by *resume*, or by itself after *return_after_s*.

        :raises Refused: ``nothing_in_hand``.
        """

        def event(act: Act, row: sqlite3.Row) -> TicketEvent:
            after = None if return_after_s is None else timedelta(seconds=return_after_s)
            return Parked(
                ticket=row["id"],
                label=row["label"],
                counter=counter,
                clerk=act.asker.name if act.asker.is_person else row["clerk"],
                return_at=None if after is None else stamp(act.now + after),
                served_s=served_s(row, act.now),
            )

        return self._in_hand(counter, request, event)

    def resume(self, counter: str, ticket: int, request: Request) -> Ticket:
        """Call a parked ticket back, at this counter or another.

        :raises Unknown: ``no_such_counter``, ``no_such_ticket``.
        :raises Refused: ``still_in_hand``, ``wrong_state``, ``not_today``.
        """

        def change(act: Act) -> Ticket:
            here = self._free_hands(act, False)
            row = _of_today(act, ticket)
            event = Resumed(
                ticket=row["id"], label=row["label"], counter=counter, clerk=here["clerk"]
            )
            return act.happen(row, event)

        return given(self._act(counter, request, change))

    def transfer(self, counter: str, to: Target, request: Request) -> Ticket:
        """Send a ticket to another service or counter; label and time of arrival stay its own.

        :raises Unknown: ``no_such_counter``, ``no_such_service``, ``no_such_ticket``.
        :raises Refused: ``nothing_in_hand``, ``wrong_state``, ``service_ended``.
        """

        def change(act: Act) -> Ticket:
            row = act.in_hand() if to.ticket is None else ticket_row(act.tx, to.ticket)
            if to.ticket is not None and row["state"] != "waiting":
                raise Refused("wrong_state", label=row["label"], state=row["state"])
            return act.happen(row, sent(row, act, to))

        return given(self._act(counter, request, change))

    def walk_direct(self, counter: str, new: NewTicket, request: Request) -> Ticket:
        """Serve somebody who stands at the counter without a ticket: numbered, called, begun.

        :raises Unknown: ``no_such_counter``, ``no_such_service``.
        :raises Refused: ``still_in_hand``, and as :meth:`Office.issue`.
        """

        def change(act: Act) -> Ticket:
            here = self._free_hands(act, False)
            ticket = self._office.admit(act.tx, act.at, new)
            act.steps.append(Before(Issued.name, ticket.id))
            self._call_chosen(act, here, ticket_row(act.tx, ticket.id), "walk_direct")
            row = ticket_row(act.tx, ticket.id)
            return act.happen(row, Started(ticket=row["id"], label=row["label"], counter=counter))

        return given(self._act(counter, request, change))

    def undo(self, counter: str, request: Request) -> Ticket:
        """Take back the counter's last act, within the office's time for it.

        :raises Refused: ``nothing_to_undo``, ``too_late_to_undo``, ``changed_since``,
            ``already_rated``, ``still_in_hand``.
        """
        return given(self._act(counter, request, lambda act: act.take_back()))

    def open(self, counter: str, request: Request) -> None:
        """Somebody sits down. :raises Unknown: ``no_such_counter``."""

        def change(act: Act) -> None:
            act.open()

        self._act(counter, request, change)

    def pause(self, counter: str, reason: str, request: Request) -> None:
        """The counter rests, with a reason for the hall. :raises Unknown: ``no_such_counter``."""
        event = CounterPaused(counter=counter, reason=reason)
        self._act(counter, request, lambda act: self._rest(act, "paused", event))

    def close(self, counter: str, request: Request) -> None:
        """Nobody sits there any more. :raises Unknown: ``no_such_counter``."""
        event = CounterClosed(counter=counter)
        self._act(counter, request, lambda act: self._rest(act, "closed", event))

    # How

    def _act(
        self, counter: str, request: Request, change: Callable[[Act], Ticket | None]
    ) -> Ticket | None:
        def work(tx: sqlite3.Connection, at: str) -> Ticket | None:
            plan = self._office.plan(tx)
            act = Act(
                tx=tx,
                at=at,
                now=instant(at),
                plan=plan,
                counter=counter_at(tx, plan, counter),
                asker=request.asker,
                ledger=self._ledger,
            )
            if self._see is not None:
                self._see(act)
            answer = change(act)
            act.keep()
            return answer

        answer: Ticket | None = self._office.once(request, work, Ticket | None)
        return answer

    def _free_hands(self, act: Act, finish_current: bool) -> sqlite3.Row:
        """Make sure the counter is open and has no ticket in hand; its row."""
        here = act.open()
        held = row_in_hand(act.tx, act.number)
        if held is None:
            return here
        if held["business_day"] < act.plan.day.isoformat():
            act.happen(held, forgotten(held))  # yesterday's: nobody is there
            return here
        if not finish_current:
            raise Refused("still_in_hand", label=held["label"], state=held["state"])
        guard = timedelta(seconds=act.plan.rules.guard_s)
        since_call = act.now - instant(held["called_at"])  # below 0: the clock was set back
        if act.asker.is_person and timedelta(0) <= since_call < guard:
            raise Refused("too_soon", label=held["label"])
        act.happen(held, finished(act, held))
        return here

    def _call_chosen(
        self, act: Act, here: sqlite3.Row, row: sqlite3.Row, why: str = "chosen"
    ) -> Ticket:
        local = self._office.local()
        at_desk = desk(act.plan, act.counter, here["clerk"], local)
        memory = _memory(act, here)
        choice = turn.chosen(candidate(row, local), at_desk, memory)
        return _call(act, here, row, replace(choice, why=why), memory)

    def _in_hand(
        self, counter: str, request: Request, event: Callable[[Act, sqlite3.Row], TicketEvent]
    ) -> Ticket:
        def change(act: Act) -> Ticket:
            row = act.in_hand()
            return act.happen(row, event(act, row))

        return given(self._act(counter, request, change))

    def _rest(self, act: Act, state: str, event: CounterPaused | CounterClosed) -> None:
        row = act.state()
        reason = event.reason if isinstance(event, CounterPaused) else None
        if row["state"] == state and row["pause_reason"] == reason:
            return
        act.tx.execute(
            "UPDATE counters SET state = ?, pause_reason = ?, clerk = ? WHERE number = ?",
            (state, reason, None if state == "closed" else row["clerk"], event.counter),
        )
        self._ledger.note(act.tx, act.at, event)


def _of_today(act: Act, ticket: int) -> sqlite3.Row:
    """The row of *ticket*, whose day is neither to come (taken from home) nor over."""
    row = ticket_row(act.tx, ticket)
    if row["business_day"] != act.plan.day.isoformat():
        raise Refused("not_today", label=row["label"], day=row["business_day"])
    return row


def _memory(act: Act, here: sqlite3.Row) -> turn.Memory:
    """What the turn rule remembers of the services and of the counter *here*."""
    return turn.Memory(runs=runs_of(act.tx), credits=json.loads(here["credits"]))


def _call(
    act: Act, here: sqlite3.Row, row: sqlite3.Row, choice: turn.Choice, was: turn.Memory
) -> Ticket:
    event = Called(
        ticket=row["id"],
        label=row["label"],
        counter=act.number,
        clerk=here["clerk"],
        why=choice.why,
        about=dict(choice.about),
        service=row["service"],
        runs=act.remember(was, choice.memory),
        credits=dict(choice.memory.credits),
    )
    return act.happen(row, event)
