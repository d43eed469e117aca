"""Downloaded letters: bytes, places, and what does not fit."""

from hypothesis import given, settings
from hypothesis import strategies as st

from printer.encoding import LETTERS
from printer.glyphs import CODES, Glyphs, chosen, columns
from printer.profiles import PrinterProfile, profile_named
from printer.render import render
from printer.slip import Big, Line, Rule, Slip
from printer.virtual_commands import Command, Decoder

GLYPHS: PrinterProfile = profile_named("generic-80", "glyphs")
SOME = sorted(LETTERS)
REAL_TIME = (b"\x10\x04", b"\x10\x05", b"\x10\x14")


def encoded(glyphs: Glyphs, text: str, state: int | None = None) -> bytes:
    out = glyphs.encode(text, state)
    assert out is not None
    return out.data


def test_a_letter_takes_a_code_that_the_slip_does_not_use() -> None:
    glyphs = chosen(["Giấy!"])
    assert glyphs.codes == {"ấ": ord('"')}, "the exclamation mark is in use, the next is free"
    assert encoded(glyphs, "Giấy!") == b'Gi\x1b%\x01"y!'


def test_the_set_is_switched_only_where_a_code_means_two_things() -> None:
    glyphs = Glyphs({"ấ": ord("a")})
    assert encoded(glyphs, "ấb ấa") == b"\x1b%\x01ab a\x1b%\x00a"
    assert encoded(glyphs, "b", 1) == b"b"
    assert encoded(glyphs, "a", 1) == b"\x1b%\x00a"


def test_a_definition_names_neighbours_in_one_command() -> None:
    glyphs = Glyphs({"ấ": 0x21, "ế": 0x22, "ộ": 0x30})
    data = glyphs.define()
    first, second = columns("ấ"), columns("ế")
    head = bytes((0x1B, 0x26, 3, 0x21, 0x22, len(first) // 3))
    assert data.startswith(head + first + bytes((len(second) // 3,)) + second)
    assert data.count(b"\x1b&\x03") == 2
    assert [item.code for item in Decoder().feed(data) if isinstance(item, Command)] == [
        b"\x1b&",
        b"\x1b&",
    ]


def test_every_letter_fits_its_cell_and_has_ink_at_both_ends() -> None:
    for letter in SOME:
        dots = columns(letter)
        assert 3 <= len(dots) <= 36 and any(dots[-3:]), letter


def test_all_letters_look_different() -> None:
    assert len({columns(letter) for letter in SOME}) == 134


def test_only_the_letters_of_the_slip_are_sent() -> None:
    data = render(Slip((Line("Giấy ấ"),)), GLYPHS).data
    assert data.startswith(b"\x1b@\x1b&\x03!!") and data.count(b"\x1b&") == 1


def test_a_slip_without_vietnamese_sends_none() -> None:
    assert b"\x1b&" not in render(Slip((Line("Hotline"), Big("A042"))), GLYPHS).data


def test_lines_beyond_the_last_code_are_drawn() -> None:
    lines = [Line("".join(SOME[start : start + 20])) for start in range(0, 134, 20)]
    data = render(Slip(tuple(lines)), GLYPHS).data
    assert data.count(b"\x1dv0") == 2, "94 codes: four lines of 20, and the last of 14"
    assert len(chosen(["".join(SOME[:20])] * 9).codes) == 20


def test_a_foreign_line_takes_no_code() -> None:
    assert chosen(["Señor ấ"]).codes == {}
    assert chosen(["– ấ …"]).codes.keys() == {"ấ"}, "dashes and points have ASCII forms"


def test_a_rule_is_a_rule_even_where_its_dash_is_taken() -> None:
    everything = "".join(chr(code) for code in CODES)
    data = render(Slip((Line(everything), Line("ấ" * 3), Rule(), Line("ế"))), GLYPHS).data
    assert b"-" * 32 in data


@settings(deadline=None)
@given(st.lists(st.text(st.sampled_from(SOME + [chr(c) for c in CODES]), max_size=40), max_size=6))
def test_what_is_encoded_reads_back(texts: list[str]) -> None:
    glyphs = chosen(texts)
    letters = {code: letter for letter, code in glyphs.codes.items()}
    for text in texts:
        out = glyphs.encode(text, None)
        if out is None:
            continue
        state, read, data = 0, "", out.data
        while data:
            if data[:2] == b"\x1b%":
                state, data = data[2], data[3:]
                continue
            read += letters.get(data[0], chr(data[0])) if state else chr(data[0])
            data = data[1:]
        assert read == text and state == out.page


@settings(deadline=None)
@given(st.lists(st.sampled_from(SOME), min_size=1, max_size=94, unique=True))
def test_no_definition_reads_as_a_real_time_command(letters: list[str]) -> None:
    data = Glyphs(dict(zip(letters, CODES, strict=False))).define()
    assert not any(word in data for word in REAL_TIME)
