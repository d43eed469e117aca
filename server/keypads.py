"""Keys at counters: what is pressed becomes a verb of the counter, on a thread of its own.

A key acts as a program of its counter: the journal names the clerk who sits there, as for a press
of the counter page's button.
"""

import logging
import queue
import sqlite3
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from server import keys, lines, turn
from server.acts import Act
from server.asking import Asker, Request
from server.counters import Counters
from server.errors import OfficeError, Refused
from server.hours import instant
from server.keys import Standing
from server.ledger import ticket_row
from server.moves import Target
from server.office import Office
from server.pads import Pad, Press
from server.plan import Plan
from server.queries import Row, row_in_hand
from server.store import Store

_log = logging.getLogger(__name__)

STALE_S = 5.0
"""A press that waited so long for the office is dropped: the clerk has gone on by other means."""
TICK_S = 0.25
FAULT_PAUSE_S = 1.0
REPAINT_EVERY_S = 2.0
"""One keypad after another is painted anew, for one that was without power."""
LONG_AGO_S = 86_400.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """A counter as its keypad shows it: *label* of the ticket in hand, *is_wanted* when *call*
    would call somebody."""

    counter: str
    state: str
    label: str = ""
    is_wanted: bool = False


class Keys:
    """What keys do and what keypads show, of one office."""

    def __init__(self, store: Store, office: Office, counters: Counters) -> None:
        self._store = store
        self._office = office
        self._counters = counters

    def press(self, pad: Pad, key: str) -> str:
        """Do what *key* does as the counter stands: the act, ``nothing`` or ``refuse``."""
        can_redirect = bool(pad.redirect)
        with self._store.reading() as connection:
            plan = self._office.plan(connection)
            standing, ticket = _seen(connection, plan, pad.counter, self._now_of())
        act = keys.act_of(standing, key, can_redirect=can_redirect)
        if act not in keys.ACTS:
            return act

        def check(at: Act) -> None:
            """Somebody may have acted at the counter page since we looked."""
            now = _seen(at.tx, at.plan, pad.counter, lambda row: _called_s(row, at))
            if now[1] != ticket or keys.act_of(now[0], key, can_redirect=can_redirect) != act:
                raise Refused("changed_since", label=pad.counter)

        asked = Request(Asker(pad.id, "counter", pad.counter), None, ("key", pad.counter, key))
        try:
            return self._do(self._counters.seen_by(check), act, pad, plan, asked)
        except OfficeError as error:
            _log.info("%s: %s: %s", pad.name, act, error.code)
            return keys.REFUSE

    def seats(self, counters: Sequence[str]) -> list[Seat]:
        """How *counters* stand now; one that the plan does not have is closed."""
        with self._store.reading() as connection:
            plan = self._office.plan(connection)
            return [self._seat(connection, plan, each) for each in counters]

    def _seat(self, connection: sqlite3.Connection, plan: Plan, number: str) -> Seat:
        standing, ticket = _seen(connection, plan, number, self._now_of())
        if ticket is not None:
            label = ticket_row(connection, ticket)["label"]
            return Seat(counter=number, state=standing.state, label=label)
        is_free = standing.state == keys.FREE
        is_wanted = is_free and self._is_wanted(connection, plan, number)
        return Seat(counter=number, state=standing.state, is_wanted=is_wanted)

    def _is_wanted(self, connection: sqlite3.Connection, plan: Plan, number: str) -> bool:
        local = self._office.local()
        query = "SELECT clerk FROM counters WHERE number = ?"
        clerk = connection.execute(query, (number,)).fetchone()["clerk"]
        at = lines.desk(plan, plan.counters[number], clerk, local)
        waiting = lines.heads(connection, plan, at, local)
        return turn.pick(waiting, at, lines.policy(plan.rules), turn.Memory()) is not None

    def _do(self, verbs: Counters, act: str, pad: Pad, plan: Plan, asked: Request) -> str:
        number = pad.counter
        if act == keys.CALL_NEXT:
            return act if verbs.call_next(number, asked) is not None else keys.REFUSE
        if act == keys.TRANSFER:
            is_service = pad.redirect in plan.services
            to = Target(service=pad.redirect) if is_service else Target(counter=pad.redirect)
            verbs.transfer(number, to, asked)
            return act
        verb = {
            keys.RECALL: verbs.recall,
            keys.BEGIN: verbs.start,
            keys.NO_SHOW: verbs.no_show,
            keys.END: verbs.finish,
        }[act]
        verb(number, asked)
        return act

    def _now_of(self) -> Callable[[Row], float]:
        now = self._office.now()
        return lambda row: _since((now - instant(row["called_at"])).total_seconds())


class KeyDesk:
    """The thread that acts on presses, ends refusals and repaints."""

    def __init__(
        self,
        presses: "queue.Queue[Press]",
        pads: Sequence[Pad],
        press: Callable[[Pad, str], str],
        paint: Callable[[], None],
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._presses = presses
        self._pads = pads
        self._press = press
        self._paint = paint
        self._monotonic = monotonic
        self._repainted_s = monotonic()
        self._turn = 0

    def run(self, stop: threading.Event) -> None:
        """The thread's body; it ends at once where there are no keypads."""
        while self._pads and not stop.is_set():
            try:
                self.step(TICK_S)
            except Exception:
                _log.exception("keypads: a fault of our own; going on in %s s", FAULT_PAUSE_S)
                stop.wait(FAULT_PAUSE_S)

    def step(self, wait_s: float) -> None:
        """Act on the next press that comes within *wait_s*, and look after the keypads."""
        self._look_after()
        try:
            press = self._presses.get(timeout=wait_s) if wait_s else self._presses.get_nowait()
        except queue.Empty:
            return
        if self._monotonic() - press.at_s > STALE_S:
            _log.warning("%s: a press that is too old was dropped", press.pad.name)
            return
        done = keys.REFUSE
        try:
            done = self._press(press.pad, press.key)
        finally:
            if done == keys.REFUSE:
                press.pad.refuse(self._monotonic())

    def _look_after(self) -> None:
        now_s = self._monotonic()
        for pad in self._pads:
            pad.settle(now_s)
        if self._pads and now_s - self._repainted_s >= REPAINT_EVERY_S:
            self._repainted_s = now_s
            self._paint()  # a session may have begun, or an appointment's time come
            self._pads[self._turn % len(self._pads)].repaint()
            self._turn += 1


def _seen(
    connection: sqlite3.Connection, plan: Plan, number: str, called_s: Callable[[Row], float]
) -> tuple[Standing, int | None]:
    """How counter *number* stands, and its ticket in hand."""
    query = "SELECT state FROM counters WHERE number = ?"
    row = connection.execute(query, (number,)).fetchone()
    held = row_in_hand(connection, number)
    if row is None or row["state"] == "closed" or (held is None and number not in plan.counters):
        return Standing(state=keys.CLOSED), None
    if held is None:
        return Standing(state=keys.PAUSED if row["state"] == "paused" else keys.FREE), None
    limit = plan.rules.max_calls
    standing = Standing(
        state=held["state"], called_s=called_s(held), is_last_call=0 < limit <= held["calls"]
    )
    return standing, held["id"]


def _called_s(row: Row, at: Act) -> float:
    return _since((at.now - instant(row["called_at"])).total_seconds())


def _since(seconds: float) -> float:
    """Below 0 the clock was set back: nobody knows, and a clerk must not be kept waiting."""
    return seconds if seconds >= 0 else LONG_AGO_S
