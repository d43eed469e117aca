"""Described boards: frames equal to those of our own modules and to frames worked out by hand."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from display.alpha import Alpha
from display.described import Described
from display.kanban import Kanban
from display.protocol import Heard, Protocol
from display.qsystem import QSystem
from display.shipped import SHIPPED, STX
from display.table import Table, checked

TWINS: dict[str, tuple[Protocol, Described]] = {
    "qsystem": (
        QSystem(9600),
        Described(frame="01 address text 07", addresses="32-254"),
    ),
    "kanban": (Kanban(9600), Described(frame="address high low sum", checksum="sum8")),
    "alpha": (
        Alpha(9600),
        Described(
            frame="00 00 00 00 00 01 5A address | 02 41 41 1B 26 62 text 03 sum 04",
            address="hex2",
            checksum="sum16",
            checksum_form="hex",
            form="7E1",
        ),
    ),
}


def table(**values: Any) -> Table:
    return Table("acme", Described(**values), 9600)


def made(text: str = "A042", address: int = 3, width: int = 4, **values: Any) -> str:
    return table(**values).frame(address, text, width).hex(" ").upper()


@pytest.mark.parametrize("name", TWINS)
@given(data=st.data(), text=st.text(max_size=12), width=st.integers(1, 16))
def test_a_description_makes_the_frames_of_our_own_module(
    name: str, data: st.DataObject, text: str, width: int
) -> None:
    ours, described = TWINS[name]
    address = data.draw(st.sampled_from(ours.addresses))
    theirs = Table(name, described, 9600)
    assert theirs.frame(address, text, width) == ours.frame(address, text, width)
    assert (theirs.addresses, theirs.form) == (ours.addresses, ours.form)
    assert theirs.wire_s(20) == ours.wire_s(20)


@pytest.mark.parametrize("name", SHIPPED)
def test_what_is_shipped_makes_its_own_example(name: str) -> None:
    assert SHIPPED[name].example_frame
    assert checked(SHIPPED[name]) is SHIPPED[name]


def test_stx_worked_example() -> None:
    """30 ^ 33 ^ 41 ^ 30 ^ 34 ^ 32 ^ 03 = 77, by hand."""
    stx = Table("stx", STX, 9600)
    frame = bytes.fromhex("02 30 33 41 30 34 32 03 77")
    assert stx.frame(3, "A042", 4) == frame
    assert stx.decoder().feed(frame) == [Heard(3, "A042", b"\x06")]
    assert stx.judge(frame, b"\x06").why == ""
    assert stx.judge(frame, b"\x15").why == "the board refused: 15"
    assert stx.judge(frame, b"\x00\x06").is_whole
    assert not stx.judge(frame, b"\x07").is_whole


@pytest.mark.parametrize(
    ("address", "frame"),
    [
        ("raw", "02 0C 41 30 34 32 03"),
        ("bcd", "02 12 41 30 34 32 03"),
        ("decimal2", "02 31 32 41 30 34 32 03"),
        ("decimal3", "02 30 31 32 41 30 34 32 03"),
        ("hex2", "02 30 43 41 30 34 32 03"),
    ],
)
def test_ways_to_write_an_address(address: str, frame: str) -> None:
    described = Described(frame="02 address text 03", address=address)
    board = Table("acme", described, 9600)
    assert board.frame(12, "A042", 4).hex(" ").upper() == frame
    assert board.decoder().feed(bytes.fromhex(frame)) == [Heard(12, "A042")]


@pytest.mark.parametrize(
    ("address", "offset", "last"),
    [("raw", 0x80, 127), ("bcd", 0, 99), ("decimal3", 0, 999), ("hex2", -1, 256)],
)
def test_an_offset_moves_the_addresses_there_are(address: str, offset: int, last: int) -> None:
    described = Described(frame="02 address text 03", address=address, offset=offset)
    assert Table("acme", described, 9600).addresses == range(1, last + 1)


def test_an_offset_is_added_on_the_wire() -> None:
    assert made(frame="02 address text 03", offset=0x80) == "02 83 41 30 34 32 03"


def test_a_frame_without_an_address() -> None:
    board = table(frame="1B text 0D")
    assert board.addresses == range(1, 2)
    assert board.decoder().feed(b"\x1bA042\r") == [Heard(1, "A042")]


@pytest.mark.parametrize(
    ("values", "text", "content"),
    [
        ({}, "A7", "20 20 41 37"),
        ({"align": "left"}, "A7", "41 37 20 20"),
        ({"pad": "00"}, "A7", "00 00 41 37"),
        ({"pad": "00"}, "", "00 00 00 00"),
        ({"pad": "FF", "align": "left"}, "A7", "41 37 FF FF"),
        ({"places": 6}, "A042", "20 20 41 30 34 32"),
        ({"places": 6, "align": "left", "pad": "00"}, "A7", "41 37 00 00 00 00"),
        ({"letters": "digits"}, "A042", "20 30 34 32"),
        ({"letters": "digits", "pad": "30"}, "A42", "30 30 34 32"),
        ({"letters": "digits"}, "----", "2D 2D 2D 2D"),
        ({"letters": "digits"}, "NGHI", "2D 2D 2D 2D"),
        ({"letters": "seven-segment"}, "K7", "20 20 2D 37"),
        ({}, "Đ7", "20 20 44 37"),
    ],
)
def test_texts(values: dict[str, Any], text: str, content: str) -> None:
    assert made(text, frame="02 address text 03", **values) == f"02 03 {content} 03"


@pytest.mark.parametrize(
    ("frame", "covered"),
    [
        ("02 address text 03 sum", "02 03 41 30 34 32 03"),
        ("| 02 address text 03 sum", "02 03 41 30 34 32 03"),
        ("02 | address text 03 sum", "03 41 30 34 32 03"),
        ("02 | address text | 03 sum", "03 41 30 34 32"),
        ("02 address | text | 03 sum", "41 30 34 32"),
        ("02 address | text 03 sum 0D", "41 30 34 32 03"),
    ],
)
def test_what_a_check_sum_covers(frame: str, covered: str) -> None:
    total = sum(bytes.fromhex(covered)) & 0xFF
    end = " 0D" if frame.endswith("0D") else ""
    assert made(frame=frame, checksum="sum8") == f"02 03 41 30 34 32 03 {total:02X}{end}"


@pytest.mark.parametrize(
    ("values", "sum_"),
    [
        # 123456789 between 02 and 03: the check values of the catalogue of CRCs, and of test_sums.
        ({"checksum": "sum8"}, "DD"),
        ({"checksum": "xor8"}, "31"),
        ({"checksum": "xor8", "checksum_form": "hex"}, "33 31"),
        ({"checksum": "sum16"}, "01 DD"),
        ({"checksum": "sum16", "checksum_order": "low"}, "DD 01"),
        ({"checksum": "sum16", "checksum_form": "hex"}, "30 31 44 44"),
        ({"checksum": "crc16-modbus"}, "37 4B"),
        ({"checksum": "crc16-modbus", "checksum_order": "high"}, "4B 37"),
        ({"checksum": "crc16-arc"}, "3D BB"),
        ({"checksum": "crc16-arc", "checksum_order": "high"}, "BB 3D"),
        (
            {"checksum": "crc16-arc", "checksum_order": "high", "checksum_form": "hex"},
            "42 42 33 44",
        ),
    ],
)
def test_check_sums(values: dict[str, Any], sum_: str) -> None:
    board = table(frame="02 | text | 03 sum", **values)
    frame = bytes.fromhex("02") + b"123456789" + bytes.fromhex("03" + sum_)
    assert board.frame(1, "123456789", 9) == frame
    assert board.decoder().feed(frame) == [Heard(1, "123456789")]
    assert board.decoder().feed(frame[:-1] + bytes([frame[-1] ^ 1])) == []


def test_a_length_byte_is_a_byte_of_the_frame() -> None:
    """The shape of the Scannotec boards: 82 00 address type length data sum, no byte at the end."""
    values: dict[str, Any] = {
        "frame": "82 00 address 01 04 00 text sum",
        "places": 4,
        "checksum": "sum8",
    }
    # 82 + 03 + 01 + 04 + 41 + 30 + 34 + 32 = 161
    frame = "82 00 03 01 04 00 41 30 34 32 61"
    assert made(**values) == frame
    assert table(**values).decoder().feed(bytes.fromhex(frame)) == [Heard(3, "A042")]


def test_escapes_are_for_words_and_not_for_bytes_of_the_frame() -> None:
    """Address A5, and a sum that comes to AE: 41 + 6D."""
    values = {
        "frame": "A5 | address 41 high low sum AE",
        "checksum": "sum8",
        "escapes": ("A5 = AA 05", "AE = AA 0E", "AA = AA 0A"),
    }
    board = table(**values)
    assert board.frame(0xA5, "0", 4).hex(" ").upper() == "A5 AA 05 41 00 00 E6 AE"
    assert board.frame(0x6D, "0", 4).hex(" ").upper() == "A5 6D 41 00 00 AA 0E AE"
    assert board.frame(0x41, "42", 4).hex(" ").upper() == "A5 41 41 00 2A AC AE"
    for address, number in ((0xA5, "0"), (0x6D, "0"), (0xAA, "174")):
        frame = board.frame(address, number, 4)
        assert board.decoder().feed(frame) == [Heard(address, number)]


def test_an_answer_may_be_a_frame_with_address_and_sum() -> None:
    board = table(
        frame="02 | address text 03 sum",
        address="decimal2",
        checksum="xor8",
        answer="02 | address 06 03 sum",
        refusal="02 | address 15 03 sum",
    )
    sent = board.frame(3, "A042", 4)
    # 30 ^ 33 ^ 06 ^ 03 = 06; 30 ^ 33 ^ 15 ^ 03 = 15
    good, bad = bytes.fromhex("02 30 33 06 03 06"), bytes.fromhex("02 30 33 15 03 15")
    [heard] = board.decoder().feed(sent)
    assert heard.answer == good
    assert board.judge(sent, b"\x00" + good) == board.judge(sent, sent + good)
    assert board.judge(sent, good).why == ""
    assert board.judge(sent, bad).why == "the board refused: 02 30 33 15 03 15"
    of_another = bytes.fromhex("02 30 34 06 03 01")
    assert not board.judge(sent, of_another).is_whole


def test_an_answer_may_be_our_own_frame() -> None:
    escapes = ("A5 = AA 05", "AA = AA 0A")
    board = table(frame="A5 address text 03", answer="frame", escapes=escapes)
    sent = board.frame(0xA5, "A042", 4)
    assert sent == bytes.fromhex("A5 AA 05 41 30 34 32 03")
    assert board.judge(sent, sent).is_whole
    assert not board.judge(sent, sent[:-1]).is_whole


def test_times_and_line() -> None:
    board = table(frame="02 address text 03", answer="06", gap_ms=7, answer_ms=250, form="8E1")
    assert (board.form, board.gap_s) == ("8E1", 0.007)
    assert board.answer_timeout_s == pytest.approx(0.25 + 11 / 9600)


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({"frame": ""}, "frame = '': write text in it once, or high and low"),
        ({"frame": "02 adress text 03"}, "frame = '02 adress text 03': 'adress' is neither a byte"),
        ({"frame": "2 text 03"}, "'2' is neither a byte nor a word; write bytes as 02 or 1B"),
        ({"frame": "02 text text 03"}, "text can stand in it once"),
        ({"frame": "02 high 03"}, "write text in it once, or high and low"),
        ({"frame": "02 text high low 03"}, "write text in it once, or high and low"),
        ({"frame": "02 address 03"}, "write text in it once"),
        ({"frame": "02 text"}, "no byte behind text says where it ends; write places"),
        ({"frame": "02 text 41"}, "no byte behind text says where it ends; write places"),
        ({"frame": "02 text 00", "pad": "00"}, "no byte behind text says where it ends"),
        ({"frame": "02 text sum", "checksum": "sum8"}, "no byte behind text says where it ends"),
        ({"checksum": "sum8"}, "write sum in the frame exactly when there is a check sum"),
        ({"frame": "02 text 03 sum"}, "checksum = 'none', but frame = '02 text 03 sum'"),
        ({"checksum": "sum9"}, "checksum = 'sum9': write one of 'none', 'sum8', 'xor8', 'sum16'"),
        ({"frame": "02 | text 03"}, "write sum where the check sum is"),
        ({"frame": "02 text 03 sum |", "checksum": "sum8"}, "a bar stands behind sum"),
        ({"frame": "| 02 | text | 03 sum", "checksum": "sum8"}, "at most two bars"),
        ({"frame": "02 " * 65 + "text 03"}, "more than 64 bytes and words"),
        ({"checksum_form": "ascii"}, "checksum_form = 'ascii': write one of 'byte', 'hex'"),
        ({"checksum_order": "big"}, "checksum_order = 'big': write one of '', 'high', 'low'"),
        ({"address": "hex"}, "address = 'hex': write one of 'raw', 'bcd', 'decimal2'"),
        ({"addresses": "1..9"}, "addresses = '1..9': write them as \"1-99\""),
        ({"addresses": "9-1"}, "addresses 9-1 with offset 0"),
        ({"addresses": "1-100", "address": "bcd"}, "address = 'bcd' writes 0 to 99"),
        ({"addresses": "1-200", "offset": 100}, "address = 'raw' writes 0 to 255"),
        ({"offset": -5, "addresses": "1-9"}, "addresses 1-9 with offset -5"),
        ({"letters": "ascii"}, "letters = 'ascii': write one of 'capitals', 'seven-segment'"),
        ({"align": "middle"}, "align = 'middle': write one of 'right', 'left'"),
        ({"places": 33}, "places = 33: write 0 to 32"),
        ({"pad": "blank"}, "pad = 'blank': write bytes in two hexadecimal digits each"),
        ({"pad": "20 20"}, "pad = '20 20': write one byte, as 20"),
        ({"escapes": ("A5",)}, "escapes: 'A5': write each byte once, as A5 = AA 05"),
        ({"escapes": ("A5 = x",)}, "escapes: 'A5 = x': write bytes in two hexadecimal digits"),
        ({"escapes": ("A5 = AA 05",)}, "AA begins an escape, so it needs one of its own"),
        ({"gap_ms": -1}, "gap_ms = -1: write 0 to 10000"),
        ({"answer_ms": 99999}, "answer_ms = 99999: write 1 to 10000"),
        ({"form": "8N"}, 'like "8N1" or "7E1", not \'8N\''),
        ({"answer": "text"}, "answer = 'text': 'text' is neither a byte nor a word"),
        ({"answer": "06 sum"}, "there is no check sum; leave out sum"),
        ({"refusal": "15"}, "refusal: a board that refuses also has an answer"),
        ({"example_frame": "02 zz"}, "example: write bytes in two hexadecimal digits each"),
        (
            {"example_text": "A042", "example_frame": "02 02 41 30 34 32 03"},
            "example_frame = '02 02 41 30 34 32 03': the description makes 02 01 41 30 34 32 03 of "
            "'A042' at address 1",
        ),
        ({"example_address": 256, "example_text": "A", "example_frame": "02"}, "1 to 255, not 256"),
    ],
)
def test_what_is_wrong_is_said_by_its_key(values: dict[str, Any], says: str) -> None:
    described = replace(Described(frame="02 address text 03"), **values)
    with pytest.raises(ValueError) as refused:
        checked(described)
    assert says in str(refused.value)


def test_a_board_wider_than_the_frame() -> None:
    with pytest.raises(ValueError, match="a frame carries 3 signs, so width is not 4"):
        made(frame="02 address text 03", places=3)


@given(st.binary(max_size=300))
def test_a_decoder_never_holds_more_than_a_frame(data: bytes) -> None:
    decoder = table(frame="A5 address text 03 sum AE", checksum="crc16-arc").decoder()
    decoder.feed(data)
    assert decoder.held < 1 + 1 + 32 + 1 + 2 + 1
