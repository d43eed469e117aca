"""A slip read by machines: the letters by Tesseract, the codes by zbar."""

import io
import os
import subprocess
import unicodedata
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import dataclass

from PIL import Image

from printer.slip import QR, Barcode, Big, Line, Slip

_FINER = 3  # 203 dpi is coarse for a reader that expects 300 and more
_QUIET = 30
_LOWEST_CODE = 60
_LETTER_ROWS = 24
_XML = "{http://zbar.sourceforge.net/2008/barcode}"


@dataclass(frozen=True)
class Code:
    """A bar code or QR code."""

    kind: str
    data: str


def codes(png: bytes) -> list[Code]:
    """What zbarimg finds, from top to bottom."""
    with Image.open(io.BytesIO(png)) as picture:
        sheet = picture.convert("L")
    return [code for _, _, code in _places(sheet)]


def _places(sheet: Image.Image) -> Iterator[tuple[int, int, Code]]:
    """Codes with their first row and the row after their last: bands that zbar can read."""
    for top, bottom in _bands(sheet):
        if bottom - top >= _LOWEST_CODE:
            band = Image.new("L", (sheet.width, bottom - top + 2 * _QUIET), 255)
            band.paste(sheet.crop((0, top, sheet.width, bottom)), (0, _QUIET))
            yield from ((top, bottom, code) for code in _scanned(band))


def _bands(sheet: Image.Image) -> Iterator[tuple[int, int]]:
    """Rows with ink that no white row parts."""
    top = None
    for row in range(sheet.height + 1):
        is_ink = row < sheet.height and sheet.crop((0, row, sheet.width, row + 1)).getextrema()[0]
        is_white = row == sheet.height or is_ink == 255
        if is_white and top is not None:
            yield top, row
            top = None
        elif not is_white and top is None:
            top = row


def _scanned(band: Image.Image) -> Iterator[Code]:
    out = io.BytesIO()
    band.save(out, "PNG")
    command = ["zbarimg", "--quiet", "--xml", "-"]
    run = subprocess.run(command, input=out.getvalue(), capture_output=True, check=False)
    for symbol in ET.fromstring(run.stdout).iter(f"{_XML}symbol"):
        yield Code(symbol.get("type", ""), symbol.findtext(f"{_XML}data") or "")


def letters(png: bytes) -> str:
    """What Tesseract's Vietnamese model reads, codes left out; NFC, one space between words.

    The big number is made as small as the rest first: the model knows no letters of that size.
    """
    with Image.open(io.BytesIO(png)) as picture:
        sheet = picture.convert("L")
    codes_at = {(top, bottom) for top, bottom, _ in _places(sheet)}
    for top, bottom in list(_bands(sheet)):
        if bottom - top < _LOWEST_CODE:
            continue
        band = sheet.crop((0, top, sheet.width, bottom))
        sheet.paste(255, (0, top, sheet.width, bottom))
        if (top, bottom) not in codes_at:
            share = _LETTER_ROWS / band.height
            small = band.resize((round(band.width * share), _LETTER_ROWS), Image.Resampling.BOX)
            sheet.paste(small, ((sheet.width - small.width) // 2, (top + bottom) // 2))
    size = (sheet.width * _FINER, sheet.height * _FINER)
    out = io.BytesIO()
    sheet.resize(size, Image.Resampling.BICUBIC).save(out, "PNG", dpi=(609, 609))
    run = subprocess.run(
        ["tesseract", "-", "-", "-l", "vie", "--psm", "6"],
        input=out.getvalue(),
        capture_output=True,
        check=True,
        env={**os.environ, "OMP_THREAD_LIMIT": "1"},
    )
    return plain(run.stdout.decode())


def words(slip: Slip) -> str:
    """What stands on the slip, from top to bottom."""
    return plain(" ".join(_texts(slip)))


def _texts(slip: Slip) -> Iterator[str]:
    for part in slip.lines:
        match part:
            case Line(text) | Big(text) | QR(_, text) | Barcode(_, text):
                yield text


def plain(text: str) -> str:
    """NFC, dashes and spaces made alike, rules left out."""
    one = unicodedata.normalize("NFC", text).translate({0x2013: "-", 0x2014: "-"})
    return " ".join(word for word in one.split() if word.strip("-"))


def distance(one: str, other: str) -> int:
    """Levenshtein's: letters to put in, take out or change."""
    row = list(range(len(other) + 1))
    for n, letter in enumerate(one, 1):
        above, row[0] = row[0], n
        for m, wanted in enumerate(other, 1):
            change = above + (letter != wanted)
            above, row[m] = row[m], min(change, row[m] + 1, row[m - 1] + 1)
    return row[-1]
