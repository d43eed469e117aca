"""The keyboard on the screen: what Vietnamese write by hand comes out of it, composed."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.typing import TONES, Keyboard, Layout, erased, press, rows, toned


def typed(keys, keyboard=None):
    keyboard = keyboard or Keyboard()
    for key in keys:
        keyboard = press(keyboard, key)
    return keyboard


SYLLABLES = [
    ("hoa", "grave", "hòa"),
    ("toan", "grave", "toàn"),
    ("quy", "acute", "quý"),
    ("người", "grave", "ngươi"),  # it had that tone: away with it
    ("ngươi", "grave", "người"),
    ("gia", "grave", "già"),
    ("gi", "grave", "gì"),
    ("giêng", "acute", "giếng"),
    ("tiên", "acute", "tiến"),
    ("khuyên", "acute", "khuyến"),
    ("ngoai", "grave", "ngoài"),
    ("thuê", "acute", "thuế"),
    ("mua", "grave", "mùa"),
    ("quá", "dot", "quạ"),
    ("đưa", "acute", "đứa"),
    ("yêu", "acute", "yếu"),
    ("khuyu", "hook", "khuỷu"),
    ("Ân", "acute", "Ấn"),
    ("chậm", "tilde", "chẫm"),
    ("rất nhanh", "dot", "rất nhạnh"),
]


@pytest.mark.parametrize(("text", "tone", "then"), SYLLABLES)
def test_a_tone_goes_where_it_is_written(text, tone, then):
    assert toned(text, tone) == then


@pytest.mark.parametrize("text", ["", "xin ", "bcd", "42", "hay!", "😀"])
def test_where_there_is_no_vowel_a_tone_changes_nothing(text):
    assert toned(text, "acute") == text


def test_a_sentence_as_a_citizen_types_it():
    keys = ["C", "a", "n", "hook", "space", "b", "ô", "dot", "space", "r", "â", "t", "acute"]
    keys += ["space", "t", "ô", "t", "acute", "."]
    assert typed(keys).text == "Cản bộ rất tốt."
    assert typed(["erase", "erase", "space", "đ", "e", "p", "dot"], typed(keys)).text == (
        "Cản bộ rất tố đẹp"
    )


def test_a_sentence_begins_with_a_capital_and_shift_is_for_one_letter():
    assert Keyboard().is_upper
    after = typed(["T", "ô", "t", ".", "space"])
    assert after.is_upper and typed(["shift"], after).is_upper is False


def test_erasing_takes_the_letter_with_all_its_marks():
    assert erased("mừ") == "m" and erased(unicodedata.normalize("NFD", "mừ")) == "m"
    assert erased("") == ""


def test_an_address_has_what_an_address_needs_and_nothing_else():
    keys = ["h", "t", "t", "p", ":", "/", "/", "1", "0", ".", "0", ".", "0", ".", "7"]
    keyboard = Keyboard(layout=Layout.ADDRESS, is_upper=False)
    assert typed(keys, keyboard).text == "http://10.0.0.7"
    assert typed(["acute", "space", "shift", "Đ"], keyboard).text == ""


def test_what_is_full_takes_no_more():
    assert len(typed(["a"] * 20, Keyboard(is_upper=False, most=5)).text) == 5


_KEYS = [
    *"aăâbcdđeêghiklmnoôơpqrstuưvxyAĐ12.!?",
    *TONES,
    *("space", "erase", "shift", "signs", "rubbish", ""),
]
any_keys = st.lists(st.sampled_from(_KEYS), max_size=60)


@given(any_keys, st.sampled_from(Layout), st.booleans())
def test_whatever_is_pressed_the_text_is_composed_and_within_its_length(keys, layout, has_tones):
    keyboard = typed(keys, Keyboard(layout=layout, has_tones=has_tones, most=20))
    assert unicodedata.normalize("NFC", keyboard.text) == keyboard.text
    assert len(keyboard.text) <= 20 and "  " not in keyboard.text


@given(any_keys, st.sampled_from(sorted(TONES)))
def test_a_tone_twice_is_none_and_never_touches_the_letters(keys, tone):
    text = typed(keys).text
    once = toned(text, tone)
    marks = set(TONES.values())
    bare = [c for c in unicodedata.normalize("NFD", text) if c not in marks]
    assert [c for c in unicodedata.normalize("NFD", once) if c not in marks] == bare
    assert toned(toned(once, tone), tone) == once


@given(any_keys)
def test_erasing_ends_at_nothing(keys):
    keyboard = typed(keys)
    while keyboard.is_signs:
        keyboard = press(keyboard, "signs")
    for _ in range(len(keyboard.text)):
        shorter = press(keyboard, "erase")
        assert len(shorter.text) == len(keyboard.text) - 1
        keyboard = shorter


@pytest.mark.parametrize("layout", Layout)
@pytest.mark.parametrize("has_tones", [True, False])
def test_no_key_is_there_twice(layout, has_tones):
    keys = [key for row in rows(Keyboard(layout=layout, has_tones=has_tones)) for key in row]
    assert len(keys) == len(set(keys))
