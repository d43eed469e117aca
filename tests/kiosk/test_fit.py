"""Texts in boxes, with letters all half as wide as high."""

from hypothesis import given
from hypothesis import strategies as st

from kiosk.fit import Space, fit, wrap


def measure(text, px):
    return len(text) * px // 2, px


def test_a_short_text_is_as_large_as_it_may_be():
    fitted = fit("A042", Space(400, 100, 40, 10), measure)
    assert (fitted.px, fitted.lines) == (40, ("A042",))


def test_lines_are_evenly_filled():
    assert wrap("một hai ba bốn năm", 14, len) == ["một hai ba", "bốn năm"]


def test_a_dash_stays_at_the_end_of_its_line():
    assert wrap("Tư pháp – Hộ tịch", 10, len) == ["Tư pháp\u00a0–", "Hộ tịch"]


def test_a_no_break_space_is_none():
    assert wrap("Rất hài\u00a0lòng", 9, len) == ["Rất", "hài\u00a0lòng"]


def test_a_word_too_wide_has_no_lines():
    assert wrap("nghiêng", 3, len) is None


def test_what_never_fits_is_cut_and_says_so():
    fitted = fit("một hai ba bốn", Space(60, 20, 40, 20), measure)
    assert fitted.is_cut and fitted.lines == ("một h…",)


texts = st.text(alphabet="aảẵ– \u00a0b", max_size=60)
spaces = st.builds(
    Space, st.integers(1, 300), st.integers(1, 200), st.integers(1, 60), st.integers(1, 20)
)


@given(texts, spaces)
def test_what_is_not_cut_fits_and_is_whole(text, space):
    fitted = fit(text, space, measure)
    if fitted.is_cut:
        return
    assert all(measure(line, fitted.px)[0] <= space.width for line in fitted.lines)
    rows = max(1, space.height // fitted.px)
    assert len(fitted.lines) <= rows
    assert " ".join(fitted.lines).split() == text.split()


@given(texts, st.integers(1, 60))
def test_even_lines_are_as_few_as_can_be(text, width):
    lines = wrap(text, width, len)
    wider = wrap(text, width + 1, len)
    assert lines is None or (wider is not None and len(wider) <= len(lines))
