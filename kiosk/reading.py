"""How a citizen reads a tablet: in which language, in which letters, or by listening. Pure."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from kiosk.showing import Prefs, Showing
from kiosk.wire import Question, Window


class Voice(Protocol):
    """Reads screens aloud."""

    voices: tuple[str, ...]  # languages

    def speak(self, showing: Showing, on_end: Callable[[], None]) -> None: ...

    def hush(self) -> None: ...


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


def by_voice(
    languages: tuple[str, ...], voice: Voice | None, on_end: Callable[[], None]
) -> Reading:
    """With a voice for those of the languages that it speaks; `on_end` when a reading is over."""
    if voice is None:
        return Reading(languages)
    voices = tuple(code for code in languages if code in voice.voices)
    return Reading(
        languages,
        voices,
        lambda showing: voice.speak(showing, on_end),
        lambda showing: voice.hush(),
    )


def after_preference(showing: Showing, name: str) -> Showing | None:
    """The screen after a touch on how it is to be read; None when the touch is no such one."""
    if name == "speak" and showing.prefs.language in showing.voices:
        return replace(showing, is_speaking=not showing.is_speaking)
    prefs = _preferred(showing.prefs, name, showing.languages)
    if prefs is None:
        return None
    keyboard = showing.keyboard
    if keyboard:
        keyboard = replace(keyboard, has_tones=prefs.language in ("", "vi"))
    return replace(showing, prefs=prefs, keyboard=keyboard, is_speaking=False)


def _preferred(prefs: Prefs, name: str, languages: Sequence[str]) -> Prefs | None:
    match name.split(":"):
        case ["language", code] if code in languages:
            return replace(prefs, language=code)
        case ["larger"]:
            return replace(prefs, is_large=not prefs.is_large)
        case ["contrast"]:
            return replace(prefs, has_contrast=not prefs.has_contrast)
    return None
