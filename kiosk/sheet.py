"""The sheet a screen is composed on: its colours, its header, and its buttons. Pure.

Sizes are in units of a hundredth of the shorter side, so that 800×480 and 1920×1080 look alike.
"""

from kiosk.look import PLAIN, Look, px_of_target
from kiosk.screens import Screen
from kiosk.shapes import Box, Button, Colour, Rect, Shape, Text
from kiosk.showing import Showing
from kiosk.words import Words

# Text on its ground has a contrast of 7 : 1 or more (WCAG 2.2 AAA), a closed service 4.5 : 1 (AA).
PAPER: Colour = (245, 247, 250)
WHITE: Colour = (255, 255, 255)
INK: Colour = (14, 27, 48)
NAVY: Colour = (10, 56, 112)
GREY: Colour = (70, 80, 96)
LINE: Colour = (160, 172, 190)
PRESSED: Colour = (205, 220, 245)
SHUT: Colour = (225, 228, 233)
WARNING: Colour = (255, 214, 102)
FACE_COLOURS: dict[int, Colour] = {
    5: (34, 150, 70),
    4: (120, 180, 50),
    3: (250, 200, 40),
    2: (245, 140, 40),
    1: (220, 60, 50),
}


_LARGER = 1.35  # letters, when larger ones are wished
_RATING = {Screen.IDLE, Screen.ASK, Screen.REASONS, Screen.COMMENT, Screen.THANKS}


class Sheet:
    """Collects the shapes of one screen; `body` is the room left under the header."""

    def __init__(
        self,
        showing: Showing,
        size: tuple[int, int],
        words: Words,
        pressed: str,
        look: Look = PLAIN,
    ) -> None:
        self.showing, self.words, self.pressed, self.look = showing, words, pressed, look
        self._larger = _LARGER if showing.prefs.is_large else 1.0
        self.shapes: list[Shape] = []
        self.buttons: list[Button] = []
        self.is_wide = size[0] >= size[1]
        self._unit = min(size) / 100
        # 22 mm where that leaves room for the rest: a sixth of the shorter side at most.
        self.target = round(min(max(px_of_target(size, look.inches), self.u(11)), self.u(16)))
        self.body = Rect(0, 0, *size)
        self._header()
        if showing.is_away:
            self._notice()
        self.body = self.body.inset(self.u(4), self.u(3))

    def u(self, units: float) -> int:
        return max(1, round(units * self._unit))

    def text(self, rect: Rect, text: str, most: float, **style: object) -> None:
        """:param most: letter height in units"""
        if text:
            style.setdefault("colour", INK)
            self.shapes.append(Text(rect, text, self.u(most * self._larger), **style))  # type: ignore[arg-type]

    def card(self, rect: Rect, name: str, colour: Colour = LINE, *, is_on: bool = False) -> None:
        """A white button; what is on it comes after."""
        fill = PRESSED if name == self.pressed or is_on else WHITE
        self.shapes.append(Box(rect, fill, colour, self.u(0.7), self.u(2.5)))
        self.buttons.append(Button(rect, name))

    def action(self, rect: Rect, name: str, text: str, *, is_main: bool) -> None:
        """A button with one word on it."""
        ground = NAVY if is_main != (name == self.pressed) else WHITE
        ink = WHITE if ground == NAVY else NAVY
        self.shapes.append(Box(rect, ground, NAVY, self.u(0.7), self.u(2.5)))
        self.text(rect.inset(self.u(2), self.u(1)), text, 6, colour=ink, is_bold=True)
        self.buttons.append(Button(rect, name))

    def choice(self, rect: Rect, name: str, text: str, *, is_on: bool = False) -> None:
        """A quiet button beside the others, which may be on."""
        self.card(rect, name, NAVY, is_on=is_on)
        room = rect.inset(self.u(1.7), self.u(1))
        self.text(room, text, 5, colour=NAVY, is_bold=is_on, group="choices")

    def _header(self) -> None:
        strip, self.body = self.body.top(self.u(10))
        if not self.showing.office:
            return
        self.shapes.append(Box(strip, NAVY))
        room = strip.inset(self.u(4), self.u(1))
        if self.showing.counter and self.showing.screen is not Screen.IDLE:
            width = self.u(34)
            office, _gap = room.left(room.w - width)
            place = Rect(room.x + room.w - width, room.y, width, room.h)
            text = self.words("Counter {number}").format(number=self.showing.counter)
            self.text(place, text, 5.5, colour=WHITE, is_bold=True, align="right")
            room = office
        self.text(room, self.showing.office, 4.5, colour=WHITE, align="left")

    def _notice(self) -> None:
        strip, self.body = self.body.bottom(self.u(9))
        self.shapes.append(Box(strip, WARNING))
        is_rating = self.showing.screen in _RATING
        text = (
            self.words("No connection. Answers are kept on this tablet.")
            if is_rating
            else self.words("No connection. Please ask the staff for help.")
        )
        self.text(strip.inset(self.u(3), self.u(1)), text, 4.5, is_bold=True)
