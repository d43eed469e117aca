"""What the staff have to know of paper: who waits without any, and which rolls run out."""

import sqlite3

from server import slips
from server.printers import Printer, Printers
from server.shapes import PaperlessTicket, PrinterPaper

_WITHOUT = (
    "SELECT * FROM tickets WHERE business_day = ? AND state = 'waiting' "
    "AND slip_state IN ('failed', 'unknown') ORDER BY slip_at DESC, id DESC LIMIT ?"
)
MOST = 100


def without_paper(
    connection: sqlite3.Connection, printers: Printers, day: str, state: str | None = None
) -> list[PaperlessTicket]:
    """The tickets of *day* that wait without paper, the newest first, a hundred at the most.

    :param state: only those whose slip is ``failed`` or ``unknown``.
    """
    return [
        PaperlessTicket(
            ticket=row["id"],
            label=row["label"],
            service=row["service"],
            kiosk=row["kiosk"],
            printer=row["printer"],
            place=printers.place(row["printer"]),
            state=row["slip_state"],
            reason=row["slip_reason"],
            since=row["slip_at"],
            copies=row["slip_copies"],
        )
        for row in connection.execute(_WITHOUT, (day, MOST))
        if state in (None, row["slip_state"])
    ]


def count_without_paper(connection: sqlite3.Connection, day: str) -> int:
    """How many of *day* wait without paper."""
    row = connection.execute(
        "SELECT count(*) FROM tickets WHERE business_day = ? AND state = 'waiting' "
        "AND slip_state IN ('failed', 'unknown')",
        (day,),
    ).fetchone()
    return int(row[0])


def printer_papers(connection: sqlite3.Connection, printers: Printers) -> list[PrinterPaper]:
    """Every printer with its roll, in the order of the set-up."""
    rolls = {row["printer"]: row for row in connection.execute("SELECT * FROM rolls")}
    return [_of(printers, name, each, rolls.get(name)) for name, each in printers.all().items()]


def _of(printers: Printers, name: str, printer: Printer, roll: sqlite3.Row | None) -> PrinterPaper:
    used_mm = 0 if roll is None else roll["used_mm"]
    left_m = None
    if printer.roll_m:
        left_m = round(max(0.0, printer.roll_m - used_mm / 1000), 1)
    sensor = printers.sensor(name)
    return PrinterPaper(
        printer=name,
        place=printer.place,
        state=printers.state(name),
        sensor=sensor,
        left_m=left_m,
        is_low=sensor in ("near_end", "out") or (left_m is not None and left_m < printer.warn_m),
        since=None if roll is None else roll["since"],
    )


STATES = slips.WITHOUT_PAPER
