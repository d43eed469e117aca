"""Vietnamese letters downloaded into the printer (ESC &): only those that this slip uses.

A letter takes the place of an ASCII code, so that `ESC % 1` shows it and `ESC % 0` shows what
stands there by itself. Codes that the slip does not use come first: most slips never switch
back. ESC @ and the power switch forget all of it, so each slip brings its own letters.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Final

import font_roboto
from PIL import Image, ImageDraw, ImageFont

from printer.encoding import AS_ASCII, LETTERS, Encoded
from printer.picture import disarm
from printer.profiles import CELL_DOTS, CELL_HEIGHT_DOTS

CODES: Final = range(0x21, 0x7F)  # ESC & takes 20 to 7E; the space stays a space
_COLUMN_BYTES: Final = CELL_HEIGHT_DOTS // 8
_OFF, _ON = 0, 1  # ESC % n, also what stands where a page number would
_FINER: Final = 4  # drawn so much larger, then made smaller: an even stroke in so small a cell
_EM: Final = 19 * _FINER  # leaves room for the mark of a capital above and the dot of ạ below
_BASELINE: Final = 79  # of 96
_INK: Final = 105  # of 255


@dataclass(frozen=True)
class Glyphs:
    """Which letter stands at which code."""

    codes: Mapping[str, int] = field(default_factory=dict)

    def encode(self, text: str, state: int | None) -> Encoded | None:
        """`text` for a printer whose ESC % is now `state` (None = 0); None = draw it."""
        out = bytearray()
        now = state or _OFF
        taken = set(self.codes.values())
        for letter in text.translate(AS_ASCII):
            code = ord(letter) if letter.isascii() else self.codes.get(letter)
            if code is None:
                return None
            wanted = now if letter.isascii() and code not in taken else int(not letter.isascii())
            if wanted != now:
                out += bytes((0x1B, 0x25, wanted))
                now = wanted
            out.append(code)
        return Encoded(bytes(out), now)

    def define(self) -> bytes:
        """ESC & for all of them: one command for each row of neighbouring codes."""
        letters = {code: letter for letter, code in self.codes.items()}
        return b"".join(_defined(codes, letters) for codes in _neighbours(sorted(letters)))


def chosen(texts: Iterable[str]) -> Glyphs:
    """Codes for the letters of `texts`, one text after another while there are codes.

    A text with a letter that gets no code is drawn, so it takes none.
    """
    whole = [text.translate(AS_ASCII) for text in texts]
    used = {letter for text in whole for letter in text}
    codes = sorted(CODES, key=lambda code: (chr(code) in used, code))
    letters: dict[str, None] = {}
    for text in whole:
        new = [letter for letter in dict.fromkeys(text) if letter in LETTERS - letters.keys()]
        is_sent = all(letter.isascii() or letter in LETTERS for letter in text)
        if is_sent and len(letters) + len(new) <= len(codes):
            letters.update(dict.fromkeys(new))
    return Glyphs(dict(zip(letters, codes, strict=False)))


def _neighbours(codes: Sequence[int]) -> list[list[int]]:
    rows: list[list[int]] = []
    for code in codes:
        if rows and rows[-1][-1] == code - 1:
            rows[-1].append(code)
        else:
            rows.append([code])
    return rows


def _defined(codes: Sequence[int], letters: Mapping[int, str]) -> bytes:
    """ESC & y c1 c2, then for each letter its width and its columns, the top dot in bit 7.

    A width of 4 or 5 after a column that ends with 10 would be DLE EOT or DLE ENQ: such a
    letter gets one white column more.
    """
    out = bytearray((0x1B, 0x26, _COLUMN_BYTES, codes[0], codes[-1]))
    for code in codes:
        dots = disarm(columns(letters[code]))
        while out[-1] == 0x10 and len(dots) // _COLUMN_BYTES in (4, 5):
            dots += bytes(_COLUMN_BYTES)
        out.append(len(dots) // _COLUMN_BYTES)
        out += dots
    return bytes(out)


@cache
def columns(letter: str) -> bytes:
    """`letter` as columns of three bytes from the left, without the white at its right."""
    turned = cell(letter, False).transpose(Image.Transpose.TRANSPOSE)
    dots = bytes(byte ^ 0xFF for byte in turned.tobytes())
    while len(dots) > _COLUMN_BYTES and not any(dots[-_COLUMN_BYTES:]):
        dots = dots[:-_COLUMN_BYTES]
    return dots


@cache
def cell(letter: str, is_bold: bool) -> Image.Image:
    """`letter` in the 12 x 24 cell of font A, black (0) on white."""
    font = _font(is_bold)
    advance = max(1, round(font.getlength(letter)))
    large = Image.new("L", (advance, CELL_HEIGHT_DOTS * _FINER), 255)
    ImageDraw.Draw(large).text((0, _BASELINE), letter, fill=0, font=font, anchor="ls")
    width = min(CELL_DOTS, (advance + _FINER - 1) // _FINER)
    small = large.resize((width, CELL_HEIGHT_DOTS), Image.Resampling.BOX)
    sheet = Image.new("1", (CELL_DOTS, CELL_HEIGHT_DOTS), 1)
    ink = small.point(lambda level: 255 if level > 255 - _INK else 0).convert("1")
    sheet.paste(ink, ((CELL_DOTS - width) // 2, 0))
    return sheet


@cache
def _font(is_bold: bool) -> ImageFont.FreeTypeFont:
    face = "RobotoBold" if is_bold else "RobotoMedium"
    path: str = font_roboto.font_files[face]
    return ImageFont.truetype(path, _EM, layout_engine=ImageFont.Layout.BASIC)
