import font_roboto
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import ImageFont

from printer.encoding import LETTERS
from printer.fonts import Fonts
from printer.picture import Pencil, Picture, disarm
from printer.slip import SlipError


def test_a_raster_begins_with_its_size() -> None:
    picture = Picture(above=3, below=4, row_bytes=2, rows=2, dots=b"\x01\x02\x03\x04")
    assert picture.raster().hex(" ") == "1d 76 30 00 02 00 02 00 01 02 03 04"


def test_a_tall_picture_goes_in_bands() -> None:
    raster = Picture(above=0, below=0, row_bytes=72, rows=100, dots=bytes(7200)).raster()
    assert raster[:8].hex(" ") == "1d 76 30 00 48 00 3c 00"
    assert raster[8 + 4320 : 16 + 4320].hex(" ") == "1d 76 30 00 48 00 28 00"
    assert len(raster) == 7200 + 16


def test_a_row_is_trimmed_to_its_ink() -> None:
    picture = Pencil(30, Fonts()).draw("nua")
    row = picture.row_bytes
    assert len(picture.dots) == row * picture.rows
    assert any(picture.dots[:row]) and any(picture.dots[-row:])
    assert any(picture.dots[::row]), "the first column of bytes holds ink"


def test_every_row_takes_the_same_paper() -> None:
    pencil = Pencil(30, Fonts())
    for text in ("nua", "Ế", "gỵ", "-", "PHỤC VỤ"):
        picture = pencil.draw(text)
        assert picture.above + picture.rows + picture.below == 42


def test_marks_above_and_below_are_not_cut_off() -> None:
    pencil = Pencil(30, Fonts())
    heights = {text: pencil.draw(text).rows for text in ("A", "Á", "Ậ")}
    assert heights["A"] < heights["Á"] < heights["Ậ"]


def test_a_row_of_spaces_is_only_white() -> None:
    assert Pencil(30, Fonts()).draw("  ") == Picture(42, 0, 0, 0, b"")


@pytest.mark.parametrize("face", ["RobotoMedium", "RobotoBold"])
def test_the_font_has_every_vietnamese_letter(face: str) -> None:
    """So that a pencil need not look for them on every slip."""
    font = ImageFont.truetype(font_roboto.font_files[face], 30)
    missing = bytes(font.getmask("\uffff"))
    ascii_letters = map(chr, range(0x21, 0x7F))
    assert all(bytes(font.getmask(c)) != missing for c in (*LETTERS, *ascii_letters))


def test_a_foreign_letter_the_font_has_is_drawn() -> None:
    Pencil(30, Fonts()).draw("Señor – “…”")


def test_a_letter_without_a_picture_is_refused() -> None:
    with pytest.raises(SlipError, match=r"U\+12000"):
        Pencil(30, Fonts()).draw("\U00012000")


@pytest.mark.parametrize(
    ("dots", "harmless"),
    [
        ("10 04 01", "10 0c 01"),
        ("10 05 02", "10 0d 02"),
        ("10 14 01", "10 1c 01"),
        ("10 06", "10 06"),
    ],
)
def test_real_time_commands_in_a_picture_are_disarmed(dots: str, harmless: str) -> None:
    assert disarm(bytes.fromhex(dots)).hex(" ") == harmless


@given(st.lists(st.sampled_from([0x10, 0x04, 0x05, 0x14, 0x00]), max_size=40))
def test_no_real_time_command_survives(dots: list[int]) -> None:
    out = disarm(bytes(dots))
    assert not any(word in out for word in (b"\x10\x04", b"\x10\x05", b"\x10\x14"))
    assert all(after & before == before for before, after in zip(dots, out, strict=True))
