"""Which font draws what; a script without a font, or without shaping, is refused."""

import unicodedata
from pathlib import Path

import font_roboto
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import ImageFont

from printer.fonts import Fonts, can_shape
from printer.picture import Pencil
from printer.profiles import PROFILES
from printer.render import render
from printer.slip import Line, Slip, SlipError
from printer.virtual import VirtualPrinter

FONTS = Fonts()
ANY_LETTER = st.one_of(
    st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp")),
    st.sampled_from("Đế ខ្មែ中กເ\u0323\u200d\u200b\u00a0xب"),
)
KHMER = "សូមស្វាគមន៍"
needs_shaping = pytest.mark.skipif(not can_shape(), reason="libraqm is not here")


def names(text: str, fonts: Fonts) -> list[tuple[str, str]]:
    return [(run.text, str(run.font.getname()[0])) for run in fonts.runs(text, 24, is_bold=False)]


def test_vietnamese_is_one_run_of_roboto() -> None:
    assert names("Số thứ tự: A042", Fonts()) == [("Số thứ tự: A042", "Roboto")]


@needs_shaping
def test_a_line_is_cut_where_the_script_changes() -> None:
    found = names(f"Số {KHMER} 42", Fonts())
    assert [text for text, _ in found] == ["Số ", KHMER + " ", "42"]
    assert [name for _, name in found] == ["Roboto", "Noto Sans Khmer", "Roboto"]


@needs_shaping
def test_khmer_is_shaped() -> None:
    """A hanging consonant stands below the first: the word is narrower than its letters."""
    pencil = Pencil(40, Fonts())
    together = pencil.width_of("ស្វា")
    apart = sum(pencil.width_of(letter) for letter in "សវា")
    assert together < apart
    assert pencil.draw("ស្វា").rows > pencil.draw("សា").rows


@needs_shaping
def test_a_khmer_line_is_printed_as_a_picture_among_letters() -> None:
    profile = PROFILES["TM-T20II"]
    data = render(Slip((Line("Số thứ tự"), Line(KHMER))), profile).data
    assert data.count(b"\x1dv0") == 1 and b"\x1bt\x1e" in data
    printer = VirtualPrinter(profile)
    printer.feed(data)
    assert (printer.count, printer.unknown) == (1, 0)


def test_without_shaping_khmer_is_refused_rather_than_printed_wrong() -> None:
    with pytest.raises(SlipError, match="libraqm"):
        render(Slip((Line(KHMER),)), PROFILES["TM-T20II"], Fonts(is_shaping=False))
    assert render(Slip((Line("Số"),)), PROFILES["generic-80"], Fonts(is_shaping=False)).data


def test_a_letter_nobody_has_is_named() -> None:
    with pytest.raises(SlipError, match=r"U\+12000"):
        Fonts().runs("Số \U00012000", 24, is_bold=False)


def test_the_offices_own_folder_is_looked_in_first(tmp_path: Path) -> None:
    """A file there that is named as a font for Thai and has no Thai does not help, or harm."""
    (tmp_path / "notosansthai-mine.ttf").write_bytes(
        Path(font_roboto.font_files["RobotoMedium"]).read_bytes()
    )
    (tmp_path / "notes.txt").write_text("no font")
    fonts = Fonts((tmp_path,), is_shaping=False)
    with pytest.raises(SlipError, match="libraqm"):
        fonts.runs("ก", 24, is_bold=False)


def test_a_folder_of_fonts_serves_a_script(tmp_path: Path) -> None:
    """Roboto under another name: what a script's file is called decides, then what is in it."""
    (tmp_path / "dejavusans.ttf").write_bytes(
        Path(font_roboto.font_files["RobotoThin"]).read_bytes()
    )
    run = Fonts((tmp_path,)).runs("Ω", 24, is_bold=False)[0]
    assert run.font.getname()[0] == "Roboto", "what Roboto has is never looked for"


def test_joiners_and_foreign_spaces_leave_no_box() -> None:
    assert names("Số\u200b\u2009thứ\u00a0tự", Fonts()) == [("Số thứ tự", "Roboto")]
    assert names("\ufeffSố", Fonts()) == [("Số", "Roboto")]


def test_a_mark_that_composes_with_nothing_is_shaped_or_refused() -> None:
    with pytest.raises(SlipError, match=r"U\+0323"):
        Fonts(is_shaping=False).runs("x\u0323", 24, is_bold=False)
    with pytest.raises(SlipError, match=r"U\+20DD"):
        Fonts().runs("x\u20dd", 24, is_bold=False)


@needs_shaping
def test_a_mark_stands_below_its_letter() -> None:
    pencil = Pencil(40, Fonts())
    assert pencil.width_of("x\u0323") <= pencil.width_of("x") + 1
    assert pencil.draw("x\u0323").rows > pencil.draw("x").rows


def test_a_broken_font_file_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / "notosanscjk-broken.ttf").write_bytes(b"no font at all")
    (tmp_path / "notosanssc.ttf").write_bytes(
        Path(font_roboto.font_files["RobotoMedium"]).read_bytes()
    )
    with pytest.raises(SlipError, match=r"U\+30000"):
        Fonts((tmp_path,)).runs("\U00030000", 24, is_bold=False)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(ANY_LETTER, max_size=30))
def test_whatever_a_name_holds_is_drawn_whole_or_refused(text: str) -> None:
    """No letter is lost but joiners, and none is drawn as its font's box for what it lacks."""
    text = unicodedata.normalize("NFC", text)
    try:
        runs = FONTS.runs(text, 24, is_bold=False)
    except SlipError:
        return
    read = "".join(run.text for run in runs)
    assert "".join(read.split()) == "".join(kept(letter) for letter in text) or has_joiner(text)
    for run in runs:
        font = ImageFont.truetype(str(run.font.path), 16, layout_engine=ImageFont.Layout.BASIC)
        box = bytes(font.getmask("\uffff"))
        letters = [each for each in run.text if each != " " and not has_joiner(each)]
        assert all(bytes(font.getmask(each)) != box for each in letters)


def kept(letter: str) -> str:
    return "" if letter.isspace() else letter


def has_joiner(text: str) -> bool:
    return any(unicodedata.category(letter) == "Cf" for letter in text)
