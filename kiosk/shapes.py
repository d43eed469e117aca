"""What a picture is made of, in whole pixels; pure data and the arithmetic of rectangles."""

from dataclasses import dataclass
from typing import NamedTuple

Colour = tuple[int, int, int]


class Rect(NamedTuple):
    x: int
    y: int
    w: int
    h: int

    def inset(self, dx: int, dy: int) -> "Rect":
        return Rect(self.x + dx, self.y + dy, max(0, self.w - 2 * dx), max(0, self.h - 2 * dy))

    def top(self, height: int, gap: int = 0) -> "tuple[Rect, Rect]":
        """The upper part and, after a gap, the rest."""
        rest = Rect(self.x, self.y + height + gap, self.w, max(0, self.h - height - gap))
        return Rect(self.x, self.y, self.w, height), rest

    def bottom(self, height: int, gap: int = 0) -> "tuple[Rect, Rect]":
        """The lower part and, before a gap, the rest."""
        rest = Rect(self.x, self.y, self.w, max(0, self.h - height - gap))
        return Rect(self.x, self.y + self.h - height, self.w, height), rest

    def left(self, width: int, gap: int = 0) -> "tuple[Rect, Rect]":
        """The left part and, after a gap, the rest."""
        rest = Rect(self.x + width + gap, self.y, max(0, self.w - width - gap), self.h)
        return Rect(self.x, self.y, width, self.h), rest

    def grid(self, columns: int, rows: int, gap: int) -> "list[Rect]":
        """Equal cells, row by row."""
        w = (self.w - gap * (columns - 1)) // columns
        h = (self.h - gap * (rows - 1)) // rows
        return [
            Rect(self.x + column * (w + gap), self.y + row * (h + gap), w, h)
            for row in range(rows)
            for column in range(columns)
        ]

    def square(self) -> "Rect":
        """The largest square in the middle."""
        side = min(self.w, self.h)
        return Rect(self.x + (self.w - side) // 2, self.y + (self.h - side) // 2, side, side)

    def holds(self, x: int, y: int, margin: int = 0) -> bool:
        return (
            self.x - margin <= x < self.x + self.w + margin
            and self.y - margin <= y < self.y + self.h + margin
        )


@dataclass(frozen=True)
class Box:
    rect: Rect
    fill: Colour
    border: Colour | None = None
    border_px: int = 0
    radius_px: int = 0


@dataclass(frozen=True)
class Text:
    """As large as fits, up to `most_px`; `align` left, center or right. Texts of one `group` get
    letters of one height. `is_tight`: one line of capitals and figures without accents, which
    needs no room over and under them."""

    rect: Rect
    text: str
    most_px: int
    colour: Colour
    is_bold: bool = False
    align: str = "center"
    group: str = ""
    is_tight: bool = False


@dataclass(frozen=True)
class FaceShape:
    """A round face for a score of 1 (very sad) to 5 (laughing)."""

    rect: Rect
    score: int
    colour: Colour


@dataclass(frozen=True)
class Mark:
    """A disc with a tick: done."""

    rect: Rect
    colour: Colour


@dataclass(frozen=True)
class Tick:
    """A square to tick."""

    rect: Rect
    is_on: bool
    colour: Colour
    ground: Colour = (245, 247, 250)


@dataclass(frozen=True)
class QrShape:
    rect: Rect
    text: str


@dataclass(frozen=True)
class Arrow:
    """Points to the right: from a number to its counter."""

    rect: Rect
    colour: Colour


@dataclass(frozen=True)
class Picture:
    """The picture in a file, whole and in its own proportions, in the middle."""

    rect: Rect
    file: str


Shape = Box | Text | FaceShape | Mark | Tick | QrShape | Arrow | Picture


@dataclass(frozen=True)
class Button:
    """Where a touch counts, and the name it has."""

    rect: Rect
    name: str


@dataclass(frozen=True)
class Scene:
    """A whole screen: shapes from back to front, and its buttons."""

    size: tuple[int, int]
    background: Colour
    shapes: tuple[Shape, ...]
    buttons: tuple[Button, ...] = ()

    def button_at(self, x: int, y: int) -> str | None:
        found = [button.name for button in self.buttons if button.rect.holds(x, y)]
        return found[0] if found else None
