"""All 134 letters through each table, against a program that nobody here wrote."""

import subprocess
import unicodedata

from printer.encoding import LETTERS, TCVN_LOWER, cp1258_bytes, encode
from printer.profiles import profile_named
from tests.printer.samples import TEST_LINE

# Of the capitals iconv's TCVN knows those with a place of their own; page 31 has the rest.
CAPITALS_IN_TCVN = "ĂÂĐ"


def iconv(text: str, code: str) -> bytes:
    run = subprocess.run(
        ["iconv", "-f", "UTF-8", "-t", code], input=text.encode(), capture_output=True, check=True
    )
    return run.stdout


def read_back(data: bytes, code: str) -> str:
    run = subprocess.run(
        ["iconv", "-f", code, "-t", "UTF-8"], input=data, capture_output=True, check=True
    )
    return unicodedata.normalize("NFC", run.stdout.decode())


def sent(text: str, route: str) -> bytes:
    encoded = encode(text, profile_named("TM-T20II", route), None)
    assert encoded is not None
    return encoded.data


def test_cp1258_is_what_iconv_makes_of_every_letter() -> None:
    for letter in sorted(LETTERS):
        assert cp1258_bytes(letter) == iconv(letter, "CP1258"), letter


def test_cp1258_goes_round() -> None:
    text = " ".join(sorted(LETTERS))
    data = cp1258_bytes(text)
    assert data is not None and read_back(data, "CP1258") == text


def test_the_small_page_is_what_iconv_makes_of_every_small_letter() -> None:
    for letter in sorted(TCVN_LOWER):
        assert sent(letter, "tcvn3") == b"\x1bt\x1e" + iconv(letter, "TCVN"), letter


def test_the_small_page_goes_round() -> None:
    text = " ".join(sorted(TCVN_LOWER))
    assert read_back(sent(text, "tcvn3").removeprefix(b"\x1bt\x1e"), "TCVN") == text


def test_the_capital_page_has_each_letter_where_its_small_one_stands() -> None:
    """iconv's TCVN is one page, so it can judge the small letter at the same code."""
    for small in sorted(TCVN_LOWER):
        capital = small.upper()
        wanted = iconv(capital if capital in CAPITALS_IN_TCVN else small, "TCVN")
        assert sent(capital, "tcvn3") == b"\x1bt\x1f" + wanted, capital


def test_utf8_is_itself() -> None:
    text = "".join(sorted(LETTERS))
    assert sent(text, "utf8") == bytes.fromhex("1c284302003032") + iconv(text, "UTF-8")


def test_the_test_line_is_what_iconv_makes_of_it() -> None:
    assert sent(TEST_LINE, "cp1258") == b"\x1bt\x34" + iconv(TEST_LINE, "CP1258")
