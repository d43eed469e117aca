"""The bytes of a job, told apart into ESC/POS commands; bounded, no I/O.

Only what this product sends is known; anything else is given as `Unknown`, so that a test can
say that nothing was sent that a printer would print as rubbish.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

LONGEST_COMMAND: Final = 70_000  # bytes; GS v 0 of 72 * 900 is the largest ever worth drawing


@dataclass(frozen=True)
class Text:
    """Bytes for the paper, on whatever code page is selected."""

    data: bytes


@dataclass(frozen=True)
class Command:
    """`code` is the command's fixed bytes, `data` what follows them, without lengths."""

    code: bytes
    data: bytes = b""


@dataclass(frozen=True)
class Unknown:
    """Bytes that begin nothing known."""

    data: bytes


Item = Text | Command | Unknown

_FIXED: Final[Mapping[bytes, int]] = MappingProxyType(
    {
        b"\n": 0,
        b"\x1b@": 0,
        b"\x1ba": 1,
        b"\x1bE": 1,
        b"\x1bd": 1,
        b"\x1bJ": 1,
        b"\x1bt": 1,
        b"\x1b%": 1,
        b"\x1dh": 1,
        b"\x1dw": 1,
        b"\x1d!": 1,
        b"\x1dP": 2,
        b"\x1dV\x00": 0,
        b"\x1dV\x01": 0,
        b"\x1dVA": 1,
        b"\x1dVB": 1,
        b"\x1da": 1,
        b"\x1dr": 1,
        b"\x10\x04": 1,
        b"\x10\x05": 1,
    }
)
_SIZED: Final = (b"\x1d(k", b"\x1d(H", b"\x1c(C", b"\x1d(L")  # then pL pH, and so many bytes
_RASTER: Final = b"\x1dv0"  # then m xL xH yL yH, then x * y bytes
_GLYPHS: Final = b"\x1b&"  # then y c1 c2, then for each code its columns x and x * y bytes
_BARS: Final = b"\x1dk\x49"  # then n, then n bytes
_CODES: Final = (*_FIXED, *_SIZED, _RASTER, _GLYPHS, _BARS)
_NUL: Final = 0x00


class Decoder:
    """Feed it bytes in any pieces; take items as they become whole."""

    def __init__(self) -> None:
        self._held = bytearray()

    def feed(self, data: bytes) -> Iterator[Item]:
        """Every item that `data` completes. All of `data` is taken before the first is given."""
        self._held += data
        return self._items()

    def clear(self) -> None:
        """Forget an unfinished command, as a power cut does."""
        self._held.clear()

    def _items(self) -> Iterator[Item]:
        while self._held:
            length, item = _first(bytes(self._held[:LONGEST_COMMAND]))
            if length == 0:
                return
            del self._held[:length]
            if item is not None:
                yield item


def _first(held: bytes) -> tuple[int, Item | None]:
    """The length of the first item and the item; length 0 = more bytes are needed."""
    if held[0] == _NUL:
        return len(held) - len(held.lstrip(b"\x00")), None
    if held[0] >= 0x20:
        length = next((i for i, byte in enumerate(held) if byte < 0x20), len(held))
        return length, Text(held[:length])
    for code in _CODES:
        if held.startswith(code):
            return _command(code, held)
    if any(code.startswith(held) for code in _CODES):
        return 0, None
    return 1, Unknown(held[:1])


def _command(code: bytes, held: bytes) -> tuple[int, Item | None]:
    start = len(code)
    if code in _FIXED:
        head, end = start, start + _FIXED[code]
    elif code in _SIZED:
        head = start + 2
        end = head + int.from_bytes(held[start:head], "little")
    elif code == _BARS:
        head, end = start + 1, start + 1 + sum(held[start : start + 1])
    elif code == _GLYPHS:
        head, end = start, start + _glyph_bytes(held[start:])
    else:
        head, end = start, start + 5 + _raster_bytes(held[start:])
    if len(held) < max(end, head):
        return _too_long_or_wait(end, held)
    return end, Command(code, held[head:end])


def _raster_bytes(head: bytes) -> int:
    if len(head) < 5:
        return 0
    return int.from_bytes(head[1:3], "little") * int.from_bytes(head[3:5], "little")


def _glyph_bytes(data: bytes) -> int:
    """The length of y c1 c2 and of all letters, as far as can be told from what is here."""
    place = 3
    if len(data) < place:
        return place
    for _ in range(data[1], data[2] + 1):
        if place >= len(data):
            return place + 1
        place += 1 + data[0] * data[place]
    return place


def _too_long_or_wait(end: int, held: bytes) -> tuple[int, Item | None]:
    if end > LONGEST_COMMAND:
        return 1, Unknown(held[:1])
    return 0, None
