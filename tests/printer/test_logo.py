"""A logo: from a file, in the printer's memory, by its key."""

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from printer import logo as logos
from printer.profiles import PROFILES
from printer.render import render
from printer.slip import Line, Logo, Slip, SlipError
from printer.virtual import VirtualPrinter

T20 = PROFILES["TM-T20II"]
SQUARE = Logo(2, 16, bytes.fromhex("ffff") + bytes.fromhex("8001") * 14 + bytes.fromhex("ffff"))
REAL_TIME = (b"\x10\x04", b"\x10\x05", b"\x10\x14")


def png(width: int, height: int, colour: str = "black", mode: str = "RGB") -> bytes:
    out = io.BytesIO()
    Image.new(mode, (width, height), colour).save(out, "PNG")
    return out.getvalue()


def test_a_definition_is_as_the_manual_says() -> None:
    key = SQUARE.key.encode()
    expected = bytes.fromhex("1d284c 2b00 304330") + key + bytes.fromhex("01 1000 1000 31")
    assert logos.define(SQUARE) == expected + SQUARE.dots


def test_showing_it_takes_eleven_bytes() -> None:
    key = SQUARE.key.encode()
    assert logos.show(SQUARE) == bytes.fromhex("1d284c 0600 3045") + key + b"\x01\x01"
    assert len(logos.show(SQUARE)) == 11


def test_the_key_follows_the_picture() -> None:
    other = Logo(2, 16, SQUARE.dots[:-1] + b"\xfe")
    assert SQUARE.key == Logo(2, 16, SQUARE.dots).key != other.key
    assert len(SQUARE.key) == 2 and SQUARE.key.isalnum()


def test_the_printer_keeps_it_through_a_power_cut_and_shows_it() -> None:
    printer = VirtualPrinter(T20)
    printer.feed(logos.define(SQUARE))
    printer.power_off()
    printer.power_on()
    assert logos.keys_in(printer.feed(logos.QUERY_KEYS)) == {SQUARE.key}
    slip = Slip((SQUARE, Line("x")))
    for_key, for_dots = render(slip, T20, stored=frozenset({SQUARE.key})), render(slip, T20)
    assert logos.show(SQUARE) in for_key.data and b"\x1dv0" not in for_key.data
    assert for_key.length_mm == for_dots.length_mm
    printer.feed(for_key.data + for_dots.data)
    by_key, by_dots = printer.slips()
    assert by_key == by_dots and printer.unknown == 0


def test_a_forgotten_logo_is_gone() -> None:
    printer = VirtualPrinter(T20)
    printer.feed(logos.define(SQUARE) + logos.forget(SQUARE.key))
    assert logos.keys_in(printer.feed(logos.QUERY_KEYS)) == set()


def test_a_model_without_such_memory_gets_the_dots() -> None:
    data = render(Slip((SQUARE,)), PROFILES["generic-80"], stored=frozenset({SQUARE.key})).data
    assert b"\x1dv0\x00\x02\x00\x10\x00" + SQUARE.dots in data


@pytest.mark.parametrize("answer", [b"", b"\x37\x72", b"\x37\x22AB\x00", b"\x37\x72\x40A\x00"])
def test_another_answer_is_no_list_of_keys(answer: bytes) -> None:
    assert logos.keys_in(answer) is None


def test_a_file_becomes_dots_that_fit() -> None:
    wide = logos.logo_from_picture(png(2000, 500), T20)
    assert (wide.row_bytes * 8, wide.rows) == (288, 72) and set(wide.dots) == {0xFF}
    high = logos.logo_from_picture(png(100, 1000), PROFILES["generic-58"])
    assert high.rows == 120 and high.row_bytes == 1


def test_what_is_clear_is_white() -> None:
    out = io.BytesIO()
    picture = Image.new("RGBA", (64, 64), (0, 0, 0, 0))
    picture.paste((0, 0, 0, 255), (0, 0, 64, 32))
    picture.save(out, "PNG")
    logo = logos.logo_from_picture(out.getvalue(), T20)
    half = logo.row_bytes * (logo.rows // 2 - 2)
    assert set(logo.dots[:half]) == {0xFF} and set(logo.dots[-half:]) == {0}


@pytest.mark.parametrize("data", [b"", b"GIF89a", png(9, 9, "white"), png(3000, 3000)])
def test_what_is_no_logo_is_refused(data: bytes) -> None:
    with pytest.raises(SlipError, match="logo"):
        logos.logo_from_picture(data, T20)


@settings(deadline=None)
@given(st.integers(1, 40), st.integers(1, 60), st.sampled_from([0x10, 0x04, 0x14, 0x00]), st.data())
def test_no_definition_reads_as_a_real_time_command(
    row_bytes: int, rows: int, last: int, data: st.DataObject
) -> None:
    some = st.sampled_from([0x10, 0x04, 0x05, 0x14, 0xFF])
    dots = bytes(data.draw(st.lists(some, min_size=8, max_size=8))) * (row_bytes * rows)
    logo = Logo(row_bytes, rows, dots[: row_bytes * rows - 1] + bytes((last,)))
    sent = logos.define(logo)
    assert not any(word in sent for word in REAL_TIME)
    printer = VirtualPrinter(T20)
    assert printer.feed(sent) == b"" and printer.unknown == 0
    assert logos.keys_in(printer.feed(logos.QUERY_KEYS)) == {logo.key}


def test_a_length_that_would_be_a_command_gets_a_row_more() -> None:
    """11 + 1029 bytes is 0410 hex."""
    sent = logos.define(Logo(3, 343, bytes(1029)))
    assert sent[3:5] == (1043).to_bytes(2, "little") and sent[13:15] == (344).to_bytes(2, "little")
