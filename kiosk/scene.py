"""Each screen as a scene of shapes, for any size, upright or wide. Pure: no pygame here."""

from collections.abc import Callable

from kiosk import take_scene, told_scene
from kiosk.rate_asking import FACES
from kiosk.screens import Screen
from kiosk.shapes import FaceShape, Mark, Rect, Scene, Tick
from kiosk.sheet import FACE_COLOURS, GREY, LINE, NAVY, PAPER, Sheet
from kiosk.showing import Showing
from kiosk.wire import REASONS
from kiosk.words import Words


def _(text: str) -> str:
    """Marks a catalogue text where it stands in a table."""
    return text


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
NOT_KEPT = _("We are sorry: your answer could not be recorded.")


def compose(showing: Showing, size: tuple[int, int], words: Words, pressed: str = "") -> Scene:
    """The scene of a screen; `pressed` is the button under the finger."""
    sheet = Sheet(showing, size, words, pressed)
    _DRAW[showing.screen](sheet)
    return Scene(size, PAPER, tuple(sheet.shapes), tuple(sheet.buttons))


def _pairing(s: Sheet) -> None:
    title, rest = s.body.top(s.u(14))
    foot, rest = rest.bottom(s.u(9))
    hint, rest = rest.bottom(s.u(14))
    s.text(title, s.words("Pairing code"), 8, is_bold=True)
    code = f"{s.showing.code[:3]} {s.showing.code[3:]}"  # read aloud in two groups
    s.text(rest, code, 34, colour=NAVY, is_bold=True)
    s.text(hint, s.words("Type this code on the devices page of the office."), 6)
    s.text(foot, s.words("Tablet {id}").format(id=s.showing.tablet_id), 4, colour=GREY)


def _idle(s: Sheet) -> None:
    title, rest = s.body.inset(0, s.u(5)).top(s.body.h // 4)
    s.text(title, s.words("Welcome"), 12, colour=NAVY, is_bold=True)
    if s.showing.counter:
        place, rest = rest.top(rest.h // 2)
        text = s.words("Counter {number}").format(number=s.showing.counter)
        s.text(place, text, 22, colour=NAVY, is_bold=True)
    s.text(rest, s.words("You will be asked here after you have been served."), 7)


def _ask(s: Sheet) -> None:
    title, rest = s.body.top(s.u(15 if s.is_wide else 24), s.u(1))
    note, rest = rest.top(s.u(6 if s.is_wide else 13), s.u(2))
    foot, rest = rest.bottom(s.u(11), s.u(3))
    s.text(title, s.words("Please rate how you were served."), 8, is_bold=True)
    s.text(note, _about(s), 4.8, colour=GREY)
    cells = rest.grid(5, 1, s.u(2)) if s.is_wide else rest.grid(1, 5, s.u(2))
    for (name, score), cell in zip(FACES.items(), cells, strict=True):
        _face_card(s, cell, name, score)
    width = min(foot.w, s.u(40))
    skip = Rect(foot.x + (foot.w - width) // 2, foot.y, width, foot.h)
    s.action(skip, "skip", s.words("Skip"), is_main=False)


def _about(s: Sheet) -> str:
    parts = [s.words("Your answer is kept confidential.")]
    if window := s.showing.window:
        number = s.words("Number {label}").format(label=window.label)
        parts = [" – ".join(p for p in (number, window.service, window.clerk) if p) + ".", *parts]
    return " ".join(parts)


def _face_card(s: Sheet, cell: Rect, name: str, score: int) -> None:
    s.card(cell, name, FACE_COLOURS[score])
    inner = cell.inset(s.u(2), s.u(2))
    if s.is_wide:
        face, label = inner.top(min(inner.w, inner.h - s.u(18)), s.u(1))
    else:
        face, label = inner.left(inner.h, s.u(4))
    s.shapes.append(FaceShape(face.square(), score, FACE_COLOURS[score]))
    align = "center" if s.is_wide else "left"
    most = 6.5 if s.is_wide else 8
    words = s.words(FACE_WORDS[name])
    s.text(label, words, most, is_bold=True, align=align, group="faces")


def _reasons(s: Sheet) -> None:
    title, rest = s.body.top(s.u(9))
    note, rest = rest.top(s.u(5), s.u(1))
    foot, rest = rest.bottom(s.u(11), s.u(2))
    s.text(title, s.words("What were you not satisfied with?"), 8, is_bold=True)
    s.text(note, s.words("You may choose several."), 5, colour=GREY)
    cells = rest.grid(2, 4, s.u(2)) if s.is_wide else rest.grid(1, 7, s.u(2))
    for name, cell in zip(REASONS, cells, strict=False):
        _reason_card(s, cell, name)
    skip, done = foot.grid(2, 1, s.u(4))
    s.action(skip, "skip", s.words("Skip"), is_main=False)
    s.action(done, "done", s.words("Send"), is_main=True)


def _reason_card(s: Sheet, cell: Rect, name: str) -> None:
    is_on = name in s.showing.reasons
    s.card(cell, name, NAVY if is_on else LINE, is_on=is_on)
    inner = cell.inset(s.u(2), s.u(1.5))
    tick, label = inner.left(min(inner.h, s.u(9)), s.u(2.5))
    s.shapes.append(Tick(tick.square(), is_on, NAVY))
    s.text(label, s.words(REASON_WORDS[name]), 6, is_bold=is_on, align="left", group="reasons")


def _thanks(s: Sheet) -> None:
    face, rest = s.body.top(s.body.h * 11 // 20)
    s.shapes.append(Mark(face.inset(s.u(15), s.u(4)).square(), FACE_COLOURS[5]))
    title, rest = rest.top(rest.h // 2)
    s.text(title, s.words("Thank you."), 14, colour=NAVY, is_bold=True)
    s.text(rest, s.words("Your answer was recorded."), 6.5)


def _sorry(s: Sheet) -> None:
    if s.showing.why == "not kept":
        return s.text(s.body.inset(s.u(4), 0), s.words(NOT_KEPT), 11, colour=NAVY, is_bold=True)
    told_scene.sorry(s)


_DRAW: dict[Screen, Callable[[Sheet], None]] = {
    Screen.PAIRING: _pairing,
    Screen.IDLE: _idle,
    Screen.ASK: _ask,
    Screen.REASONS: _reasons,
    Screen.THANKS: _thanks,
    Screen.SORRY: _sorry,
    **take_scene.DRAW,
    **told_scene.DRAW,
}
