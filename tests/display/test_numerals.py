"""Numbers in words, against tables written by hand: every number, not by the code's own rules."""

from itertools import product

import pytest

from display import numerals
from display.numerals import number, run

TWO_DIGITS = """
không không|không một|không hai|không ba|không bốn|không năm|không sáu|không bảy|không tám|không chín
mười|mười một|mười hai|mười ba|mười bốn|mười lăm|mười sáu|mười bảy|mười tám|mười chín
hai mươi|hai mươi mốt|hai mươi hai|hai mươi ba|hai mươi tư|hai mươi lăm|hai mươi sáu|hai mươi bảy|hai mươi tám|hai mươi chín
ba mươi|ba mươi mốt|ba mươi hai|ba mươi ba|ba mươi tư|ba mươi lăm|ba mươi sáu|ba mươi bảy|ba mươi tám|ba mươi chín
bốn mươi|bốn mươi mốt|bốn mươi hai|bốn mươi ba|bốn mươi tư|bốn mươi lăm|bốn mươi sáu|bốn mươi bảy|bốn mươi tám|bốn mươi chín
năm mươi|năm mươi mốt|năm mươi hai|năm mươi ba|năm mươi tư|năm mươi lăm|năm mươi sáu|năm mươi bảy|năm mươi tám|năm mươi chín
sáu mươi|sáu mươi mốt|sáu mươi hai|sáu mươi ba|sáu mươi tư|sáu mươi lăm|sáu mươi sáu|sáu mươi bảy|sáu mươi tám|sáu mươi chín
bảy mươi|bảy mươi mốt|bảy mươi hai|bảy mươi ba|bảy mươi tư|bảy mươi lăm|bảy mươi sáu|bảy mươi bảy|bảy mươi tám|bảy mươi chín
tám mươi|tám mươi mốt|tám mươi hai|tám mươi ba|tám mươi tư|tám mươi lăm|tám mươi sáu|tám mươi bảy|tám mươi tám|tám mươi chín
chín mươi|chín mươi mốt|chín mươi hai|chín mươi ba|chín mươi tư|chín mươi lăm|chín mươi sáu|chín mươi bảy|chín mươi tám|chín mươi chín
"""  # noqa: E501
#: "00" to "99" as the table above has them: two digits read as the end of a longer number.
TABLE = dict(
    zip(
        (a + b for a, b in product("0123456789", repeat=2)),
        TWO_DIGITS.strip().replace("\n", "|").split("|"),
        strict=True,
    )
)
ALONE = dict(
    zip(
        "0123456789",
        ["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"],
        strict=True,
    )
)


def by_hand(written: str, linh: str) -> str:
    """How a person reads *written*, from its text alone."""
    if written[0] == "0":
        return " ".join(ALONE[each] for each in written)
    if len(written) == 1:
        return ALONE[written]
    if len(written) == 2:
        return TABLE[written]
    if len(written) == 3:
        return f"{ALONE[written[0]]} trăm {end(written[1:], linh)}".strip()
    inner = "" if written[1:] == "000" else f"{ALONE[written[1]]} trăm {end(written[2:], linh)}"
    return f"{ALONE[written[0]]} nghìn {inner}".strip()


def end(two: str, linh: str) -> str:
    if two == "00":
        return ""
    return f"{linh} {ALONE[two[1]]}" if two[0] == "0" else TABLE[two]


@pytest.mark.parametrize("linh", ["linh", "lẻ"])
def test_every_number_of_three_digits_and_up_to_9999(linh: str) -> None:
    written = [f"{n:03d}" for n in range(1000)] + [str(n) for n in range(10_000)]
    for each in written:
        assert " ".join(run(each, "vi", linh)) == by_hand(each, linh), each


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("5", "năm"),
        ("15", "mười lăm"),
        ("21", "hai mươi mốt"),
        ("24", "hai mươi tư"),
        ("25", "hai mươi lăm"),
        ("100", "một trăm"),
        ("104", "một trăm linh bốn"),
        ("105", "một trăm linh năm"),
        ("111", "một trăm mười một"),
        ("115", "một trăm mười lăm"),
        ("221", "hai trăm hai mươi mốt"),
        ("1000", "một nghìn"),
        ("1005", "một nghìn không trăm linh năm"),
        ("1015", "một nghìn không trăm mười lăm"),
        ("1100", "một nghìn một trăm"),
        ("21000", "hai mươi mốt nghìn"),
        ("105005", "một trăm linh năm nghìn không trăm linh năm"),
        ("1000000", "một không không không không không không"),
        ("000", "không không không"),
        ("042", "không bốn hai"),
    ],
)
def test_the_known_examples(written: str, said: str) -> None:
    assert " ".join(run(written, "vi")) == said


ENGLISH = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
ENGLISH_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]


def english_by_hand(written: str) -> str:
    """Below 1000."""
    if written[0] == "0":
        return " ".join(ENGLISH[int(each)] for each in written)
    if len(written) == 3:
        head = f"{ENGLISH[int(written[0])]} hundred"
        return (
            head if written[1:] == "00" else f"{head} and {english_by_hand(str(int(written[1:])))}"
        )
    if int(written) < 20:
        return ENGLISH[int(written)]
    ten = ENGLISH_TENS[int(written[0]) - 2]
    return ten if written[1] == "0" else f"{ten} {ENGLISH[int(written[1])]}"


def test_every_number_of_three_digits_in_english() -> None:
    for each in [f"{n:03d}" for n in range(1000)] + [str(n) for n in range(1000)]:
        assert " ".join(run(each, "en")) == english_by_hand(each), each


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (1000, "one thousand"),
        (1005, "one thousand and five"),
        (1105, "one thousand one hundred and five"),
        (21_000, "twenty one thousand"),
    ],
)
def test_thousands_in_english(value: int, said: str) -> None:
    assert " ".join(number(value, "en")) == said


@pytest.mark.parametrize("language", ["vi", "en"])
def test_no_number_needs_a_word_that_is_not_listed(language: str) -> None:
    listed = set(numerals.words(language))
    assert len(listed) == len(numerals.words(language))
    for value in [*range(3000), 10_000, 99_999, 105_005, 999_999]:
        assert set(number(value, language, "lẻ")) | set(number(value, language)) <= listed
    assert {numerals.time(n, language) for n in range(30)} <= listed


def test_the_fourth_time_is_tu() -> None:
    assert [numerals.time(n, "vi") for n in (2, 3, 4, 5, 9, 12)] == [
        "hai",
        "ba",
        "tư",
        "năm",
        "chín",
        "chín",
    ]
    assert [numerals.time(n, "en") for n in (2, 3, 10)] == ["second", "third", "ninth"]
