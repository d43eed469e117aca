import pytest
from hypothesis import given
from hypothesis import strategies as st

from printer.profiles import profile_named
from printer.render import render
from printer.virtual_commands import Command, Decoder, Item, Text, Unknown
from tests.printer.samples import SAMPLE

JOB = bytes.fromhex("1b40 1b6101 1d2177 41303432 0a 1b4a18 1d7630000100020081ff 1d564200 1d7201")
ITEMS: list[Item] = [
    Command(b"\x1b@"),
    Command(b"\x1ba", b"\x01"),
    Command(b"\x1d!", b"\x77"),
    Text(b"A042"),
    Command(b"\n"),
    Command(b"\x1bJ", b"\x18"),
    Command(b"\x1dv0", bytes.fromhex("000100020081ff")),
    Command(b"\x1dVB", b"\x00"),
    Command(b"\x1dr", b"\x01"),
]


def joined(items: list[Item]) -> list[Item]:
    """Text that came in pieces, as one."""
    out: list[Item] = []
    for item in items:
        if isinstance(item, Text) and out and isinstance(out[-1], Text):
            out[-1] = Text(out[-1].data + item.data)
        else:
            out.append(item)
    return out


def test_a_job_is_told_apart_whole() -> None:
    assert list(Decoder().feed(JOB)) == ITEMS


def test_byte_by_byte_says_the_same() -> None:
    decoder = Decoder()
    items = [item for byte in JOB for item in decoder.feed(bytes((byte,)))]
    assert joined(items) == ITEMS


def test_a_tail_waits_for_its_rest() -> None:
    decoder = Decoder()
    assert list(decoder.feed(JOB + b"\x1d(k\x03\x00")) == ITEMS
    assert list(decoder.feed(b"1C\x06")) == [Command(b"\x1d(k", b"1C\x06")]


def test_what_nobody_sends_is_counted_byte_by_byte() -> None:
    assert list(Decoder().feed(b"\x07\x1bZ")) == [Unknown(b"\x07"), Unknown(b"\x1b"), Text(b"Z")]


def test_padding_is_nothing() -> None:
    assert list(Decoder().feed(b"\x00\x00\x1b@\x00")) == [Command(b"\x1b@")]


def test_a_command_longer_than_any_is_not_waited_for() -> None:
    assert next(Decoder().feed(b"\x1dv0\x00\xff\xff\xff\xff")) == Unknown(b"\x1d")


@pytest.mark.parametrize("route", ["picture", "tcvn3", "cp1258", "utf8"])
def test_nothing_of_a_slip_is_unknown(route: str) -> None:
    items = list(Decoder().feed(render(SAMPLE, profile_named("TM-T20II", route)).data))
    assert not [item for item in items if isinstance(item, Unknown)]


@given(st.binary(max_size=200), st.integers(1, 9))
def test_pieces_do_not_matter(data: bytes, piece: int) -> None:
    decoder = Decoder()
    items: list[Item] = []
    for start in range(0, len(data), piece):
        items += decoder.feed(data[start : start + piece])
    assert joined(items) == joined(list(Decoder().feed(data)))


GRAPHICS = bytes.fromhex(
    "1b26 03 2122 01 800001 02 ffffff 000000 1b2501 1d284c 0400 30404b43 1d7702 1d6840"
    "1d6b49 04 7b424142"
)


def test_letters_logos_and_bars_are_told_apart_byte_by_byte() -> None:
    decoder = Decoder()
    items = [item for byte in GRAPHICS for item in decoder.feed(bytes((byte,)))]
    assert items == [
        Command(b"\x1b&", bytes.fromhex("03 2122 01 800001 02 ffffff 000000")),
        Command(b"\x1b%", b"\x01"),
        Command(b"\x1d(L", b"0@KC"),
        Command(b"\x1dw", b"\x02"),
        Command(b"\x1dh", b"\x40"),
        Command(b"\x1dk\x49", b"{BAB"),
    ]
    assert list(Decoder().feed(GRAPHICS)) == items
