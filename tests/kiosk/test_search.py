"""What people type, without accents, and the service that they mean."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.search import find, fold
from kiosk.wire import Service

SERVICES = (
    Service("A", "Tư pháp – Hộ tịch", name_en="Civil status", keywords=["khai sinh", "kết hôn"]),
    Service("B", "Đất đai – Môi trường", name_en="Land", documents={"vi": ["Sổ đỏ (bản gốc)"]}),
    Service("C", "Lao động, Thương binh và Xã hội"),
    Service("D", "Trả kết quả đất đai"),
)

words = st.text(st.sampled_from("aăâáàảãạấđeêéèiíoôơọuưứyỳ bcdhkmnt-–"), max_size=12)


def codes(typed):
    return "".join(each.code for each in find(typed, SERVICES))


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("", "ABCD"),
        ("   ", "ABCD"),
        ("tu", "A"),
        ("TƯ PHÁP", "A"),
        ("ho tich", "A"),
        ("dat", "BD"),  # its name begins so, before a word of its name
        ("đất", "BD"),
        ("dat dai", "BD"),
        ("dai dat", "BD"),
        ("ket", "DA"),  # a word of the name, before a keyword
        ("khai sinh", "A"),
        ("so do", "B"),
        ("land", "B"),
        ("civil", "A"),
        ("ong", "BC"),  # inside a word: trường, động
        ("zzz", ""),
    ],
)
def test_what_is_found_and_in_which_order(typed, found):
    assert codes(typed) == found


@given(words)
def test_folded_is_plain_small_and_stays(text):
    folded = fold(text)
    assert folded.isascii() and folded == folded.lower() == " ".join(folded.split())
    assert fold(folded) == folded == fold(unicodedata.normalize("NFD", text)) == fold(text.upper())


@given(words, words)
def test_typing_on_never_finds_more(text, more):
    """Each letter narrows it down, so nobody has to erase to find."""
    assert set(codes(text)) >= set(codes(text + more))


@given(st.sampled_from(SERVICES), st.data())
def test_a_service_is_found_by_any_beginning_of_its_name(service, data):
    end = data.draw(st.integers(1, len(service.name)))
    found = find(service.name[:end], SERVICES)
    assert service in found
