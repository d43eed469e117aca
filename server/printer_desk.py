"""What managers do with a printer: see a slip before it is printed, and find out its letters."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Protocol

from printer.profiles import PrinterProfile
from printer.render import Printout
from printer.slip import SlipError
from server.errors import Malformed, Unknown
from server.plan import SlipLayout
from server.plan_check import check_record
from server.printer_profiles import as_set_up
from server.settings import Settings
from server.slip_layout import Stationery
from server.slip_preview import draw, sample
from server.store import Store
from server.words import Words

NARROWEST, WIDEST = 320, 1000


class JobQueue(Protocol):
    """A printer's spool."""

    def put_job(self, id: str, printout: Printout) -> None: ...


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """What a draft is drawn on: a *printer* of the office, or paper *dots* wide."""

    printer: str | None = None
    dots: int | None = None


class PrinterDesk:
    """The printers of one office; *models* are their profiles as ``office.toml`` says."""

    def __init__(
        self,
        store: Store,
        settings: Settings,
        models: Mapping[str, PrinterProfile],
        queues: Mapping[str, JobQueue],
        stationery: Stationery,
        words: Words,
    ) -> None:
        self._store = store
        self._settings = settings
        self._models = models
        self._queues = queues
        self._stationery = stationery
        self._words = words

    def profile(self, printer: str) -> PrinterProfile:
        """What *printer* is from the next slip on. :raises Unknown: ``no_such_printer``."""
        if printer not in self._models:
            raise Unknown("no_such_printer", key=printer)
        with self._store.reading() as connection:
            plan = self._settings.plan(connection, self._settings.today())
        return as_set_up(self._models[printer], plan.printers.get(printer))

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
