"""`motcua kiosk pictures`: all screens as files, and an exit status that tells of cut texts."""

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner
from PIL import Image

from kiosk import take_examples
from kiosk.cli import kiosk
from kiosk.pictures import examples
from kiosk.screens import RATE, TAKE, Screen

PACKS = Path("tests/data/languages")


def run(*words):
    return CliRunner().invoke(kiosk, ["pictures", *map(str, words)])


def test_every_screen_is_among_the_examples():
    assert {showing.screen for _, showing in examples(("vi",), ())} == {s for s, _ in RATE}


def test_every_screen_of_the_touch_kiosk_is_painted_and_no_text_is_cut(tmp_path):
    of_both = {Screen.PAIRING, Screen.PIN, Screen.STAFF, Screen.FAILSAFE}
    shown = {showing.screen for _, showing in take_examples.examples(("vi",), ())}
    assert shown == {screen for screen, _ in TAKE} - of_both
    done = run(tmp_path / "p", "--size", "800x480", "--sheets", tmp_path / "s", "--kind", "take")
    assert done.exit_code == 0, done.output
    assert (tmp_path / "p" / "en-800x480-take-confirm-larger.png").exists()
    names = {f.name for f in (tmp_path / "s").iterdir()}
    assert names == {"take-vi-800x480.png", "take-en-800x480.png"}


def test_one_size_in_all_languages(tmp_path):
    done = run(tmp_path / "p", "--size", "800x480", "--sheets", tmp_path / "s")
    assert done.exit_code == 0, done.output
    names = {name for name, _ in examples(("vi", "en"), ())}
    files = {file.name for file in (tmp_path / "p").iterdir()}
    assert files == {f"{code}-800x480-{name}.png" for code in ("vi", "en") for name in names}
    with Image.open(tmp_path / "p" / "vi-800x480-ask.png") as image:
        assert image.size == (800, 480)
    assert {f.name for f in (tmp_path / "s").iterdir()} == {"vi-800x480.png", "en-800x480.png"}


def test_a_text_that_is_cut_is_named_and_the_status_is_1(tmp_path):
    place = tmp_path / "languages" / "xx"
    shutil.copytree(PACKS / "km", place)
    long = "Rất lâu " * 300
    with (place / "kiosk.po").open("a", encoding="utf-8") as file:
        file.write(f'\nmsgid "Skip"\nmsgstr "{long}"\n')
    done = run(tmp_path / "p", "--size", "800x480", "--data", tmp_path)
    assert done.exit_code == 1
    assert "cut in xx-800x480-ask.png: Rất lâu" in done.output
    assert "cut in vi" not in done.output


def test_a_letter_no_font_has_is_named(tmp_path):
    place = tmp_path / "languages" / "km"
    shutil.copytree(PACKS / "km", place)
    with (place / "kiosk.po").open("a", encoding="utf-8") as file:
        file.write('\nmsgid "Skip"\nmsgstr "ຂ"\n')
    (place / "regular.ttf").unlink()
    done = run(tmp_path / "p", "--size", "800x480", "--data", tmp_path)
    assert done.exit_code == 1 and "no font has this letter: ຂ" in done.output


def test_a_folder_that_can_not_be_made_is_a_sentence(tmp_path):
    (tmp_path / "file").touch()
    done = run(tmp_path / "file" / "p")
    assert done.exit_code == 1 and "can not be painted" in done.output


@pytest.mark.parametrize("language", ["vi", "en", "km"])
def test_a_tablet_may_be_started_in_any_language_it_has(tmp_path, language):
    from kiosk.cli import _packs

    shutil.copytree(PACKS, tmp_path / "languages")
    assert next(iter(_packs(language, tmp_path))) == language
