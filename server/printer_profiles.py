"""Which profile a printer has now: its model's, with what the office has found out about it."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from printer.profiles import ROUTES, PrinterProfile, profile_named
from server.config import PrinterTable
from server.plan import Printer
from server.records import Record


def model_of(table: PrinterTable) -> PrinterProfile:
    """What ``office.toml`` says of a printer.

    :raises ValueError: naming the key and what would be right.
    """
    return profile_named(table.profile, table.vietnamese)


def as_set_up(model: PrinterProfile, record: Printer | None) -> PrinterProfile:
    """*model* with what *record* says otherwise.

    :raises ValueError: for a route that the model cannot take with these pages.
    """
    if record is None:
        return model
    pages = {
        name: page
        for name in ("tcvn_lower_page", "tcvn_upper_page", "cp1258_page")
        if (page := getattr(record, name)) >= 0
    }
    route = next((each for each in ROUTES if each == record.vietnamese), None)
    if record.vietnamese and route is None:
        raise ValueError(
            f"vietnamese = {record.vietnamese!r} is not offered yet; write one of "
            f"{', '.join(ROUTES)}"
        )
    found = replace(model, dots=record.dots or model.dots, **pages)
    return replace(found, vietnamese=route) if route else found


def fits(printers: Mapping[str, PrinterTable]) -> Callable[[Record], None]:
    """A check of a record against the machines of this office."""

    def check(record: Record) -> None:
        if not isinstance(record, Printer):
            return
        for name in filter(None, (record.name, record.stand_in)):
            if name not in printers:
                there = ", ".join(printers) or "none"
                raise ValueError(
                    f"printer {name!r} is not in office.toml: give it its port there first, or "
                    f"write the name of one that is there: {there}"
                )
        try:
            as_set_up(model_of(printers[record.name]), record)
        except ValueError as error:
            raise ValueError(f"printer {record.name!r}: {error}") from error

    return check
