"""Which letters a font file has: its `cmap` table (OpenType, formats 4 and 12).

pygame's own answer can not be used: Font.metrics() tells of boxes as of letters.
"""

import struct
from pathlib import Path

_MOST = 0x110000


class NoFont(ValueError):
    """This file is no font that can be read."""


def letters_of(path: Path) -> frozenset[int]:
    """The code points the font has a glyph for. :raises NoFont: also when there is no file"""
    try:
        return _letters(path.read_bytes())
    except (OSError, struct.error, IndexError) as error:
        raise NoFont(f"{path}: {error}") from error


def missing(text: str, letters: frozenset[int]) -> set[str]:
    """The letters of a text the font lacks; what is not drawn needs none."""
    return {
        c
        for c in text
        if ord(c) not in letters and not c.isspace() and c not in "\u200b\u200c\u200d"
    }


def _letters(data: bytes) -> frozenset[int]:
    table = _table(data, b"cmap")
    (count,) = struct.unpack_from(">H", data, table + 2)
    found: set[int] = set()
    for number in range(count):
        _platform, _encoding, offset = struct.unpack_from(">HHI", data, table + 4 + 8 * number)
        (form,) = struct.unpack_from(">H", data, table + offset)
        if form == 4:
            found |= _format_4(data, table + offset)
        elif form == 12:
            found |= _format_12(data, table + offset)
    if not found:
        raise NoFont("no table of letters that can be read")
    return frozenset(found)


def _table(data: bytes, name: bytes) -> int:
    (count,) = struct.unpack_from(">H", data, 4)
    for number in range(count):
        tag, _sum, offset, _length = struct.unpack_from(">4sIII", data, 12 + 16 * number)
        if tag == name:
            return int(offset)
    raise NoFont("not a font")


def _format_4(data: bytes, at: int) -> set[int]:
    (double,) = struct.unpack_from(">H", data, at + 6)
    count = double // 2
    ends = struct.unpack_from(f">{count}H", data, at + 14)
    starts = struct.unpack_from(f">{count}H", data, at + 16 + double)
    deltas = struct.unpack_from(f">{count}H", data, at + 16 + 2 * double)
    ranges_at = at + 16 + 3 * double
    ranges = struct.unpack_from(f">{count}H", data, ranges_at)
    found = set()
    for number in range(count):
        for code in range(starts[number], min(ends[number], 0xFFFE) + 1):
            glyph = code
            if ranges[number]:
                place = ranges_at + 2 * number + ranges[number] + 2 * (code - starts[number])
                (glyph,) = struct.unpack_from(">H", data, place)
                if not glyph:
                    continue
            if (glyph + deltas[number]) & 0xFFFF:
                found.add(code)
    return found


def _format_12(data: bytes, at: int) -> set[int]:
    (count,) = struct.unpack_from(">I", data, at + 12)
    found: set[int] = set()
    looked_at = 0
    for number in range(count):
        first, last, glyph = struct.unpack_from(">III", data, at + 16 + 12 * number)
        codes = range(first, min(last, 0x10FFFF) + 1)
        found |= set(codes if glyph else codes[1:])
        looked_at += len(codes)
        if looked_at > _MOST:
            raise NoFont("its table of letters is longer than Unicode")
    return found
