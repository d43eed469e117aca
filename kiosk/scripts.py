"""Which writing a letter belongs to, so that each part of a text gets a font that has it. Pure."""

from collections.abc import Iterator

# ISO 15924 names, and the blocks of Unicode that are theirs. Everything else is written with the
# tablet's own font (Latin, and signs).
BLOCKS: dict[str, tuple[tuple[int, int], ...]] = {
    "Khmr": ((0x1780, 0x17FF), (0x19E0, 0x19FF)),
    "Laoo": ((0x0E80, 0x0EFF),),
    "Thai": ((0x0E01, 0x0E7F),),
    "Mymr": ((0x1000, 0x109F), (0xAA60, 0xAA7F)),
    "Cham": ((0xAA00, 0xAA5F),),
    "Tavt": ((0xAA80, 0xAADF),),
    "Hmng": ((0x16B00, 0x16B8F),),
    "Hani": ((0x2E80, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x2FFFF)),
    "Hang": ((0x1100, 0x11FF), (0xAC00, 0xD7AF)),
    "Cyrl": ((0x0400, 0x04FF),),
}
_FIRST = 0x0400  # nothing before it is listed
# Spaces, also those without width, and joiners go with what stands before them.
_NEUTRAL = frozenset(" \u00a0\u200b\u200c\u200d")


def script_of(letter: str) -> str:
    """The writing of one letter, "" for the tablet's own."""
    code = ord(letter)
    if code < _FIRST:
        return ""
    for script, blocks in BLOCKS.items():
        if any(first <= code <= last for first, last in blocks):
            return script
    return ""


def runs(text: str) -> Iterator[tuple[str, str]]:
    """The parts of `text` in one writing each, in order: (script, part)."""
    start, current = 0, ""
    for at, letter in enumerate(text):
        script = current if letter in _NEUTRAL else script_of(letter)
        if script != current:
            if at > start:
                yield current, text[start:at]
            start, current = at, script
    if text[start:]:
        yield current, text[start:]
