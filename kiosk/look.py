"""How things are shown, whatever they are: on which glass, how large, in which colours. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from math import hypot
from typing import Any

from kiosk.shapes import Colour, Scene, Shape

TARGET_MM = 22.0  # of a button, for a finger that trembles
_MM_AN_INCH = 25.4
# What is sold with so many lines, when nobody says how large the glass is.
_USUAL_INCHES = ((600, 7.0), (800, 10.1), (1080, 15.6))
_USUAL_LARGE = 24.0

# Yellow and white on black. What is not here stays: the faces and a QR code keep their colours.
_CONTRAST: dict[Colour, Colour] = {
    (245, 247, 250): (0, 0, 0),  # paper
    (255, 255, 255): (0, 0, 0),
    (14, 27, 48): (255, 255, 255),  # ink
    (10, 56, 112): (255, 230, 0),  # navy
    (70, 80, 96): (255, 255, 255),  # grey
    (160, 172, 190): (255, 255, 255),  # lines
    (205, 220, 245): (70, 60, 0),  # pressed
    (225, 228, 233): (40, 40, 40),  # shut
    (255, 214, 102): (80, 45, 0),  # warning
}


@dataclass(frozen=True)
class Look:
    """The glass and the languages' own names. `inches`: its diagonal, 0 when nobody said."""

    inches: float = 0.0
    names: Mapping[str, str] = field(default_factory=dict)


PLAIN = Look()


def px_of_target(size: tuple[int, int], inches: float) -> float:
    """22 mm in pixels of a glass of that size."""
    short = min(size)
    usual = next((guess for lines, guess in _USUAL_INCHES if short <= lines), _USUAL_LARGE)
    return TARGET_MM / _MM_AN_INCH * hypot(*size) / (inches or usual)


def in_contrast(scene: Scene) -> Scene:
    """The same scene in few strong colours."""
    background = _CONTRAST.get(scene.background, scene.background)
    return replace(scene, background=background, shapes=tuple(map(_strong, scene.shapes)))


def _strong(shape: Shape) -> Shape:
    changes: dict[str, Any] = {
        name: _CONTRAST[value]
        for name in ("fill", "border", "colour", "ground")
        if any(each.name == name for each in fields(shape))
        and (value := getattr(shape, name)) in _CONTRAST
    }
    return replace(shape, **changes) if changes else shape
