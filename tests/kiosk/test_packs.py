"""Languages with a writing of their own: found, complete, and shaped as they are written."""

import contextlib
import logging
import shutil
import unicodedata
from itertools import pairwise
from pathlib import Path

import font_roboto
import pygame
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageChops, ImageDraw, ImageFont, features

from kiosk.draw import draw, forget_fonts
from kiosk.fit import wrap
from kiosk.glyphs import NoFont, letters_of, missing
from kiosk.packs import fonts_of, load_packs
from kiosk.scripts import runs
from kiosk.shapes import Rect, Scene, Text
from kiosk.view import View

PACKS = Path("tests/data/languages")
KHMER = PACKS / "km" / "regular.ttf"
ROBOTO = Path(font_roboto.font_files["Roboto"])


@pytest.fixture
def fonts():
    view = View(str, (800, 480), is_headless=True)
    yield fonts_of(load_packs("vi", PACKS))
    forget_fonts()
    view.close()


def test_a_pack_in_the_data_folder_is_a_language():
    packs = load_packs("km", PACKS)
    assert list(packs) == ["km", "vi", "en"]
    assert packs["km"].name == "ភាសាខ្មែរ" and packs["km"].words("Thank you.") == "សូមអរគុណ។"
    assert packs["km"].missing == frozenset()
    assert [font.script for font in packs["km"].fonts] == ["Khmr"]


def test_khmer_needs_no_font_in_the_pack(tmp_path):
    shutil.copytree(PACKS / "km", tmp_path / "km")
    (tmp_path / "km" / "regular.ttf").unlink()
    pack = load_packs("vi", tmp_path)["km"]
    assert pack.missing == frozenset() and pack.fonts[0].regular.name.startswith("NotoSansKhmer")


def test_without_a_folder_there_are_vietnamese_and_english():
    assert list(load_packs("en", Path("no/such"))) == ["en", "vi"] == list(load_packs("en"))


def test_a_language_nobody_has_is_an_error_that_names_those_there_are():
    with pytest.raises(FileNotFoundError, match="vi, en"):
        load_packs("km")


@pytest.mark.parametrize("what", ["no catalogue", "rubbish", "no font"])
def test_a_broken_pack_is_left_out_with_a_word(tmp_path, caplog, what):
    place = tmp_path / "km"
    shutil.copytree(PACKS / "km", place)
    broken = {"no catalogue": None, "rubbish": "kiosk.po", "no font": "regular.ttf"}[what]
    if broken:
        (place / broken).write_bytes(b"\xff\xfe\x00rubbish")
    else:
        (place / "kiosk.po").unlink()
    assert list(load_packs("vi", tmp_path)) == ["vi", "en"]
    assert "can not be used" in caplog.text


def test_letters_that_no_font_has_are_told_at_the_start(tmp_path, caplog):
    place = tmp_path / "km"
    shutil.copytree(PACKS / "km", place)
    catalogue = (PACKS / "km" / "kiosk.po").read_text(encoding="utf-8")
    (place / "regular.ttf").unlink()
    (place / "kiosk.po").write_text(catalogue + '\nmsgid "Skip"\nmsgstr "ຂ້າມ"\n', "utf-8")
    with caplog.at_level(logging.WARNING):
        packs = load_packs("vi", tmp_path)
    assert packs["km"].missing == set("ຂ້າມ") and "no font has" in caplog.text
    (place / "kiosk.po").write_text(catalogue + '\nmsgid "Skip"\nmsgstr "រំលង ☃"\n', "utf-8")
    shutil.copy(KHMER, place)
    assert load_packs("vi", tmp_path)["km"].missing == {"☃", "ល", "ង", "រ", "ំ"} - set(catalogue)


def test_our_own_font_has_every_letter_of_our_own_languages():
    letters = letters_of(ROBOTO)
    for pack in load_packs("vi").values():
        from kiosk.words import catalogue

        texts = catalogue(Path("kiosk/locale") / pack.code / "LC_MESSAGES" / "kiosk.po").values()
        assert missing("".join(texts), letters) == set()


@pytest.mark.parametrize("file", [KHMER, ROBOTO])
def test_what_the_table_of_letters_says_is_what_freetype_draws(file):
    """FreeType draws the same box for every letter that is not there."""
    font = ImageFont.truetype(str(file), 24, layout_engine=ImageFont.Layout.BASIC)
    box = bytes(font.getmask("\U0010fffd"))
    letters = letters_of(file)
    for letter in "ABcdệỗ₫ស្ខ្មែរ។⌫☃●•…🙂":
        is_blank = not any(font.getmask(letter))
        assert (ord(letter) in letters) == (is_blank or bytes(font.getmask(letter)) != box), letter


