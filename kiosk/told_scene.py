"""The touch kiosk's screens after the touch that asks: the number, or what became of it. Pure."""

from collections.abc import Callable

from kiosk.choices import Choice, voice_choice
from kiosk.screens import Screen
from kiosk.shapes import QrShape, Rect
from kiosk.sheet import GREY, NAVY, Sheet
from kiosk.take_parts import gap, row
from kiosk.take_words import ahead, help_state, hotline, slip, why_nothing, without_slip


def _issuing(s: Sheet) -> None:
    s.text(s.body, s.words("One moment, please…"), 12, colour=NAVY, is_bold=True)


def _number(s: Sheet) -> None:
    rest = _done(s)
    head, rest = rest.top(s.u(11))
    ahead, rest = rest.bottom(s.u(8))
    advice, rest = rest.bottom(s.u(12 if s.is_wide else 22))
    s.text(head, s.words("Your number"), 7.5)
    _label(s, rest)
    s.text(advice, slip(s.showing, s.words), 9, is_bold=True)
    _ahead(s, ahead)


def _paperless(s: Sheet) -> None:
    rest = _done(s)
    room, rest = rest.bottom(s.u(17 if s.is_wide else 34), s.u(2))
    if s.showing.slip != "none":
        advice, room = room.top(room.h // (2 if s.is_wide else 3))
        s.text(advice, s.words("Your slip did not come out."), 7.5, colour=NAVY, is_bold=True)
    s.text(room, without_slip(s.showing, s.words), 6.5, is_bold=True)
    head, rest = rest.top(s.u(8 if s.is_wide else 9))
    s.text(head, s.words("Your number"), 7.5)
    if s.showing.link:
        width, height = (rest.w * 13 // 20, rest.h) if s.is_wide else (rest.w, rest.h * 9 // 20)
        number, code = rest.left(width, s.u(3)) if s.is_wide else rest.top(height, s.u(2))
        s.shapes.append(QrShape(code.square(), s.showing.link))
        rest = number
    _label(s, rest)


def _returned(s: Sheet) -> None:
    rest = _done(s)
    head, rest = rest.top(s.u(11))
    ahead, rest = rest.bottom(s.u(8))
    advice, rest = rest.bottom(s.u(12 if s.is_wide else 22))
    s.text(head, s.words("You are back in line"), 7.5, colour=NAVY, is_bold=True)
    _label(s, rest)
    s.text(advice, s.words("Keep your slip and wait to be called."), 8, is_bold=True)
    _ahead(s, ahead)


def _help(s: Sheet) -> None:
    rest = _done(s)
    if text := hotline(s.showing, s.words):
        foot, rest = rest.bottom(rest.h // 4)
        s.text(foot, text, 7)
    s.text(rest.inset(s.u(4), 0), help_state(s.showing, s.words), 11, colour=NAVY, is_bold=True)


def sorry(s: Sheet) -> None:
    """Why nothing came of it, and what can be done."""
    visit = s.showing.visit
    ways = [("help", s.words("I need help")), ("again", s.words("Done"))]
    if visit.can_retry:
        ways.append(("retry", s.words("Try again")))
    foot, rest = s.body.bottom(s.target, gap(s))
    if voice := voice_choice(s):
        hear, foot = foot.left((foot.w - gap(s) * len(ways)) // (len(ways) + 1), gap(s))
        _voice(s, hear, voice)
    row(s, foot, ways, main=ways[-1][0])
    head, rest = rest.top(rest.h * 3 // 5)
    s.text(head.inset(s.u(4), 0), why_nothing(s.showing, s.words), 11, colour=NAVY, is_bold=True)
    s.text(rest.inset(s.u(4), 0), s.words("Please ask the staff for help."), 8)


def _done(s: Sheet) -> Rect:
    """The button that ends the visit and, where there is a voice, the one to hear; the rest."""
    foot, rest = s.body.bottom(s.target, gap(s))
    voice = voice_choice(s)
    width = min(foot.w, s.u(60))
    button = Rect(foot.x + (foot.w - width) // 2, foot.y, width, foot.h)
    if voice and s.is_wide:
        _voice(s, foot.left(min(s.u(40), button.x - foot.x - gap(s)))[0], voice)
    elif voice:
        hear, button = foot.grid(2, 1, gap(s))
        _voice(s, hear, voice)
    s.action(button, "again", s.words("Done"), is_main=True)
    return rest


def _voice(s: Sheet, room: Rect, voice: list[Choice]) -> None:
    for name, text, is_on in voice:
        s.choice(room, name, text, is_on=is_on)


def _label(s: Sheet, room: Rect) -> None:
    if s.showing.ticket:
        s.text(room, s.showing.ticket.label, 64, colour=NAVY, is_bold=True)


def _ahead(s: Sheet, room: Rect) -> None:
    s.text(room, ahead(s.showing, s.words), 5.5, colour=GREY)


DRAW: dict[Screen, Callable[[Sheet], None]] = {
    Screen.ISSUING: _issuing,
    Screen.NUMBER: _number,
    Screen.PAPERLESS: _paperless,
    Screen.RETURNED: _returned,
    Screen.HELP: _help,
}
