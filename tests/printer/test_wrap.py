from hypothesis import given
from hypothesis import strategies as st

from printer.wrap import clusters, wrap

OFFICE = "TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG XÃ GIAO THỦY"


def test_a_short_text_is_one_row() -> None:
    assert wrap("Buổi: Sáng", 48, len) == ["Buổi: Sáng"]


def test_rows_are_as_even_as_the_words_allow() -> None:
    assert wrap(OFFICE, 32, len) == ["TRUNG TÂM PHỤC VỤ HÀNH", "CHÍNH CÔNG XÃ GIAO THỦY"]


def test_a_word_wider_than_the_paper_is_broken_not_cut() -> None:
    assert wrap("http://192.168.1.10:8080/t/x", 10, len) == ["http://192", ".168.1.10:", "8080/t/x"]


def test_an_empty_text_is_an_empty_row() -> None:
    assert wrap("", 48, len) == [""]


@given(st.text(alphabet="aâ ế1-", max_size=80), st.integers(1, 20))
def test_nothing_is_lost_and_nothing_is_too_wide(text: str, limit: int) -> None:
    rows = wrap(text, limit, len)
    assert all(len(row) <= limit for row in rows)
    assert "".join(rows).replace(" ", "") == text.replace(" ", "")


def test_a_letter_keeps_its_marks_and_what_hangs_below_it() -> None:
    assert clusters("ស្វាគមន៍") == ["ស្វា", "គ", "ម", "ន៍"]
    assert clusters("ผู้ x\u0323") == ["ผู้", " ", "x\u0323"]
    assert wrap("ស្វាគមន៍", 4, len) == ["ស្វា", "គមន៍"]
    assert wrap("ស្វាគមន៍", 3, len) == ["ស្វា", "គម", "ន៍"]
