"""Result-date slips to their printers, and what is to be done with them after a restart."""

import logging
import sqlite3
from datetime import timedelta

from printer.render import Printout, render
from printer.slip import SlipError
from server.errors import Unknown
from server.events import ResultSlipAsked
from server.hours import instant
from server.journal import Entry
from server.plan import Plan
from server.printer_desk import JobQueue, Machinery
from server.printer_profiles import as_set_up
from server.results import Results
from server.settings import Settings
from server.slip_defaults import layout_in
from server.slip_layout import ResultWords, compose, result_words
from server.store import Store

_log = logging.getLogger(__name__)


class ResultFollower:
    """Sends each slip asked for to its printer; younger than *max_age* also after a restart."""

    def __init__(
        self,
        store: Store,
        settings: Settings,
        results: Results,
        machinery: Machinery,
        max_age: timedelta,
    ) -> None:
        self._store = store
        self._settings = settings
        self._results = results
        self._machinery = machinery
        self._max_age = max_age

    def handle(self, entry: Entry) -> None:
        """Print the slip just asked for."""
        if isinstance(entry.event, ResultSlipAsked):
            for row in self._results.unsettled():
                if row["id"] == entry.event.slip and row["state"] == "queued":
                    self._print(row)

    def recover(self) -> None:
        """After a restart: settle every slip of which nobody knows the end."""
        for row in self._results.unsettled():
            if row["state"] == "printing":
                self._results.settle(row["id"], "failed", "unknown")
            elif self._results.is_older_than(row, self._max_age):
                self._results.settle(row["id"], "failed", "too_old")
            else:
                self._print(row)

    def _print(self, row: sqlite3.Row) -> None:
        queue = self._machinery.queues.get(row["printer"])
        if queue is None:
            self._results.settle(row["id"], "failed", "no_printer")
            return
        try:
            self._send(row, queue)
        except (SlipError, ValueError, Unknown) as error:
            _log.error("result slip %d: %s", row["id"], type(error).__name__)  # not what it says
            self._results.settle(row["id"], "failed", "cannot_print")

    def _send(self, row: sqlite3.Row, queue: JobQueue) -> None:
        with self._store.reading() as connection:
            plan: Plan = self._settings.plan(connection, self._settings.today())
        model, record = self._machinery.models[row["printer"]], plan.printers.get(row["printer"])
        words = ResultWords(
            dossier=row["dossier"],
            due_at=instant(row["due_at"]),
            made_at=instant(row["asked_at"]),
            place=row["place"],
            counter=row["counter"],
        )
        filled = result_words(words, self._machinery.stationery)
        slip = compose(layout_in(plan, "result"), filled, row["language"])
        one = render(slip, as_set_up(model, record))
        copies = Printout(one.data * row["copies"], one.length_mm * row["copies"])
        queue.put_job(f"result:{row['id']}", copies)
