"""Bytes and seconds of a slip on each route: ``python -m bench paper``.

``docs/reference/printers.md`` shows the table; a test compares them.  Seconds are
the floor of the wire, bytes x 10 / baud: no printer can be faster, and one that is sent to without
a pause is not slower, as long as its head keeps up.
"""

from collections.abc import Iterator
from dataclasses import replace

from bench import paper_wire
from bench.table import show
from printer.logo import show as show_logo
from printer.profiles import PROFILES, ROUTES, PrinterProfile
from printer.render import render
from printer.slip import Logo
from tests.printer.samples import RESULT, TICKET

BAUDS = (9600, 19200, 38400, 115200)
BITS_OF_A_BYTE = 10
PAPERS = {"80 mm": "TM-T20II", "58 mm": "POS-5890"}
SLIPS = {"ticket": TICKET, "result": RESULT}
PAGES = {"tcvn_lower_page": 30, "tcvn_upper_page": 31, "cp1258_page": 52}


def run() -> None:
    """Print the tables."""
    show("paper: bytes, and seconds at each baud rate", list(rows()))
    show("paper: a logo of 128 x 128 dots", list(logo_rows()))
    show("paper: the ticket through the spool and a paced line", list(paper_wire.rows()))


def rows() -> Iterator[dict[str, object]]:
    """A row for each slip, paper and route."""
    for slip_name, slip in SLIPS.items():
        for paper, model in PAPERS.items():
            for route in ROUTES:
                profile = replace(PROFILES[model], vietnamese=route, **PAGES)  # type: ignore[arg-type]
                printout = render(slip, profile)
                yield {
                    "slip": slip_name,
                    "paper": paper,
                    "route": route,
                    "bytes": len(printout.data),
                    "mm": printout.length_mm,
                    **_seconds(len(printout.data)),
                }


def logo_rows() -> Iterator[dict[str, object]]:
    """What a logo adds, sent with each slip or shown from the printer's memory."""
    profile: PrinterProfile = PROFILES["TM-T20II"]
    logo = Logo(16, 128, bytes(range(256)) * 8)
    plain = len(render(TICKET, profile).data)
    with_logo = replace(TICKET, lines=(logo, *TICKET.lines))
    sent = len(render(with_logo, profile).data) - plain
    for name, length in (("sent", sent), ("shown by key", len(show_logo(logo)))):
        yield {"logo": name, "bytes": length, **_seconds(length)}


def _seconds(length: int) -> dict[str, object]:
    return {str(baud): f"{length * BITS_OF_A_BYTE / baud:.2f}" for baud in BAUDS}
