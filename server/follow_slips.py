"""Office words to printer words: what stands on a ticket's slip, and what became of it.

The tickets' ``slip_state`` is the list of what is still to be printed, so a restart loses none:
young ones are printed then, old ones are reported as not printed, and one that was on its way
into the printer is never printed twice.
"""

import logging
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from printer.profiles import PrinterProfile
from printer.render import render
from printer.slip import SlipError
from server.events import Issued
from server.hours import instant
from server.journal import Entry
from server.paper import Paper
from server.queries import service_in
from server.settings import Settings
from server.slip_layout import SlipWords, Stationery, slip_of
from server.store import Store
from server.words import Words

_log = logging.getLogger(__name__)


class PrintQueue(Protocol):
    """A printer's spool: takes a ticket's slip and reports by itself."""

    def put_slip(self, ticket: int, data: bytes) -> None: ...


@dataclass(frozen=True, kw_only=True)
class Printing:
    """One printer as this follower sees it."""

    queue: PrintQueue
    profile: PrinterProfile


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
    ) -> None:
        self._store = store
        self._settings = settings
        self._paper = paper
        self._words = words
        self._stationery = stationery
        self._printers = printers

    def handle(self, entry: Entry) -> None:
        """Print the slip of a ticket just issued."""
        if isinstance(entry.event, Issued) and entry.event.printer is not None:
            self._print(entry.event.ticket, entry.event.printer)

    def recover(self) -> None:
        """After a restart: settle every slip whose end the journal does not know."""
        for row in self._unsettled():
            is_old = self._paper.now() - instant(row["issued_at"]) > self._stationery.max_age
            if row["slip_state"] == "printing":
                self._paper.failed(row["id"], row["printer"], "unknown")
            elif is_old:
                self._paper.failed(row["id"], row["printer"], "too_old")
            else:
                self._print(row["id"], row["printer"])

    def _print(self, ticket: int, printer: str) -> None:
        if printer not in self._printers:
            self._paper.failed(ticket, printer, "no_printer")
            return
        language, words = self._words_of(ticket)
        target = self._printers[printer]
        try:
            slip = slip_of(words, self._stationery, self._words.in_language(language))
            printout = render(slip, target.profile)
        except SlipError as error:
            _log.error("slip of ticket %d: %s", ticket, error)
            self._paper.failed(ticket, printer, "cannot_print")
            return
        target.queue.put_slip(ticket, printout.data)

    def _words_of(self, ticket: int) -> tuple[str, SlipWords]:
        with self._store.reading() as connection:
            row = connection.execute(
                "SELECT t.*, (SELECT count(*) FROM tickets w WHERE w.business_day = t.business_day "
                " AND w.service = t.service AND w.state = 'waiting' AND w.id < t.id) AS ahead "
                "FROM tickets t WHERE t.id = ?",
                (ticket,),
            ).fetchone()
            service = service_in(
                self._settings.plan(connection, row["business_day"]), row["service"]
            )
        return row["language"], SlipWords(
            label=row["label"],
            secret=row["secret"],
            service=service.name_in(row["language"]),
            ahead=row["ahead"],
            issued_at=instant(row["issued_at"]),
            session=row["session"],
            is_priority=row["priority"] is not None,
            due_at=None if row["due_at"] is None else instant(row["due_at"]),
        )

    def _unsettled(self) -> list[sqlite3.Row]:
        with self._store.reading() as connection:
            return connection.execute(
                "SELECT id, issued_at, slip_state, printer FROM tickets "
                "WHERE slip_state IN ('queued', 'printing') ORDER BY id"
            ).fetchall()
