"""Which profile a printer has now: its model's, with what the office has found out about it."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from printer.profiles import ROUTES, Choice, PrinterProfile, profile_named
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
    lower, upper = record.tcvn_lower_page, record.tcvn_upper_page
    route = next((each for each in ROUTES if each == record.vietnamese), model.vietnamese)
    return replace(
        model,
        dots=record.dots or model.dots,
        vietnamese=route,
        tcvn_lower_page=model.tcvn_lower_page if lower < 0 else lower,
        tcvn_upper_page=(model.tcvn_upper_page if lower < 0 else None) if upper < 0 else upper,
        cp1258_page=model.cp1258_page if record.cp1258_page < 0 else record.cp1258_page,
    )


def with_choice(record: Printer, choice: Choice) -> Printer:
    """*record* as the line of its test strip says that reads right."""
    pages = (choice.tcvn_lower_page, choice.tcvn_upper_page, choice.cp1258_page)
    lower, upper, cp1258 = (-1 if page is None else page for page in pages)
    return replace(
        record,
        vietnamese=choice.vietnamese,
        tcvn_lower_page=lower,
        tcvn_upper_page=upper,
        cp1258_page=cp1258,
    )


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
