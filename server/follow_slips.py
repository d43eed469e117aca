"""Office words to printer words: what stands on a ticket's slip, and what became of it.

The tickets' ``slip_state`` is the list of what is still to be printed, so a restart loses none:
young ones are printed then, old ones are reported as not printed, and one that was on its way
into the printer is never printed twice.  A slip whose printer is known to be in trouble goes to
its stand-in; one that fails later before it has begun is sent on by :mod:`server.paper`.
"""

import json
import logging
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from printer.profiles import PrinterProfile
from printer.render import Printout, render
from printer.shelf import Shelf
from printer.slip import SlipError
from server import slips
from server.events import Issued, SlipAskedAgain, SlipMoved
from server.hours import instant
from server.journal import Entry
from server.paces import Paces
from server.paper import Paper
from server.plan import Plan
from server.printer_profiles import as_set_up
from server.queries import service_in
from server.settings import Settings
from server.slip_defaults import layout_in
from server.slip_layout import SlipWords, Stationery, slip_of
from server.store import Store
from server.words import Words

_log = logging.getLogger(__name__)


class PrintQueue(Protocol):
    """A printer's spool: takes a slip under the name of its job and reports by itself."""

    def put_job(self, id: str, printout: Printout) -> None: ...


@dataclass(frozen=True, kw_only=True)
class Printing:
    """One printer as this follower sees it."""

    queue: PrintQueue
    profile: PrinterProfile
    shelf: Shelf


class SlipFollower:
    """Sends the slip of every issued ticket to its printer."""

    def __init__(
        self,
        store: Store,
        settings: Settings,
        paper: Paper,
        words: Words,
        stationery: Stationery,
        printers: Mapping[str, Printing],
        paces: Paces,
    ) -> None:
        self._store = store
        self._settings = settings
        self._paper = paper
        self._words = words
        self._stationery = stationery
        self._printers = printers
        self._paces = paces

    def handle(self, entry: Entry) -> None:
        """Print a slip that is wanted: of a new number, once more, or in another's stead."""
        match entry.event:
            case Issued(ticket=ticket, printer=str(printer)):
                self._begin(ticket, printer, 0)
            case SlipAskedAgain(ticket=ticket, printer=printer, copy=copy):
                self._begin(ticket, printer, copy)
            case SlipMoved(ticket=ticket, to=printer, copy=copy):
                self._print(ticket, printer, copy)

    def recover(self) -> None:
        """After a restart: settle every slip whose end the journal does not know."""
        for row in self._unsettled():
            is_old = self._paper.now() - instant(row["slip_at"]) > self._stationery.max_age
            printer, copy = row["printer"], row["slip_copies"]
            if row["slip_state"] == slips.PRINTING:
                self._paper.failed(row["id"], printer, "unknown", copy)
            elif is_old:
                self._paper.failed(row["id"], printer, "too_old", copy)
            else:
                self._print(row["id"], printer, copy)

    def _begin(self, ticket: int, printer: str, copy: int) -> None:
        """Print, unless the printer is known to be in trouble and another one can."""
        if not self._paper.send_on(ticket, printer, copy):
            self._print(ticket, printer, copy)

    def _print(self, ticket: int, printer: str, copy: int) -> None:
        row, words, plan = self._words_of(ticket)
        if (row["slip_state"], row["printer"], row["slip_copies"]) != (slips.QUEUED, printer, copy):
            return  # it has gone on since this entry was written
        if printer not in self._printers:
            self._paper.failed(ticket, printer, "no_printer", copy)
            return
        target = self._printers[printer]
        layout, translate = layout_in(plan, "ticket"), self._words.in_language(row["language"])
        try:
            slip = slip_of(words, self._stationery, translate, layout, row["language"])
            profile = as_set_up(target.profile, plan.printers.get(printer))
            printout = render(slip, profile, stored=target.shelf.keys)
        except (SlipError, ValueError) as error:
            _log.error("slip of ticket %d: %s", ticket, error)
            self._paper.failed(ticket, printer, "cannot_print", copy)
            return
        for logo, definition in target.shelf.jobs_for(slip):
            target.queue.put_job(logo, definition)
        job = slips.job(ticket, copy)
        self._paper.expect(printer, job, printout.length_mm)
        target.queue.put_job(job, printout)

    def _words_of(self, ticket: int) -> tuple[sqlite3.Row, SlipWords, Plan]:
        with self._store.reading() as connection:
            row = connection.execute(
                "SELECT t.*, (SELECT count(*) FROM tickets w WHERE w.business_day = t.business_day "
                " AND w.service = t.service AND w.state = 'waiting' AND w.id < t.id) AS ahead "
                "FROM tickets t WHERE t.id = ?",
                (ticket,),
            ).fetchone()
            plan = self._settings.plan(connection, row["business_day"])
            now = self._paper.now().astimezone(self._stationery.zone)
            wait = self._paces.of_ticket(connection, plan, row, row["ahead"], now)
        service, language = service_in(plan, row["service"]), row["language"]
        stops = [service_in(plan, each["service"]) for each in json.loads(row["stops"])]
        words = SlipWords(
            label=row["label"],
            secret=row["secret"],
            service=service.name_in(language),
            ahead=row["ahead"],
            issued_at=instant(row["issued_at"]),
            session=row["session"],
            is_priority=row["priority"] is not None,
            is_reprint=row["slip_copies"] > 0,
            due_at=None if row["due_at"] is None else instant(row["due_at"]),
            wait_s=None if wait is None else wait.likely,
            documents=service.documents_in(language),
            counters=tuple(n for n, each in plan.counters.items() if service.code in each.services),
            stops=tuple(each.name_in(language) for each in stops),
        )
        return row, words, plan

    def _unsettled(self) -> list[sqlite3.Row]:
        with self._store.reading() as connection:
            return connection.execute(
                "SELECT id, slip_at, slip_state, slip_copies, printer FROM tickets "
                "WHERE slip_state IN ('queued', 'printing') ORDER BY id"
            ).fetchall()
