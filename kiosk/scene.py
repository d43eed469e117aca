"""Each screen as a scene of shapes, for any size, upright or wide. Pure: no pygame here."""

from collections.abc import Callable

from kiosk.rating import FACES, REASONS
from kiosk.screens import Screen
from kiosk.shapes import Box, FaceShape, Mark, QrShape, Rect, Scene, Tick
from kiosk.sheet import FACE_COLOURS, GREY, INK, LINE, NAVY, PAPER, SHUT, Sheet
from kiosk.showing import Showing
from kiosk.wire import Service
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
# Before and after it is out.
_SLIP_HERE = (_("Your slip is being printed…"), _("Please take your slip."))
_SLIP_ELSEWHERE = (_("Your slip comes out at: {place}"), _("Please take your slip at: {place}"))
NOTE_WORDS = {
    "citizen_card": _("Your card was read and is not kept."),
    "priority": _("Your card was read and is not kept. You have priority."),
    "child": _("Children take a number without a card."),
    "health_card": _("That is a health insurance card. Please show the citizen's card."),
    "rubbish": _("That could not be read. Please show it again."),
}
SORRY_WORDS = {
    "closed": _("This service gives no numbers now."),
    "not kept": _("We are sorry: your answer could not be recorded."),
}


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


def _services(s: Sheet) -> None:
    title, rest = s.body.top(s.u(13), s.u(2))
    s.text(title, s.words("Touch what you have come for"), 9, colour=NAVY, is_bold=True)
    if s.showing.note:
        note, rest = rest.top(s.u(8 if s.is_wide else 14), s.u(2))
        text = NOTE_WORDS.get(s.showing.note, _("Please ask the staff for help."))
        s.text(note, s.words(text), 6, is_bold=True)
    services = s.showing.services
    if not services:
        return s.text(rest, s.words("The list of services is being fetched…"), 6, colour=GREY)
    columns, rows = _shape_of_grid(len(services), s.is_wide)
    for service, cell in zip(services, rest.grid(columns, rows, s.u(2)), strict=False):
        _service_card(s, cell, service)


def _card(s: Sheet) -> None:
    title, rest = s.body.top(s.u(16), s.u(2))
    foot, rest = rest.bottom(s.u(16 if s.is_wide else 34), s.u(4))
    s.text(title, s.words("Card read"), 9, colour=NAVY, is_bold=True)
    said = s.words("People of {age} and over may have priority. Do you want it?")
    s.text(rest.inset(s.u(4), 0), said.format(age=s.showing.age), 10, is_bold=True)
    accept, decline = foot.grid(2, 1, s.u(4)) if s.is_wide else foot.grid(1, 2, s.u(4))
    s.action(accept, "accept", s.words("Yes, with priority"), is_main=True)
    s.action(decline, "decline", s.words("Without priority"), is_main=False)


def _shape_of_grid(count: int, is_wide: bool) -> tuple[int, int]:
    columns = (2 if count <= 4 else 3 if count <= 12 else 4) if is_wide else (1 if count < 6 else 2)
    return columns, max(-(-count // columns), 2 if is_wide else 4)


def _service_card(s: Sheet, cell: Rect, service: Service) -> None:
    if service.is_open:
        s.card(cell, f"service:{service.code}", NAVY)
        count = service.waiting
        note = s.words("Waiting: {count}" if count else "Nobody is waiting").format(count=count)
    else:
        s.shapes.append(Box(cell, SHUT, LINE, s.u(0.4), s.u(2.5)))
        note = s.words("No numbers now")
    inner = cell.inset(s.u(2), s.u(1.5))
    foot, name = inner.bottom(min(s.u(6), inner.h // 3))
    ink = INK if service.is_open else GREY
    s.text(name, service.name, 8, colour=ink, is_bold=True, group="services")
    s.text(foot, note, 4.2, colour=GREY)


def _issuing(s: Sheet) -> None:
    s.text(s.body, s.words("One moment, please…"), 12, colour=NAVY, is_bold=True)


def _number(s: Sheet) -> None:
    rest = _done(s)
    table = _SLIP_ELSEWHERE if s.showing.place else _SLIP_HERE
    said = s.words(table[s.showing.slip == "printed"]).format(place=s.showing.place)
    title, rest = rest.top(s.u(11))
    ahead, rest = rest.bottom(s.u(8))
    advice, rest = rest.bottom(s.u(12 if s.is_wide else 22))
    _title(s, title)
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
    title, rest = rest.top(s.u(8 if s.is_wide else 9))
    _title(s, title)
    if s.showing.link:
        width, height = (rest.w * 13 // 20, rest.h) if s.is_wide else (rest.w, rest.h * 9 // 20)
        number, code = rest.left(width, s.u(3)) if s.is_wide else rest.top(height, s.u(2))
        s.shapes.append(QrShape(code.square(), s.showing.link))
        rest = number
    _label(s, rest)


def _done(s: Sheet) -> Rect:
    foot, rest = s.body.bottom(s.u(13), s.u(2))
    width = min(foot.w, s.u(50))
    button = Rect(foot.x + (foot.w - width) // 2, foot.y, width, foot.h)
    s.action(button, "again", s.words("Done"), is_main=True)
    return rest


def _title(s: Sheet, room: Rect) -> None:
    s.text(room, s.words("Your number"), 7.5)


def _label(s: Sheet, room: Rect) -> None:
    if s.showing.ticket:
        s.text(room, s.showing.ticket.label, 64, colour=NAVY, is_bold=True)


def _ahead(s: Sheet, room: Rect) -> None:
    if s.showing.ticket and s.showing.ticket.ahead:
        text = s.words("Before you: {count}").format(count=s.showing.ticket.ahead)
        s.text(room, text, 5.5, colour=GREY)


def _sorry(s: Sheet) -> None:
    is_rating = s.showing.why == "not kept"
    rest = s.body if is_rating else _done(s)
    title, rest = rest.top(rest.h * 3 // 5)
    text = s.words(SORRY_WORDS.get(s.showing.why, _("No number could be given.")))
    if s.showing.why == "closed" and s.showing.said:
        text = s.showing.said
    s.text(title.inset(s.u(4), 0), text, 11, colour=NAVY, is_bold=True)
    if not is_rating:
        s.text(rest.inset(s.u(4), 0), s.words("Please ask the staff for help."), 8)


_DRAW: dict[Screen, Callable[[Sheet], None]] = {
    Screen.PAIRING: _pairing,
    Screen.IDLE: _idle,
    Screen.ASK: _ask,
    Screen.REASONS: _reasons,
    Screen.THANKS: _thanks,
    Screen.SERVICES: _services,
    Screen.CARD: _card,
    Screen.ISSUING: _issuing,
    Screen.NUMBER: _number,
    Screen.PAPERLESS: _paperless,
    Screen.SORRY: _sorry,
}
