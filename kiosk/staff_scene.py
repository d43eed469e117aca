"""The screens of both programs that are not for citizens: pin, staff, failsafe. Pure."""

from collections.abc import Callable

from kiosk import keys_scene
from kiosk.screens import Screen
from kiosk.shapes import Rect
from kiosk.sheet import GREY, NAVY, Sheet
from kiosk.staff import PIN_DIGITS
from kiosk.typing import Keyboard, Layout

_KEYPAD = Keyboard(layout=Layout.DIGITS)


def _pin(s: Sheet) -> None:
    view = s.showing.staff
    left, keypad = s.body, s.body
    if s.is_wide:
        left, keypad = s.body.left(s.body.w * 45 // 100, s.u(4))
    else:
        left, keypad = s.body.top(s.body.h * 45 // 100, s.u(4))
    title, rest = left.top(s.u(14), s.u(1))
    leave, rest = rest.bottom(s.target, s.u(2))
    dots, said = rest.top(rest.h // 2)
    s.text(title, s.words("PIN for the staff"), 8, colour=NAVY, is_bold=True)
    s.text(dots, " ".join("•" * view.digits + "–" * (PIN_DIGITS - view.digits)), 14, is_bold=True)
    text = s.words("It stands on the devices page of the office.")
    if view.is_paused:
        text = s.words("Too many wrong PINs. Please wait a minute.")
    elif view.is_wrong:
        text = s.words("That PIN is wrong.")
    s.text(said, text, 5.5, is_bold=view.is_wrong or view.is_paused)
    s.action(leave, "leave", s.words("Back"), is_main=False)
    keys_scene.keys(s, keypad, _KEYPAD)


def _staff(s: Sheet) -> None:
    view = s.showing.staff
    if view.keyboard:
        return _address(s, view.keyboard)
    title, rest = s.body.top(s.u(10), s.u(1))
    s.text(title, s.words("For the staff"), 8, colour=NAVY, is_bold=True)
    buttons, rest = rest.bottom(2 * s.target + s.u(2) if s.is_wide else 4 * s.target + s.u(6))
    said, rest = rest.bottom(s.u(9), s.u(1))
    if view.said:
        s.text(said, s.words(view.said), 5, is_bold=True)
    for line, row in zip(_facts(s), rest.grid(1, 4, s.u(1)), strict=True):
        s.text(row, line, 5, align="left", group="facts")
    _acts(s, buttons)


def _facts(s: Sheet) -> list[str]:
    facts = s.showing.staff.facts
    server = facts.server or s.words("Belongs to no office")
    return [
        s.words("This tablet: {address}").format(address=facts.address or s.showing.tablet_id),
        s.words("Server: {address}").format(address=server),
        s.words("Version: {version}").format(version=facts.version),
        s.words("Ratings not delivered yet: {count}").format(count=facts.waiting),
    ]


def _acts(s: Sheet, room: Rect) -> None:
    view = s.showing.staff
    acts = [("end", s.words("End the program")), ("leave", s.words("Back"))]
    if view.is_sure:
        acts = [("sure", s.words("Yes, unpair this tablet")), ("leave", s.words("No, go back"))]
    elif view.facts.server:
        acts = [("server", s.words("Server address")), ("unpair", s.words("Unpair")), *acts]
    cells = room.grid(2, 2, s.u(2)) if s.is_wide else room.grid(1, 4, s.u(2))
    for (name, text), cell in zip(acts, cells[-len(acts) :], strict=True):
        s.action(cell, name, text, is_main=name == "leave")


def _address(s: Sheet, keyboard: Keyboard) -> None:
    title, rest = s.body.top(s.u(8), s.u(1))
    s.text(title, s.words("Address of the office server"), 6, is_bold=True)
    strip, rest = rest.top(s.target, s.u(2))
    if s.is_wide:
        typed, buttons = strip.left(strip.w // 2, s.u(2))
    else:
        typed, (buttons, rest) = strip, rest.top(s.target, s.u(3))
    keys_scene.field(s, typed, keyboard.text, "")
    back, done = buttons.grid(2, 1, s.u(2))
    s.action(back, "back", s.words("Back"), is_main=False)
    s.action(done, "done", s.words("Look for it"), is_main=True)
    if not s.is_wide:
        rest = rest.bottom(min(rest.h, s.u(70)))[0]
    keys_scene.keys(s, rest, keyboard)


def _failsafe(s: Sheet) -> None:
    title, rest = s.body.top(s.body.h // 2, s.u(2))
    text = s.words("This tablet has a fault and is trying again.")
    s.text(title.inset(s.u(4), 0), text, 11, colour=NAVY, is_bold=True)
    said, foot = rest.top(rest.h * 2 // 3)
    text = s.words("Answers already given are safe. If this stays, please tell the staff.")
    s.text(said.inset(s.u(4), 0), text, 7)
    s.text(foot, s.showing.tablet_id, 4, colour=GREY)


DRAW: dict[Screen, Callable[[Sheet], None]] = {
    Screen.PIN: _pin,
    Screen.STAFF: _staff,
    Screen.FAILSAFE: _failsafe,
}
