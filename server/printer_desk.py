"""What managers do with a printer: see a slip before it is printed, and find out its letters."""

import sqlite3
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import count
from typing import Protocol

from printer.profiles import PrinterProfile
from printer.render import Printout
from printer.slip import SlipError
from printer.strip import StripLine, lines, strip
from server.asking import Remembered, Request, recall_answer, remember_answer
from server.errors import Malformed, Unknown
from server.hours import stamp
from server.plan import Printer, SlipLayout
from server.plan_check import check_record
from server.printer_profiles import as_set_up, with_choice
from server.records import write
from server.settings import Change, Settings
from server.slip_layout import Stationery
from server.slip_preview import draw, sample
from server.store import Store
from server.words import Words


class JobQueue(Protocol):
    """A printer's spool."""

    def put_job(self, id: str, printout: Printout) -> None: ...


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """What a draft is drawn on: a *printer* of the office, or paper *dots* wide."""

    printer: str | None = None
    dots: int | None = None


@dataclass(frozen=True, kw_only=True)
class Machinery:
    """The printers of one office by name: their profiles as ``office.toml`` says, their spools."""

    models: Mapping[str, PrinterProfile]
    queues: Mapping[str, JobQueue]
    stationery: Stationery
    words: Words
    now: Callable[[], datetime]


class PrinterDesk:
    """The printers of one office, for those who set them up."""

    def __init__(self, store: Store, settings: Settings, machinery: Machinery) -> None:
        self._store = store
        self._settings = settings
        self._models = machinery.models
        self._queues = machinery.queues
        self._stationery = machinery.stationery
        self._words = machinery.words
        self._now = machinery.now
        self._strips = count(1)

    def profile(self, printer: str) -> PrinterProfile:
        """What *printer* is from the next slip on. :raises Unknown: ``no_such_printer``."""
        return as_set_up(self._model(printer), self._record(printer))

    def _model(self, printer: str) -> PrinterProfile:
        if printer not in self._models:
            raise Unknown("no_such_printer", key=printer)
        return self._models[printer]

    def _record(self, printer: str) -> Printer:
        with self._store.reading() as connection:
            plan = self._settings.plan(connection, self._settings.today())
        return plan.printers.get(printer, Printer(name=printer))

    def strip(self, printer: str, request: Request) -> tuple[StripLine, ...]:
        """Print the test strip, and say what its lines stand for.

        :raises Unknown: ``no_such_printer``. :raises Malformed: ``key_reused``.
        """
        profile = self.profile(printer)
        with suppress(Remembered):
            self._store.change(lambda tx: self._once(tx, request))
            self._queues[printer].put_job(f"strip:{next(self._strips)}", strip(profile))
        return lines(profile)

    def _once(self, tx: sqlite3.Connection, request: Request) -> None:
        recall_answer(tx, request)
        remember_answer(tx, request, None, stamp(self._now()))

    def choose(self, printer: str, line: int, request: Request) -> Printer:
        """From the next slip on the printer is as this line of its strip; what it is then.

        :raises Unknown: ``no_such_printer``, ``no_such_line``.
        """
        found = choice_of(self._model(printer), self._record(printer), line)
        change = Change(kind="printer", key=printer, value=write(found))
        self._settings.change(change, request)
        return found

    def preview(self, layout: SlipLayout, language: str, sheet: Sheet) -> bytes:
        """*layout* with sample words as PNG, drawn from the bytes that would be printed.

        :raises Malformed: ``bad_setup``. :raises Unknown: ``no_such_printer``.
        """
        try:
            check_record(layout, layout.name, "slip")
            words = sample(layout.name, language, self._stationery, self._words)
            return draw(layout, words, language, self._profile_for(sheet))
        except (SlipError, ValueError) as error:
            raise Malformed("bad_setup", detail=str(error)) from error

    def _profile_for(self, sheet: Sheet) -> PrinterProfile:
        """A sheet that names no printer is drawn as pictures, which every printer takes."""
        if sheet.printer is not None:
            found = self.profile(sheet.printer)
            return replace(found, dots=sheet.dots) if sheet.dots else found
        return PrinterProfile("sheet", dots=sheet.dots or 576)


def choice_of(model: PrinterProfile, record: Printer, line: int) -> Printer:
    """*record* as *line* of the strip says. :raises Unknown: ``no_such_line``."""
    for each in lines(as_set_up(model, record)):
        if each.number == line:
            return with_choice(record, each.choice)
    raise Unknown("no_such_line", line=line)
