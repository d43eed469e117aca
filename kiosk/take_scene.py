"""The touch kiosk's screens up to the touch that asks for a number. Pure."""

from collections.abc import Callable

from kiosk.choices import voice_choice
from kiosk.screens import Screen
from kiosk.shapes import Box, Rect
from kiosk.sheet import GREY, INK, LINE, NAVY, WHITE, Sheet
from kiosk.take_parts import NAMES, frame, gap, paged, row, service_card, small_action, title
from kiosk.take_words import (
    PRIORITY_WORDS,
    crowd,
    language_of,
    may_have_priority,
    name_of,
    notice,
    state,
    to_type,
)
from kiosk.visit import DIGITS, MISSED, PRIORITIES, listed
from kiosk.wire import Group
from kiosk.words import mark as _

_KEYS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_FEW_PAPERS = 6


def _groups(s: Sheet) -> None:
    rest = _start(s, back=False)
    groups = s.showing.offer.groups
    paged(s, rest, groups, _group_card)


def _group_card(s: Sheet, cell: Rect, group: Group) -> None:
    s.card(cell, f"group:{group.code}", NAVY)
    inner = cell.inset(s.u(2), s.u(1.2))
    foot, name = inner.bottom(inner.h // 3)
    text = name_of(group, s.showing, s.words)
    s.text(name, text, 7, is_bold=True, group=NAMES)
    said = crowd(group, s.showing.offer, s.words)
    s.text(foot, said, 4.2, colour=GREY, group="states")


def _services(s: Sheet) -> None:
    offer, visit = s.showing.offer, s.showing.visit
    rest = _start(s, back=visit.group is not None)
    services = listed(offer, visit, is_search=False)
    if not services:
        return s.text(rest, s.words("The list of services is being fetched…"), 6, colour=GREY)
    paged(s, rest, services, service_card)


def _start(s: Sheet, *, back: bool) -> Rect:
    """Heading, what else one may have come for, and a word on what was shown or is shut."""
    main = frame(s)
    ways = [("back", s.words("Back"))] if back else []
    ways.append(("find", s.words("Search by name")))
    if s.showing.offer.has_slots:
        ways.append(("keypad:appointment", s.words("I have an appointment")))
    ways.append(("keypad:missed", s.words("I missed my call")))
    foot, rest = main.bottom(s.target, gap(s))
    row(s, foot, ways)
    rest = title(s, rest, s.words("Touch what you have come for"))
    if said := notice(s.showing, s.words):
        strip, rest = rest.top(s.u(8 if s.is_wide else 13), s.u(1.5))
        s.text(strip, said, 5.5, is_bold=True)
    return rest


def _search(s: Sheet) -> None:
    field, rest = s.body.top(s.u(10), s.u(2))
    _typed(s, field, s.words("Type what you have come for"))
    keys, rest = rest.bottom(4 * _key_height(s) + 3 * s.u(1.5), gap(s))
    _letters(s, keys)
    found = listed(s.showing.offer, s.showing.visit, is_search=True)
    if found:
        return paged(s, rest, found, service_card)
    s.text(rest, s.words("Nothing is called so. Please try another word."), 6, colour=GREY)


def _key_height(s: Sheet) -> int:
    return s.u(11 if s.is_wide else 12)


def _typed(s: Sheet, room: Rect, hint: str) -> None:
    s.shapes.append(Box(room, WHITE, NAVY, s.u(0.5), s.u(1.5)))
    text = s.showing.visit.typed
    ink, most = (INK, 7.0) if text else (GREY, 5.0)
    s.text(room.inset(s.u(3), s.u(1)), text or hint, most, colour=ink, align="left")


def _letters(s: Sheet, room: Rect) -> None:
    *lines, last = room.grid(1, 4, s.u(1.5))
    for letters, line in zip(_KEYS, lines, strict=True):
        cells = line.grid(10, 1, s.u(1.5))
        start = (10 - len(letters)) // 2
        for letter, cell in zip(letters, cells[start:], strict=False):
            _key(s, cell, letter, letter.upper())
        if letters == _KEYS[-1]:
            wide = Rect(cells[8].x, line.y, line.x + line.w - cells[8].x, line.h)
            _key(s, wide, "erase", s.words("Delete"))
    back, space, *voice, help_ = _last_line(s, last)
    small_action(s, back, "back", s.words("Back"))
    _key(s, space, "space", s.words("Space"))
    for (name, text, is_on), cell in zip(voice_choice(s), voice, strict=True):
        s.choice(cell, name, text, is_on=is_on)
    small_action(s, help_, "help", s.words("I need help"))


def _last_line(s: Sheet, line: Rect) -> list[Rect]:
    """Under the letters: for three buttons, or four with the voice."""
    if voice_choice(s):
        return line.grid(4, 1, gap(s))
    left, rest = line.left(line.w * 3 // 10, gap(s))
    width = line.w * 3 // 10
    middle = Rect(rest.x, rest.y, rest.w - width - gap(s), rest.h)
    return [left, middle, Rect(line.x + line.w - width, line.y, width, line.h)]


def _key(s: Sheet, cell: Rect, key: str, text: str) -> None:
    s.card(cell, f"key:{key}", LINE)
    s.text(cell.inset(s.u(1), s.u(1)), text, 6.5, is_bold=True, group="keys" + text[1:2])


def _confirm(s: Sheet) -> None:
    main = frame(s)
    service = s.showing.offer.service(s.showing.visit.service)
    has_priority = s.showing.visit.card.priority is not None
    take, priority, back, rest = _answers(s, main)
    name = service.name_in(language_of(s.showing)) if service else s.showing.visit.service
    rest = title(s, rest, name)
    if service:
        fact, rest = rest.top(s.u(7), s.u(1))
        s.text(fact, state(service, s.showing.offer, s.words), 5.5, colour=INK)
    _papers(s, rest, service.documents_in(language_of(s.showing)) if service else [])
    small_action(s, back, "back", s.words("Back"))
    if service and not service.is_open:
        return
    said = "Take a priority number" if has_priority else "Take a number"
    if has_priority:
        take = Rect(*priority[:2], take.x + take.w - priority.x, take.h) if s.is_wide else take
    s.action(take, "take", s.words(said), is_main=True)
    if not has_priority:
        _priority_card(s, priority)


def _answers(s: Sheet, main: Rect) -> tuple[Rect, Rect, Rect, Rect]:
    """Where a number, a priority number and the way back are touched, and the rest."""
    if not s.is_wide:
        back, rest = main.bottom(s.target, gap(s))
        priority, rest = rest.bottom(s.u(20), gap(s))
        take, rest = rest.bottom(s.u(20), gap(s))
        return take, priority, back, rest
    foot, rest = main.bottom(s.u(20), gap(s))
    back, both = foot.left(foot.w * 9 // 50, gap(s))
    priority, take = both.grid(2, 1, gap(s))
    return take, priority, back, rest


def _priority_card(s: Sheet, cell: Rect) -> None:
    s.card(cell, "priority", NAVY)
    who, name = cell.inset(s.u(1.5), s.u(1)).bottom(cell.h * 9 // 20)
    s.text(name, s.words("Take a priority number"), 5.5, colour=NAVY, is_bold=True)
    s.text(
        who, s.words("For the elderly, the disabled, the pregnant, people of merit"), 4, colour=INK
    )


def _papers(s: Sheet, room: Rect, papers: list[str]) -> None:
    if not papers:
        return
    head, rest = room.top(s.u(7), s.u(1))
    s.text(head, s.words("Please have these papers ready:"), 5.5, is_bold=True, align="left")
    if len(papers) > _FEW_PAPERS:
        return s.text(rest, "  •  ".join(papers), 5, align="left")
    most = s.u((10 if s.is_wide else 16) * (2 if s.showing.prefs.is_large else 1))
    height = min(most, (rest.h - s.u(1) * (len(papers) - 1)) // len(papers))
    for paper in papers:
        line, rest = rest.top(height, s.u(1))
        s.text(line, f"•  {paper}", 5.5, align="left", group="papers")


def _category(s: Sheet) -> None:
    main = frame(s)
    foot, rest = main.bottom(s.target, gap(s))
    rest = title(s, rest, s.words("Why do you have priority?"))
    cells = rest.grid(2, 2, gap(s)) if s.is_wide else rest.grid(1, 4, gap(s))
    for name, cell in zip(PRIORITIES, cells, strict=True):
        s.card(cell, f"because:{name}", NAVY)
        text = s.words(PRIORITY_WORDS[name])
        s.text(cell.inset(s.u(2), s.u(1)), text, 8, is_bold=True, group="because")
    row(s, foot, [("back", s.words("Back")), ("because:none", s.words("Without priority"))])


def _card(s: Sheet) -> None:
    main = frame(s)
    foot, rest = main.bottom(s.target if s.is_wide else 2 * s.target + s.u(4), s.u(4))
    rest = title(s, rest, s.words("Card read"))
    s.text(rest.inset(s.u(4), 0), may_have_priority(s.showing, s.words), 10, is_bold=True)
    accept, decline = foot.grid(2, 1, s.u(4)) if s.is_wide else foot.grid(1, 2, s.u(4))
    s.action(accept, "accept", s.words("Yes, with priority"), is_main=True)
    s.action(decline, "decline", s.words("Without priority"), is_main=False)


def _keypad(s: Sheet) -> None:
    main = frame(s)
    visit, is_missed = s.showing.visit, s.showing.visit.keypad == MISSED
    if s.is_wide:
        told, pad = main.left(main.w * 9 // 20, s.u(4))
    else:
        told, pad = main.top(main.h * 9 // 20, s.u(3))
    foot, rest = told.bottom(s.target, gap(s))
    row(s, foot, [("back", s.words("Back")), ("send", s.words("OK"))], main="send")
    head, rest = rest.top(s.u(14), gap(s))
    s.text(head, to_type(s.showing, s.words), 7, colour=NAVY, is_bold=True)
    field, rest = rest.top(s.u(15), gap(s))
    _typed(s, field, _("…"))
    s.text(rest, visit.problem, 5.5, is_bold=True)
    prefixes = s.showing.offer.prefixes if is_missed else ()
    _pad(s, pad, prefixes)


def _pad(s: Sheet, room: Rect, prefixes: tuple[str, ...]) -> None:
    """Digits, and beside them the letters that labels begin with."""
    if prefixes:
        columns = -(-len(prefixes) // 4)
        beside, room = room.left(room.w * columns // (columns + 3), s.u(3))
        for prefix, cell in zip(prefixes, beside.grid(columns, 4, s.u(1.5)), strict=False):
            _key(s, cell, prefix, prefix)
    cells = room.grid(3, 4, s.u(1.5))
    for digit, cell in zip(DIGITS, cells, strict=False):
        _key(s, cell, digit, digit)
    wide = Rect(cells[10].x, cells[10].y, cells[11].x + cells[11].w - cells[10].x, cells[10].h)
    _key(s, wide, "erase", s.words("Delete"))


DRAW: dict[Screen, Callable[[Sheet], None]] = {
    Screen.GROUPS: _groups,
    Screen.SERVICES: _services,
    Screen.SEARCH: _search,
    Screen.CONFIRM: _confirm,
    Screen.CATEGORY: _category,
    Screen.CARD: _card,
    Screen.KEYPAD: _keypad,
}
