"""What pages read aloud: the sentences on their screens, made by the office's voice.

One recorded by a person, ``DIR/voice/LANG/prompt-NAME.wav``, goes before the made one, which is
kept in ``DIR/voice/LANG/made`` under its name and a sum of its text.
"""

import hashlib
import logging
import os
import threading
from collections.abc import Callable, Mapping
from pathlib import Path

from display import clips
from server.kiosk_prompts import SENTENCES, is_own, label_in, own_words
from server.plan import REASONS, Plan
from server.voice import FOLDER, MADE, Synthesise
from server.words import LANGUAGES, Translate

_REASONS = (
    "Waiting time",
    "Attitude of the staff",
    "Unclear guidance",
    "Had to come several times",
    "Extra cost",
    "Rooms and equipment",
    "Something else",
)
PROMPTS: Mapping[str, tuple[str, ...]] = {
    "ask": (
        "Please rate how you were served.",
        "Your answer is kept confidential.",
        "Touch one of the faces.",
    ),
    "faces-5": ("Very satisfied", "Satisfied", "Neutral", "Dissatisfied", "Very dissatisfied"),
    "faces-3": ("Satisfied", "Neutral", "Dissatisfied"),
    "reasons": ("What were you not satisfied with?", "You may choose several, or none."),
    "comment": (
        "Anything to add? (optional)",
        "Please write no names, phone numbers or identity numbers.",
    ),
    "thanks": ("Thank you. Your answer was recorded.",),
    "complaint": ("Send a complaint or proposal: scan the code with a phone.",),
    **{f"reason-{code}": (said,) for code, said in zip(REASONS, _REASONS, strict=True)},
    **SENTENCES,
}
"""What is said, as the catalogues know it."""

_ENDS = (".", "?", ":", "…")

_log = logging.getLogger(__name__)


class Prompts:
    """The prompts of the data folder *folder*; safe from any thread.

    :param plan: the set-up of today.
    :param spell: a number or label in a language as WAV, of the clips that calls are made of.
    """

    def __init__(
        self,
        folder: Path,
        synthesise: Synthesise,
        in_language: Callable[[str], Translate],
        plan: Callable[[], Plan],
        spell: Callable[[str, str], bytes | None],
    ) -> None:
        self._folder = folder / FOLDER
        self._synthesise = synthesise
        self._in_language = in_language
        self._plan = plan
        self._spell = spell
        self._one = threading.Lock()

    def wav(self, name: str, language: str) -> bytes | None:
        """A WAV file, ``None`` where there is no such prompt or it cannot be made.

        The first time it takes as long as the synthesiser does.
        """
        if language not in LANGUAGES:
            return None
        if label := label_in(name):
            with self._one:
                return self._spell(label, language)
        text = self.text(name, language)
        if not text:
            return None
        sum_of_text = hashlib.sha256(text.encode()).hexdigest()[:8]
        own = self._folder / language / f"prompt-{name}.wav"
        made = self._folder / language / MADE / f"prompt-{name}-{sum_of_text}.wav"
        with self._one:  # ten tablets that ask at once need it made once
            for path in (own, made):
                try:
                    return path.read_bytes()
                except FileNotFoundError:
                    continue
                except OSError as error:
                    _log.warning("voice: %s: %s", path, error)
            return self._make(language, text, made)

    def text(self, name: str, language: str) -> str:
        """What the prompt says; nothing where there is no such prompt."""
        if is_own(name):
            said = own_words(self._plan(), name, language)
        else:
            translate = self._in_language(language)
            whole = (translate(each) for each in PROMPTS.get(name, ()))
            said = tuple(each.partition("{")[0].strip() for each in whole)
        return " ".join(each if each.endswith(_ENDS) else f"{each}." for each in said)

    def _make(self, language: str, text: str, path: Path) -> bytes | None:
        try:
            (samples,) = self._synthesise(language, [text])
        except RuntimeError as error:
            _log.error("voice: %s; nothing is read aloud", error)
            return None
        data = clips.write_wav(clips.ready(clips.from_bytes(samples)))
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            new = path.with_name(f"{path.name}.{os.getpid()}")
            new.write_bytes(data)
            new.replace(path)
        except OSError as error:
            _log.warning("voice: %s cannot be kept: %s", path, error)
        return data
