"""Figures as CSV (RFC 4180), with a byte order mark so that a spreadsheet reads the Vietnamese."""

import csv
import io
from collections.abc import Iterable

from server.reports.day import Fraction

COLUMNS = ("name", "group", "value", "numerator", "denominator", "unit", "rule", "left_out")


def as_csv(figures: Iterable[Fraction]) -> bytes:
    """One line a figure; a rate over nothing has an empty value."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    for figure in figures:
        writer.writerow(["" if (v := getattr(figure, c)) is None else v for c in COLUMNS])
    return text.getvalue().encode("utf-8-sig")
