import pytest
from hypothesis import given
from hypothesis import strategies as st

from display.lettering import CAPITALS, MAX_WIDTH, SEVEN_SEGMENT, fit, fold


@pytest.mark.parametrize(
    ("text", "drawn"),
    [
        ("A042", "A042"),
        ("---", " ---"),
        ("", "    "),
        ("a42", " A42"),
        ("A1042", "1042"),
        ("Tạm dừng", "TA-"),
        ("Nghỉ", "NGHI"),
        ("Đ007", "D007"),
        ("Q. 3", "Q- 3"),
        ("K042", "-042"),
    ],
)
def test_four_places_of_seven_segments(text: str, drawn: str) -> None:
    assert fit(text, 4, SEVEN_SEGMENT) == drawn.rjust(4)


def test_every_vietnamese_letter_folds_to_a_capital_of_ascii() -> None:
    letters = "aăâeêioôơuưy"
    marks = ["", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323"]
    folded = {fold(letter + mark) for letter in letters for mark in marks}
    assert folded == set("AEIOUY")
    assert fold("đĐ") == "DD"


def test_composed_and_decomposed_are_the_same() -> None:
    assert fold("Tie\u0302\u0301p nhận") == fold("Tiếp nhận") == "TIEP NHAN"


def test_eth_typed_for_d_with_stroke() -> None:
    assert fold("Ðiều") == "DIEU"


@pytest.mark.parametrize("width", [0, -1, MAX_WIDTH + 1])
def test_an_impossible_width(width: int) -> None:
    with pytest.raises(ValueError, match="signs wide"):
        fit("A042", width)


@given(st.text(), st.integers(1, MAX_WIDTH), st.sampled_from([CAPITALS, SEVEN_SEGMENT]))
def test_any_text_fits_and_fitting_twice_changes_nothing(
    text: str, width: int, letters: frozenset[str]
) -> None:
    drawn = fit(text, width, letters)
    assert len(drawn) == width
    assert set(drawn) <= letters
    assert fit(drawn, width, letters) == drawn
