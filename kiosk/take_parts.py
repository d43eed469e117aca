"""Parts that several screens of the touch kiosk are composed of. Pure."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from kiosk.choices import Choice, reading_choices
from kiosk.shapes import Box, Button, Rect
from kiosk.sheet import GREY, INK, LINE, NAVY, SHUT, WHITE, Sheet
from kiosk.take_words import language_of, state
from kiosk.wire import Service

T = TypeVar("T")

_GAP = 2.0
NAMES = "names"  # the group of texts that name what is listed


def gap(s: Sheet) -> int:
    return s.u(_GAP)


def frame(s: Sheet) -> Rect:
    """Draws what a citizen may always do (help, how it looks); the room that is left."""
    looks = _looks(s)
    if s.is_wide:
        side, rest = _right(s.body, s.u(24), gap(s))
        equal = (side.h - gap(s) * len(looks)) // (len(looks) + 1)
        aid, side = side.top(max(s.target, equal), gap(s))
        cells = side.grid(1, len(looks), gap(s))
    else:
        foot, rest = s.body.bottom(s.target, gap(s))
        aid, *cells = foot.grid(len(looks) + 1, 1, gap(s))
    small_action(s, aid, "help", s.words("I need help"))
    for (name, text, is_on), cell in zip(looks, cells, strict=True):
        s.choice(cell, name, text, is_on=is_on)
    return rest


def _looks(s: Sheet) -> list[Choice]:
    """The next language, and how the screen looks to this citizen or is heard."""
    languages, own = s.showing.languages, language_of(s.showing)
    here = languages.index(own) if own in languages else 0
    return reading_choices(s, languages[here + 1 :] + languages[:here], most=1)


def _right(room: Rect, width: int, gap_px: int) -> tuple[Rect, Rect]:
    """The right part and, left of a gap, the rest."""
    rest = Rect(room.x, room.y, max(0, room.w - width - gap_px), room.h)
    return Rect(room.x + room.w - width, room.y, width, room.h), rest


def small_action(
    s: Sheet, rect: Rect, name: str, text: str, *, is_main: bool = False, group: str = "ways"
) -> None:
    """A button with a few words, in letters like its neighbours'."""
    ground, ink = (NAVY, WHITE) if is_main != (name == s.pressed) else (WHITE, NAVY)
    s.shapes.append(Box(rect, ground, NAVY, s.u(0.7), s.u(2.5)))
    s.buttons.append(Button(rect, name))
    s.text(rect.inset(s.u(1.5), s.u(1)), text, 5, colour=ink, is_bold=True, group=group)


def row(s: Sheet, room: Rect, ways: Sequence[tuple[str, str]], main: str = "") -> None:
    """Buttons beside each other; the one named `main` stands out."""
    for (name, text), cell in zip(ways, room.grid(len(ways), 1, gap(s)), strict=True):
        small_action(s, cell, name, text, is_main=name == main, group="row")


def title(s: Sheet, room: Rect, text: str) -> Rect:
    """The heading; the room under it."""
    head, rest = room.top(s.u(9 if s.is_wide else 14), gap(s))
    s.text(head, text, 8, colour=NAVY, is_bold=True)
    return rest


def paged(s: Sheet, room: Rect, items: Sequence[T], draw: Callable[[Sheet, Rect, T], None]) -> None:
    """A grid of buttons, page by page when there are more than fit with room for a finger."""
    columns, rows = _shape(s, room, len(items))
    cells = room.grid(columns, rows, gap(s))
    if len(items) <= len(cells):
        shown: Sequence[T] = items
    else:
        each = len(cells) - 1
        pages = -(-len(items) // each)
        page = s.showing.visit.page % pages
        shown = items[page * each : (page + 1) * each]
        text = s.words("More ({page} of {pages})").format(page=page + 1, pages=pages)
        small_action(s, cells[-1], "page", text, group="more")
    for item, cell in zip(shown, cells, strict=False):
        draw(s, cell, item)


def _shape(s: Sheet, room: Rect, count: int) -> tuple[int, int]:
    """The fewest columns with which all have a finger's height; the most, when none does."""
    is_large = s.showing.prefs.is_large  # then names need the room, and pages do no harm
    least = s.target * 3 // 2 if is_large else s.target
    most = max(1, min((4 if s.is_wide else 2) // (1 + is_large), room.w // s.u(34)))
    rows = max(1, (room.h + gap(s)) // (least + gap(s)))
    columns = next((each for each in range(1, most) if each * rows >= count), most)
    if s.is_wide:  # two beside each other are read with one look
        columns = max(columns, min(2, most))
    airy = 2 if s.is_wide else 4
    return columns, min(rows, max(-(-count // columns), min(airy, rows)))


def service_card(s: Sheet, cell: Rect, service: Service) -> None:
    """A service to touch; one that gives no numbers now says why, and when it does."""
    if service.is_open:
        s.card(cell, f"service:{service.code}", NAVY)
    else:
        s.shapes.append(Box(cell, SHUT, LINE, s.u(0.4), s.u(2.5)))
    inner = cell.inset(s.u(2), s.u(1.2))
    is_short = service.is_open and not service.counters_paused  # only how many wait
    foot, name = inner.bottom(inner.h // 3 if is_short else inner.h * 2 // 5)
    ink = INK if service.is_open else GREY
    text = service.name_in(language_of(s.showing))
    s.text(name, text, 7, colour=ink, is_bold=True, group=NAMES)
    group = "states" if is_short else "shut"
    s.text(foot, state(service, s.showing.offer, s.words), 4.2, colour=GREY, group=group)
