"""The hall screen as a scene of shapes, for any size, upright or wide. Pure: no pygame here.

The newest call stands on top and is the largest; the calls are as large as can be read at 10 m,
and what does not fit in such letters stands in a strip of small ones: nothing scrolls.
"""

from collections.abc import Mapping

from kiosk.board_foot import foot
from kiosk.board_sheet import (
    DIM,
    EDGE,
    FAR,
    INK,
    NIGHT,
    PANEL,
    SUN,
    TIGHT,
    WARNING,
    BoardSheet,
)
from kiosk.board_showing import BoardScreen, BoardShowing, Call
from kiosk.board_side import side
from kiosk.shapes import Picture, Rect, Scene
from kiosk.words import Words

_FEW = 4  # calls up to here stand in one column
_FIRST = 1.45  # the newest call's row, in rows of the others
_SMALL = 18.0, 5.0  # width and height of a call in the strip, units
_AIR = 1.2  # over and under a call together, units


def compose_board(
    showing: BoardShowing, size: tuple[int, int], words: Mapping[str, Words]
) -> Scene:
    """The picture of the hall."""
    sheet = BoardSheet(showing, size, words)
    if showing.screen is BoardScreen.HALL:
        _hall(sheet)
    else:
        _nothing_yet(sheet)
    return Scene(size, NIGHT, tuple(sheet.shapes))


def _nothing_yet(s: BoardSheet) -> None:
    if s.showing.screen is BoardScreen.CONNECTING:
        said = s.all_words("Connecting to the office's server…")
    else:
        said = s.all_words("The office has no zone “{zone}”. Start this screen with another.")
    room = s.body.inset(s.u(6), s.u(6))
    note, room = room.bottom(s.u(8))
    for text, place in zip(said, room.grid(1, len(said), s.u(4)), strict=True):
        s.text(place, text.format(zone=s.showing.zone.name), 8, is_bold=True, group="said")
    s.text(note, s.showing.server, 4.5, colour=DIM)


def _hall(s: BoardSheet) -> None:
    _head(s)
    if s.showing.stale_since:
        _stale(s)
    foot(s)
    s.body = s.body.inset(s.u(2), s.u(1.5))
    if s.is_wide:
        share = 0.6 if s.showing.counters <= _FEW else 0.66
        calls, aside = s.body.left(round(s.body.w * share), s.u(2))
    else:
        calls, aside = s.body.top(round(s.body.h * 0.57), s.u(2))
    if s.showing.calls:
        _calls(s, calls)
    else:
        _nobody(s, calls)
    if s.showing.notice and s.showing.calls:
        _notice(s, aside)
    else:
        side(s, aside)


