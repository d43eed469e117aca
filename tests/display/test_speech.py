"""What is said for a call: every label and counter against a reading written down here."""

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from display import speech
from display.speech import Call, Manner, check, clip_name, every_part, sentence, text
from tests.display.test_numerals import by_hand

PHRASES = Path(speech.__file__).parent / "phrases"
LETTERS = {
    **{"A": "a", "B": "bê", "C": "xê", "D": "dê", "E": "e", "F": "ép phờ", "G": "gờ", "H": "hát"},
    **{"I": "i", "J": "di", "K": "ca", "L": "e lờ", "M": "em mờ", "N": "en nờ", "O": "o"},
    **{"P": "pê", "Q": "quy", "R": "e rờ", "S": "ét xì", "T": "tê", "U": "u", "V": "vê"},
    **{"W": "vê kép", "X": "ích xì", "Y": "i dài", "Z": "dét"},
}


def manner(language: str = "vi", linh: str = "linh") -> Manner:
    document = tomllib.loads((PHRASES / f"{language}.toml").read_text(encoding="utf-8"))
    return check(Manner(language=language, linh=linh, **document))


VI, SOUTH, EN = manner(), manner(linh="lẻ"), manner("en")


@pytest.mark.parametrize("letter", LETTERS)
def test_every_label_from_000_to_999(letter: str) -> None:
    for n in range(1000):
        wanted = f"{LETTERS[letter]} {by_hand(f'{n:03d}', 'linh')}"
        assert " ".join(speech.label(f"{letter}{n:03d}", VI)) == wanted


def test_every_counter_from_1_to_99() -> None:
    for n in range(1, 100):
        said = text(sentence(Call(label="A001", counter=str(n)), VI))
        assert said == f"Xin mời số thứ tự a không không một, đến quầy số {by_hand(str(n), 'linh')}"


@pytest.mark.parametrize(
    ("label", "counter", "times", "said"),
    [
        ("A042", "21", 1, "Xin mời số thứ tự a không bốn hai, đến quầy số hai mươi mốt"),
        ("H115", "3A", 1, "Xin mời số thứ tự hát một trăm mười lăm, đến quầy số ba a"),
        ("A1005", "5", 1, "Xin mời số thứ tự a một nghìn không trăm linh năm, đến quầy số năm"),
        ("Đ-024", "4", 1, "Xin mời số thứ tự đê không hai bốn, đến quầy số bốn"),
        ("AB12", "24", 1, "Xin mời số thứ tự a bê mười hai, đến quầy số hai mươi tư"),
        ("A001", "Tư pháp", 1, "Xin mời số thứ tự a không không một, đến quầy Tư pháp"),
        ("A001", "Sảnh 2", 1, "Xin mời số thứ tự a không không một, đến quầy Sảnh hai"),
        ("A001", "B", 1, "Xin mời số thứ tự a không không một, đến quầy bê"),
        ("b7", "1", 1, "Xin mời số thứ tự bê bảy, đến quầy số một"),
        (
            *("K010", "15", 2),
            "Xin mời lần thứ hai, số thứ tự ca không một không, đến quầy số mười lăm",
        ),
        (
            *("K010", "Một cửa", 4),
            "Xin mời lần thứ tư, số thứ tự ca không một không, đến quầy Một cửa",
        ),
    ],
)
def test_sentences(label: str, counter: str, times: int, said: str) -> None:
    assert text(sentence(Call(label=label, counter=counter, times=times), VI)) == said


def test_the_south_says_le() -> None:
    assert speech.label("A105", SOUTH) == ["a", "một", "trăm", "lẻ", "năm"]


def test_english() -> None:
    said = text(sentence(Call(label="A042", counter="21"), EN))
    assert said == "Ticket number A zero four two, please go to counter twenty one"
    again = text(sentence(Call(label="B105", counter="3A", times=2), EN))
    assert again == (
        "second call, Ticket number B one hundred and five, please go to counter three A"
    )


def test_one_part_is_one_clip_and_a_stop_is_a_pause() -> None:
    parts = sentence(Call(label="A021", counter="21"), VI)
    assert parts == (
        *("Xin mời số thứ tự", "a", "không", "hai", "một", ","),
        *("đến quầy số", "hai", "mươi", "mốt"),
    )


def test_names_of_clips_are_what_one_types_in_telex() -> None:
    told = ["mười", "mươi", "một", "mốt", "tư", "đến quầy số", "Ớ", "nghìn", "lẻ", "twenty", "Đ"]
    assert [clip_name(each) for each in told] == [
        *("muwowif", "muwowi", "mootj", "moots", "tuw", "ddeens-quaayf-soos", "ows", "nghinf"),
        *("ler", "twenty", "dd"),
    ]


@pytest.mark.parametrize("spoken", [VI, EN], ids=["vi", "en"])
def test_no_two_clips_have_one_name_and_a_name_is_a_plain_file_name(spoken: Manner) -> None:
    parts = every_part(spoken, ["1", "3A", "Tư pháp", "Sảnh 2"])
    names = [clip_name(each) for each in parts]
    assert len(set(names)) == len(parts)
    assert all(name.isascii() and name.replace("-", "").isalnum() for name in names), names


@given(
    label=st.from_regex(r"[A-ZĐ]{0,4}-?[0-9]{1,8}", fullmatch=True),
    counter=st.from_regex(r"[0-9]{1,3}[A-Z]?", fullmatch=True),
    times=st.integers(1, 20),
)
def test_whatever_is_said_was_listed_for_recording(label: str, counter: str, times: int) -> None:
    for spoken in (VI, SOUTH, EN):
        listed = set(every_part(spoken))
        parts = sentence(Call(label=label, counter=counter, times=times), spoken)
        assert set(parts) - {speech.PAUSE} <= listed


@given(st.text(max_size=12), st.text(max_size=12))
def test_any_text_is_said_somehow_or_passed_over(label: str, counter: str) -> None:
    for part in sentence(Call(label=label, counter=counter), VI):
        assert part == speech.PAUSE or part.strip()


@pytest.mark.parametrize(
    ("phrases", "complaint"),
    [
        ({"call": "Mời {label}"}, "phrases.recall is missing"),
        (dict.fromkeys(speech.PHRASES, "{so}"), "phrases.call: there is no {so}"),
        (dict.fromkeys(speech.PHRASES, "{label"), "phrases.call: "),
    ],
)
def test_a_phrase_that_cannot_be_said_is_refused(phrases: dict[str, str], complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        check(Manner(language="vi", phrases=phrases, letters={}))


def test_a_phrase_of_the_office_is_cut_at_its_fields_and_stops() -> None:
    own = {**VI.phrases, "call": "Mời công dân có số {label} đến quầy số {counter}. Xin cảm ơn!"}
    said = sentence(
        Call(label="A1", counter="2"), Manner(language="vi", phrases=own, letters=VI.letters)
    )
    assert said == (
        *("Mời công dân có số", "a", "một", "đến quầy số", "hai"),
        *(",", "Xin cảm ơn"),
    )
