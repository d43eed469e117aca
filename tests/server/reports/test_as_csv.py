"""Figures as a spreadsheet reads them."""

import csv
import io

from server.reports.as_csv import COLUMNS, as_csv
from server.reports.day import Fraction


def figure(numerator: float, denominator: float | None) -> Fraction:
    return Fraction(
        name="satisfied",
        group='Tư pháp, "A"',
        numerator=numerator,
        denominator=denominator,
        unit="share",
        rule="4 and 5",
    )


def rows(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_a_line_a_figure_under_the_names() -> None:
    head, line = rows(as_csv([figure(1, 2)]))
    assert head == list(COLUMNS)
    assert line == ["satisfied", 'Tư pháp, "A"', "0.5", "1", "2", "share", "4 and 5", "0"]


def test_nothing_over_nothing_is_an_empty_cell_and_zero_is_zero() -> None:
    assert [line[2] for line in rows(as_csv([figure(0, 0), figure(0, 1)]))[1:]] == ["", "0.0"]


def test_it_begins_with_the_mark_a_spreadsheet_looks_for_and_ends_lines_as_rfc_4180_says() -> None:
    data = as_csv([figure(1, None)])
    assert data.startswith(b"\xef\xbb\xbf") and data.endswith(b"\r\n")
