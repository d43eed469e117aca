import pytest
from hypothesis import given
from hypothesis import strategies as st

from printer.code128 import bars, modules, received, runs, sent
from printer.profiles import PROFILES
from printer.render import render
from printer.slip import Barcode, Slip, SlipError

PRINTABLE = st.text(st.characters(min_codepoint=0x20, max_codepoint=0x7E), min_size=1, max_size=48)
PAIRS = st.lists(st.sampled_from(["16", "04", "05", "20", "9"]), min_size=1, max_size=20).map(
    "".join
)
DIGITS = st.text(st.sampled_from("0123456789-"), min_size=1, max_size=48)


def test_digits_go_in_pairs_where_it_pays() -> None:
    assert runs("H40-261123-0042") == [("B", "H40-"), ("C", "261123"), ("B", "-"), ("C", "0042")]
    assert runs("A042") == [("B", "A042")]
    assert runs("12345") == [("C", "1234"), ("B", "5")]


def test_the_bytes_of_a_barcode() -> None:
    assert sent("A{1234") == b"{BA{{" + b"{C\x0c\x22"
    data = render(Slip((Barcode("A{1234"),)), PROFILES["generic-80"]).data
    assert b"\x1dw\x02\x1dh\x48\x1dk\x49\x09{BA{{{C\x0c\x22" in data


def test_a_known_symbol() -> None:
    """A well-known worked example has the check value 54 after start A; after start B it is 55."""
    values = received(b"{BPJJ123C")
    assert values == [104, 48, 42, 42, 17, 18, 19, 35]
    widths = bars(values)
    assert sum(widths) == 11 * 9 + 13 == modules("PJJ123C")
    assert "".join(map(str, widths[-13:])) == "3113212331112", "value 55, then stop"


def test_a_pair_that_would_be_a_real_time_command_goes_as_letters() -> None:
    assert runs("12160420") == [("C", "1216"), ("B", "0420")]


@given(PRINTABLE | DIGITS | PAIRS)
def test_what_is_sent_is_received(data: str) -> None:
    values = received(sent(data))
    assert values is not None
    name, read = "", ""
    for value in values:
        if value == 105 or (name == "B" and value == 99):
            name = "C"
        elif (name == "C" and value == 100) or value == 104:
            name = "B"
        else:
            read += f"{value:02d}" if name == "C" else chr(value + 0x20)
    assert read == data
    assert sum(bars(values)) == modules(data)


@given(DIGITS | PAIRS)
def test_no_pair_of_digits_reads_as_a_real_time_command(data: str) -> None:
    assert not any(word in sent(data) for word in (b"\x10\x04", b"\x10\x05", b"\x10\x14"))


@pytest.mark.parametrize("data", [b"", b"A", b"{", b"{A1", b"{B\x01", b"{C\x64"])
def test_rubbish_is_no_barcode(data: bytes) -> None:
    assert received(data) is None


@pytest.mark.parametrize("data", ["", "Đ", "a\n", "x" * 49])
def test_a_slip_refuses_what_bars_cannot_say(data: str) -> None:
    with pytest.raises(SlipError, match="barcode"):
        Barcode(data)
