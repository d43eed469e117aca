"""The keyboard on the screen: keys in, NFC text out. Pure.

Vietnamese has a key for each letter (ă â ê ô ơ ư đ too) and one for each tone mark, which goes to
the vowel of the last syllable that carries it in Vietnamese spelling (*hòa*, *toàn*, *quý*).
The same tone again takes it away, another one takes its place. So nobody has to know Telex.
"""

import unicodedata
from dataclasses import dataclass, replace
from enum import StrEnum

MOST = 300  # letters of a comment; the server takes 500

TONES = {
    "grave": "\u0300",
    "acute": "\u0301",
    "hook": "\u0309",
    "tilde": "\u0303",
    "dot": "\u0323",
}
_MARKS = frozenset(TONES.values())
_VOWELS = frozenset("aăâeêioôơuưy")
_MARKED = frozenset("ăâêôơư")  # the tone goes to these wherever they stand

_LETTERS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_VIETNAMESE = "ăâêôơưđ"
_SIGNS = ("1234567890", "@/:-_()%+", ",.!?;'\"&")
_ADDRESS = ("1234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm")


class Layout(StrEnum):
    COMMENT = "comment"  # in the language of the citizen
    ADDRESS = "address"  # of a server: no capitals, no spaces
    DIGITS = "digits"


@dataclass(frozen=True)
class Keyboard:
    """What was typed, and which keys are there. `has_tones`: with Vietnamese letters and marks."""

    text: str = ""
    layout: Layout = Layout.COMMENT
    has_tones: bool = True
    is_upper: bool = True  # a sentence begins with a capital
    is_signs: bool = False
    most: int = MOST


def rows(keyboard: Keyboard) -> tuple[tuple[str, ...], ...]:
    """The keys, row by row: a letter to type, a tone's name, or space shift signs erase."""
    if keyboard.layout is Layout.DIGITS:
        return (tuple("123"), tuple("456"), tuple("789"), ("erase", "0"))
    if keyboard.layout is Layout.ADDRESS:
        *most, last = [tuple(row) for row in _ADDRESS]
        return (*most, (*last, "erase"), (":", "/", ".", "-"))
    if keyboard.is_signs:
        first, second, third = [tuple(row) for row in _SIGNS]
        return (first, second, (*third, "erase"), ("signs", "space"))
    upper = str.upper if keyboard.is_upper else str
    first, second, third = [tuple(upper(row)) for row in _LETTERS]
    own = ((*upper(_VIETNAMESE), *TONES),) if keyboard.has_tones else ()
    return (*own, first, second, ("shift", *third, "erase"), ("signs", "space", ",", "."))


def press(keyboard: Keyboard, key: str) -> Keyboard:
    """After one key of `rows`; any other changes nothing."""
    if not any(key in row for row in rows(keyboard)):
        return keyboard
    match key:
        case "shift":
            return replace(keyboard, is_upper=not keyboard.is_upper)
        case "signs":
            return replace(keyboard, is_signs=not keyboard.is_signs)
        case "erase":
            return _typed(keyboard, erased(keyboard.text))
        case "space":
            return _typed(keyboard, _lengthened(keyboard, " "))
    if key in TONES:
        return replace(keyboard, text=toned(keyboard.text, key))
    return _typed(keyboard, _lengthened(keyboard, key))


def toned(text: str, tone: str) -> str:
    """`text` with that tone on its last syllable, or without it if it is there already; a text
    that ends in no Vietnamese vowel group stays as it is."""
    start, word = _last_word(text)
    place = _place(word)
    if place is None:
        return text
    had = next((mark for letter in word for mark in _split(letter)[1]), "")
    bare = [_split(letter)[0] for letter in word]
    if had != TONES[tone]:
        bare[place] += TONES[tone]
    return text[:start] + unicodedata.normalize("NFC", "".join(bare))


def erased(text: str) -> str:
    """Without its last letter, with whatever stands over and under it."""
    text = unicodedata.normalize("NFC", text)
    while text and unicodedata.combining(text[-1]):
        text = text[:-1]
    return text[:-1]


def _lengthened(keyboard: Keyboard, key: str) -> str:
    if len(keyboard.text) >= keyboard.most or (key == " " and keyboard.text[-1:] in ("", " ")):
        return keyboard.text
    return unicodedata.normalize("NFC", keyboard.text + key)


def _typed(keyboard: Keyboard, text: str) -> Keyboard:
    is_upper = keyboard.layout is Layout.COMMENT and (
        not text or (text.rstrip() != text and text.rstrip()[-1:] in ".!?")
    )
    return replace(keyboard, text=text, is_upper=is_upper)


def _last_word(text: str) -> tuple[int, str]:
    start = len(text)
    while start and text[start - 1].isalpha():
        start -= 1
    return start, text[start:]


def _split(letter: str) -> tuple[str, str]:
    """A letter without its tone (ấ → â), and the tone's mark."""
    parts = unicodedata.normalize("NFD", letter)
    bare = "".join(part for part in parts if part not in _MARKS)
    tone = "".join(part for part in parts if part in _MARKS)
    return unicodedata.normalize("NFC", bare), tone


def _place(word: str) -> int | None:
    """Which letter of a syllable carries its tone."""
    letters = [_split(letter)[0].lower() for letter in word]
    group = _vowel_group(letters)
    if not group:
        return None
    marked = [at for at in group if letters[at] in _MARKED]
    if marked:
        return marked[-1]  # ươ: the ơ
    is_closed = group[-1] + 1 < len(letters)
    if len(group) == 1:
        return group[0]
    return group[1] if is_closed or len(group) > 2 else group[0]


def _vowel_group(letters: list[str]) -> list[int]:
    """Where the last run of vowels is; without the u of *qu* and the i of *gi* before a vowel."""
    end = len(letters)
    while end and letters[end - 1] not in _VOWELS:
        end -= 1
    start = end
    while start and letters[start - 1] in _VOWELS:
        start -= 1
    before = letters[start - 1] if start else ""
    if end - start > 1 and (before, letters[start]) in (("q", "u"), ("g", "i")):
        start += 1
    return list(range(start, end))
