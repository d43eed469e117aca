"""A slip as the bytes one printer takes: ESC @, the parts from top to bottom, the cut.

python-escpos builds the plain commands (its recorder, never its ports); text and pictures are
this room's own, because python-escpos prints the wrong letter without saying so
(docs/reference/printers.md).
"""

from typing import Final

from escpos.printer import Dummy

from printer.encoding import encode
from printer.picture import Pencil
from printer.profiles import CELL_DOTS, CELL_HEIGHT_DOTS, PrinterProfile
from printer.slip import QR, Big, Line, Part, Rule, Slip, Space
from printer.wrap import wrap

_EM_DOTS: Final = {1: 30, 2: 48}  # a capital of 2.7 mm and 4.3 mm at 203 dpi
_BIGGEST: Final = 8  # GS ! multiplies font A by at most eight
_QR_DOT: Final = 6  # 0.75 mm a module at 203 dpi: an old telephone camera still reads it
_QR_QUIET: Final = 4 * _QR_DOT  # the white a reader needs above and below (ISO/IEC 18004)
_QR_MEDIUM: Final = 1  # python-escpos' name for error correction M (15 %)
_LONGEST_FEED: Final = 255  # dots; ESC J takes one byte


def render(slip: Slip, profile: PrinterProfile) -> bytes:
    """The whole job, starting with ESC @ and ending with feed-and-cut (GS V 66 0).

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
            pen.feed(_QR_QUIET)
            pen.qr(data)
            pen.feed(_QR_QUIET)
            if caption:
                _line(pen, Line(caption))
        case Rule():
            pen.style(is_centred=True)
            pen.text(b"-" * (pen.profile.columns * 2 // 3))
        case Space(dots):
            pen.feed(dots)


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
        picture = pencil.draw(row)
        pen.feed(picture.above)
        if picture.rows:
            pen.raster(picture.raster())
        pen.feed(picture.below)


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

    def raster(self, data: bytes) -> None:
        self._release()
        self._escpos._raw(data)

    def qr(self, data: str) -> None:
        self.style(is_centred=True)
        self._release()
        self._escpos.qr(data, ec=_QR_MEDIUM, size=_QR_DOT, native=True)

    def feed(self, dots: int) -> None:
        self._white += dots

    def _release(self) -> None:
        """Send the white that has gathered, as ESC J."""
        while self._white:
            step = min(self._white, _LONGEST_FEED)
            self._escpos._raw(bytes((0x1B, 0x4A, step)))
            self._white -= step

    def cut(self) -> bytes:
        """End the slip; python-escpos' `feed=False` is the one that feeds to the cutter."""
        self._escpos.cut(feed=False)
        output: bytes = self._escpos.output
        return output
