"""Break a text into rows at its spaces, evenly, and inside a word only when it must."""

import unicodedata
from collections.abc import Callable

_KHMER_STACKER = "\u17d2"  # the next consonant hangs below
_JOINER = "\u200d"


def wrap(text: str, limit: int, width_of: Callable[[str], int]) -> list[str]:
    """The fewest rows of `text` no wider than `limit`, made as even as they can be.

    `width_of` measures a row in whatever unit `limit` is in. A word wider than a row is broken
    between letters, never between a letter and its marks.
    Nothing is lost but the spaces at the breaks.
    """
    rows = _greedy(text, limit, width_of)
    if len(rows) < 2:
        return rows
    # The narrowest limit that still gives this many rows and breaks no word.
    low, high = max(width_of(word) for word in text.split(" ")), limit
    while low < high:
        middle = (low + high) // 2
        if len(_greedy(text, middle, width_of)) <= len(rows):
            high = middle
        else:
            low = middle + 1
    return _greedy(text, high, width_of)


def _greedy(text: str, limit: int, width_of: Callable[[str], int]) -> list[str]:
    rows: list[str] = []
    row = ""
    for word in text.split(" "):
        longer = f"{row} {word}" if row else word
        if width_of(longer) <= limit:
            row = longer
            continue
        if row:
            rows.append(row)
        *full, row = _pieces(word, limit, width_of)
        rows += full
    return [*rows, row]


def _pieces(word: str, limit: int, width_of: Callable[[str], int]) -> list[str]:
    pieces = [""]
    for letter in clusters(word):
        if pieces[-1] and width_of(pieces[-1] + letter) > limit:
            pieces.append("")
        pieces[-1] += letter
    return pieces


def clusters(word: str) -> list[str]:
    """The letters of `word`, each with the marks and the hanging letters that belong to it."""
    found: list[str] = []
    for character in word:
        belongs = unicodedata.category(character).startswith("M") or character == _JOINER
        if found and (belongs or found[-1][-1] in (_KHMER_STACKER, _JOINER)):
            found[-1] += character
        else:
            found.append(character)
    return found
