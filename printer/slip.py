"""What is on a slip: plain data.

The words come from outside, already in the citizen's language. Every text is NFC and free of
control characters, so that nothing a person typed can become a printer command.
"""

import unicodedata
from dataclasses import dataclass
from typing import Final

LONGEST_TEXT: Final = 400  # characters; a slip is paper a hand can hold
LONGEST_BIG: Final = 8  # characters; A042 has four
LONGEST_QR: Final = 300  # bytes of UTF-8; still a QR version a phone reads at arm's length


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
class Rule:
    """A line across the paper."""


@dataclass(frozen=True)
class Space:
    """White paper, `dots` high (8 dots are 1 mm)."""

    dots: int = 16

    def __post_init__(self) -> None:
        if not 0 <= self.dots <= 400:
            raise SlipError(f"a space of {self.dots} dots is not between 0 and 400")


Part = Line | Big | QR | Rule | Space


@dataclass(frozen=True)
class Slip:
    """From top to bottom."""

    lines: tuple[Part, ...]
