"""A slip as the bytes one printer takes: ESC @, the parts from top to bottom, the cut.

python-escpos builds the plain commands (its recorder, never its ports); text and pictures are
this room's own, because python-escpos prints the wrong letter without saying so
(docs/reference/printers.md).
"""

import math
from dataclasses import dataclass
from typing import Final

from escpos.printer import Dummy

from printer import code128
from printer.encoding import encode
from printer.picture import Pencil, Picture
from printer.profiles import CELL_DOTS, CELL_HEIGHT_DOTS, PrinterProfile
from printer.slip import QR, Barcode, Big, Line, Logo, Part, Rule, Slip, Space
from printer.wrap import wrap

_EM_DOTS: Final = {1: 30, 2: 48}  # a capital of 2.7 mm and 4.3 mm at 203 dpi
_BIGGEST: Final = 8  # GS ! multiplies font A by at most eight
_QR_DOT: Final = 6  # 0.75 mm a module at 203 dpi: an old telephone camera still reads it
_QR_QUIET: Final = 4 * _QR_DOT  # the white a reader needs above and below (ISO/IEC 18004)
_BAR_DOT: Final = 2
_BAR_HEIGHT: Final = 72  # dots, 9 mm: a hand need not aim
_TO_CUTTER_MM: Final = 15  # from the head to the knife; TM-T20 and its like have 13 to 16
_MM_PER_INCH: Final = 25.4
_QR_MEDIUM: Final = 1  # python-escpos' name for error correction M (15 %)
_LONGEST_FEED: Final = 255  # dots; ESC J takes one byte


@dataclass(frozen=True)
class Printout:
    """A whole job, and the paper it takes, with the feed to the cutter."""

    data: bytes
    length_mm: int


def render(slip: Slip, profile: PrinterProfile) -> Printout:
    """The job starts with ESC @ and ends with feed-and-cut (GS V 66 0).

    Raises SlipError when a letter can be neither sent nor drawn.
    """
    pen = _Pen(profile)
    for part in slip.lines:
        _print(pen, part)
    return pen.cut()


