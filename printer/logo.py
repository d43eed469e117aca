"""A logo for the top of a slip: from a picture file, and kept in the printer's memory (GS ( L).

A printer's flash wears: a logo is defined when the printer has no such key, never on each slip.
Sources: Epson ESC/POS reference, GS ( L functions 64, 66, 67 and 69.
"""

import io
from typing import Final

from PIL import Image, UnidentifiedImageError

from printer.picture import Picture, disarm
from printer.profiles import PrinterProfile
from printer.slip import LARGEST_LOGO, Logo, SlipError

_HEAD: Final = b"\x1d\x28\x4c"
_TONE_MONO, _COLOUR_1, _ONCE = 0x30, 0x31, 0x01
_LARGEST_FILE_DOTS: Final = 4_000_000  # what a telephone takes is larger, and no logo
_REAL_TIME: Final = (b"\x10\x04", b"\x10\x05", b"\x10\x14")
QUERY_KEYS: Final = _HEAD + b"\x04\x00\x30\x40\x4b\x43"
"""Function 64: which keys are there; the answer is for keys_in()."""


def logo_from_picture(data: bytes, profile: PrinterProfile, *, height_mm: int = 15) -> Logo:
    """A picture file (PNG, JPEG, …) as dots, at most `height_mm` high and half the paper wide.

    Greys become dots of two shades (dithered). Raises SlipError for what is no such picture.
    """
    try:
        with Image.open(io.BytesIO(data)) as picture:
            if picture.width * picture.height > _LARGEST_FILE_DOTS:
                raise SlipError("the logo's file is larger than 4 million dots")
            flat = _on_white(picture)
    except (UnidentifiedImageError, OSError, Image.DecompressionBombError) as error:
        raise SlipError(f"the logo's file is no picture: {error}") from error
    most = (profile.dots // 2, min(LARGEST_LOGO[1], round(height_mm * profile.dpi / 25.4)))
    share = min(most[0] / flat.width, most[1] / flat.height)
    size = (max(8, int(flat.width * share) // 8 * 8), max(1, int(flat.height * share)))
    black = flat.resize(size).convert("1")
    dots = bytes(byte ^ 0xFF for byte in black.tobytes())
    if not any(dots):
        raise SlipError("the logo's file is white")
    return Logo(size[0] // 8, size[1], dots)


def _on_white(picture: Image.Image) -> Image.Image:
    whole = picture.convert("RGBA")
    sheet = Image.new("RGBA", whole.size, "white")
    sheet.alpha_composite(whole)
    return sheet.convert("L")


def define(logo: Logo) -> bytes:
    """Function 67: keep it under its key, through power cuts, in place of one with that key.

    A length that would read as a real-time command grows by a white row.
    """
    dots, rows = disarm(logo.dots), logo.rows
    while True:
        head = b"\x30\x43\x30" + logo.key.encode("ascii") + b"\x01"
        size = (logo.row_bytes * 8).to_bytes(2, "little") + rows.to_bytes(2, "little")
        body = head + size + bytes((_COLOUR_1,))
        length = len(body) + len(dots)
        start = _HEAD + length.to_bytes(2, "little") + body
        if not any(word in start for word in _REAL_TIME):
            return start + dots
        dots, rows = dots + bytes(logo.row_bytes), rows + 1


def show(logo: Logo) -> bytes:
    """Function 69: print the one with this key, at its own size; nothing where there is none."""
    return _HEAD + b"\x06\x00\x30\x45" + logo.key.encode("ascii") + bytes((_ONCE, _ONCE))


def forget(key: str) -> bytes:
    """Function 66: give its memory back."""
    return _HEAD + b"\x04\x00\x30\x42" + key.encode("ascii")


def keys_in(answer: bytes) -> frozenset[str] | None:
    """The keys in an answer to QUERY_KEYS; None = it is no such answer, or not whole.

    37 72, then 40 (the last block) or 41, two bytes for each key, 00.
    """
    if answer[:2] != b"\x37\x72" or answer[-1:] != b"\x00" or len(answer) % 2:
        return None
    letters = answer[3:-1].decode("ascii", "replace")
    return frozenset(letters[n : n + 2] for n in range(0, len(letters), 2))


def raster_of(logo: Logo, profile: PrinterProfile) -> Picture:
    """As much of it as fits the paper."""
    wide = min(logo.row_bytes, profile.dots // 8)
    rows = range(0, len(logo.dots), logo.row_bytes)
    return Picture(0, 0, wide, logo.rows, b"".join(logo.dots[n : n + wide] for n in rows))
