"""Vietnamese text as bytes for one printer, by code page or UTF-8 mode.

Pure. A text that the route cannot carry whole gives None, never a question mark: the caller
then draws that line (picture.py).

Sources: TCVN 5712 (VN3) for the small letters; the capitals of Epson page 31 as in
escpos-printer-db, with its U+00D0 at A7 put right to U+0110 (glibc agrees). Windows-1258 puts
the tone in a combining byte after the letter. FS ( C function 48: Epson ESC/POS reference.
"""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from printer.profiles import PrinterProfile

_TCVN_SMALL: Final = (
    (0xA8, "ăâêôơưđ"),
    (0xB5, "àảãáạ"),
    (0xBB, "ằẳẵắ"),
    (0xC6, "ặầẩẫấậè"),
    (0xCE, "ẻẽéẹềểễếệìỉ"),
    (0xDC, "ĩíịò"),
    (0xE1, "ỏõóọồổỗốộờởỡớợù"),
    (0xF1, "ủũúụừửữứựỳỷỹýỵ"),
)
# Page 31 keeps the small letters' places, but for these three.
_TCVN_CAPITALS_ELSEWHERE: Final = (("Ă", 0xA1), ("Â", 0xA2), ("Đ", 0xA7))

TCVN_LOWER: Final[Mapping[str, int]] = MappingProxyType(
    {letter: first + i for first, row in _TCVN_SMALL for i, letter in enumerate(row)}
)
TCVN_UPPER: Final[Mapping[str, int]] = MappingProxyType(
    {letter.upper(): code for letter, code in TCVN_LOWER.items()} | dict(_TCVN_CAPITALS_ELSEWHERE)
)
LETTERS: Final = frozenset((*TCVN_LOWER, *TCVN_UPPER))
"""The 134 Vietnamese letters outside ASCII."""

_TONES: Final = "\u0300\u0309\u0303\u0301\u0323"
_PUNCTUATION: Final = "–—‘’“”…"
AS_ASCII: Final = str.maketrans(
    {"–": "-", "—": "-", "‘": "'", "’": "'", "“": '"', "”": '"', "…": "...", "\u00a0": " "}
)
_UTF8_ON: Final = b"\x1c\x28\x43\x02\x00\x30\x32"
_UTF8_MODE: Final = -1  # stands where a page number would


@dataclass(frozen=True)
class Encoded:
    """Bytes ready to send, and the page the printer is on after them.

    `page` is None while nothing has been selected since ESC @, which forgets every page.
    """

    data: bytes
    page: int | None


def encode(text: str, profile: PrinterProfile, page: int | None) -> Encoded | None:
    """`text` (NFC, no control characters) for a printer now on `page`; None = draw it."""
    if text.isascii():
        return Encoded(text.encode("ascii"), page)
    match profile.vietnamese:
        case "tcvn3":
            return _tcvn3(text.translate(AS_ASCII), profile, page)
        case "cp1258":
            return _cp1258(text, profile, page)
        case "utf8":
            return _utf8(text, page)
        case "picture" | "glyphs":  # glyphs.py knows the letters that a slip has sent
            return None


def _tcvn3(text: str, profile: PrinterProfile, page: int | None) -> Encoded | None:
    out = bytearray()
    for character in text:
        if character.isascii():
            out += character.encode("ascii")
            continue
        wanted, code = _tcvn_place(character, profile)
        if wanted is None or code is None:  # a model may have no page of capitals
            return None
        out += _select(wanted, page)
        page = wanted
        out.append(code)
    return Encoded(bytes(out), page)


def _tcvn_place(letter: str, profile: PrinterProfile) -> tuple[int | None, int | None]:
    if letter in TCVN_LOWER:
        return profile.tcvn_lower_page, TCVN_LOWER[letter]
    return profile.tcvn_upper_page, TCVN_UPPER.get(letter)


def _cp1258(text: str, profile: PrinterProfile, page: int | None) -> Encoded | None:
    body = cp1258_bytes(text)
    wanted = profile.cp1258_page
    if body is None or wanted is None:
        return None
    return Encoded(_select(wanted, page) + body, wanted)


def cp1258_bytes(text: str) -> bytes | None:
    """`text` in Windows-1258: letter with its quality mark, then the tone; None = cannot."""
    try:
        return b"".join(_cp1258_letter(character) for character in text)
    except UnicodeEncodeError:
        return None


def _cp1258_letter(character: str) -> bytes:
    if character.isascii() or character not in LETTERS:
        return character.encode("cp1258")
    marks = unicodedata.normalize("NFD", character)
    tone = "".join(mark for mark in marks if mark in _TONES)
    letter = unicodedata.normalize("NFC", "".join(m for m in marks if m not in _TONES))
    try:
        return character.encode("cp1258")  # à, á, … have a place of their own
    except UnicodeEncodeError:
        return (letter + tone).encode("cp1258")


def _utf8(text: str, page: int | None) -> Encoded | None:
    if not all(c.isascii() or c in LETTERS or c in _PUNCTUATION for c in text):
        return None
    switch = b"" if page == _UTF8_MODE else _UTF8_ON
    return Encoded(switch + text.encode(), _UTF8_MODE)


def _select(wanted: int, page: int | None) -> bytes:
    return b"" if wanted == page else bytes((0x1B, 0x74, wanted))
