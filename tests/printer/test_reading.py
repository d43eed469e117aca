"""Every slip, on every route and paper, read back by machines that know nothing of this product."""

from dataclasses import replace

import pytest

from printer.profiles import PROFILES, ROUTES, PrinterProfile, Route
from printer.render import render
from printer.slip import QR, Barcode, Line, Slip
from printer.virtual import VirtualPrinter
from tests.printer import reading
from tests.printer.samples import RESULT, TICKET

SLIPS = {"ticket": TICKET, "result": RESULT}
PAPERS = {"80": "TM-T20II", "58": "generic-58", "80 at 180 dpi": "TM-T88V"}
MOST_ERRORS = 0.05  # of the letters on the slip


def on(paper: str, route: Route) -> PrinterProfile:
    pages = {"tcvn_lower_page": 30, "tcvn_upper_page": 31, "cp1258_page": 52}
    return replace(PROFILES[PAPERS[paper]], vietnamese=route, **pages)  # type: ignore[arg-type]


def printed(slip: Slip, profile: PrinterProfile) -> bytes:
    printer = VirtualPrinter(profile)
    printer.feed(render(slip, profile).data)
    assert printer.unknown == 0
    (png,) = printer.slips()
    return png


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("route", ["picture", "glyphs", "tcvn3"])
@pytest.mark.parametrize("slip", SLIPS)
def test_a_reader_of_vietnamese_reads_the_slip(slip: str, route: Route, paper: str) -> None:
    wanted = reading.words(SLIPS[slip])
    read = reading.letters(printed(SLIPS[slip], on(paper, route)))
    assert reading.distance(read, wanted) < MOST_ERRORS * len(wanted), read


@pytest.mark.parametrize("slip", SLIPS)
def test_the_three_encodings_give_the_same_paper(slip: str) -> None:
    """So that reading one of them is reading all."""
    papers = {printed(SLIPS[slip], on("80", route)) for route in ("tcvn3", "cp1258", "utf8")}
    assert len(papers) == 1


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("route", ROUTES)
@pytest.mark.parametrize("slip", SLIPS)
def test_a_scanner_reads_the_codes_exactly(slip: str, route: Route, paper: str) -> None:
    parts = [part for part in SLIPS[slip].lines if isinstance(part, (QR, Barcode))]
    found = reading.codes(printed(SLIPS[slip], on(paper, route)))
    assert [code.data for code in found] == [part.data for part in parts]


def test_a_barcode_is_bars_where_they_fit() -> None:
    found = reading.codes(printed(RESULT, on("80", "tcvn3")))
    assert [code.kind for code in found] == ["CODE-128", "QR-Code"]


@pytest.mark.parametrize("data", ["A042", "1604", "12345", "a{b}c", "H40-16042005-1620", "~ !"])
def test_a_scanner_reads_any_barcode(data: str) -> None:
    slip = Slip((Line("."), Barcode(data), Line(".")))
    found = reading.codes(printed(slip, PROFILES["TM-T20II"]))
    assert [(code.kind, code.data) for code in found] == [("CODE-128", data)]


@pytest.mark.parametrize(("one", "other", "far"), [("ế", "e", 1), ("abc", "abc", 0), ("ab", "", 2)])
def test_the_distance_counts_letters(one: str, other: str, far: int) -> None:
    assert reading.distance(one, other) == far
