"""Draws a scene with pygame: the same letters and shapes for tablets and hall screens.

Written to the API that pygame 2.6 and pygame-ce 2.5 share.
"""

import functools
import logging
import math
from dataclasses import dataclass
from pathlib import Path

import font_roboto
import pygame
import segno

from kiosk.fit import Fitted, Space, fit
from kiosk.packs import ScriptFont
from kiosk.scripts import runs
from kiosk.shapes import (
    Arrow,
    Box,
    Colour,
    FaceShape,
    Mark,
    Picture,
    QrShape,
    Rect,
    Scene,
    Shape,
    Text,
    Tick,
)
from kiosk.sheet import INK

_LOGGER = logging.getLogger(__name__)

Surface = pygame.Surface

_FINE = 4  # faces are drawn this many times larger, then smoothed: pygame's circles have steps
_LEAST_PX = 11
_GAP = 8  # px, on a contact sheet
_TIGHT = 0.8  # height of Roboto's capitals (0.711 of a letter's) and a little air
_QUIET_MODULES = 4  # the white frame a QR code must have (ISO/IEC 18004)


def draw(surface: pygame.Surface, scene: Scene, fonts: tuple[ScriptFont, ...] = ()) -> list[str]:
    """Draw the whole scene; the texts that had to be cut. `fonts`: of other writings than ours."""
    surface.fill(scene.background)
    cut = []
    together = _letters_of_groups(scene, fonts)
    for shape in scene.shapes:
        if isinstance(shape, Text):
            fitted = _fit(shape, together.get(shape.group, shape.most_px), fonts)
            cut += [shape.text] if fitted.is_cut else []
            _draw_text(surface, shape, fitted, fonts)
        else:
            _draw(surface, shape)
    return cut


def fitted_px(scene: Scene, text: Text) -> int:
    """The letter height that a text of the scene is drawn with."""
    return _fit(text, _letters_of_groups(scene).get(text.group, text.most_px)).px


def forget_fonts() -> None:
    """Before pygame ends: fonts die with the module that made them."""
    _font.cache_clear()


def keep_picture(surface: pygame.Surface, file: Path) -> None:
    """As a PNG, beside the target and then moved over it: a reader never sees half a picture."""
    new = file.with_name(file.stem + ".new.png")
    pygame.image.save(surface, str(new))
    new.replace(file)


def smaller(surface: Surface, longest_px: int) -> Surface:
    """The same picture, its longer side that long."""
    part = longest_px / max(surface.get_size())
    width, height = surface.get_size()
    return pygame.transform.smoothscale(surface, (round(width * part), round(height * part)))


