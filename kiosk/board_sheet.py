"""The sheet a hall screen is composed on: colours, sizes, words. Pure.

Sizes are in units of a hundredth of the shorter side. The letters of a call are made for 10 m:
docs/reference/screens.md has the arithmetic.
"""

from collections.abc import Mapping

from kiosk.board_showing import BoardShowing
from kiosk.shapes import Arrow, Box, Colour, Rect, Shape, Text
from kiosk.words import Words

# Every pair has a contrast of 7 : 1 or more (WCAG 2.2 AAA).
NIGHT: Colour = (8, 24, 48)
PANEL: Colour = (16, 40, 76)
EDGE: Colour = (70, 100, 145)
CHALK: Colour = (255, 255, 255)
DIM: Colour = (190, 204, 224)
SUN: Colour = (255, 214, 64)
WARNING: Colour = (255, 214, 102)
INK: Colour = (14, 27, 48)

# Roboto's capitals and figures are 0.711 of its letter height (font file, read by FreeType).
CAPITAL = 0.711
# 50 mm of the 535 mm height of a 43-inch 16:9 screen is 9.35 %; a little more is asked for.
FAR_CAPITAL = 9.5
FAR = FAR_CAPITAL / CAPITAL  # letter height, units
TIGHT = 0.8  # room a line of figures needs, in letter heights (kiosk.draw)


class BoardSheet:
    """Collects the shapes of one picture; `body` is the room that is left."""

    def __init__(
        self, showing: BoardShowing, size: tuple[int, int], words: Mapping[str, Words]
    ) -> None:
        self.showing, self._words = showing, words
        self.shapes: list[Shape] = []
        self.is_wide = size[0] >= size[1]
        self._unit = min(size) / 100
        self.body = Rect(0, 0, *size)

    def u(self, units: float) -> int:
        return max(1, round(units * self._unit))

    def units(self, px: float) -> float:
        return px / self._unit

    def words(self, text: str) -> str:
        """In the language whose turn it is."""
        return self._words[self.showing.language](text)

    def all_words(self, text: str) -> list[str]:
        """In each language of the zone, for what must not wait for its turn."""
        known = [each for each in self.showing.zone.languages if each in self._words]
        said = [self._words[each](text) for each in known or [self.showing.language]]
        return list(dict.fromkeys(said))

    def by_language(self, texts: Mapping[str, str]) -> str:
        """What an office wrote in several languages; Vietnamese where one is missing."""
        return texts.get(self.showing.language) or texts.get("vi", "")

    def text(self, rect: Rect, text: str, most: float, **style: object) -> None:
        """:param most: letter height in units"""
        if text and rect.w > 0 and rect.h > 0:
            style.setdefault("colour", CHALK)
            self.shapes.append(Text(rect, text, self.u(most), **style))  # type: ignore[arg-type]

    def box(self, rect: Rect, fill: Colour, border: Colour | None = None) -> None:
        self.shapes.append(Box(rect, fill, border, self.u(0.4), self.u(1.2)))

    def band(self, rect: Rect, fill: Colour) -> None:
        self.shapes.append(Box(rect, fill))

    def arrow(self, rect: Rect, colour: Colour) -> None:
        self.shapes.append(Arrow(rect.square(), colour))
