"""What a loudspeaker says, as the clips it is put together from.

A sentence is a tuple of parts: pieces of a phrase, words of a number, names of letters, and
:data:`PAUSE`.  A part is the text that somebody reads at a microphone, or a synthesiser; the clip
of a part has the name :func:`clip_name`.  Numbers are never left to a synthesiser: espeak-ng says
15 as *mười năm*.
"""

import re
import string
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from display import numerals

PAUSE = ","
"""A part that is a short silence."""
LANGUAGES = ("vi", "en")
PHRASES = ("call", "recall", "call_word", "recall_word", "trial")
FIELDS = ("label", "counter", "time")

_STOPS = re.compile(r"\s*[,.;:!?…]+\s*")
_PIECES = re.compile(r"\d+|\D+")
_SIGNS = re.compile(r"\d+|[^\W\d_]")
_CODE = re.compile(r"[^\W\d_]?\d+[^\W\d_]?|[^\W\d_]")
"""A counter that is said sign by sign: 7, 3A, B2, or a lone letter."""

_TONES = {"\u0301": "s", "\u0300": "f", "\u0309": "r", "\u0303": "x", "\u0323": "j"}
_MARKS = {"\u0302": "", "\u031b": "w", "\u0306": "w"}


@dataclass(frozen=True, kw_only=True)
class Manner:
    """How one language is spoken in one hall: phrases by name, letters by themselves, and which of
    *linh* and *lẻ* is said."""

    language: str
    phrases: Mapping[str, str]
    letters: Mapping[str, str]
    linh: str = "linh"


@dataclass(frozen=True, kw_only=True)
class Call:
    """Somebody's turn: *times* is 1 for the first call, 2 for the second, …"""

    label: str
    counter: str
    times: int = 1


def check(manner: Manner) -> Manner:
    """Refuse phrases that could not be said.

    :raises ValueError: naming the phrase and what would be right.
    """
    for name in PHRASES:
        if name not in manner.phrases:
            raise ValueError(f"phrases.{name} is missing")
    for name, phrase in manner.phrases.items():
        try:
            found = [field for _, field, _, _ in string.Formatter().parse(phrase) if field]
        except ValueError as error:
            raise ValueError(f"phrases.{name}: {error}") from error
        for field in found:
            if field not in FIELDS:
                known = ", ".join(f"{{{each}}}" for each in FIELDS)
                raise ValueError(f"phrases.{name}: there is no {{{field}}}; known: {known}")
    return manner


def sentence(call: Call, manner: Manner) -> tuple[str, ...]:
    """The parts of *call*, as *manner* says it."""
    phrase = "call" if call.times < 2 else "recall"
    if not call.counter[:1].isdigit():
        phrase += "_word"
    said = {
        "label": label(call.label, manner),
        "counter": counter(call.counter, manner),
        "time": [numerals.time(call.times, manner.language)],
    }
    parts: list[str] = []
    for text, field, _, _ in string.Formatter().parse(manner.phrases[phrase]):
        parts += _fixed(text)
        parts += said[field] if field else []
    return tuple(_without_end(parts))


def trial(manner: Manner) -> tuple[str, ...]:
    """The parts of a sentence that calls nobody."""
    return tuple(_without_end(_fixed(manner.phrases["trial"])))


def text(parts: Iterable[str]) -> str:
    """A sentence as one reads it."""
    return " ".join(parts).replace(f" {PAUSE}", PAUSE)


def label(said: str, manner: Manner) -> list[str]:
    """``A042`` is *a không bốn hai*, ``A142`` *a một trăm bốn mươi hai*: signs by their names, the
    number by :func:`display.numerals.run`, and what has no name is not said."""
    return [word for sign in _SIGNS.findall(_nfc(said)) for word in _sign(sign, manner)]


def counter(said: str, manner: Manner) -> list[str]:
    """``21`` is *hai mươi mốt*, ``3A`` *ba a*; of a name the words are one part."""
    if _CODE.fullmatch(_nfc(said)):
        return label(said, manner)
    parts: list[str] = []
    for piece in _PIECES.findall(_nfc(said)):
        if piece.isdigit():
            parts += numerals.run(piece, manner.language, manner.linh)
        else:
            parts += [each for each in _fixed(piece) if each != PAUSE]
    return parts


def every_part(manner: Manner, counters: Sequence[str] = ()) -> list[str]:
    """Everything that may have to be said, each once: what is to be recorded."""
    fixed: list[str] = []
    for name in PHRASES:
        for piece, _, _, _ in string.Formatter().parse(manner.phrases[name]):
            fixed += [each for each in _fixed(piece) if each != PAUSE]
    names = [part for each in counters for part in counter(each, manner)]
    words = numerals.words(manner.language)
    return list(dict.fromkeys([*fixed, *words, *manner.letters.values(), *names]))


def clip_name(part: str) -> str:
    """The name of a part's clip: its text as typed in Telex, so that *mười* and *mươi* differ and
    any file system can hold it: ``muowif``, ``muowi``."""
    words = re.findall(r"[^\W_]+", _nfc(part).lower())
    return "-".join(_telex(word) for word in words)


def _sign(sign: str, manner: Manner) -> list[str]:
    if sign.isdecimal() and sign.isascii():
        return numerals.run(sign, manner.language, manner.linh)
    name = manner.letters.get(sign.upper())
    return [] if name is None else [name]


def _fixed(piece: str) -> list[str]:
    """The fixed words of a phrase, with its stops as pauses."""
    parts: list[str] = []
    for n, words in enumerate(_STOPS.split(piece)):
        if n:
            parts.append(PAUSE)
        if words.strip():
            parts.append(words.strip())
    return parts


def _without_end(parts: list[str]) -> list[str]:
    """*parts* without pauses at their beginning and end."""
    while parts and parts[-1] == PAUSE:
        parts.pop()
    while parts and parts[0] == PAUSE:
        parts.pop(0)
    return parts


def _telex(word: str) -> str:
    """One lower-case word in Telex, the tone at its end."""
    typed, tone, last = "", "", ""
    for sign in unicodedata.normalize("NFD", word):
        if sign in _TONES:
            tone = _TONES[sign]
        elif sign in _MARKS:
            typed += _MARKS[sign] or last
        elif sign == "đ":
            typed += "dd"
        elif sign.isascii():
            typed, last = typed + sign, sign
        else:
            typed += f"u{ord(sign):x}"
    return typed + tone


def _nfc(said: str) -> str:
    return unicodedata.normalize("NFC", said)