def _head(s: BoardSheet) -> None:
    strip, s.body = s.body.top(s.u(10 if s.is_wide else 18))
    s.band(strip, PANEL)
    room = strip.inset(s.u(2.5), s.u(0.8))
    if s.is_wide:
        when, office = room.left(s.u(52))
        office = Rect(room.x, room.y, room.w - s.u(54), room.h)
        when = Rect(room.x + room.w - s.u(52), room.y, s.u(52), room.h)
    else:
        office, when = room.top(s.u(7.5), s.u(0.8))
    title = s.by_language(s.showing.zone.titles)
    name = " – ".join(each for each in (s.showing.zone.office, title) if each)
    s.text(office, name, 5, is_bold=True, align="left" if s.is_wide else "center")
    clock, date = when.left(when.w * (4 if s.is_wide else 5) // 10, s.u(1.5))
    s.text(clock, s.showing.clock, 8.5, is_bold=True, align="right")
    s.text(date, s.showing.date, 5, colour=DIM, align="right" if s.is_wide else "left")


def _stale(s: BoardSheet) -> None:
    strip, s.body = s.body.top(s.u(8 if s.is_wide else 13))
    s.band(strip, WARNING)
    said = s.all_words("Connection to the server lost at {time}: numbers may be old")
    room = strip.inset(s.u(2), s.u(0.8))
    text = " – ".join(said).format(time=s.showing.stale_since)
    s.text(room, text, 5, colour=INK, is_bold=True)


def _notice(s: BoardSheet, room: Rect) -> None:
    s.shapes.append(Picture(room, s.showing.notice))


def _nobody(s: BoardSheet, room: Rect) -> None:
    if s.showing.notice:
        return _notice(s, room)
    s.box(room, PANEL, EDGE)
    text = s.words("Please take a number at the kiosk")
    s.text(room.inset(s.u(5), s.u(5)), text, 12, is_bold=True)


def _calls(s: BoardSheet, room: Rect) -> None:
    heading, room = room.top(s.u(6), s.u(0.5))
    _heading(s, heading)
    columns = 1 if s.showing.counters <= _FEW or not s.is_wide else 2
    places, strip = _places(s, room, columns)
    large, others = s.showing.calls[: len(places)], s.showing.calls[len(places) :]
    for index, (call, place) in enumerate(zip(large, places, strict=False)):
        _call(s, place, call, "first" if index == 0 else "calls")
    if others:
        _others(s, strip, others)


def _heading(s: BoardSheet, room: Rect) -> None:
    number, counter = room.left(room.w // 2)
    style = {"colour": DIM, "is_bold": True}
    s.text(number.inset(s.u(2), 0), s.words("NUMBER"), 4.8, align="left", **style)
    s.text(counter.inset(s.u(2), 0), s.words("COUNTER"), 4.8, align="right", **style)


def _places(s: BoardSheet, room: Rect, columns: int) -> tuple[list[Rect], Rect]:
    """Where the large calls stand, and the strip for what is beyond them.

    A zone of few counters fills its room; otherwise rows are as low as 10 m allow.
    """
    gap = s.u(1)
    count = len(s.showing.calls)
    strip, whole = room, _rows(s, room, gap)
    if count > 1 + (whole - 1) * columns:
        strip, room = room.bottom(_strip_h(s, room, count - 1), gap)
        whole = _rows(s, room, gap)
    else:
        whole = min(whole, 1 + -(-(max(s.showing.counters, count) - 1) // columns))
    below = whole - 1
    if not below:
        return [room], strip
    unit = (room.h - below * gap) / (_FIRST + below)
    first, rest = room.top(round(unit * _FIRST), gap)
    return [first, *rest.grid(columns, below, gap)], strip


def _rows(s: BoardSheet, room: Rect, gap: int) -> int:
    """How many rows can be read at 10 m, the first being larger."""
    row = s.u(FAR * TIGHT + _AIR)
    return max(1, 1 + int((room.h - row * _FIRST) // (row + gap)))


def _strip_columns(s: BoardSheet, room: Rect) -> int:
    return max(1, int(s.units(room.w) // _SMALL[0]))


def _strip_h(s: BoardSheet, room: Rect, count: int) -> int:
    """For `count` small calls, at most two fifths of the room."""
    rows = -(-count // _strip_columns(s, room))
    return min(s.u(_SMALL[1]) * rows, room.h * 2 // 5)


def _others(s: BoardSheet, room: Rect, others: tuple[Call, ...]) -> None:
    columns = _strip_columns(s, room)
    rows = -(-len(others) // columns)
    for call, cell in zip(others, room.grid(columns, rows, s.u(0.6)), strict=False):
        _small_call(s, cell, call)


def _small_call(s: BoardSheet, cell: Rect, call: Call) -> None:
    if call.is_lit:
        s.box(cell, SUN)
    ink = INK if call.is_lit else DIM
    inner = cell.inset(s.u(0.4), 0)
    label, rest = inner.left(inner.w * 60 // 100, s.u(0.5))
    arrow, counter = rest.left(s.u(1.6), s.u(0.6))
    style = {"colour": ink, "is_bold": True, "group": "others", "is_tight": True}
    s.text(label, call.label, 4.4, align="right", **style)
    s.arrow(arrow, ink)
    s.text(counter, call.counter, 4.4, align="left", **style)


def _call(s: BoardSheet, place: Rect, call: Call, group: str) -> None:
    """A row; while it is lit, dark on yellow instead of yellow on dark."""
    ground, ink = (SUN, INK) if call.is_lit else (PANEL, SUN)
    s.box(place, ground, EDGE)
    inner = place.inset(s.u(1.6), s.u(_AIR / 2))
    label, rest = inner.left(inner.w * 61 // 100, s.u(0.4))
    arrow, counter = rest.left(s.u(3), s.u(0.6))
    most = s.units(inner.h) / TIGHT
    style = {"colour": ink, "is_bold": True, "group": group, "is_tight": True}
    s.text(label, call.label, most, align="left", **style)
    s.arrow(arrow, ink)
    s.text(counter, call.counter, most, align="right", **style)
