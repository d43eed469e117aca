"""Beside the calls: who waits and who is next, who was missed, which counters pause. Pure."""

from collections.abc import Sequence

from kiosk.board_sheet import CHALK, DIM, EDGE, PANEL, SUN, BoardSheet
from kiosk.hall_wire import HallService
from kiosk.shapes import Rect

_NEXT = 3  # labels a service, at most
_LABEL = 11.2  # width of one, units
_LEAST_ROW, _MOST_ROW, _GAP = 6.4, 10.0, 0.5  # units


def side(s: BoardSheet, room: Rect) -> None:
    s.box(room, PANEL, EDGE)
    room = room.inset(s.u(2), s.u(1.5))
    if text := _states(s):
        line, room = room.bottom(s.u(5), s.u(0.5))
        s.text(line, text, 3.8, colour=DIM, align="left")
    if s.showing.missed:
        block, room = room.bottom(s.u(17 if s.is_wide else 14.5), s.u(1))
        _missed(s, block)
    heading, room = room.top(s.u(6), s.u(0.5))
    waiting, following = heading.left(heading.w // 2)
    style = {"colour": DIM, "is_bold": True}
    s.text(waiting, s.words("WAITING"), 4.5, align="left", **style)
    s.text(following, s.words("NEXT"), 4.5, align="right", **style)
    _services(s, room)


def _states(s: BoardSheet) -> str:
    """The counters where nobody is called now; the others are open."""
    parts = []
    if s.showing.paused:
        text = s.words("Counters paused: {counters}")
        parts.append(text.format(counters=ranges(s.showing.paused)))
    if s.showing.closed:
        text = s.words("Counters closed: {counters}")
        parts.append(text.format(counters=ranges(s.showing.closed)))
    return " · ".join(parts)


def ranges(numbers: Sequence[str]) -> str:
    """1, 2, 3, 5 as "1–3, 5"; what is no number stands by itself."""
    runs: list[list[str]] = []
    for number in numbers:
        is_next = number.isdecimal() and runs and runs[-1][-1].isdecimal()
        if is_next and int(number) == int(runs[-1][-1]) + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(f"{r[0]}–{r[-1]}" if len(r) > 2 else ", ".join(r) for r in runs)


def _services(s: BoardSheet, room: Rect) -> None:
    """Page by page, when there are more than can be read."""
    most = max(1, (room.h + s.u(_GAP)) // s.u(_LEAST_ROW + _GAP))
    count = max(1, -(-len(s.showing.services) // most))
    rows = max(1, -(-len(s.showing.services) // count))
    first = s.showing.page % count * rows
    height = min(s.u(_MOST_ROW), (room.h - s.u(_GAP) * (rows - 1)) // rows)
    room = Rect(room.x, room.y, room.w, (height + s.u(_GAP)) * rows - s.u(_GAP))
    shown = s.showing.services[first : first + rows]
    for service, cell in zip(shown, room.grid(1, rows, s.u(_GAP)), strict=False):
        _service(s, cell, service)


def _service(s: BoardSheet, row: Rect, service: HallService) -> None:
    """Name and how many wait to the left, the next numbers to the right."""
    is_quiet = not service.waiting
    ink = DIM if is_quiet else CHALK
    name, rest = row.left(row.w * 40 // 100, s.u(1))
    count, following = rest.left(s.u(6), s.u(1))
    english = service.name_en if s.showing.language == "en" else ""
    said = f"{service.code}\u00a0·\u00a0{english or service.name}"
    s.text(name, said, 3.6, colour=ink, align="left", group="services")
    s.text(count, str(service.waiting), 5.2, colour=ink, is_bold=True, group="counts")
    labels = "  ".join(service.next[: min(_NEXT, int(s.units(following.w) // _LABEL))])
    s.text(following, labels, 4.3, colour=SUN, is_bold=True, align="right", group="next")


def _missed(s: BoardSheet, room: Rect) -> None:
    """The rule of coming back stands beside the numbers it is for."""
    title, room = room.top(s.u(4.5))
    labels, rule = room.top(s.u(6))
    s.text(title, s.words("Called and not present"), 4, colour=DIM, is_bold=True, align="left")
    s.text(labels, "  ".join(s.showing.missed), 5, is_bold=True, align="left")
    s.text(rule, _rule(s), 3.4, colour=DIM, align="left")


def _rule(s: BoardSheet) -> str:
    minutes = s.showing.zone.requeue_min
    if minutes is None:
        return s.words("Missed your call? Please ask the staff.")
    if not minutes:
        return s.words("Missed your call? Please take a new number.")
    text = s.words(
        "Missed your call? For {minutes} minutes, touch “I missed my call” at the kiosk."
    )
    return text.format(minutes=minutes)
