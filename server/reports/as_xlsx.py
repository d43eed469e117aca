"""A table as an Excel workbook (ECMA-376, Office Open XML) of one sheet.  Pure.

A handful of XML files in a zip: text goes in as text, so nothing of it is ever taken for a
formula, and numbers as numbers, so a reader in any locale can go on reckoning with them.
"""

import io
import zipfile
from collections.abc import Iterable, Sequence
from xml.sax.saxutils import escape, quoteattr

Cell = str | int | float | None
TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_BEGIN = (1980, 1, 1, 0, 0, 0)
"""The time of every file in the zip, so that the same table is the same bytes."""
_WIDEST = 60


def as_xlsx(title: str, head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """The workbook: *head* in bold stays above while one scrolls; ``None`` is an empty cell.

    *title* is the sheet's name: at most 31 characters, none of ``[]:*?/\\``.
    """
    lines: list[Sequence[Cell]] = [head, *rows]
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in _files(title, lines).items():
            entry = zipfile.ZipInfo(name, _BEGIN)
            entry.compress_type = zipfile.ZIP_DEFLATED
            package.writestr(entry, _HEAD + text)
    return data.getvalue()


def _files(title: str, lines: Sequence[Sequence[Cell]]) -> dict[str, str]:
    return {
        "[Content_Types].xml": _types(),
        "_rels/.rels": _relations({"rId1": ("officeDocument", "xl/workbook.xml")}),
        "xl/workbook.xml": (
            f'<workbook xmlns="{_MAIN}" xmlns:r="{_RELATIONS}"><sheets>'
            f'<sheet name={quoteattr(title)} sheetId="1" r:id="rId1"/></sheets></workbook>'
        ),
        "xl/_rels/workbook.xml.rels": _relations(
            {"rId1": ("worksheet", "worksheets/sheet1.xml"), "rId2": ("styles", "styles.xml")}
        ),
        "xl/styles.xml": _STYLES,
        "xl/worksheets/sheet1.xml": _sheet(lines),
    }


def _types() -> str:
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    parts = {"workbook": "sheet.main", "worksheets/sheet1": "worksheet", "styles": "styles"}
    overrides = "".join(
        f'<Override PartName="/xl/{name}.xml" ContentType="{kind}.{type}+xml"/>'
        for name, type in parts.items()
    )
    relations = "application/vnd.openxmlformats-package.relationships+xml"
    return (
        f'<Types xmlns="{_PACKAGE}/content-types">'
        f'<Default Extension="rels" ContentType="{relations}"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )


def _relations(targets: dict[str, tuple[str, str]]) -> str:
    found = "".join(
        f'<Relationship Id="{id}" Type="{_RELATIONS}/{type}" Target="{target}"/>'
        for id, (type, target) in targets.items()
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{found}</Relationships>'


_STYLES = (
    f'<styleSheet xmlns="{_MAIN}">'
    '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>'
    '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="2"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
    "</styleSheet>"
)


def _sheet(lines: Sequence[Sequence[Cell]]) -> str:
    rows = "".join(
        f'<row r="{y}">{"".join(_cell(value, x, y) for x, value in enumerate(line))}</row>'
        for y, line in enumerate(lines, 1)
    )
    pane = '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
    return (
        f'<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0">{pane}</sheetView>'
        f"</sheetViews>{_widths(lines)}<sheetData>{rows}</sheetData></worksheet>"
    )


def _widths(lines: Sequence[Sequence[Cell]]) -> str:
    found = []
    for x in range(len(lines[0])):
        longest = max(len(str(line[x] or "")) for line in lines if x < len(line))
        width = min(longest + 2, _WIDEST)
        found.append(f'<col min="{x + 1}" max="{x + 1}" width="{width}" customWidth="1"/>')
    return f"<cols>{''.join(found)}</cols>"


def _cell(value: Cell, x: int, y: int) -> str:
    place = f'r="{column(x)}{y}"' + (' s="1"' if y == 1 else "")
    if value is None:
        return ""
    if isinstance(value, str):
        text = escape("".join(each for each in value if _is_xml(each)))
        return f'<c {place} t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'
    return f"<c {place}><v>{value!r}</v></c>"


def column(x: int) -> str:
    """The letters of column *x*, the first being 0: A, B, … Z, AA."""
    letters = ""
    x += 1
    while x:
        x, letter = divmod(x - 1, 26)
        letters = chr(65 + letter) + letters
    return letters


def _is_xml(each: str) -> bool:
    """Whether XML 1.0 can hold this character."""
    return (
        each in "\t\n\r"
        or " " <= each <= "\ud7ff"
        or "\ue000" <= each <= "\ufffd"
        or each > "\uffff"
    )