def contact_sheet(pictures: list[Surface], columns: int) -> Surface:
    """Pictures of one size, row by row on one."""
    width, height = (side + _GAP for side in pictures[0].get_size())
    rows = -(-len(pictures) // columns)
    sheet = Surface((columns * width + _GAP, rows * height + _GAP))
    sheet.fill((90, 90, 90))
    for number, picture in enumerate(pictures):
        row, column = divmod(number, columns)
        sheet.blit(picture, (_GAP + column * width, _GAP + row * height))
    return sheet


def _letters_of_groups(scene: Scene, fonts: tuple[ScriptFont, ...] = ()) -> dict[str, int]:
    """The letter height of each group: that of its text with the least room."""
    together: dict[str, int] = {}
    for text in scene.shapes:
        if isinstance(text, Text) and text.group:
            most_px = together.get(text.group, text.most_px)
            together[text.group] = _fit(text, most_px, fonts).px
    return together


@functools.lru_cache(maxsize=1024)
def _fit(text: Text, most_px: int, fonts: tuple[ScriptFont, ...] = ()) -> Fitted:
    def measure(part: str, px: int) -> tuple[int, int]:
        line = _Line(px, text.is_bold, fonts)
        height = round(px * _TIGHT) if text.is_tight else line.height(text.text)
        return line.width(part), height

    space = Space(text.rect.w, text.rect.h, most_px, min(_LEAST_PX, most_px))
    return fit(text.text, space, measure)


def _draw(surface: pygame.Surface, shape: Shape) -> None:
    match shape:
        case Box():
            _draw_box(surface, shape)
        case FaceShape(rect, score, colour):
            surface.blit(_face(rect.w, score, colour), rect[:2])
        case Mark(rect, colour):
            surface.blit(_mark(rect.w, colour), rect[:2])
        case Tick():
            _draw_tick(surface, shape)
        case QrShape(rect, text):
            _draw_qr(surface, rect, text)
        case Arrow(rect, colour):
            _draw_arrow(surface, rect, colour)
        case Picture(rect, file):
            _draw_picture(surface, rect, file)


def _draw_box(surface: pygame.Surface, box: Box) -> None:
    pygame.draw.rect(surface, box.border or box.fill, box.rect, border_radius=box.radius_px)
    if box.border:
        inner = box.rect.inset(box.border_px, box.border_px)
        radius = max(0, box.radius_px - box.border_px)
        pygame.draw.rect(surface, box.fill, inner, border_radius=radius)


@functools.lru_cache(maxsize=64)
def _font(px: int, is_bold: bool, file: str = "", script: str = "") -> pygame.font.Font:
    own = font_roboto.font_files["RobotoBold" if is_bold else "Roboto"]
    font = pygame.font.Font(file or own, px)
    if script:  # HarfBuzz must know: Khmer vowels stand before, over, under and around
        font.set_script(script)
    return font


@functools.lru_cache(maxsize=4096)
def _width(part: str, px: int, is_bold: bool, fonts: tuple[ScriptFont, ...]) -> int:
    line = _Line(px, is_bold, fonts)
    return sum(line.font(script).size(run)[0] for script, run in line.runs(part))


@functools.lru_cache(maxsize=1024)
def _runs(text: str) -> list[tuple[str, str]]:
    return list(runs(text))


@dataclass(frozen=True)
class _Line:
    """Letters of one height: each part of a text in the font of its writing."""

    px: int
    is_bold: bool
    fonts: tuple[ScriptFont, ...]

    def font(self, script: str) -> pygame.font.Font:
        for known in self.fonts:
            if script and known.script == script:
                file = known.bold if self.is_bold else known.regular
                return _font(self.px, self.is_bold, str(file), script)
        return _font(self.px, self.is_bold)

    def width(self, text: str) -> int:
        return _width(text, self.px, self.is_bold, self.fonts)

    def runs(self, text: str) -> list[tuple[str, str]]:
        # Nearly all tablets have no font but ours: the letters need not be looked at.
        return _runs(text) if self.fonts else [("", text)]

    def height(self, text: str) -> int:
        """Of a line of this text: all its lines are as high."""
        used = {script for script, _ in self.runs(text)} | {""}
        return max(self.font(script).get_linesize() for script in used)

    def ascent(self, text: str) -> int:
        used = {script for script, _ in self.runs(text)} | {""}
        return max(self.font(script).get_ascent() for script in used)


def _draw_text(
    surface: pygame.Surface, text: Text, fitted: Fitted, fonts: tuple[ScriptFont, ...]
) -> None:
    line = _Line(fitted.px, text.is_bold, fonts)
    height, ascent = line.height(text.text), line.ascent(text.text)
    y = text.rect.y + (text.rect.h - len(fitted.lines) * height) // 2
    for said in fitted.lines:
        free = text.rect.w - line.width(said)
        x = text.rect.x + {"left": 0, "center": free // 2, "right": free}[text.align]
        for script, run in line.runs(said):
            font = line.font(script)
            image = font.render(run, True, text.colour)
            surface.blit(image, (x, y + ascent - font.get_ascent()))
            x += image.get_width()
        y += height


@functools.lru_cache(maxsize=32)
def _face(side: int, score: int, colour: Colour) -> pygame.Surface:
    large = pygame.Surface((side * _FINE, side * _FINE), pygame.SRCALPHA)
    unit = side * _FINE / 100
    pygame.draw.circle(large, colour, (50 * unit, 50 * unit), 49 * unit)
    for x in (34, 66):
        pygame.draw.ellipse(large, INK, _scaled(unit, x - 5, 30, 10, 15))
    _draw_mouth(large, unit, score)
    return pygame.transform.smoothscale(large, (side, side))


@functools.lru_cache(maxsize=8)
def _mark(side: int, colour: Colour) -> pygame.Surface:
    large = pygame.Surface((side * _FINE, side * _FINE), pygame.SRCALPHA)
    unit = side * _FINE / 100
    pygame.draw.circle(large, colour, (50 * unit, 50 * unit), 49 * unit)
    bend = [(25, 50), (44, 69), (77, 34), (70, 27), (44, 55), (32, 43)]
    pygame.draw.polygon(large, (255, 255, 255), [(x * unit, y * unit) for x, y in bend])
    return pygame.transform.smoothscale(large, (side, side))


def _draw_mouth(large: pygame.Surface, unit: float, score: int) -> None:
    if score == 3:
        pygame.draw.rect(large, INK, _scaled(unit, 30, 66, 40, 6), border_radius=int(3 * unit))
    elif score == 5:  # a laugh: half a disc
        turns = [math.pi * step / 40 for step in range(41)]
        disc = [((50 + 25 * math.cos(t)) * unit, (57 + 25 * math.sin(t)) * unit) for t in turns]
        pygame.draw.polygon(large, INK, disc)
    else:
        _draw_bow(large, unit, score)


def _draw_bow(large: pygame.Surface, unit: float, score: int) -> None:
    """A crescent between two parabolas, turned up (smile) or down (sad)."""
    turn = 1 if score > 3 else -1
    middle = 66 if score > 3 else 71
    upper, lower = [], []
    for step in range(-20, 21):
        x, bend = 50 + step * 1.15, 1 - (step / 20) ** 2
        upper.append((x * unit, (middle + turn * 7 * bend) * unit))
        lower.append((x * unit, (middle + turn * 15 * bend) * unit))
    pygame.draw.polygon(large, INK, upper + lower[::-1])
    if score == 1:
        for x, far in ((22, 44), (78, 56)):
            ends = ((x * unit, 20 * unit), (far * unit, 29 * unit))
            pygame.draw.line(large, INK, *ends, width=int(5 * unit))


def _scaled(unit: float, *sides: float) -> pygame.Rect:
    return pygame.Rect(*(round(side * unit) for side in sides))


def _draw_tick(surface: pygame.Surface, tick: Tick) -> None:
    x, y, side, _ = tick.rect
    _draw_box(surface, Box(tick.rect, tick.ground, tick.colour, max(1, side // 12), side // 6))
    if tick.is_on:
        points = [
            (x + side * a, y + side * b) for a, b in ((0.22, 0.52), (0.42, 0.72), (0.8, 0.28))
        ]
        pygame.draw.lines(surface, tick.colour, False, points, max(2, side // 8))


def _draw_qr(surface: pygame.Surface, rect: Rect, text: str) -> None:
    rows = segno.make(text, error="m", micro=False).matrix
    count = len(rows) + 2 * _QUIET_MODULES
    module = max(1, rect.w // count)
    left = rect.x + (rect.w - module * count) // 2
    top = rect.y + (rect.h - module * count) // 2
    pygame.draw.rect(surface, (255, 255, 255), (left, top, module * count, module * count))
    for y, row in enumerate(rows, _QUIET_MODULES):
        for x, is_dark in enumerate(row, _QUIET_MODULES):
            if is_dark:
                place = (left + x * module, top + y * module, module, module)
                pygame.draw.rect(surface, (0, 0, 0), place)


def _draw_arrow(surface: pygame.Surface, rect: Rect, colour: Colour) -> None:
    x, y, side, _ = rect
    points = [(x + side // 5, y), (x + side * 4 // 5, y + side // 2), (x + side // 5, y + side)]
    pygame.draw.polygon(surface, colour, points)


def _draw_picture(surface: pygame.Surface, rect: Rect, file: str) -> None:
    """Nothing is drawn of a file that is gone or no picture."""
    try:
        changed_at_ns = Path(file).stat().st_mtime_ns
    except OSError:
        return
    image = _picture(file, changed_at_ns, rect.w, rect.h)
    if image is not None:
        left, top = (rect.w - image.get_width()) // 2, (rect.h - image.get_height()) // 2
        surface.blit(image, (rect.x + left, rect.y + top))


@functools.lru_cache(maxsize=4)
def _picture(file: str, changed_at_ns: int, width: int, height: int) -> pygame.Surface | None:
    try:
        image = pygame.image.load(file)
    except (pygame.error, OSError) as error:
        _LOGGER.warning("%s is no picture: %s", file, error)
        return None
    part = min(width / image.get_width(), height / image.get_height())
    size = (max(1, int(image.get_width() * part)), max(1, int(image.get_height() * part)))
    return pygame.transform.smoothscale(image.convert_alpha(), size)