@given(st.binary(max_size=400))
def test_rubbish_is_no_font(tmp_path_factory, data):
    file = tmp_path_factory.mktemp("f") / "x.ttf"
    file.write_bytes(data)
    with pytest.raises(NoFont):
        letters_of(file)


@given(st.integers(0, 5000), st.integers(0, 255))
def test_a_font_with_a_wrong_byte_is_read_or_refused(tmp_path_factory, at, byte):
    data = bytearray(KHMER.read_bytes())
    data[at] = byte
    file = tmp_path_factory.mktemp("f") / "x.ttf"
    file.write_bytes(data)
    with contextlib.suppress(NoFont):
        letters_of(file)


@given(st.text(alphabet="aế1 .\u200bសូមអរគុណไทย中"))
def test_the_parts_of_a_text_are_the_text(text):
    parts = list(runs(text))
    assert "".join(part for _, part in parts) == text
    assert all(a[0] != b[0] for a, b in pairwise(parts))


def test_a_number_among_khmer_is_written_with_our_own_font():
    assert list(runs("លេខ A042 សូម")) == [("Khmr", "លេខ "), ("", "A042 "), ("Khmr", "សូម")]


def test_a_line_of_khmer_ends_where_a_word_does():
    assert wrap("មិន\u200bពេញចិត្ត", 9, len) == ["មិន", "ពេញចិត្ត"]
    assert wrap("មិន\u200bពេញចិត្ត", 20, len) == ["មិនពេញចិត្ត"]


WORDS = ["ភាសាខ្មែរ", "ពេញចិត្តណាស់", "មិនពេញចិត្ត"]


@pytest.mark.skipif(not features.check("raqm"), reason="a Pillow without HarfBuzz")
@pytest.mark.parametrize("word", WORDS)
def test_khmer_is_drawn_as_harfbuzz_draws_it_in_another_program(fonts, word):
    """Vowels before, over, under and around; consonants under consonants. Pillow shapes with
    HarfBuzz of its own; its unshaped letters are much unlike ours.

    Seen: 0.99, 0.90, 0.93 shaped; 0.70, 0.53, 0.80 unshaped."""
    ours = drawn(word, fonts)
    shaped, unshaped = (reference(word, engine) for engine in (1, 0))
    assert alike(ours, shaped) > 0.88
    assert alike(ours, shaped) > alike(ours, unshaped) + 0.12


def test_letters_decomposed_or_not_look_the_same(fonts):
    text = "Cảm ơn ông/bà, ế ậ ỗ ợ ữ"
    nfd = unicodedata.normalize("NFD", text)
    assert alike(drawn(text, fonts), drawn(nfd, fonts)) == 1.0


def drawn(text, fonts):
    surface = pygame.Surface((900, 160))
    shape = Text(Rect(0, 0, 900, 160), text, 60, (255, 255, 255), align="left")
    assert draw(surface, Scene((900, 160), (0, 0, 0), (shape,)), fonts) == []
    image = Image.frombytes("RGB", surface.get_size(), pygame.image.tobytes(surface, "RGB"))
    return ink(image.convert("L"))


def reference(text, engine):
    font = ImageFont.truetype(str(KHMER), 60, layout_engine=engine)
    image = Image.new("L", (1200, 300))
    ImageDraw.Draw(image).text((60, 60), text, fill=255, font=font)
    return ink(image)


def ink(image):
    return image.crop(image.getbbox())


def alike(a, b):
    """1 for the same pictures, 0 for none of one's ink where the other has its own; looked at from
    afar, because the two round the places of letters to pixels each in its way."""
    size = (max(a.width, b.width), max(a.height, b.height))
    pair = [Image.new("L", size), Image.new("L", size)]
    pair[0].paste(a)
    pair[1].paste(b)
    pair = [image.resize((size[0] // 5, size[1] // 5), Image.Resampling.BOX) for image in pair]
    differing = sum(v * n for v, n in enumerate(ImageChops.difference(*pair).histogram()))
    all_ink = sum(v * n for image in pair for v, n in enumerate(image.histogram()))
    return 1 - differing / all_ink
