"""The touch kiosk's screens after the touch that asks: the number, or what became of it. Pure."""

from collections.abc import Callable

from kiosk.screens import Screen
from kiosk.shapes import QrShape, Rect
from kiosk.sheet import GREY, NAVY, Sheet
from kiosk.take_parts import gap, row
from kiosk.words import mark as _

# Before and after it is out.
_SLIP_HERE = (_("Your slip is being printed…"), _("Please take your slip."))
_SLIP_ELSEWHERE = (_("Your slip comes out at: {place}"), _("Please take your slip at: {place}"))
HELP_WORDS = {
    "asking": _("One moment, please…"),
    "told": _("The staff have been told. Please wait here."),
    "coming": _("Somebody is coming to you."),
    "failed": _("The staff could not be told. Please go to the nearest counter."),
}
SORRY_WORDS = {
    "closed": _("This service gives no numbers now."),
    "away": _("There is no connection at the moment."),
}


def _issuing(s: Sheet) -> None:
    s.text(s.body, s.words("One moment, please…"), 12, colour=NAVY, is_bold=True)


def _number(s: Sheet) -> None:
    rest = _done(s)
    table = _SLIP_ELSEWHERE if s.showing.place else _SLIP_HERE
    said = s.words(table[s.showing.slip == "printed"]).format(place=s.showing.place)
    head, rest = rest.top(s.u(11))
    ahead, rest = rest.bottom(s.u(8))
    advice, rest = rest.bottom(s.u(12 if s.is_wide else 22))
    s.text(head, s.words("Your number"), 7.5)
    _label(s, rest)
    s.text(advice, said, 9, is_bold=True)
    _ahead(s, ahead)


def _paperless(s: Sheet) -> None:
    rest = _done(s)
    room, rest = rest.bottom(s.u(17 if s.is_wide else 34), s.u(2))
    said = "Please remember this number, or scan the code with a phone."
    if s.showing.slip != "none":
        advice, room = room.top(room.h // (2 if s.is_wide else 3))
        s.text(advice, s.words("Your slip did not come out."), 7.5, colour=NAVY, is_bold=True)
        said = "Remember this number or scan the code with a phone; the staff can print a slip."
    s.text(room, s.words(said), 6.5, is_bold=True)
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
    said = s.words(HELP_WORDS.get(s.showing.visit.help, _("Please ask the staff for help.")))
    if s.showing.offer.hall.hotline:
        foot, rest = rest.bottom(rest.h // 4)
        text = s.words("Hotline: {hotline}").format(hotline=s.showing.offer.hall.hotline)
        s.text(foot, text, 7)
    s.text(rest.inset(s.u(4), 0), said, 11, colour=NAVY, is_bold=True)


def sorry(s: Sheet) -> None:
    """Why nothing came of it, and what can be done."""
    visit = s.showing.visit
    ways = [("help", s.words("I need help")), ("again", s.words("Done"))]
    if visit.can_retry:
        ways.append(("retry", s.words("Try again")))
    foot, rest = s.body.bottom(s.target, gap(s))
    row(s, foot, ways, main=ways[-1][0])
    head, rest = rest.top(rest.h * 3 // 5)
    text = s.words(SORRY_WORDS.get(s.showing.why, _("No number could be given.")))
    s.text(head.inset(s.u(4), 0), s.showing.said or text, 11, colour=NAVY, is_bold=True)
    s.text(rest.inset(s.u(4), 0), s.words("Please ask the staff for help."), 8)


def _done(s: Sheet) -> Rect:
    foot, rest = s.body.bottom(s.target, gap(s))
    width = min(foot.w, s.u(60))
    button = Rect(foot.x + (foot.w - width) // 2, foot.y, width, foot.h)
    s.action(button, "again", s.words("Done"), is_main=True)
    return rest


def _label(s: Sheet, room: Rect) -> None:
    if s.showing.ticket:
        s.text(room, s.showing.ticket.label, 64, colour=NAVY, is_bold=True)


def _ahead(s: Sheet, room: Rect) -> None:
    if s.showing.ticket and s.showing.ticket.ahead:
        text = s.words("Before you: {count}").format(count=s.showing.ticket.ahead)
        s.text(room, text, 5.5, colour=GREY)


DRAW: dict[Screen, Callable[[Sheet], None]] = {
    Screen.ISSUING: _issuing,
    Screen.NUMBER: _number,
    Screen.PAPERLESS: _paperless,
    Screen.RETURNED: _returned,
    Screen.HELP: _help,
}
