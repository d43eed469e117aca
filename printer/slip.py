"""What is on a slip: plain data.

The words come from outside, already in the citizen's language. Every text is NFC and free of
control characters, so that nothing a person typed can become a printer command.
"""

import hashlib
import unicodedata
from dataclasses import dataclass
from typing import Final

LONGEST_TEXT: Final = 400  # characters; a slip is paper a hand can hold
LONGEST_BIG: Final = 8  # characters; A042 has four
LONGEST_QR: Final = 300  # bytes of UTF-8; still a QR version a phone reads at arm's length
LONGEST_BARCODE: Final = 48  # characters; a dossier code has about 25
LARGEST_LOGO: Final = (72, 400)  # bytes a row (80 mm paper) and rows (50 mm)
_KEY_LETTERS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"


class SlipError(ValueError):
    """This slip cannot be printed as it is."""


def _check(text: str, limit: int) -> None:
    """Raise SlipError unless `text` is NFC, printable and at most `limit` characters."""
    if not unicodedata.is_normalized("NFC", text):
        raise SlipError(f"text is not in Unicode normal form C: {text!r}")
    if any(unicodedata.category(character) in ("Cc", "Cs", "Zl", "Zp") for character in text):
        raise SlipError(f"text holds a control character: {text!r}")
    if len(text) > limit:
        raise SlipError(f"text has {len(text)} characters, at most {limit} can be printed")


@dataclass(frozen=True)
class Line:
    """One paragraph, wrapped at words. `size` 1 is normal, 2 twice as high and wide."""

    text: str
    size: int = 1
    is_bold: bool = False
    is_centred: bool = True

    def __post_init__(self) -> None:
        _check(self.text, LONGEST_TEXT)
        if self.size not in (1, 2):
            raise SlipError(f"size {self.size} is not 1 or 2")


@dataclass(frozen=True)
class Big:
    """The number itself, as large as the paper allows."""

    label: str

    def __post_init__(self) -> None:
        _check(self.label, LONGEST_BIG)
        if not self.label.strip():
            raise SlipError("the big number is empty")


@dataclass(frozen=True)
class QR:
    """A QR code for a phone, with a caption under it."""

    data: str
    caption: str = ""

    def __post_init__(self) -> None:
        _check(self.data, LONGEST_QR)
        _check(self.caption, LONGEST_TEXT)
        if not 0 < len(self.data.encode()) <= LONGEST_QR:
            raise SlipError(f"a QR code holds 1 to {LONGEST_QR} bytes")


@dataclass(frozen=True)
class Barcode:
    """A CODE128 for a scanner at a counter, with a caption under it.

    Where the paper is too narrow for its bars the same data is printed as a QR code.
    """

    data: str
    caption: str = ""

    def __post_init__(self) -> None:
        _check(self.caption, LONGEST_TEXT)
        if not 0 < len(self.data) <= LONGEST_BARCODE:
            raise SlipError(f"a barcode holds 1 to {LONGEST_BARCODE} characters")
        if not (self.data.isascii() and self.data.isprintable()):
            raise SlipError(f"a barcode holds plain ASCII: {self.data!r}")


@dataclass(frozen=True)
class Logo:
    """A picture in black and white: `rows` of `row_bytes` bytes, the leftmost dot is bit 7."""

    row_bytes: int
    rows: int
    dots: bytes

    def __post_init__(self) -> None:
        widest, highest = LARGEST_LOGO
        if not (0 < self.row_bytes <= widest and 0 < self.rows <= highest):
            raise SlipError(f"a logo has 1 to {widest * 8} by {highest} dots")
        if len(self.dots) != self.row_bytes * self.rows:
            raise SlipError(f"{len(self.dots)} bytes are not {self.row_bytes} x {self.rows}")

    @property
    def key(self) -> str:
        """Two characters that name it in a printer's memory; another picture has another."""
        size = self.row_bytes.to_bytes(2) + self.rows.to_bytes(2)
        first, second = hashlib.sha256(size + self.dots).digest()[:2]
        return _KEY_LETTERS[first % 62] + _KEY_LETTERS[second % 62]


@dataclass(frozen=True)
class Rule:
    """A line across the paper."""


@dataclass(frozen=True)
class Space:
    """White paper, `dots` high (8 dots are 1 mm)."""

    dots: int = 16

    def __post_init__(self) -> None:
        if not 0 <= self.dots <= 400:
            raise SlipError(f"a space of {self.dots} dots is not between 0 and 400")


Part = Line | Big | QR | Barcode | Logo | Rule | Space


@dataclass(frozen=True)
class Slip:
    """From top to bottom."""

    lines: tuple[Part, ...]
