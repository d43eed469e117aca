"""A slip as the bytes one printer takes: ESC @, the parts from top to bottom, the cut."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from printer import code128
from printer.encoding import AS_ASCII
from printer.fonts import Fonts
from printer.glyphs import Glyphs, chosen
from printer.logo import raster_of, show
from printer.pen import BAR_DOTS, Pen
from printer.picture import Pencil
from printer.profiles import CELL_DOTS, CELL_HEIGHT_DOTS, PrinterProfile
from printer.slip import QR, Barcode, Big, Line, Logo, Part, Rule, Slip, Space
from printer.wrap import wrap

_EM_MM: Final = {1: 3.0, 2: 5.4}  # as high as font A, and nearly twice that
_BIGGEST: Final = 8  # GS ! multiplies font A by at most eight
_MM_PER_INCH: Final = 25.4
_RULE: Final = "-"


@dataclass(frozen=True)
class Printout:
    """A whole job, and the paper it takes, with the feed to the cutter."""

    data: bytes
    length_mm: int


def render(
    slip: Slip,
    profile: PrinterProfile,
    fonts: Fonts | None = None,
    *,
    stored: frozenset[str] = frozenset(),
) -> Printout:
    """The job starts with ESC @ and ends with feed-and-cut (GS V 66 0).

    `fonts` None = those that come with the program or with the system. `stored` are the keys of
    the logos that this printer's memory holds; another logo is sent dot by dot.
    Raises SlipError when a letter can be neither sent nor drawn.
    """
    return render_each([(slip, profile)], fonts, stored=stored)


def render_each(
    slips: Sequence[tuple[Slip, PrinterProfile]],
    fonts: Fonts | None = None,
    *,
    stored: frozenset[str] = frozenset(),
) -> Printout:
    """Slips below one another on one piece of paper, each after an ESC @ and in its own way."""
    fonts = fonts or Fonts()
    pens = [_written(slip, profile, fonts, stored) for slip, profile in slips]
    pens[-1].cut()
    return Printout(b"".join(pen.data for pen in pens), math.ceil(sum(p.used_mm for p in pens)))


def _written(slip: Slip, profile: PrinterProfile, fonts: Fonts, stored: frozenset[str]) -> Pen:
    is_glyphs = profile.vietnamese == "glyphs"
    pen = Pen(profile, fonts, chosen(_texts(slip)) if is_glyphs else Glyphs())
    for part in slip.lines:
        _print(pen, part, stored)
    return pen


def _texts(slip: Slip) -> Iterator[str]:
    """Everything that may go as letters, from top to bottom."""
    yield _RULE
    for part in slip.lines:
        match part:
            case Line(text) | Big(text) | QR(_, text) | Barcode(_, text):
                yield text


def _print(pen: Pen, part: Part, stored: frozenset[str]) -> None:
    match part:
        case Line():
            _line(pen, part)
        case Big(label):
            _big(pen, label)
        case QR(data, caption):
            pen.qr(data)
            _caption(pen, caption)
        case Barcode(data, caption):
            _barcode(pen, data)
            _caption(pen, caption)
        case Logo():
            _logo(pen, part, is_stored=part.key in stored)
        case Rule():
            pen.style(is_centred=True)
            pen.words(_RULE * (pen.profile.columns * 2 // 3))
        case Space(dots):
            pen.feed(dots)


def _barcode(pen: Pen, data: str) -> None:
    if code128.modules(data) * BAR_DOTS > pen.profile.dots:
        pen.qr(data)
    else:
        pen.barcode(code128.sent(data))


def _caption(pen: Pen, caption: str) -> None:
    if caption:
        _line(pen, Line(caption))


def _logo(pen: Pen, logo: Logo, *, is_stored: bool) -> None:
    pen.style(is_centred=True)
    if is_stored and pen.profile.has_nv_graphics:
        pen.kept(show(logo), logo.rows)
    else:
        pen.picture(raster_of(logo, pen.profile))


def _line(pen: Pen, line: Line) -> None:
    pen.style(size=line.size, is_bold=line.is_bold, is_centred=line.is_centred)
    if pen.encoded(line.text) is None:
        em_dots = round(_EM_MM[line.size] * pen.profile.dpi / _MM_PER_INCH)
        _draw(pen, line.text, pen.pencil(em_dots, line.is_bold))
        return
    for row in wrap(line.text, pen.profile.columns // line.size, _columns):
        pen.words(row)


def _columns(row: str) -> int:
    """What `row` takes at most: some routes send … as three points."""
    return len(row.translate(AS_ASCII))


def _draw(pen: Pen, text: str, pencil: Pencil) -> None:
    limit = pen.profile.dots
    is_one_row = pencil.width_whole(text) <= limit
    for row in [text] if is_one_row else wrap(text, limit, pencil.width_of):
        pen.picture(pencil.draw(row))


def _big(pen: Pen, label: str) -> None:
    size = max(1, min(_BIGGEST, pen.profile.dots // (CELL_DOTS * len(label))))
    pen.style(size=size, is_bold=True, is_centred=True)
    if pen.encoded(label) is None:
        width = pen.pencil(size * CELL_HEIGHT_DOTS, True).width_of(label)
        em_dots = size * CELL_HEIGHT_DOTS * min(width, pen.profile.dots - 8) // width
        _draw(pen, label, pen.pencil(em_dots, True))
    else:
        pen.words(label)
