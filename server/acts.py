"""One act of a counter: its steps inside a transaction, and what taking it back would restore."""

import json
import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import msgspec

from server.asking import Asker
from server.errors import Refused
from server.events import (
    Called,
    Cancelled,
    CounterOpened,
    Issued,
    TicketEvent,
    Undone,
)
from server.hours import instant
from server.ledger import Before, Ledger, before, ticket_row
from server.plan import Counter, Plan
from server.queries import Row, row_in_hand
from server.shapes import Ticket
from server.tickets import IN_HAND
from server.turn import Memory


@dataclass(frozen=True, kw_only=True)
class Act:
    """What one request does at *counter*, an instant *now* (*at* as text), by *plan*."""

    tx: sqlite3.Connection
    at: str
    now: datetime
    plan: Plan
    counter: Counter
    asker: Asker
    ledger: Ledger
    steps: list[Before] = field(default_factory=list)
    remembered: list[Memory] = field(default_factory=list)

    @property
    def number(self) -> str:
        """The counter's number."""
        return self.counter.number

    def state(self) -> sqlite3.Row:
        """The counter's row: state, clerk, credits, last act."""
        row: sqlite3.Row = self.tx.execute(
            "SELECT * FROM counters WHERE number = ?", (self.number,)
        ).fetchone()
        return row

    def happen(self, row: Row, event: TicketEvent) -> Ticket:
        """Let *event* happen as a step of this act."""
        self.steps.append(before(row, event, self.at))
        return self.ledger.happen(self.tx, self.at, row, event)

    def in_hand(self) -> sqlite3.Row:
        """The ticket this counter has. :raises Refused: ``nothing_in_hand``."""
        row = row_in_hand(self.tx, self.number)
        if row is None:
            raise Refused("nothing_in_hand", counter=self.number)
        return row

    def open(self) -> sqlite3.Row:
        """See that the counter is open: its row, whose clerk is whoever acts there in person."""
        row = self.state()
        clerk: str | None = self.asker.name if self.asker.is_person else row["clerk"]
        if row["state"] == "open" and row["clerk"] == clerk:
            return row
        self.tx.execute(
            "UPDATE counters SET state = 'open', clerk = ?, pause_reason = NULL WHERE number = ?",
            (clerk, self.number),
        )
        self.ledger.note(self.tx, self.at, CounterOpened(counter=self.number, clerk=clerk))
        return self.state()

    def remember(self, was: Memory, now: Memory) -> dict[str, int]:
        """Keep what the turn rule remembers after a call; the runs that it changed."""
        runs = {code: n for code, n in now.runs.items() if was.runs.get(code, 0) != n}
        self.remembered[:] = [was, now]
        self._write_memory(runs, now.credits if now.credits != was.credits else None)
        return runs

    def _write_memory(self, runs: Mapping[str, int], credits: Mapping[str, int] | None) -> None:
        for code, run in runs.items():
            self.tx.execute("UPDATE services SET ordinary_run = ? WHERE code = ?", (run, code))
        if credits is not None:
            self.tx.execute(
                "UPDATE counters SET credits = ? WHERE number = ?",
                (json.dumps(credits), self.number),
            )

    def keep(self) -> None:
        """Write down what this act changed, so that it can be taken back."""
        if not self.steps:
            return
        record = {"at": self.at, "steps": self.steps, "memory": self.remembered}
        self._write_last(msgspec.json.encode(record).decode())

    def take_back(self) -> Ticket:
        """Undo the counter's last act, its last step first.

        :raises Refused: ``nothing_to_undo``, ``too_late_to_undo``, ``changed_since``,
            ``already_rated``, ``still_in_hand``.
        """
        text = self.state()["last_act"]
        if text is None:
            raise Refused("nothing_to_undo", counter=self.number)
        record = json.loads(text)
        seconds = self.plan.rules.undo_s
        if self.now > instant(record["at"]) + timedelta(seconds=seconds):
            raise Refused("too_late_to_undo", seconds=seconds)
        memory = [Memory(**each) for each in record["memory"]]
        steps = [Before(**each) for each in reversed(record["steps"])]
        back = [self._take_back(step, memory) for step in steps]
        self._write_last(None)
        return back[-1]

    def _take_back(self, step: Before, memory: list[Memory]) -> Ticket:
        row = ticket_row(self.tx, step.ticket)
        self._check_untouched(row, step)
        if step.event == Issued.name:
            gone = Cancelled(ticket=row["id"], label=row["label"], counter=None, by="undo")
            return self.ledger.happen(self.tx, self.at, row, gone)
        runs: dict[str, int] = {}
        credits: dict[str, int] | None = None
        if step.event == Called.name and memory:
            was, then = memory
            runs = self._runs_without(was, then)
            credits = dict(was.credits) if was.credits != then.credits else None
            self._write_memory(runs, credits)
        event = Undone(
            ticket=row["id"],
            label=row["label"],
            counter=self.number,
            clerk=row["clerk"],
            undone=step.event,
            service=str(step.restored.get("service", row["service"])),
            restored=step.restored,
            runs=runs,
            credits=credits,
        )
        return self.ledger.happen(self.tx, self.at, row, event)

    def _runs_without(self, was: Memory, then: Memory) -> dict[str, int]:
        """The runs as if the call had not been, with what other counters have called since."""
        now = runs_of(self.tx)
        changed = {
            c for c in {**was.runs, **then.runs} if was.runs.get(c, 0) != then.runs.get(c, 0)
        }
        return {
            code: max(0, now.get(code, 0) + was.runs.get(code, 0) - then.runs.get(code, 0))
            for code in sorted(changed)
        }

    def _check_untouched(self, row: sqlite3.Row, step: Before) -> None:
        """Only what nobody has touched since can be taken back."""
        if any(row[name] != value for name, value in step.left.items()):
            raise Refused("changed_since", label=row["label"])
        rated = "SELECT 1 FROM ratings WHERE ticket = ?"
        if row["state"] == "finished" and self.tx.execute(rated, (row["id"],)).fetchone():
            raise Refused("already_rated", label=row["label"])
        held = row_in_hand(self.tx, self.number)
        if step.restored.get("state") in IN_HAND and held is not None and held["id"] != row["id"]:
            raise Refused("still_in_hand", label=held["label"], state=held["state"])

    def _write_last(self, record: str | None) -> None:
        self.tx.execute("UPDATE counters SET last_act = ? WHERE number = ?", (record, self.number))


def runs_of(tx: sqlite3.Connection) -> dict[str, int]:
    """The turn rule's memory of every service that has one."""
    rows: Iterable[sqlite3.Row] = tx.execute(
        "SELECT code, ordinary_run FROM services WHERE ordinary_run > 0"
    )
    return {row["code"]: row["ordinary_run"] for row in rows}
