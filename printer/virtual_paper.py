"""The paper of the software printer: text, pictures and QR codes as dots, a slip as PNG."""

import io
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import font_roboto
import segno
from PIL import Image, ImageDraw, ImageFont

from printer.encoding import TCVN_LOWER, TCVN_UPPER
from printer.profiles import CELL_DOTS, CELL_HEIGHT_DOTS, PrinterProfile

UTF8: Final = -1  # stands where a page number would: UTF-8 mode
_MARGIN_DOTS: Final = 32  # 4 mm: 80 mm paper is printed on over 72 mm
_LINE_DOTS: Final = 34  # 1/6 inch at 203 dpi, what ESC @ sets
_LONGEST_SLIP: Final = 6_000  # dots, 75 cm; the rest of a slip that never ends is not drawn
_WHITE: Final = 1
_QR_LEVELS: Final = {0x30: "L", 0x31: "M", 0x32: "Q", 0x33: "H"}


@dataclass(frozen=True)
class Style:
    """How the next text looks. `page` is a page number, or UTF8."""

    width: int = 1
    height: int = 1
    is_bold: bool = False
    side: int = 0
    page: int = 0


class Paper:
    """One printer's paper: strips from the top down until it is cut."""

    def __init__(self, profile: PrinterProfile) -> None:
        self._profile = profile
        self._strips: list[Image.Image] = []
        self._height = 0
        self._row: list[Image.Image] = []
        self._cells = _Cells()

    def text(self, data: bytes, style: Style) -> None:
        """Put letters on the row; a full row goes out by itself, as on a real printer."""
        for letter in _decoded(data, style.page, self._profile):
            cell = self._cells.draw(letter, style)
            if sum(c.width for c in self._row) + cell.width > self._profile.dots:
                self.end_row(style)
            self._row.append(cell)

    def end_row(self, style: Style) -> None:
        """LF: print the row, or feed one line when it is empty."""
        if not self._row:
            self.feed(_LINE_DOTS)
            return
        height = max(cell.height for cell in self._row)
        row = Image.new("1", (sum(cell.width for cell in self._row), height), _WHITE)
        left = 0
        for cell in self._row:
            row.paste(cell, (left, height - cell.height))
            left += cell.width
        self._row = []
        self._place(row, style.side)
        self.feed(max(0, _LINE_DOTS - height))

    def raster(self, data: bytes, side: int) -> None:
        """GS v 0: m, row bytes, rows, dots (1 is black); what is too wide is lost."""
        row_bytes, rows = int.from_bytes(data[1:3], "little"), int.from_bytes(data[3:5], "little")
        if row_bytes and rows:
            dots = bytes(byte ^ 0xFF for byte in data[5:])
            self._place(Image.frombytes("1", (row_bytes * 8, rows), dots), side)

    def qr(self, content: bytes, look: tuple[int, int], side: int) -> None:
        """A QR code; `look` is the module's dots and the level's byte (GS ( k 67 and 69).

        What is too much for a code is left out, as a printer does.
        """
        module_dots, level = look
        try:
            code = segno.make_qr(content, error=_QR_LEVELS.get(level, "L"), boost_error=False)
        except segno.DataOverflowError:
            return
        out = io.BytesIO()
        code.save(out, kind="png", scale=module_dots, border=0)
        with Image.open(out) as picture:
            self._place(picture.convert("1"), side)

    def feed(self, dots: int) -> None:
        """White paper."""
        if dots > 0:
            self._add(Image.new("1", (self._profile.dots, dots), _WHITE))

    def cut(self) -> bytes | None:
        """The slip as PNG, with its margins; None when nothing is on it."""
        strips, self._strips = self._strips, []
        height, self._height = self._height, 0
        if not any(_has_ink(strip) for strip in strips):
            return None
        size = (self._profile.dots + 2 * _MARGIN_DOTS, height + 2 * _MARGIN_DOTS)
        sheet, top = Image.new("1", size, _WHITE), _MARGIN_DOTS
        for strip in strips:
            sheet.paste(strip, (_MARGIN_DOTS, top))
            top += strip.height
        out = io.BytesIO()
        sheet.save(out, "PNG", dpi=(self._profile.dpi, self._profile.dpi))
        return out.getvalue()

    def _place(self, picture: Image.Image, side: int) -> None:
        strip = Image.new("1", (self._profile.dots, picture.height), _WHITE)
        spare = max(0, strip.width - picture.width)
        strip.paste(picture, (spare * side // 2, 0))
        self._add(strip)

    def _add(self, strip: Image.Image) -> None:
        room = _LONGEST_SLIP - self._height
        if room <= 0:
            return
        if strip.height > room:
            strip = strip.crop((0, 0, strip.width, room))
        self._strips.append(strip)
        self._height += strip.height


def _has_ink(strip: Image.Image) -> bool:
    return strip.getextrema()[0] == 0


class _Cells:
    """Letters in the 12 x 24 cell of font A, drawn once each."""

    def __init__(self) -> None:
        files: Mapping[str, str] = font_roboto.font_files
        # Four times too large, then made smaller: an even stroke after squeezing into the cell.
        # 76 of 96 dots leave room for the mark of a capital above and the dot of ạ below.
        self._fonts = {
            is_bold: ImageFont.truetype(files["RobotoBold" if is_bold else "RobotoMedium"], 76)
            for is_bold in (False, True)
        }
        self._drawn: dict[tuple[str, bool], Image.Image] = {}

    def draw(self, letter: str, style: Style) -> Image.Image:
        key = (letter, style.is_bold)
        if key not in self._drawn:
            self._drawn[key] = self._cell(letter, self._fonts[style.is_bold])
        cell = self._drawn[key]
        size = (cell.width * style.width, cell.height * style.height)
        return cell.resize(size, Image.Resampling.NEAREST)

    def _cell(self, letter: str, font: ImageFont.FreeTypeFont) -> Image.Image:
        advance = max(1, round(font.getlength(letter)))
        large = Image.new("L", (advance, CELL_HEIGHT_DOTS * 4), 255)
        ImageDraw.Draw(large).text((0, 79), letter, fill=0, font=font, anchor="ls")
        width = min(CELL_DOTS, (advance + 3) // 4)
        small = large.resize((width, CELL_HEIGHT_DOTS), Image.Resampling.BOX)
        cell = Image.new("1", (CELL_DOTS, CELL_HEIGHT_DOTS), _WHITE)
        ink = small.point(lambda level: 255 if level > 150 else 0).convert("1")
        cell.paste(ink, ((CELL_DOTS - width) // 2, 0))
        return cell


def _decoded(data: bytes, page: int, profile: PrinterProfile) -> str:
    """What the printer's own page makes of `data`; a page without that letter shows a box."""
    if page == UTF8:
        return data.decode("utf-8", "replace")
    if page == profile.tcvn_lower_page:
        return _by_table(data, TCVN_LOWER)
    if page == profile.tcvn_upper_page:
        return _by_table(data, TCVN_UPPER)
    if page == profile.cp1258_page:
        return unicodedata.normalize("NFC", data.decode("cp1258", "replace"))
    return data.decode("cp437", "replace")


def _by_table(data: bytes, table: Mapping[str, int]) -> str:
    letters = {code: letter for letter, code in table.items()}
    return "".join(chr(b) if b < 0x80 else letters.get(b, "\ufffd") for b in data)
