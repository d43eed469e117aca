"""The screens of a rating tablet: idle, ask, reasons, comment, thanks. Pure."""

from collections.abc import Callable

from kiosk import keys_scene
from kiosk.choices import reading_choices
from kiosk.rate_asking import FACES, offered
from kiosk.screens import Screen
from kiosk.shapes import FaceShape, Mark, Picture, QrShape, Rect, Tick
from kiosk.sheet import FACE_COLOURS, GREY, LINE, NAVY, Sheet
from kiosk.words import mark as _

FACE_WORDS = {
    "very_satisfied": _("Very satisfied"),
    "satisfied": _("Satisfied"),
    "neutral": _("Neutral"),
    "dissatisfied": _("Dissatisfied"),
    "very_dissatisfied": _("Very dissatisfied"),
}
REASON_WORDS = {
    "waiting_time": _("Waiting time"),
    "attitude": _("Attitude of the staff"),
    "unclear_guidance": _("Unclear guidance"),
    "repeated_visits": _("Had to come several times"),
    "extra_cost": _("Extra cost"),
    "equipment": _("Rooms and equipment"),
    "other": _("Something else"),
}
_OTHER_LANGUAGES = 3  # beside the one on the screen there is room for so many

Action = tuple[str, str, bool]  # name, words, is it the main one


