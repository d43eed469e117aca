"""What a rating tablet asks with: its faces, its languages, and what the citizen prefers. Pure."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from kiosk.screens import Screen
from kiosk.showing import Prefs, Showing
from kiosk.typing import Keyboard
from kiosk.wire import Question, Window

FACES = {
    "very_satisfied": 5,
    "satisfied": 4,
    "neutral": 3,
    "dissatisfied": 2,
    "very_dissatisfied": 1,
}
# Screens on which a citizen may choose how to read.
PREFERRING = (Screen.ASK, Screen.REASONS, Screen.COMMENT, Screen.THANKS)


def offered(levels: int) -> tuple[int, ...]:
    """The scores to choose from, best first: with three levels the outermost are left out."""
    return (4, 3, 2) if levels == 3 else (5, 4, 3, 2, 1)


def _silent(showing: Showing) -> None:
    pass


@dataclass(frozen=True)
class Reading:
    """The tablet's languages, its own first, those of them that have a voice, and the voice.

    :ivar speak: read the screen aloud; answers at once, and with `Spoken` at the end
    :ivar hush: break off
    """

    known: tuple[str, ...] = ("vi", "en")
    voices: tuple[str, ...] = ()
    speak: Callable[[Showing], None] = _silent
    hush: Callable[[Showing], None] = _silent

    def own(self) -> Prefs:
        """Nobody's: the tablet's own language."""
        return Prefs(self.known[0])

    def first(self, question: Question, window: Window) -> tuple[Prefs, tuple[str, ...]]:
        """How a citizen is asked first, and the languages to choose from: those the office offers
        that this tablet has words for. The ticket's language comes before the office's first."""
        languages = tuple(code for code in question.languages if code in self.known) or self.known
        wanted = window.language or ""
        own = self.known[0] if self.known[0] in languages else languages[0]
        return Prefs(wanted if wanted in languages else own), languages


ALONE = Reading()


def begun(showing: Showing) -> Keyboard:
    """An empty keyboard for a comment in the citizen's language."""
    return Keyboard(has_tones=showing.prefs.language in ("", "vi"))


def after_preference(showing: Showing, name: str) -> Showing | None:
    """The screen after a touch on how it is to be read; None when the touch is no such one."""
    if showing.screen not in PREFERRING:
        return None
    prefs = showing.prefs
    match name.split(":"):
        case ["language", code] if code in showing.languages:
            prefs = replace(prefs, language=code)
        case ["larger"]:
            prefs = replace(prefs, is_large=not prefs.is_large)
        case ["contrast"]:
            prefs = replace(prefs, has_contrast=not prefs.has_contrast)
        case ["speak"] if prefs.language in showing.voices:
            return replace(showing, is_speaking=not showing.is_speaking)
        case _:
            return None
    keyboard = showing.keyboard
    if keyboard:
        keyboard = replace(keyboard, has_tones=prefs.language in ("", "vi"))
    return replace(showing, prefs=prefs, keyboard=keyboard, is_speaking=False)
