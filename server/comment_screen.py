"""What of a citizen's comment may be shown: without names and numbers that lead to a person.  Pure.

Better a word too many than one too few: who wants a harmless word back can be told, a name that
was read cannot be unread.  The comment as it was written stays in the office's file and is shown
nowhere.  What is found and what is not: ``docs/reference/rating-figures.md``.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from server.vietnamese_names import (
    BARE_MIDDLE,
    BARE_TITLES,
    GIVEN,
    LOWER_SURNAMES,
    MIDDLE,
    ORDINARY,
    SURNAMES,
    TITLES,
)

KINDS = ("name", "number", "email", "link")

LONGEST_NAME = 5
"""Words that a name has at most."""
FEWEST_DIGITS = 7
"""A house number, a fee or a counter has fewer; phone, identity and account numbers have more."""

_TLD = (
    "vn|com|net|org|info|edu|gov|io|me|biz|xyz|asia|shop|site|online|store|link|top|tv|cc|co|ly|gl"
)
_EMAIL = re.compile(r"[^\s@<>,;()]+\s?(?:@|\[at\]|\(at\)|\ba còng\b)\s?[^\s@<>,;()]+", re.I)
_LINK = re.compile(
    r"(?:https?|ftp)\s?:\s?//\S+|\bwww\.\S+|"
    rf"(?<![\w.])(?:[a-z0-9-]+\.)+(?:{_TLD})\b(?:/\S*)?",
    re.I,
)
_PLATE = re.compile(
    r"(?<![\w.])\d{2}[\s.-]?[A-ZĐ]{1,2}\d?[\s.-]{0,3}(?:\d{3}\.?\d{2}|\d{4})(?![\w])", re.I
)
_LABEL = re.compile(r"(?<!\w)[A-ZĐ]{1,2}-?\d{3,}(?!\w)")
"""A number of the office itself: it names one visit."""
_DIGITS = re.compile(r"(?:[A-ZĐ]{1,2}(?=\d))?\(?\+?\d(?:[\s().,/_:–-]{0,3}\d)*", re.I)
_MONEY = re.compile(
    r"(?!0)\d{1,3}(?:[., ]\d{3})*\s?(?:đ|đồng|vnđ|vnd|dong|k|nghìn|ngàn|triệu|tr)(?!\w)", re.I
)
_SPOKEN_DIGIT = (
    r"(?:không|khong|một|mốt|mot|hai|ba|bốn|bon|tư|năm|nam|lăm|sáu|sau|bảy|bẩy|bay|tám|tam"
    r"|chín|chin)"
)
_SPOKEN = re.compile(
    rf"(?<!\w){_SPOKEN_DIGIT}(?:[\s,.-]+{_SPOKEN_DIGIT}){{{FEWEST_DIGITS - 1},}}(?!\w)", re.I
)
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_GAP = re.compile(r"\s+|\s*-\s*")
_END_OF_SENTENCE = re.compile(r"[.!?:;\n…]\s*$|^\s*$")


@dataclass(frozen=True, slots=True)
class Screened:
    """What may be shown, and what kinds of things were left out of it."""

    text: str
    left_out: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Span:
    start: int
    end: int
    kind: str


@dataclass(frozen=True, slots=True)
class _Word:
    start: int
    end: int
    text: str
    lower: str
    is_capital: bool
    is_first: bool
    is_bare: bool


def screen(comment: str, words: Mapping[str, str], people: Iterable[str] = ()) -> Screened:
    """*comment* with a word of *words*, by kind of :data:`KINDS`, in place of what is left out.

    *people* are full names of those who work here: they are found without their marks too.
    """
    text = _plain(comment)
    spans = _apart([*_numbers(text), *_names(text), *_known(text, people)])
    shown, at = [], 0
    for span in spans:
        shown += [text[at : span.start], words[span.kind]]
        at = span.end
    return Screened("".join([*shown, text[at:]]), frozenset(span.kind for span in spans))


def folded(text: str) -> str:
    """*text* in lower case without marks, as somebody types it in a hurry; as long as it was."""
    plain = (unicodedata.normalize("NFD", each)[0] for each in text.replace("đ", "d"))
    return "".join(plain).replace("Đ", "D").lower()


def _plain(comment: str) -> str:
    """In NFC, with ordinary digits, and without letters that cannot be seen."""
    text = unicodedata.normalize("NFC", comment)
    text = "".join(each for each in text if unicodedata.category(each) not in ("Cf", "Cs", "Co"))
    return "".join(
        str(unicodedata.decimal(each)) if each.isdecimal() else _ascii_form(each) for each in text
    )


def _ascii_form(each: str) -> str:
    """Letters and signs of other widths and shapes as the ASCII they stand for."""
    if "\uff01" <= each <= "\uff5e":
        return chr(ord(each) - 0xFEE0)
    plain = unicodedata.normalize("NFKC", each)
    return plain if len(plain) == 1 and plain.isascii() else each


def _apart(spans: Iterable[_Span]) -> list[_Span]:
    """In order; what overlaps becomes one, of the kind that began first."""
    found: list[_Span] = []
    for span in sorted(spans, key=lambda each: (each.start, -each.end)):
        if found and span.start < found[-1].end:
            last = found[-1]
            found[-1] = _Span(last.start, max(last.end, span.end), last.kind)
        else:
            found.append(span)
    return found


def _numbers(text: str) -> Iterator[_Span]:
    yield from (_Span(*each.span(), "email") for each in _EMAIL.finditer(text))
    yield from (_Span(*each.span(), "link") for each in _LINK.finditer(text))
    for pattern in (_PLATE, _LABEL, _SPOKEN):
        yield from (_Span(*each.span(), "number") for each in pattern.finditer(text))
    money = [each.span() for each in _MONEY.finditer(text)]
    for each in _DIGITS.finditer(text):
        is_money = any(start <= each.start() and each.end() <= end for start, end in money)
        if sum(map(str.isdigit, each.group())) >= FEWEST_DIGITS and not is_money:
            yield _Span(*each.span(), "number")


def _split(text: str) -> list[_Word]:
    """The words of *text*; where nearly all is in capitals, a capital says nothing.

    Somebody who types without marks types all of it so: only then is ``nguyen`` a surname.
    """
    is_bare = folded(text) == text.lower()
    letters = [each for each in text if each.isalpha()]
    shouts = sum(each.isupper() for each in letters) > 0.6 * len(letters)
    return [
        _Word(
            start=each.start(),
            end=each.end(),
            text=each.group(),
            lower=each.group().lower(),
            is_capital=each.group()[0].isupper() and not shouts,
            is_bare=is_bare,
            is_first=_END_OF_SENTENCE.search(text[: each.start()]) is not None,
        )
        for each in _WORD.finditer(text)
    ]


def _names(text: str) -> Iterator[_Span]:
    words = _split(text)
    at = 0
    while at < len(words):
        run = _run(text, words, at)
        length = _name_at(run)
        if length:
            # The title stays: "chị [tên]" still says whom the citizen spoke of, and to nobody.
            start = run[1] if _is_title(run[0]) and length > 1 else run[0]
            yield _Span(start.start, run[length - 1].end, "name")
        at += max(length, 1)


def _run(text: str, words: list[_Word], at: int) -> list[_Word]:
    """The word *at* and those that follow it without anything but space between."""
    run = [words[at]]
    for each in words[at + 1 : at + 1 + LONGEST_NAME]:
        if not _GAP.fullmatch(text[run[-1].end : each.start]):
            break
        run.append(each)
    return run


def _name_at(run: list[_Word]) -> int:
    """How many words from the first are a name with its title; 0 for none."""
    first, rest = run[0], run[1:]
    is_called = _is_title(first) and rest and not _is_ordinary(run, 0)
    if is_called and (length := _after_title(rest)):
        return 1 + length
    if length := _with_surname(run):
        return length
    is_given = first.is_capital and not first.is_first and first.lower in GIVEN
    return int(is_given and not _is_ordinary(run, 0))


def _after_title(run: list[_Word]) -> int:
    if length := _with_surname(run):
        return length
    capitals = _capitals(run)
    if capitals:
        return capitals
    return int(_is_among(run[0], GIVEN) and not _is_ordinary(run, 0))


def _with_surname(run: list[_Word]) -> int:
    """A surname and what follows it: capitals, or a middle word and one more."""
    first = run[0]
    if len(run) < 2 or _is_ordinary(run, 0):
        return 0
    is_surname = first.is_capital and _is_among(first, SURNAMES)
    if is_surname and (capitals := _capitals(run)) > 1:
        return capitals
    is_middle = run[1].lower in BARE_MIDDLE if first.is_bare else run[1].lower in MIDDLE
    return 3 if len(run) > 2 and is_middle and _is_among(first, LOWER_SURNAMES) else 0


def _capitals(run: list[_Word]) -> int:
    length = 0
    while length < min(len(run), LONGEST_NAME) and run[length].is_capital:
        if _is_ordinary(run, length):
            break
        length += 1
    return length


def _is_ordinary(run: list[_Word], at: int) -> bool:
    if at + 1 >= len(run):
        return False
    pair = f"{run[at].lower} {run[at + 1].lower}"
    return pair in ORDINARY or (run[at].is_bare and pair in _FOLDED[ORDINARY])


def _is_title(word: _Word) -> bool:
    return word.lower in TITLES or word.lower in BARE_TITLES


def _is_among(word: _Word, known: frozenset[str]) -> bool:
    """Whether *word* is known, or one of them in a comment typed without marks."""
    return word.lower in known or (word.is_bare and word.lower in _FOLDED[known])


def _known(text: str, people: Iterable[str]) -> Iterator[_Span]:
    """People who work here, by their full name or its last two words."""
    plain = folded(text)
    for name in people:
        parts = folded(unicodedata.normalize("NFC", name)).split()
        if len(parts) > 1:
            forms = {r"\s+".join(map(re.escape, each)) for each in (parts, parts[-2:])}
            for form in forms:
                found = re.finditer(rf"(?<!\w){form}(?!\w)", plain)
                yield from (_Span(*each.span(), "name") for each in found)


_FOLDED = {
    known: frozenset(map(folded, known)) for known in (SURNAMES, LOWER_SURNAMES, GIVEN, ORDINARY)
}
