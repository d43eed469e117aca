"""Each screen as a scene of shapes, for any size, upright or wide. Pure: no pygame here."""

from collections.abc import Callable

from kiosk import rate_scene, staff_scene, take_scene, told_scene
from kiosk.look import PLAIN, Look, in_contrast
from kiosk.screens import Screen
from kiosk.shapes import Scene, Text
from kiosk.sheet import GREY, NAVY, PAPER, Sheet
from kiosk.showing import Showing
from kiosk.take_parts import NAMES
from kiosk.words import Words
from kiosk.words import mark as _

NOT_KEPT = _("We are sorry: your answer could not be recorded.")


def compose(
    showing: Showing, size: tuple[int, int], words: Words, pressed: str = "", look: Look = PLAIN
) -> Scene:
    """The scene of a screen; `pressed` is the button under the finger."""
    sheet = Sheet(showing, size, words, pressed, look)
    _DRAW[showing.screen](sheet)
    scene = Scene(size, PAPER, tuple(sheet.shapes), tuple(sheet.buttons))
    return in_contrast(scene) if showing.prefs.has_contrast else scene


def names_in(scene: Scene) -> frozenset[str]:
    """The names of the groups or services that stand on it."""
    texts = (shape for shape in scene.shapes if isinstance(shape, Text))
    return frozenset(text.text for text in texts if text.group == NAMES)


def _pairing(s: Sheet) -> None:
    title, rest = s.body.top(s.u(14))
    foot, rest = rest.bottom(s.u(9))
    hint, rest = rest.bottom(s.u(14))
    s.text(title, s.words("Pairing code"), 8, is_bold=True)
    code = f"{s.showing.code[:3]} {s.showing.code[3:]}"  # read aloud in two groups
    s.text(rest, code, 34, colour=NAVY, is_bold=True)
    s.text(hint, s.words("Type this code on the devices page of the office."), 6)
    here = s.words("Tablet {id}").format(id=s.showing.tablet_id)
    said = " – ".join(part for part in (here, s.showing.address) if part)
    s.text(foot, said, 4, colour=GREY)


def _sorry(s: Sheet) -> None:
    if s.showing.why == "not kept":
        return s.text(s.body.inset(s.u(4), 0), s.words(NOT_KEPT), 11, colour=NAVY, is_bold=True)
    told_scene.sorry(s)


_DRAW: dict[Screen, Callable[[Sheet], None]] = {
    Screen.PAIRING: _pairing,
    **rate_scene.DRAW,
    **staff_scene.DRAW,
    **take_scene.DRAW,
    **told_scene.DRAW,
    Screen.SORRY: _sorry,
}
