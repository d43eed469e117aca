"""The catalogues: every text there, in every language, in NFC."""

import ast
import string
import unicodedata
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from kiosk.words import load

LANGUAGES = ("vi", "en")
KIOSK = Path("kiosk")
CALLS = ("_", "s.words", "s.all_words", "self.words", "words")
TAKE = ("take_parts.py", "take_scene.py", "take_words.py", "take_said.py", "told_scene.py")
RATE = ("choices.py", "rate_scene.py", "staff_scene.py", "keys_scene.py", "staff.py")
BOARD = ("board_scene.py", "board_side.py", "board_foot.py")


def catalog(language):
    path = KIOSK / "locale" / language / "LC_MESSAGES" / "kiosk.po"
    with path.open("rb") as file:
        return {m.id: m.string for m in read_po(file) if m.id}


def texts_in_code():
    """Every text handed to words(…), marked with _(…) or put in `said`, in the scenes."""
    found = set()
    for file in ("scene.py", "sheet.py", *RATE, *TAKE, *BOARD):
        for node in ast.walk(ast.parse((KIOSK / file).read_text(encoding="utf-8"))):
            found |= {n.value for n in ast.walk(_text_of(node)) if isinstance(n, ast.Constant)}
    return {text for text in found if isinstance(text, str) and text[:1].isupper()}


def _text_of(node):
    if isinstance(node, ast.Call) and ast.unparse(node.func) in CALLS:
        return node.args[0]
    is_said = isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "said"
    return node.value if is_said else ast.Pass()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_in_the_code_is_in_the_catalogue(language):
    assert len(texts_in_code()) > 25
    assert texts_in_code() - catalog(language).keys() == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_is_translated_with_the_same_fields_in_nfc(language):
    for english, text in catalog(language).items():
        assert text and unicodedata.is_normalized("NFC", text)
        fields = [{f[1] for f in string.Formatter().parse(t) if f[1]} for t in (english, text)]
        assert fields[0] == fields[1], english


def test_no_text_is_there_for_nothing():
    assert catalog("vi").keys() == texts_in_code()


def test_the_languages_have_the_same_texts():
    assert catalog("vi").keys() == catalog("en").keys()


def test_vietnamese_and_english():
    assert load("vi")("Thank you.") == "Cảm ơn ông/bà."
    assert load("en")("Thank you.") == "Thank you."
    assert load("vi")("not in the book") == "not in the book"


def test_no_such_language():
    with pytest.raises(FileNotFoundError):
        load("xx")
