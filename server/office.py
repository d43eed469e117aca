"""What people may ask of the office: a verb each, each all or nothing.

Every verb runs on the store's writer, answers only after its commit, and leaves the rest – paper,
boards, screens, tablets – to the followers.  Nothing here waits for a device.
"""

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, tzinfo

from server import turn, window
from server.asking import Asker, Remembered, Request, recall_answer, remember_answer
from server.errors import Malformed, Refused
from server.events import (
    Called,
    Cancelled,
    CounterClosed,
    CounterOpened,
    CounterPaused,
    NoShow,
    Recalled,
    Started,
    TicketEvent,
)
from server.hours import business_day, stamp
from server.ledger import Ledger, NewTicket, counter_row, finished, heads, ticket_row
from server.queries import ticket_in_hand
from server.shapes import Ticket
from server.store import Store

PRIORITIES = frozenset({"elderly", "disabled", "pregnant", "merit"})
"""Priority categories (domain paper 3.7); which of them an office honours is its own policy."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """What an office has decided for itself: its time zone and how long it asks for a rating."""

    zone: tzinfo
    rating_window_s: int = window.WINDOW_S


class Office:
    """The verbs.  *now* gives the office's clock, an aware instant."""

    def __init__(
        self, store: Store, ledger: Ledger, rules: Rules, now: Callable[[], datetime]
    ) -> None:
        self._store = store
        self._ledger = ledger
        self.rules = rules
        self.now = now

    def today(self) -> str:
        """The business day as YYYY-MM-DD."""
        return business_day(self.now(), self.rules.zone).isoformat()

    # Citizens

    def issue(self, new: NewTicket, request: Request) -> Ticket:
        """Give the next number of a service.

        :raises Unknown: ``no_such_service``.
        :raises Malformed: ``no_such_priority``.
        """
        if new.priority is not None and new.priority not in PRIORITIES:
            raise Malformed("no_such_priority", known=", ".join(sorted(PRIORITIES)))
        return _given(
            self._once(request, lambda tx, at: self._ledger.issue(tx, at, self.today(), new))
        )

    def cancel(self, ticket: int, request: Request) -> Ticket:
        """The citizen leaves the line.

        :raises Unknown: ``no_such_ticket``. :raises Refused: ``wrong_state``.
        """

        def change(tx: sqlite3.Connection, at: str) -> Ticket:
            row = ticket_row(tx, ticket)
            event = Cancelled(
                ticket=row["id"], label=row["label"], counter=row["counter"], by=request.asker.role
            )
            return self._ledger.happen(tx, at, row, event)

        return _given(self._once(request, change))

    # Counters

    def call_next(
        self, counter: str, request: Request, *, finish_current: bool = False
    ) -> Ticket | None:
        """Call whoever is next for *counter*; ``None`` when nobody waits.

        :raises Unknown: ``no_such_counter``.
        :raises Refused: ``still_in_hand`` unless *finish_current*.
        """

        def change(tx: sqlite3.Connection, at: str) -> Ticket | None:
            self._free_hands(tx, at, counter, request.asker, finish_current)
            run: int = counter_row(tx, counter)["ordinary_run"]
            choice = turn.pick(heads(tx, counter, self.today()), run)
            if choice is None:
                return None
            tx.execute(
                "UPDATE counters SET ordinary_run = ? WHERE number = ?",
                (turn.run_after(run, choice), counter),
            )
            return self._call(tx, at, counter, ticket_row(tx, choice.ticket), choice.why)

        return self._once(request, change)

    def call(self, counter: str, ticket: int, request: Request) -> Ticket:
        """Call a chosen ticket.

        :raises Unknown: ``no_such_counter``, ``no_such_ticket``.
        :raises Refused: ``still_in_hand``, ``wrong_state`` (another counter may have it).
        """

        def change(tx: sqlite3.Connection, at: str) -> Ticket:
            self._free_hands(tx, at, counter, request.asker, False)
            return self._call(tx, at, counter, ticket_row(tx, ticket), "chosen")

        return _given(self._once(request, change))

    def recall(self, counter: str, request: Request) -> Ticket:
        """Call the ticket in hand again. :raises Refused: ``nothing_in_hand``, ``wrong_state``."""
        return self._in_hand(
            counter,
            request,
            lambda row: Recalled(
                ticket=row["id"], label=row["label"], counter=counter, calls=row["calls"] + 1
            ),
        )

    def start(self, counter: str, request: Request) -> Ticket:
        """The citizen is here. :raises Refused: ``nothing_in_hand``, ``wrong_state``."""
        return self._in_hand(
            counter,
            request,
            lambda row: Started(ticket=row["id"], label=row["label"], counter=counter),
        )

    def finish(self, counter: str, request: Request) -> Ticket:
        """The visit is done. :raises Refused: ``nothing_in_hand``."""
        return self._in_hand(counter, request, lambda row: finished(row, counter))

    def no_show(self, counter: str, request: Request) -> Ticket:
        """Nobody came. :raises Refused: ``nothing_in_hand``, ``wrong_state``."""
        return self._in_hand(
            counter,
            request,
            lambda row: NoShow(ticket=row["id"], label=row["label"], counter=counter),
        )

    def open(self, counter: str, request: Request) -> None:
        """Somebody sits down. :raises Unknown: ``no_such_counter``."""
        self._once(request, lambda tx, at: self._open(tx, at, counter, request.asker))

    def pause(self, counter: str, reason: str, request: Request) -> None:
        """The counter rests, with a reason for the hall. :raises Unknown: ``no_such_counter``."""
        event = CounterPaused(counter=counter, reason=reason)
        self._once(request, lambda tx, at: self._rest(tx, at, "paused", event))

    def close(self, counter: str, request: Request) -> None:
        """Nobody sits there any more. :raises Unknown: ``no_such_counter``."""
        event = CounterClosed(counter=counter)
        self._once(request, lambda tx, at: self._rest(tx, at, "closed", event))

    # How

    def _once(
        self, request: Request, change: Callable[[sqlite3.Connection, str], Ticket | None]
    ) -> Ticket | None:
        """Run *change* in one transaction unless this request has already had its answer."""

        def work(tx: sqlite3.Connection) -> Ticket | None:
            recall_answer(tx, request)
            at = stamp(self.now())
            answer = change(tx, at)
            remember_answer(tx, request, answer, at)
            return answer

        try:
            return self._store.change(work)
        except Remembered as repeated:
            return repeated.answer

    def _free_hands(
        self, tx: sqlite3.Connection, at: str, counter: str, asker: Asker, finish_current: bool
    ) -> None:
        """Make sure *counter* is open and has no ticket in hand."""
        self._open(tx, at, counter, asker)
        held = ticket_in_hand(tx, counter)
        if held is None:
            return
        if not finish_current:
            raise Refused("still_in_hand", label=held.label, state=held.state)
        row = ticket_row(tx, held.id)
        self._ledger.happen(tx, at, row, finished(row, counter))

    def _call(
        self, tx: sqlite3.Connection, at: str, counter: str, row: sqlite3.Row, why: str
    ) -> Ticket:
        event = Called(
            ticket=row["id"],
            label=row["label"],
            counter=counter,
            clerk=counter_row(tx, counter)["clerk"],
            why=why,
        )
        return self._ledger.happen(tx, at, row, event)

    def _in_hand(
        self, counter: str, request: Request, event: Callable[[sqlite3.Row], TicketEvent]
    ) -> Ticket:
        def change(tx: sqlite3.Connection, at: str) -> Ticket:
            counter_row(tx, counter)
            held = ticket_in_hand(tx, counter)
            if held is None:
                raise Refused("nothing_in_hand", counter=counter)
            row = ticket_row(tx, held.id)
            return self._ledger.happen(tx, at, row, event(row))

        return _given(self._once(request, change))

    def _open(self, tx: sqlite3.Connection, at: str, counter: str, asker: Asker) -> None:
        row = counter_row(tx, counter)
        clerk = asker.name if asker.is_person else row["clerk"]
        if row["state"] == "open" and row["clerk"] == clerk:
            return
        tx.execute(
            "UPDATE counters SET state = 'open', clerk = ?, pause_reason = NULL WHERE number = ?",
            (clerk, counter),
        )
        self._ledger.note(tx, at, CounterOpened(counter=counter, clerk=clerk))

    def _rest(
        self, tx: sqlite3.Connection, at: str, state: str, event: CounterPaused | CounterClosed
    ) -> None:
        row = counter_row(tx, event.counter)
        reason = event.reason if isinstance(event, CounterPaused) else None
        if row["state"] == state and row["pause_reason"] == reason:
            return
        tx.execute(
            "UPDATE counters SET state = ?, pause_reason = ?, clerk = ? WHERE number = ?",
            (state, reason, None if state == "closed" else row["clerk"], event.counter),
        )
        self._ledger.note(tx, at, event)


def _given(answer: Ticket | None) -> Ticket:
    if answer is None:
        raise TypeError("only call_next may answer that nobody waits")
    return answer
