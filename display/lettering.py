"""Fit a text to what a board can draw.

The rules are in docs/reference/board-protocols.md: marks are dropped, capitals only, what cannot be
drawn becomes ``-`` and never another letter (a wrong letter would call another citizen).
"""

import re
import unicodedata

SEVEN_SEGMENT = frozenset(" 0123456789ABCDEFGHIJLNOPQRSTUY-_")
"""No K M V W X Z: no pattern of seven segments is read as one of these."""

CAPITALS = frozenset(chr(code) for code in range(0x20, 0x60))
"""Printable ASCII without the lower case, for boards made of dots."""

SUBSTITUTE = "-"
NUMBER_PLACES = 4
"""Digits that fit into every number register: 9999 is below 32767."""
MAX_WIDTH = 32
"""Places on the widest board (most have 3 to 16); keeps frames and decoders small."""

_NUMBER = re.compile(r"[0-9]+")
# Đ has no canonical decomposition in Unicode; eth (U+00D0) and the African Đ (U+0189) look the same
# and get typed for it.
_D_WITH_STROKE = str.maketrans("đĐðÐɖƉ", "dDdDdD")


def fold(text: str) -> str:
    """Unaccented capitals, single blanks, none at the ends: ``Tạm dừng`` → ``TAM DUNG``."""
    decomposed = unicodedata.normalize("NFKD", text.translate(_D_WITH_STROKE))
    bare = "".join(sign for sign in decomposed if not unicodedata.combining(sign))
    return " ".join(bare.upper().split())


def fit(text: str, width: int, letters: frozenset[str] = CAPITALS) -> str:
    """Exactly ``width`` signs, all of them in ``letters``: right-aligned, cut by rule when too
    long.

    A text with a digit keeps its end (A1042 → 1042: the number is what people look for), a word its
    beginning. Raises ValueError when ``width`` is not 1 to MAX_WIDTH.
    """
    checked_width(width)
    folded = "".join(sign if sign in letters else SUBSTITUTE for sign in fold(text))
    has_number = any(sign in "0123456789" for sign in folded)
    cut = folded[-width:] if has_number else folded[:width]
    return cut.strip().rjust(width)


def fit_number(text: str, width: int) -> str:
    """The last number in ``text`` as a board of numbers draws it: no leading zeros, no letters,
    the last four digits at most; 0 for a text without one (closed, free, paused).
    """
    checked_width(width)
    digits = _NUMBER.findall(fold(text))
    number = int(digits[-1][-min(width, NUMBER_PLACES) :]) if digits else 0
    return str(number).rjust(width)


def last_digits(text: str) -> str:
    """The last number in ``text`` with its zeros; the text itself when there is none."""
    digits = _NUMBER.findall(fold(text))
    return digits[-1] if digits else text


def checked_width(width: int) -> int:
    """``width`` itself. ValueError when no board is so wide."""
    if not 1 <= width <= MAX_WIDTH:
        raise ValueError(f"a board is 1 to {MAX_WIDTH} signs wide, not {width}")
    return width
