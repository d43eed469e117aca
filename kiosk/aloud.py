"""Reads a screen aloud, when a citizen asks for it: words → samples → the sound card.

Nothing is recorded and nothing leaves the machine: the synthesiser is a program of this tablet.
"""

import io
import logging
import re
import threading
import wave
from collections.abc import Callable, Container, Mapping, Sequence
from typing import Protocol

from hardware.synthesis import CannotSpeak
from kiosk.rate_asking import FACES, offered
from kiosk.rate_scene import FACE_WORDS, REASON_WORDS
from kiosk.screens import Screen
from kiosk.showing import Showing
from kiosk.take_said import said as said_of_take
from kiosk.words import Words

_LOGGER = logging.getLogger(__name__)

_RATE_HZ = 22_050  # what the synthesiser gives: 16 bits, one channel
_KEPT = 12  # texts whose sound is kept: 0.4 MB for 10 s, 35 MB at the most
_ENDS = re.compile(r"(?<=[.?!…:]) ")
_VIETNAMESE = re.compile(r"[^\W\d_a-zA-Z]")  # a letter that English does not have

Synthesise = Callable[[str, Sequence[str]], list[bytes]]


class Plays(Protocol):
    """Something that plays one sound at a time, and returns at once."""

    def play(self, wav: bytes) -> None: ...


class Aloud:
    """One reading at a time; a new one, or hush(), ends the one before.

    :param words: by language
    :param synthesise: as hardware.synthesis.synthesise
    :param speaker: opened when first needed
    :param on_page: the names that a list on this screen shows, of those that are in the list
    """

    def __init__(
        self,
        words: Mapping[str, Words],
        synthesise: Synthesise,
        speaker: Callable[[], Plays],
        voices: tuple[str, ...],
        on_page: Callable[[Showing], Container[str]],
    ) -> None:
        self.voices = voices
        self._words, self._synthesise, self._open = words, synthesise, speaker
        self._on_page = on_page
        self._speaker: Plays | None = None
        self._kept: dict[tuple[str, str], bytes] = {}
        self._lock = threading.Lock()
        self._over = threading.Event()

    def speak(self, showing: Showing, on_end: Callable[[], None]) -> None:
        """Return at once; `on_end` is called from another thread, unless hush() comes first."""
        self.hush()
        self._over = over = threading.Event()
        language = showing.prefs.language
        # Here and not on the thread: what is on a page is known by whoever draws it.
        text = said(showing, self._words[language], self._on_page(showing))
        work = threading.Thread(
            target=self._read, args=(language, text, over, on_end), name="aloud", daemon=True
        )
        work.start()

    def hush(self) -> None:
        """Break off."""
        self._over.set()
        with self._lock:
            if self._speaker:
                self._speaker.play(as_wav(b""))

    def _read(
        self, language: str, text: str, over: threading.Event, on_end: Callable[[], None]
    ) -> None:
        try:
            samples = self._samples(language, text)
        except CannotSpeak as error:
            _LOGGER.warning("nothing is read aloud: %s", error)
            samples = b""
        with self._lock:
            if over.is_set():
                return
            if samples:
                self._speaker = self._speaker or self._open()
                self._speaker.play(as_wav(samples))
        if not over.wait(len(samples) / 2 / _RATE_HZ):
            on_end()

    def _samples(self, language: str, text: str) -> bytes:
        key = (language, text)
        if key not in self._kept:
            if len(self._kept) >= _KEPT:
                self._kept.clear()
            runs = voiced(language, text) if "vi" in self.voices else [(language, text)]
            self._kept[key] = b"".join(
                samples for code, run in runs for samples in self._synthesise(code, [run])
            )
        return self._kept[key]


def voiced(language: str, text: str) -> list[tuple[str, str]]:
    """The text in parts, each with the language of its voice: what has no translation is
    Vietnamese, and another voice would spell its letters."""
    runs: list[tuple[str, str]] = []
    for sentence in _ENDS.split(text):
        code = "vi" if _VIETNAMESE.search(sentence) else language
        if runs and runs[-1][0] == code:
            runs[-1] = (code, f"{runs[-1][1]} {sentence}")
        else:
            runs.append((code, sentence))
    return runs


def said(showing: Showing, words: Words, on_page: Container[str] = ()) -> str:
    """The sentences of a screen, in the order they are read."""
    match showing.screen:
        case Screen.ASK:
            return " ".join([words("Please rate how you were served."), *_choices(showing, words)])
        case Screen.REASONS:
            title = words("What were you not satisfied with?")
            reasons = [words(REASON_WORDS.get(r, r)) for r in showing.question.reasons]
            return f"{title} {words('You may choose several.')} {'. '.join(reasons)}."
        case Screen.COMMENT:
            typed = showing.keyboard.text if showing.keyboard else ""
            return typed or words("What would you like to tell us?")
        case Screen.THANKS:
            more = words("To tell us more, scan this code with a phone.")
            parts = [words("Thank you."), words("Your answer was recorded.")]
            return " ".join([*parts, more] if showing.complaint else parts)
    return said_of_take(showing, words, on_page)


def _choices(showing: Showing, words: Words) -> list[str]:
    scores = offered(showing.question.levels)
    names = [name for name, score in FACES.items() if score in scores]
    return [
        words("Your answer is kept confidential."),
        ". ".join(words(FACE_WORDS[name]) for name in names) + ".",
    ]


def as_wav(samples: bytes) -> bytes:
    """16-bit samples, one channel, as a WAV; without samples a moment of silence."""
    whole = io.BytesIO()
    with wave.open(whole, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(_RATE_HZ)
        file.writeframes(samples or bytes(200))
    return whole.getvalue()
