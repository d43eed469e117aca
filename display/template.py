"""A frame as data sheets write it, ``02 | address text 03 sum``: bytes and words between blanks.

A bar begins what the check sum covers and a second one ends it; without bars it covers all that
stands in front of ``sum``. The words: docs/reference/boards/described.md.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

SUM, BAR, FRAME = "sum", "|", "frame"
_BYTE = re.compile(r"[0-9A-Fa-f]{2}")
MAX_WORDS = 64

Seal = Callable[[bytes], bytes]
Wrap = Callable[[bytes], bytes]


@dataclass(frozen=True)
class Part:
    """A word, or the bytes that stand for themselves (then ``word`` is "")."""

    word: str
    data: bytes = b""


@dataclass(frozen=True)
class Template:
    """The parts in their order."""

    parts: tuple[Part, ...]

    def count(self, word: str) -> int:
        """How often ``word`` stands in it."""
        return sum(part.word == word for part in self.parts)

    def render(self, values: Mapping[str, bytes], seal: Seal, wrap: Wrap) -> bytes:
        """The frame; ``seal`` makes the check sum, ``wrap`` escapes what stands for a word."""
        wire, plain, bars = b"", b"", list[int]()
        for part in self.parts:
            if part.word == BAR:
                bars.append(len(plain))
                continue
            value = part.data
            if part.word == SUM:
                value = seal(_covered(plain, bars))
            elif part.word:
                value = values[part.word]
            plain += value
            # The same frame again has its escapes already.
            wire += wrap(value) if part.word not in ("", FRAME) else value
        return wire


def parse(text: str, words: tuple[str, ...]) -> Template:
    """The template in ``text`` with ``words`` besides ``sum`` and ``|``; ValueError with a plain
    sentence.
    """
    found = text.split()
    known = (*words, SUM, BAR)
    if len(found) > MAX_WORDS:
        raise ValueError(f"more than {MAX_WORDS} bytes and words; a frame here is shorter")
    parts = list[Part]()
    for word in found:
        if word in known:
            parts.append(Part(word))
        elif _BYTE.fullmatch(word):
            parts.append(Part("", bytes.fromhex(word)))
        else:
            raise ValueError(
                f"{word!r} is neither a byte nor a word; write bytes as 02 or 1B, and these words: "
                f"{' '.join(known)}"
            )
    template = Template(tuple(parts))
    _check_once(template, words)
    _check_sum(template)
    return template


def hex_bytes(text: str) -> bytes:
    """``1B 41`` as bytes; ValueError with a plain sentence."""
    words = text.split()
    if not all(_BYTE.fullmatch(word) for word in words):
        raise ValueError("write bytes in two hexadecimal digits each, as 1B 41")
    return bytes.fromhex("".join(words))


def _covered(plain: bytes, bars: list[int]) -> bytes:
    begin, end = [*bars, *(0, len(plain))[len(bars) :]]
    return plain[begin:end]


def _check_once(template: Template, words: tuple[str, ...]) -> None:
    for word in (*words, SUM):
        if template.count(word) > 1:
            raise ValueError(f"{word} can stand in it once")


def _check_sum(template: Template) -> None:
    bars = [at for at, part in enumerate(template.parts) if part.word == BAR]
    if len(bars) > 2:
        raise ValueError("at most two bars: where the check sum begins to count, and where it ends")
    if bars and not template.count(SUM):
        raise ValueError("a bar says what the check sum covers: write sum where the check sum is")
    if bars and bars[-1] > template.parts.index(Part(SUM)):
        raise ValueError("a bar stands behind sum: a check sum covers what is in front of it")
