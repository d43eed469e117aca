"""The foot of the hall screen: hours, hotline, and the line of news page by page. Pure."""

from kiosk.board_sheet import DIM, PANEL, BoardSheet
from kiosk.board_turns import pages
from kiosk.shapes import Rect

_NEWS = 4.6  # letter height of the line of news, units
_NO_BREAK = "\u00a0"
_WIDTH = 0.56  # of a usual letter, in letter heights


def foot(s: BoardSheet) -> None:
    """Takes its room from the body."""
    if news := _news(s):
        strip, s.body = s.body.bottom(s.u(7.5))
        s.band(strip, PANEL)
        s.text(strip.inset(s.u(2.5), s.u(0.5)), news, _NEWS, is_bold=True)
    parts = _parts(s)
    strip, s.body = s.body.bottom(s.u(5.5) if s.is_wide else s.u(4.4) * len(parts))
    room = strip.inset(s.u(2.5), s.u(0.3))
    cells = _shares(s, room, parts) if s.is_wide else room.grid(1, len(parts), 0)
    aligns = ["left", "center", "right"] if len(parts) == 3 else ["left", "right"]
    for index, (text, cell) in enumerate(zip(parts, cells, strict=True)):
        align = aligns[min(index, len(aligns) - 1)] if s.is_wide else "center"
        s.text(cell, text, 3.6, colour=DIM, align=align, group="foot")


def _shares(s: BoardSheet, room: Rect, parts: list[str]) -> list[Rect]:
    """Side by side, each as wide as its text is long."""
    free = room.w - s.u(3) * (len(parts) - 1)
    cells = []
    for part in parts:
        cell, room = room.left(free * len(part) // sum(map(len, parts)), s.u(3))
        cells.append(cell)
    return cells


def _parts(s: BoardSheet) -> list[str]:
    zone = s.showing.zone
    hours = s.by_language(zone.hours)
    parts = [hours or s.words("When your number is shown, please come to that counter.")]
    if zone.hotline:
        text = s.words("Hotline: {number}").format(number=zone.hotline)
        parts.append(text.replace(" ", _NO_BREAK))
    if s.showing.is_silent:  # for whoever looks after the screen
        parts.append(s.words("No sound here").replace(" ", _NO_BREAK))
    return parts


def _news(s: BoardSheet) -> str:
    """The page whose turn it is, one language after the other."""
    most = int(s.units(s.body.w - s.u(5)) / (_NEWS * _WIDTH))
    texts = dict.fromkeys(s.showing.zone.ticker.get(each, "") for each in s.showing.zone.languages)
    found = [page for text in texts for page in pages(text, most)]
    return found[s.showing.page % len(found)] if found else ""
