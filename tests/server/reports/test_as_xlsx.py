"""The workbook read back by a zip and an XML reader that know nothing of ours."""

import io
import zipfile
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.reports.as_xlsx import as_xlsx, column

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def package(data: bytes) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(data))


def cells(data: bytes) -> dict[str, str | float]:
    """What stands in the sheet, by the cell's name."""
    sheet = ElementTree.fromstring(package(data).read("xl/worksheets/sheet1.xml"))
    found: dict[str, str | float] = {}
    for cell in sheet.iter(f"{MAIN}c"):
        name, value = cell.attrib["r"], cell.find(f"{MAIN}v")
        if cell.get("t") == "inlineStr":
            found[name] = cell.findtext(f"{MAIN}is/{MAIN}t") or ""
        elif value is not None and value.text:
            found[name] = float(value.text)
    return found


def test_text_is_text_and_numbers_are_numbers() -> None:
    data = as_xlsx("figures", ("name", "value"), [['=1+1 <đ> & "a"', 0.5], [None, 7]])
    assert cells(data) == {
        **{"A1": "name", "B1": "value", "A2": '=1+1 <đ> & "a"', "B2": 0.5, "B3": 7.0},
    }


def test_every_part_is_named_and_well_formed() -> None:
    found = package(as_xlsx("a & b", ("x",), []))
    assert found.testzip() is None
    for name in found.namelist():
        ElementTree.fromstring(found.read(name))
    types = found.read("[Content_Types].xml").decode()
    parts = [name for name in found.namelist() if name.startswith("xl/") and "_rels" not in name]
    assert all(f'PartName="/{part}"' in types for part in parts)


def test_the_same_table_is_the_same_file() -> None:
    assert as_xlsx("a", ("x",), [[1]]) == as_xlsx("a", ("x",), [[1]])


@pytest.mark.parametrize(
    ("x", "name"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")]
)
def test_columns_are_named_by_letters(x: int, name: str) -> None:
    assert column(x) == name


@given(st.lists(st.text() | st.integers(-(2**40), 2**40), min_size=1, max_size=8))
def test_whatever_stands_in_it_can_be_read(line: list[str | int]) -> None:
    found = cells(as_xlsx("a", ["head"] * len(line), [line]))
    for x, value in enumerate(line):
        read = found.get(f"{column(x)}2", "")
        if isinstance(value, int):
            assert read == float(value)
        elif value.isprintable():
            assert read == value
