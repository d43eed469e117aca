"""The paper of the software printer: text, pictures and QR codes as dots, a slip as PNG."""

import io
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import segno
from PIL import Image, ImageChops

from printer.encoding import TCVN_LOWER, TCVN_UPPER
from printer.glyphs import cell
from printer.profiles import CELL_DOTS, CELL_HEIGHT_DOTS, PrinterProfile

UTF8: Final = -1  # stands where a page number would: UTF-8 mode
_MARGIN_DOTS: Final = 32  # 4 mm: 80 mm paper is printed on over 72 mm
_LINES_PER_INCH: Final = 6  # what ESC @ sets
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
        self.fed_dots = 0  # of all paper since the start
        self._row: list[Image.Image] = []
        self._held = bytearray()
        self._held_as: tuple[Style, Mapping[int, bytes]] = (Style(), {})
        self._line_dots = round(profile.dpi / _LINES_PER_INCH)

    def text(self, data: bytes, style: Style, glyphs: Mapping[int, bytes]) -> None:
        """Put letters on the row; a full row goes out by itself, as on a real printer.

        A letter's bytes may come one by one, so they wait here for its rest. `glyphs` are the
        downloaded letters that stand in the place of codes now.
        """
        if self._held and (style, glyphs) != self._held_as:
            self._set()
        self._held_as = (style, glyphs)
        self._held += data

    def _set(self) -> None:
        """The letters that waited, on the row."""
        (style, glyphs), data = self._held_as, bytes(self._held)
        self._held.clear()
        for letter in self._letters(data, style, glyphs):
            if sum(each.width for each in self._row) + letter.width > self._profile.dots:
                self._print_row(style)
            self._row.append(letter)

    def _letters(
        self, data: bytes, style: Style, glyphs: Mapping[int, bytes]
    ) -> Iterator[Image.Image]:
        rest = bytearray()
        for byte in data:
            if byte not in glyphs:
                rest.append(byte)
                continue
            for letter in _decoded(bytes(rest), style.page, self._profile):
                yield _sized(cell(letter, style.is_bold), style)
            rest.clear()
            yield _sized(_glyph(glyphs[byte], style.is_bold), style)
        for letter in _decoded(bytes(rest), style.page, self._profile):
            yield _sized(cell(letter, style.is_bold), style)

    def end_row(self, style: Style) -> None:
        """LF: print the row, or feed one line when it is empty."""
        self._set()
        self._print_row(style)

    def _print_row(self, style: Style) -> None:
        if not self._row:
            self.feed(self._line_dots)
            return
        height = max(letter.height for letter in self._row)
        row = Image.new("1", (sum(each.width for each in self._row), height), _WHITE)
        left = 0
        for letter in self._row:
            row.paste(letter, (left, height - letter.height))
            left += letter.width
        self._row = []
        self._place(row, style.side)
        self.feed(max(0, self._line_dots - height))

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

    def bars(self, widths: Sequence[int], module_dots: int, height: int, side: int) -> None:
        """Bars and spaces in turn; a code wider than the paper is not printed, as on an Epson."""
        width = sum(widths) * module_dots
        if width > self._profile.dots or not height:
            return
        code = Image.new("1", (width, height), _WHITE)
        left = 0
        for n, modules in enumerate(widths):
            right = left + modules * module_dots
            if n % 2 == 0:
                code.paste(0, (left, 0, right, height))
            left = right
        self._place(code, side)

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
        self.fed_dots += strip.height
        room = _LONGEST_SLIP - self._height
        if room <= 0:
            return
        if strip.height > room:
            strip = strip.crop((0, 0, strip.width, room))
        self._strips.append(strip)
        self._height += strip.height


def _has_ink(strip: Image.Image) -> bool:
    return strip.getextrema()[0] == 0


def _sized(letter: Image.Image, style: Style) -> Image.Image:
    size = (letter.width * style.width, letter.height * style.height)
    return letter.resize(size, Image.Resampling.NEAREST)


def _glyph(dots: bytes, is_bold: bool) -> Image.Image:
    """A downloaded letter: columns of three bytes; what it leaves of the cell is white.

    Emphasis prints every dot twice, the second time one to the right.
    """
    width = len(dots) // 3
    turned = Image.frombytes("1", (CELL_HEIGHT_DOTS, width), bytes(b ^ 0xFF for b in dots))
    letter = Image.new("1", (CELL_DOTS, CELL_HEIGHT_DOTS), _WHITE)
    letter.paste(turned.transpose(Image.Transpose.TRANSPOSE), (0, 0))
    if is_bold:
        right = Image.new("1", letter.size, _WHITE)
        right.paste(letter, (1, 0))
        letter = ImageChops.logical_and(letter, right)
    return letter


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
