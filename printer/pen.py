"""What one slip has told the printer so far, so that nothing is told twice.

python-escpos builds the plain commands (its recorder, never its ports); text and pictures are
this room's own, because python-escpos prints the wrong letter without saying so
(docs/reference/printers.md).
"""

from typing import Final

from escpos.printer import Dummy

from printer.encoding import Encoded, encode
from printer.fonts import Fonts
from printer.glyphs import Glyphs
from printer.picture import Pencil, Picture
from printer.profiles import CELL_HEIGHT_DOTS, PrinterProfile

QR_QUIET: Final = 4  # modules of white that a reader needs (ISO/IEC 18004)
BAR_DOTS: Final = 2  # 0.25 mm, the thinnest a hand scanner is sure of
_BAR_HEIGHT: Final = 72  # dots, 9 mm: a hand need not aim
_BAR_WHITE: Final = 8  # dots above and below, so that no letter touches the bars
_QR_MODULE_MM: Final = 0.75  # an old telephone camera still reads it
_QR_MEDIUM: Final = 1  # python-escpos' name for error correction M (15 %)
_LONGEST_FEED: Final = 255  # dots; ESC J takes one byte
_TO_CUTTER_MM: Final = 15  # from the head to the knife; TM-T20 and its like have 13 to 16
_MM_PER_INCH: Final = 25.4
# Bytes that a QR code of version 1, 2, 3, … holds at level M (ISO/IEC 18004, table 7).
_QR_HOLDS: Final = (14, 26, 42, 62, 84, 106, 122, 152, 180, 213, 251, 287, 331)


class Pen:
    """Writes from top to bottom.

    After ESC @ nothing is assumed: page unknown, no letters downloaded, and size, weight and side
    as ESC @ sets them.
    """

    def __init__(self, profile: PrinterProfile, fonts: Fonts, glyphs: Glyphs) -> None:
        self.profile = profile
        self._fonts, self._glyphs = fonts, glyphs
        self._page: int | None = None
        self._size, self._is_bold, self._is_centred = 1, False, False
        self._white = 0
        self._used = 0  # dots of paper
        self._pencils: dict[tuple[int, bool], Pencil] = {}
        self._escpos = Dummy()
        self._escpos.hw("INIT")
        if profile.sets_motion_unit:
            self._escpos._raw(bytes((0x1D, 0x50, profile.dpi, profile.dpi)))
        self._escpos._raw(glyphs.define())

    def style(self, *, size: int = 1, is_bold: bool = False, is_centred: bool = False) -> None:
        if size != self._size:
            self._escpos.set(custom_size=True, width=size, height=size)
        if is_bold != self._is_bold:
            self._escpos.set(bold=is_bold)
        if is_centred != self._is_centred:
            self._escpos.set(align="center" if is_centred else "left")
        self._size, self._is_bold, self._is_centred = size, is_bold, is_centred

    def pencil(self, em_dots: int, is_bold: bool) -> Pencil:
        """Each measures a word once."""
        key = (em_dots, is_bold)
        if key not in self._pencils:
            self._pencils[key] = Pencil(em_dots, self._fonts, is_bold=is_bold)
        return self._pencils[key]

    def encoded(self, text: str) -> Encoded | None:
        """`text` as this printer takes it now; None = it must be drawn."""
        if self.profile.vietnamese == "glyphs":
            return self._glyphs.encode(text, self._page)
        return encode(text, self.profile, self._page)

    def words(self, row: str) -> None:
        """A row of letters, of a text that can be encoded."""
        encoded = self.encoded(row)
        assert encoded is not None, "a row of a text that could be encoded"
        self._page = encoded.page
        self._release()
        self._escpos._raw(encoded.data + b"\n")
        self._used += max(round(self.profile.dpi / 6), self._size * CELL_HEIGHT_DOTS)

    def picture(self, picture: Picture) -> None:
        self.feed(picture.above)
        if picture.rows:
            self._release()
            self._escpos._raw(picture.raster())
            self._used += picture.rows
        self.feed(picture.below)

    def kept(self, command: bytes, rows: int) -> None:
        """A picture out of the printer's own memory."""
        self._release()
        self._escpos._raw(command)
        self._used += rows

    def qr(self, data: str) -> None:
        """The printer's own QR code, with the white a reader needs above and below."""
        module = max(1, round(_QR_MODULE_MM * self.profile.dpi / _MM_PER_INCH))
        side = 17 + 4 * next(n for n, most in enumerate(_QR_HOLDS, 1) if len(data.encode()) <= most)
        module = min(module, self.profile.dots // side)
        self.style(is_centred=True)
        self.feed(QR_QUIET * module)
        self._release()
        self._escpos.qr(data, ec=_QR_MEDIUM, size=module, native=True)
        self._used += module * side
        self.feed(QR_QUIET * module)

    def barcode(self, data: bytes) -> None:
        """GS k with what code128.sent() gave."""
        self.style(is_centred=True)
        self.feed(_BAR_WHITE)
        self._release()
        look = bytes((0x1D, 0x77, BAR_DOTS, 0x1D, 0x68, _BAR_HEIGHT))
        self._escpos._raw(look + bytes((0x1D, 0x6B, 0x49, len(data))) + data)
        self._used += _BAR_HEIGHT
        self.feed(_BAR_WHITE)

    def feed(self, dots: int) -> None:
        """White paper; what is at the very end of a slip is never sent."""
        self._white += dots

    def _release(self) -> None:
        """Send the white that has gathered, as ESC J."""
        while self._white:
            step = min(self._white, _LONGEST_FEED)
            self._escpos._raw(bytes((0x1B, 0x4A, step)))
            self._white -= step
            self._used += step

    def cut(self) -> None:
        """End the slip; python-escpos' `feed=False` is the one that feeds to the cutter."""
        to_knife = round(_TO_CUTTER_MM * self.profile.dpi / _MM_PER_INCH)
        if not self.profile.has_cutter:
            self._white = to_knife
            self._release()
        else:
            self._used += to_knife
        self._escpos.cut(feed=False)

    @property
    def data(self) -> bytes:
        """All that was written; white that no ink followed is not in it."""
        output: bytes = self._escpos.output
        return output

    @property
    def used_mm(self) -> float:
        """The paper it takes."""
        return self._used * _MM_PER_INCH / self.profile.dpi
