"""Figures of satisfaction as a table for spreadsheets."""

import csv
import io
from collections.abc import Iterable

from server.reports.as_xlsx import Cell, as_xlsx
from server.reports.ratings import Figure

COLUMNS = (
    *("name", "group", "value", "low", "high", "numerator", "denominator"),
    *("unit", "rule", "reason"),
)


def lines(figures: Iterable[Figure]) -> list[list[Cell]]:
    """One line a figure; what is not said is an empty cell beside its reason."""
    return [[getattr(figure, column) for column in COLUMNS] for figure in figures]


def ratings_csv(figures: Iterable[Figure]) -> bytes:
    """With a byte order mark, so that a spreadsheet reads the Vietnamese."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    for line in lines(figures):
        writer.writerow(["" if cell is None else cell for cell in line])
    return text.getvalue().encode("utf-8-sig")


def ratings_xlsx(figures: Iterable[Figure]) -> bytes:
    """As a workbook."""
    return as_xlsx("ratings", COLUMNS, lines(figures))