def _print(pen: "_Pen", part: Part) -> None:
    match part:
        case Line():
            _line(pen, part)
        case Big(label):
            _big(pen, label)
        case QR(data, caption):
            _qr(pen, data, caption)
        case Barcode(data, caption):
            _barcode(pen, data, caption)
        case Logo(row_bytes, rows, dots):
            pen.style(is_centred=True)
            pen.picture(Picture(0, 0, row_bytes, rows, dots))
        case Rule():
            pen.style(is_centred=True)
            pen.text(b"-" * (pen.profile.columns * 2 // 3))
        case Space(dots):
            pen.feed(dots)


def _qr(pen: "_Pen", data: str, caption: str) -> None:
    pen.feed(_QR_QUIET)
    pen.qr(data)
    pen.feed(_QR_QUIET)
    if caption:
        _line(pen, Line(caption))


def _barcode(pen: "_Pen", data: str, caption: str) -> None:
    """Bars of 2 dots (0.25 mm), the thinnest a hand scanner is sure of; too wide = QR."""
    if code128.modules(data) * _BAR_DOT > pen.profile.dots:
        _qr(pen, data, caption)
        return
    pen.barcode(code128.sent(data))
    if caption:
        _line(pen, Line(caption))


def _line(pen: "_Pen", line: Line) -> None:
    pen.style(size=line.size, is_bold=line.is_bold, is_centred=line.is_centred)
    if encode(line.text, pen.profile, pen.page) is None:
        _draw(pen, line.text, pen.pencil(_EM_DOTS[line.size], line.is_bold))
        return
    for row in wrap(line.text, pen.profile.columns // line.size, len):
        pen.words(row)


def _draw(pen: "_Pen", text: str, pencil: Pencil) -> None:
    pencil.check(text)
    for row in wrap(text, pen.profile.dots, pencil.width_of):
        pen.picture(pencil.draw(row))


def _big(pen: "_Pen", label: str) -> None:
    size = max(1, min(_BIGGEST, pen.profile.dots // (CELL_DOTS * len(label))))
    pen.style(size=size, is_bold=True, is_centred=True)
    if encode(label, pen.profile, pen.page) is None:
        width = pen.pencil(size * CELL_HEIGHT_DOTS, True).width_of(label)
        em_dots = size * CELL_HEIGHT_DOTS * min(width, pen.profile.dots - 8) // width
        _draw(pen, label, pen.pencil(em_dots, True))
    else:
        pen.words(label)


class _Pen:
    """What the printer has been told so far, so that nothing is told twice.

    After ESC @ nothing is assumed: page unknown, and size, weight and side as ESC @ sets them.
    """

    def __init__(self, profile: PrinterProfile) -> None:
        self.profile = profile
        self.page: int | None = None
        self._size, self._is_bold, self._is_centred = 1, False, False
        self._white = 0
        self._used = 0  # dots of paper
        self._pencils: dict[tuple[int, bool], Pencil] = {}
        self._escpos = Dummy()
        self._escpos.hw("INIT")
        if profile.sets_motion_unit:
            self._escpos._raw(bytes((0x1D, 0x50, profile.dpi, profile.dpi)))

    def style(self, *, size: int = 1, is_bold: bool = False, is_centred: bool = False) -> None:
        if size != self._size:
            self._escpos.set(custom_size=True, width=size, height=size)
        if is_bold != self._is_bold:
            self._escpos.set(bold=is_bold)
        if is_centred != self._is_centred:
            self._escpos.set(align="center" if is_centred else "left")
        self._size, self._is_bold, self._is_centred = size, is_bold, is_centred

    def pencil(self, em_dots: int, is_bold: bool) -> Pencil:
        """Opening a font costs 2 ms, so a slip opens each once."""
        key = (em_dots, is_bold)
        if key not in self._pencils:
            self._pencils[key] = Pencil(em_dots, is_bold=is_bold)
        return self._pencils[key]

    def words(self, row: str) -> None:
        encoded = encode(row, self.profile, self.page)
        assert encoded is not None, "a row of a text that could be encoded"
        self.page = encoded.page
        self.text(encoded.data)

    def text(self, data: bytes) -> None:
        self._release()
        self._escpos._raw(data + b"\n")
        self._used += max(self.profile.dpi // 6, self._size * CELL_HEIGHT_DOTS)

    def picture(self, picture: Picture) -> None:
        self.feed(picture.above)
        if picture.rows:
            self._release()
            self._escpos._raw(picture.raster())
            self._used += picture.rows
        self.feed(picture.below)

    def qr(self, data: str) -> None:
        self.style(is_centred=True)
        self._release()
        self._escpos.qr(data, ec=_QR_MEDIUM, size=_QR_DOT, native=True)
        self._used += _QR_DOT * qr_modules(len(data.encode()))

    def barcode(self, data: bytes) -> None:
        self.style(is_centred=True)
        self._release()
        look = bytes((0x1D, 0x77, _BAR_DOT, 0x1D, 0x68, _BAR_HEIGHT))
        self._escpos._raw(look + bytes((0x1D, 0x6B, 0x49, len(data))) + data)
        self._used += _BAR_HEIGHT

    def feed(self, dots: int) -> None:
        self._white += dots

    def _release(self) -> None:
        """Send the white that has gathered, as ESC J."""
        while self._white:
            step = min(self._white, _LONGEST_FEED)
            self._escpos._raw(bytes((0x1B, 0x4A, step)))
            self._white -= step
            self._used += step

    def cut(self) -> Printout:
        """End the slip; python-escpos' `feed=False` is the one that feeds to the cutter."""
        self._escpos.cut(feed=False)
        used_mm = math.ceil(self._used * _MM_PER_INCH / self.profile.dpi)
        return Printout(self._escpos.output, used_mm + _TO_CUTTER_MM)


def qr_modules(length: int) -> int:
    """The side of a QR code of `length` bytes at level M (ISO/IEC 18004, table 7)."""
    fits = (14, 26, 42, 62, 84, 106, 122, 152, 180, 213, 251, 287, 331)
    version = next(n for n, most in enumerate(fits, 1) if length <= most)
    return 17 + 4 * version
