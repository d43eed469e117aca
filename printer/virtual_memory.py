"""What the software printer remembers: downloaded letters, logos in flash, the look of bars."""

from collections.abc import Mapping
from typing import Final

from printer import code128
from printer.profiles import CELL_DOTS
from printer.virtual_paper import Paper

OBEYED: Final = frozenset((b"\x1b&", b"\x1b%", b"\x1d(L", b"\x1dk\x49", b"\x1dh", b"\x1dw"))
_COLUMN_BYTES: Final = 3
_FLASH_BYTES: Final = 262_144  # 256 KB, as a TM-T20II has
_KEYS_IN_AN_ANSWER: Final = 40


class Memory:
    """Letters and looks go with ESC @; `logos` outlive the power switch."""

    def __init__(self) -> None:
        self.logos: dict[bytes, bytes] = {}  # by key: xL xH yL yH c and the dots
        self.reset()

    def reset(self) -> None:
        """What ESC @ forgets."""
        self._letters: dict[int, bytes] = {}
        self._is_showing = False
        self._module_dots, self._bar_height = 3, 162

    @property
    def glyphs(self) -> Mapping[int, bytes]:
        """The downloaded letters that now stand in the place of codes."""
        return dict(self._letters) if self._is_showing else {}

    def obey(self, code: bytes, data: bytes, paper: Paper, side: int) -> bytes:
        """One command of OBEYED; what the printer says to it, often nothing."""
        match code:
            case b"\x1b%":
                self._is_showing = bool(data[0] & 1)
            case b"\x1b&":
                self._define(data)
            case b"\x1dw":
                self._module_dots = min(max(2, data[0]), 6)
            case b"\x1dh":
                self._bar_height = data[0]
            case b"\x1dk\x49":
                values = code128.received(data)
                if values:
                    bars = code128.bars(values)
                    paper.bars(bars, self._module_dots, self._bar_height, side)
            case b"\x1d(L":
                return self._graphics(data, paper, side)
        return b""

    def _define(self, data: bytes) -> None:
        """ESC & y c1 c2 [x dots]…; a letter that is too wide or too low is left out."""
        column_bytes, first, last = data[:3]
        place = 3
        for code in range(first, last + 1):
            columns = data[place]
            dots = data[place + 1 : place + 1 + columns * column_bytes]
            place += 1 + columns * column_bytes
            if column_bytes == _COLUMN_BYTES and 0 < columns <= CELL_DOTS:
                self._letters[code] = dots

    def _graphics(self, data: bytes, paper: Paper, side: int) -> bytes:
        """GS ( L, m = 48: 64 list keys, 66 delete, 67 define, 69 print."""
        match data[1] if len(data) > 3 else None:
            case 64:
                return self._keys()
            case 66:
                self.logos.pop(data[2:4], None)
            case 67 if len(data) > 11:
                self._keep(data[3:5], data[6:])
            case 69:
                kept = self.logos.get(data[2:4])
                if kept is not None:
                    row_bytes = (int.from_bytes(kept[:2], "little") + 7) // 8
                    size = row_bytes.to_bytes(2, "little") + kept[2:4]
                    paper.raster(b"\x00" + size + kept[5:], side)
        return b""

    def _keep(self, key: bytes, picture: bytes) -> None:
        """Only a whole picture is kept, and only while there is room."""
        width, rows = (int.from_bytes(picture[n : n + 2], "little") for n in (0, 2))
        others = sum(len(kept) for other, kept in self.logos.items() if other != key)
        is_whole = 0 < len(picture) - 5 == (width + 7) // 8 * rows
        if is_whole and others + len(picture) <= _FLASH_BYTES:
            self.logos[key] = picture

    def _keys(self) -> bytes:
        keys = b"".join(sorted(self.logos)[:_KEYS_IN_AN_ANSWER])
        return b"\x37\x72\x40" + keys + b"\x00"