def _idle(s: Sheet) -> None:
    if s.showing.picture:
        return _idle_picture(s)
    title, rest = s.body.inset(0, s.u(5)).top(s.body.h // 4)
    s.text(title, s.words("Welcome"), 12, colour=NAVY, is_bold=True)
    if s.showing.counter:
        place, rest = rest.top(rest.h // 2)
        text = s.words("Counter {number}").format(number=s.showing.counter)
        s.text(place, text, 22, colour=NAVY, is_bold=True)
    s.text(rest, s.words("You will be asked here after you have been served."), 7)


def _idle_picture(s: Sheet) -> None:
    foot, rest = s.body.bottom(s.u(14), s.u(2))
    s.shapes.append(Picture(rest, s.showing.picture))
    if s.showing.counter:
        place, foot = foot.left(foot.w // 3, s.u(2))
        text = s.words("Counter {number}").format(number=s.showing.counter)
        s.text(place, text, 11, colour=NAVY, is_bold=True)
    s.text(foot, s.words("You will be asked here after you have been served."), 5)


def _ask(s: Sheet) -> None:
    is_large = s.showing.prefs.is_large
    rest = _foot(s, [("skip", s.words("Skip"), False)])
    title, rest = rest.top(s.u((12 if is_large else 10) if s.is_wide else 14), s.u(1))
    who, rest = rest.top(s.u((13 if is_large else 11) if s.is_wide else 14), s.u(1.5))
    s.text(title, s.words("Please rate how you were served."), 8, is_bold=True)
    _who(s, who)
    scores = offered(s.showing.question.levels)
    count = len(scores)
    cells = rest.grid(count, 1, s.u(2)) if s.is_wide else rest.grid(1, count, s.u(2))
    for score, cell in zip(scores, cells, strict=True):
        name = next(name for name, value in FACES.items() if value == score)
        _face_card(s, cell, name, score)


def _who(s: Sheet, room: Rect) -> None:
    """Who served, and that nobody but the office's figures learns the answer."""
    window = s.showing.window
    if s.showing.photo:
        photo, room = room.left(min(room.h, room.w // 6), s.u(2))
        s.shapes.append(Picture(photo, s.showing.photo))
    name, promise = room.top(room.h * 55 // 100)
    s.text(promise, s.words("Your answer is kept confidential."), 4.2, colour=GREY)
    if window:
        number = s.words("Number {label}").format(label=window.label)
        badge = s.words("Badge {number}").format(number=window.badge) if window.badge else ""
        parts = (window.clerk, badge, window.service, number)
        said = " – ".join(part for part in parts if part)
        s.text(name, said, 5, is_bold=True)


def _face_card(s: Sheet, cell: Rect, name: str, score: int) -> None:
    s.card(cell, name, FACE_COLOURS[score])
    inner = cell.inset(s.u(1 if s.showing.prefs.is_large else 2), s.u(2))
    if s.is_wide:
        words = s.u(24 if s.showing.prefs.is_large else 17)
        side = max(min(inner.w, inner.h - words), inner.h // 3)
        face, label = inner.top(side, s.u(1))
    else:
        face, label = inner.left(min(inner.h, inner.w // 3), s.u(4))
    s.shapes.append(FaceShape(face.square(), score, FACE_COLOURS[score]))
    align = "center" if s.is_wide else "left"
    most = 6.5 if s.is_wide else 8
    s.text(label, s.words(FACE_WORDS[name]), most, is_bold=True, align=align, group="faces")


def _reasons(s: Sheet) -> None:
    actions = [("skip", s.words("Skip"), False), ("done", s.words("Send"), True)]
    rest = _foot(s, actions)
    title, rest = rest.top(s.u(9 if s.is_wide else 14))
    note, rest = rest.top(s.u(5), s.u(1))
    s.text(title, s.words("What were you not satisfied with?"), 8, is_bold=True)
    s.text(note, s.words("You may choose several."), 5, colour=GREY)
    names = [*s.showing.question.reasons]
    names += ["comment"] if s.showing.can_comment else []
    is_few = len(names) <= 4 or s.showing.prefs.is_large
    columns = 1 if not s.is_wide else 2 if is_few else 3
    if not s.is_wide and len(names) > 6:
        columns = 2
    cells = rest.grid(columns, max(-(-len(names) // columns), 2), s.u(2))
    for name, cell in zip(names, cells, strict=False):
        _comment_card(s, cell) if name == "comment" else _reason_card(s, cell, name)


def _reason_card(s: Sheet, cell: Rect, name: str) -> None:
    is_on = name in s.showing.reasons
    s.card(cell, name, NAVY if is_on else LINE, is_on=is_on)
    inner = cell.inset(s.u(2), s.u(1.5))
    tick, label = inner.left(min(inner.h, s.u(8)), s.u(2))
    s.shapes.append(Tick(tick.square(), is_on, NAVY))
    words = s.words(REASON_WORDS[name]) if name in REASON_WORDS else name.replace("_", " ")
    s.text(label, words, 6, is_bold=is_on, align="left", group="reasons")


def _comment_card(s: Sheet, cell: Rect) -> None:
    is_on = bool(s.showing.keyboard and s.showing.keyboard.text)
    s.card(cell, "comment", NAVY, is_on=is_on)
    inner = cell.inset(s.u(2), s.u(1.5))
    s.text(inner, s.words("Write a comment"), 6, colour=NAVY, is_bold=True, group="reasons")


def _comment(s: Sheet) -> None:
    back = ("back", s.words("Back")) if s.showing.score_is_low else ("skip", s.words("Skip"))
    keyboard = s.showing.keyboard
    text = keyboard.text if keyboard else ""
    room = s.body
    if s.is_wide:
        strip, room = room.top(s.target, s.u(2))
        typed, buttons = strip.left(strip.w * 6 // 10, s.u(2))
    else:
        typed, room = room.top(s.u(30), s.u(2))
        buttons, room = room.top(s.target, s.u(3))
    keys_scene.field(s, typed, text, s.words("What would you like to tell us?"))
    left, right = buttons.grid(2, 1, s.u(2))
    s.action(left, *back, is_main=False)
    s.action(right, "done", s.words("Send"), is_main=True)
    if not s.is_wide:
        room = room.bottom(min(room.h, s.u(95)))[0]
    if keyboard:
        keys_scene.keys(s, room, keyboard)


def _thanks(s: Sheet) -> None:
    comment: Action = ("comment", s.words("Write a comment"), False)
    done: Action = ("done", s.words("Done"), True)
    is_open = s.showing.can_comment and not s.showing.score_is_low
    rest = _foot(s, [comment, done] if is_open else [done])
    if s.showing.complaint:
        part, rest = _split(s, rest)
        _complain(s, part)
    face, rest = rest.top(rest.h * 11 // 20)
    s.shapes.append(Mark(face.inset(0, s.u(2)).square(), FACE_COLOURS[5]))
    title, rest = rest.top(rest.h // 2)
    s.text(title, s.words("Thank you."), 14, colour=NAVY, is_bold=True)
    s.text(rest, s.words("Your answer was recorded."), 6.5)


def _split(s: Sheet, room: Rect) -> tuple[Rect, Rect]:
    """The room for the code, and the rest."""
    if not s.is_wide:
        return room.bottom(room.h // 2, s.u(2))
    rest, code = room.left(room.w // 2, s.u(3))
    return code, rest


def _complain(s: Sheet, room: Rect) -> None:
    said, code = room.top(s.u(16), s.u(1))
    asked = s.showing.question.complaint
    is_vietnamese = s.showing.prefs.language in ("", "vi")
    name = asked.name if asked and (is_vietnamese or not asked.name_en) else ""
    name = name or (asked.name_en if asked else "")
    text = s.words("To tell us more, scan this code with a phone.")
    s.text(said, f"{name} – {text}" if name else text, 5, is_bold=True)
    s.shapes.append(QrShape(code.square(), s.showing.complaint))


def _foot(s: Sheet, actions: list[Action]) -> Rect:
    """The buttons below: how to read on one side, what to do on the other; the room above."""
    height = s.target if s.is_wide else s.target + s.u(13)
    foot, rest = s.body.bottom(height, s.u(2.5))
    others = [code for code in s.showing.languages if code != s.showing.prefs.language]
    chosen = reading_choices(s, others, _OTHER_LANGUAGES)
    if s.is_wide:
        prefs, doing = foot.left(foot.w * (5 if len(actions) > 1 else 6) // 9, s.u(4))
    else:
        doing, prefs = foot.top(s.target, s.u(2))
    for (name, text, is_on), cell in zip(chosen, prefs.grid(len(chosen), 1, s.u(1.5)), strict=True):
        s.choice(cell, name, text, is_on=is_on)
    for (name, text, is_main), cell in zip(
        actions, doing.grid(len(actions), 1, s.u(2)), strict=True
    ):
        s.action(cell, name, text, is_main=is_main)
    return rest


DRAW: dict[Screen, Callable[[Sheet], None]] = {
    Screen.IDLE: _idle,
    Screen.ASK: _ask,
    Screen.REASONS: _reasons,
    Screen.COMMENT: _comment,
    Screen.THANKS: _thanks,
}
