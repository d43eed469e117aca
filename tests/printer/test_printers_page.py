"""docs/reference/printers.md: its models and its table of bytes are what the code gives."""

from pathlib import Path

import pytest

from bench.paper import logo_rows, rows
from printer.profiles import PROFILES, ROUTES, PrinterProfile

PAGE = (Path(__file__).parents[2] / "docs/reference/printers.md").read_text(encoding="utf-8")
LIMITS = {"picture": 9_000, "tcvn3": 520, "cp1258": 520, "utf8": 520, "glyphs": 2_200}
OTHER_FREETYPE = 0.02  # how much another release of the font library may change drawn letters


def table_rows(*first: str) -> list[list[str]]:
    """Cells of the page's table rows that begin with these cells."""
    cells = [[cell.strip(" `") for cell in line.strip("|").split("|")] for line in PAGE.split("\n")]
    return [row for row in cells if tuple(row[: len(first)]) == first]


def shown(page: int | None) -> str:
    return "–" if page is None else str(page)


@pytest.mark.parametrize("profile", list(PROFILES.values()), ids=lambda profile: profile.name)
def test_every_model_stands_as_it_is(profile: PrinterProfile) -> None:
    (row,) = table_rows(profile.name)
    pages = f"{shown(profile.tcvn_lower_page)} / {shown(profile.tcvn_upper_page)}"
    figures = [str(profile.dots), str(profile.dpi), str(profile.columns), pages]
    assert row[1:7] == [*figures, shown(profile.cp1258_page), profile.vietnamese]
    answers = "process id" if profile.has_process_id else "in-order answer"
    can = (profile.has_nv_graphics, profile.sets_motion_unit, profile.has_cutter)
    assert row[7:] == [answers, *("yes" if x else "no" for x in (*can, profile.has_xon_xoff))]


@pytest.mark.parametrize(
    "row", list(rows()), ids=lambda row: f"{row['slip']}-{row['paper']}-{row['route']}"
)
def test_the_table_of_bytes_is_what_the_bench_prints(row: dict[str, object]) -> None:
    (found,) = table_rows(str(row["slip"]), str(row["paper"]), str(row["route"]))
    length = int(str(row["bytes"]))
    allowed = OTHER_FREETYPE * length if row["route"] in ("picture", "glyphs") else 0
    assert abs(int(found[3].replace(",", "")) - length) <= allowed
    assert abs(int(found[4]) - int(str(row["mm"]))) <= (1 if allowed else 0)
    for text, baud in zip(found[5:], (9600, 19200, 38400, 115200), strict=True):
        assert abs(float(text) - length * 10 / baud) <= 0.006 + allowed * 10 / baud


@pytest.mark.parametrize("route", ROUTES)
def test_the_ticket_stays_within_its_bytes(route: str) -> None:
    ticket = [row for row in rows() if row["slip"] == "ticket" and row["route"] == route]
    assert len(ticket) == 2
    assert all(int(str(row["bytes"])) <= LIMITS[route] for row in ticket)


def test_a_logo_costs_what_the_page_says() -> None:
    assert [row["bytes"] for row in logo_rows()] == [2056, 11]
    assert "adds 2,056\nbytes when it is sent and 11 when" in PAGE
