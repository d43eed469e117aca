"""The office's voice: phrases and clips of ``DIR/voice/LANG``, and sentences made of them.

A clip recorded by a person is ``DIR/voice/LANG/NAME.wav`` and goes before the made one of the same
name in ``DIR/voice/LANG/made``; a clip that is in neither is made when it is needed.
"""

import logging
import os
import tomllib
from array import array
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from importlib.resources import files
from pathlib import Path
from typing import Any

from display import clips, speech
from display.speech import Manner
from server.announcements import TRIAL, Call
from server.announcer import Spoken
from server.errors import SetupError

FOLDER = "voice"
MADE = "made"
PHRASES = "phrases.toml"
FOLDER_OF_PHRASES = "phrases"
CHIME = "chime.wav"
PART_S = 0.05
"""Between two clips: as long as a person needs between two words said clearly."""
PAUSE_S = 0.3
AFTER_CHIME_S = 0.25

OWN, MISSING = "own", "missing"

Synthesise = Callable[[str, Sequence[str]], list[bytes]]
"""Language and texts to samples.  :raises RuntimeError: if it cannot."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class Clip:
    """One clip of the list: *source* is ``own``, ``made`` or ``missing``; *why* what is wrong with
    one of the office's own."""

    name: str
    text: str
    source: str
    why: str = ""


class VoiceFolder:
    """The voice of the data folder *folder*.

    :raises SetupError: if a phrase of the office's own cannot be said.
    """

    def __init__(self, folder: Path, synthesise: Synthesise) -> None:
        self._folder = folder / FOLDER
        self._synthesise = synthesise
        self._manners = {each: self._manner(each) for each in speech.LANGUAGES}
        self._read: dict[Path, tuple[int, array[int]]] = {}
        self._chime = clips.chime()

    @property
    def languages(self) -> Collection[str]:
        """What can be spoken."""
        return self._manners.keys()

    def speak(self, call: Call, language: str, linh: str, *, has_chime: bool) -> Spoken | None:
        """*call* in *language*, one of :attr:`languages`.

        Where a word cannot be had only the chime is heard, or nothing where there is none: half a
        number would send somebody to the wrong counter.
        """
        manner = replace(self._manners[language], linh=linh)
        parts = _parts(call, manner)
        found = self._clips(language, [each for each in parts if each != speech.PAUSE])
        if found is None and not has_chime:
            return None
        pieces = self._opening() if has_chime else []
        if found is not None:
            pieces += _spaced(parts, found)
        samples = clips.joined(pieces)
        return Spoken(
            wav=clips.write_wav(samples),
            duration_s=clips.duration_s(samples),
            text=speech.text(parts),
        )

    def spell(self, label: str, language: str) -> bytes | None:
        """A *label*, or a number, by itself as WAV; ``None`` where a word of it cannot be had."""
        manner = self._manners.get(language)
        parts = [] if manner is None else speech.label(label, manner)
        found = self._clips(language, parts) if parts else None
        return None if found is None else clips.write_wav(clips.joined(_spaced(parts, found)))

    def make(self, language: str, counters: Iterable[str] = (), *, is_anew: bool = False) -> int:
        """Make the clips that are not there, or all; how many were made.

        :raises RuntimeError: if the synthesiser cannot. :raises OSError: if they cannot be kept.
        """
        texts = speech.every_part(self._manners[language], list(counters))
        if not is_anew:
            texts = [each for each in texts if not self._made(language, each).is_file()]
        for text, samples in self._spoken(language, texts).items():
            self._keep(self._made(language, text), samples)
        return len(texts)

    def listing(self, language: str, counters: Iterable[str] = ()) -> list[Clip]:
        """Every clip: what is to be read aloud, and who says it now."""
        texts = speech.every_part(self._manners[language], list(counters))
        return [self._clip(language, text) for text in texts]

    def _clip(self, language: str, text: str) -> Clip:
        name = speech.clip_name(text)
        why = ""
        if (path := self._own(language, text)).is_file():
            try:
                _own_clip(path)
                return Clip(name=name, text=text, source=OWN)
            except (clips.NoClip, OSError) as error:
                why = f"{path}: {error}"
        is_made = self._made(language, text).is_file()
        return Clip(name=name, text=text, source=MADE if is_made else MISSING, why=why)

    def _manner(self, language: str) -> Manner:
        shipped = files("display").joinpath(FOLDER_OF_PHRASES, f"{language}.toml")
        words = _words(tomllib.loads(shipped.read_text(encoding="utf-8")))
        path = self._folder / language / PHRASES
        try:
            own = _words(tomllib.loads(path.read_text(encoding="utf-8")))
        except FileNotFoundError:
            own = {}
        except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError, ValueError) as error:
            raise SetupError(f"{path}: {error}") from error
        tables = {name: {**words[name], **own.get(name, {})} for name in words}
        try:
            return speech.check(
                Manner(language=language, phrases=tables["phrases"], letters=tables["letters"])
            )
        except ValueError as error:
            raise SetupError(f"{path}: {error}") from error

    def _clips(self, language: str, texts: Sequence[str]) -> Mapping[str, "array[int]"] | None:
        """The samples of each text, ``None`` if one cannot be had."""
        found = {text: self._had(language, text) for text in texts}
        missing = [text for text, samples in found.items() if samples is None]
        if missing:
            try:
                made = self._spoken(language, missing)
            except RuntimeError as error:
                _log.error("voice: %s; only the chime is heard", error)
                return None
            for text, samples in made.items():
                self._try_to_keep(self._made(language, text), samples)
            found |= made
        return {text: samples for text, samples in found.items() if samples is not None}

    def _had(self, language: str, text: str) -> "array[int] | None":
        """From the files: the office's own, else the made one."""
        for path, read in (
            (self._own(language, text), _own_clip),
            (self._made(language, text), _made_clip),
        ):
            try:
                return self._remembered(path, read)
            except FileNotFoundError:
                continue
            except (clips.NoClip, OSError) as error:
                _log.warning("voice: %s: %s", path, error)
        return None

    def _remembered(self, path: Path, read: Callable[[Path], "array[int]"]) -> "array[int]":
        """A file's samples, read again only when it has changed."""
        changed = path.stat().st_mtime_ns
        before = self._read.get(path)
        if before is None or before[0] != changed:
            before = self._read[path] = changed, read(path)
        return before[1]

    def _spoken(self, language: str, texts: Sequence[str]) -> dict[str, "array[int]"]:
        if not texts:
            return {}
        data = self._synthesise(language, texts)
        return {
            text: clips.ready(clips.from_bytes(each))
            for text, each in zip(texts, data, strict=True)
        }

    def _try_to_keep(self, path: Path, samples: "array[int]") -> None:
        try:
            self._keep(path, samples)
        except OSError as error:
            _log.warning("voice: %s cannot be kept: %s", path, error)

    def _keep(self, path: Path, samples: "array[int]") -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        # Two programs may make the same clip at once: each writes a file of its own first.
        new = path.with_name(f"{path.name}.{os.getpid()}")
        new.write_bytes(clips.write_wav(samples))
        new.replace(path)

    def _opening(self) -> list["array[int]"]:
        path = self._folder / CHIME
        try:
            chime = self._remembered(path, _own_clip)
        except FileNotFoundError:
            chime = self._chime
        except (clips.NoClip, OSError) as error:
            _log.warning("voice: %s: %s", path, error)
            chime = self._chime
        return [chime, clips.silence(AFTER_CHIME_S)]

    def _own(self, language: str, text: str) -> Path:
        return self._folder / language / f"{speech.clip_name(text)}.wav"

    def _made(self, language: str, text: str) -> Path:
        return self._folder / language / MADE / f"{speech.clip_name(text)}.wav"


