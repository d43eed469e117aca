"""Draws a keyboard of `kiosk.typing` on a sheet. Pure."""

from kiosk.shapes import Box, Rect
from kiosk.sheet import GREY, INK, LINE, WHITE, Sheet
from kiosk.typing import TONES, Keyboard, rows

# A tone is shown on the letter everybody learns it with.
_TONE_SIGNS = {"grave": "à", "acute": "á", "hook": "ả", "tilde": "ã", "dot": "ạ"}
_SIGNS = {"shift": "Aa", "signs": "?123"}
_MOST_IN_A_ROW = 10  # upright: more keys than that get two rows
_SPACE_WIDTH = 6
_WIDTHS = {"space": _SPACE_WIDTH - 1, "shift": 1.4, "erase": 1.4, "signs": 1.5}


def keys(s: Sheet, room: Rect, keyboard: Keyboard) -> None:
    """All its keys in that room; a key's button is named `key:` and the key."""
    lines = [part for row in rows(keyboard) for part in _broken(row, s.is_wide)]
    gap = s.u(1)
    for line, strip in zip(lines, room.grid(1, len(lines), gap), strict=True):
        for key, cell in zip(line, _cells(line, strip, _most(lines), gap), strict=True):
            _key(s, cell, key, keyboard)


def field(s: Sheet, room: Rect, text: str, empty: str) -> None:
    """What was typed, with a caret; the end of it when it is long."""
    s.shapes.append(Box(room, WHITE, LINE, s.u(0.5), s.u(1.5)))
    inner = room.inset(s.u(2), s.u(1))
    if text:
        s.text(inner, text + "|", 6, align="left")
    else:
        s.text(inner, empty, 5, colour=GREY, align="left")


def name_of(s: Sheet, key: str) -> str:
    """What stands on a key."""
    if key == "space":
        return s.words("Space")
    if key == "erase":
        return s.words("Erase")
    return _TONE_SIGNS.get(key) or _SIGNS.get(key, key)


def _broken(row: tuple[str, ...], is_wide: bool) -> list[tuple[str, ...]]:
    if is_wide or len(row) <= _MOST_IN_A_ROW:
        return [row]
    letters = tuple(key for key in row if key not in TONES)
    return [letters, tuple(key for key in row if key in TONES)]


def _most(lines: list[tuple[str, ...]]) -> int:
    return max(len(line) for line in lines)


def _cells(line: tuple[str, ...], strip: Rect, most: int, gap: int) -> list[Rect]:
    """Keys of one width in the middle; words need wider ones."""
    width = (strip.w - gap * (most - 1)) // most
    widths = [round(width * _WIDTHS.get(key, 1)) for key in line]
    if most < _SPACE_WIDTH:  # a keypad
        widths = [width] * len(line)
    x = strip.x + (strip.w - sum(widths) - gap * (len(line) - 1)) // 2
    cells = []
    for each in widths:
        cells.append(Rect(x, strip.y, each, strip.h))
        x += each + gap
    return cells


def _key(s: Sheet, cell: Rect, key: str, keyboard: Keyboard) -> None:
    is_on = (key == "shift" and keyboard.is_upper) or (key == "signs" and keyboard.is_signs)
    s.card(cell, f"key:{key}", is_on=is_on)
    text, room = name_of(s, key), cell.inset(s.u(0.5), s.u(0.5))
    s.text(room, text, 6.5, colour=INK, is_bold=key in TONES, group=f"keys {len(text) > 2}")
