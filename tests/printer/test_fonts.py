"""Which font draws what; a script without a font, or without shaping, is refused."""

from pathlib import Path

import font_roboto
import pytest
from PIL import features

from printer.fonts import Fonts
from printer.picture import Pencil
from printer.profiles import PROFILES
from printer.render import render
from printer.slip import Line, Slip, SlipError
from printer.virtual import VirtualPrinter

KHMER = "សូមស្វាគមន៍"
needs_shaping = pytest.mark.skipif(not features.check("raqm"), reason="libraqm is not here")


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