def _parts(call: Call, manner: Manner) -> tuple[str, ...]:
    if call.ticket == TRIAL:
        return speech.trial(manner)
    said = speech.Call(label=call.label, counter=call.counter, times=call.times)
    return speech.sentence(said, manner)


def _words(document: Mapping[str, Any]) -> dict[str, dict[str, str]]:
    """The tables of a file of phrases.

    :raises ValueError: naming what is not known or no text.
    """
    tables: dict[str, dict[str, str]] = {}
    for name, table in document.items():
        if name not in ("phrases", "letters") or not isinstance(table, Mapping):
            raise ValueError(f"unknown table {name!r}; known here: letters, phrases")
        for key, value in table.items():
            if name == "phrases" and key not in speech.PHRASES:
                raise ValueError(
                    f"unknown key 'phrases.{key}'; known here: {', '.join(speech.PHRASES)}"
                )
            if not isinstance(value, str):
                raise ValueError(f"{name}.{key} = {value!r}: text is wanted here")
        tables[name] = dict(table)
    return tables


def _own_clip(path: Path) -> "array[int]":
    """A recording, made fit to be joined. :raises NoClip: if nothing is to be heard on it."""
    samples = clips.ready(clips.read_wav(path.read_bytes()))
    if not samples:
        raise clips.NoClip("nothing is to be heard: record it again, closer to the microphone")
    return samples


def _made_clip(path: Path) -> "array[int]":
    return clips.read_wav(path.read_bytes())


def _spaced(parts: Sequence[str], found: Mapping[str, "array[int]"]) -> list["array[int]"]:
    """The clips of *parts* with the silences between them."""
    pieces = []
    for n, part in enumerate(parts):
        if part == speech.PAUSE:
            pieces.append(clips.silence(PAUSE_S))
        else:
            pieces.append(found[part])
            if n + 1 < len(parts):
                pieces.append(clips.silence(PART_S))
    return pieces
