import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from printer.slip import QR, Big, Line, SlipError, Space


def test_a_line_keeps_its_words() -> None:
    assert Line("Số người chờ trước: 7").text == "Số người chờ trước: 7"


def test_decomposed_text_is_refused() -> None:
    with pytest.raises(SlipError, match="form C"):
        Line(unicodedata.normalize("NFD", "Giấy"))


@pytest.mark.parametrize("bad", ["a\x1bi", "a\nb", "\x10\x04\x01", "\x9b", "a\u2028b"])
def test_nothing_typed_becomes_a_command(bad: str) -> None:
    for part in (Line, QR):
        with pytest.raises(SlipError, match="control character"):
            part(bad)


def test_impossible_parts_are_refused() -> None:
    with pytest.raises(SlipError, match="size 3"):
        Line("x", size=3)
    with pytest.raises(SlipError, match="empty"):
        Big(" ")
    with pytest.raises(SlipError, match="at most 8"):
        Big("A00000042")
    with pytest.raises(SlipError, match="1 to 300"):
        QR("ế" * 150)
    with pytest.raises(SlipError, match="between 0 and 400"):
        Space(401)


@given(st.text(max_size=30))
def test_a_line_is_printable_or_refused(text: str) -> None:
    try:
        line = Line(text)
    except SlipError:
        return
    assert line.text == unicodedata.normalize("NFC", text)
    assert not any(ord(character) < 0x20 for character in line.text)
