import pytest

from display.cpower import FROM_CARD, TO_CARD, CPower, Packet, packets, text_data
from display.protocol import Heard

# Both from the maker's paper on network parameters; sums added up by hand.
SET_IP = bytes.fromhex(
    "A5 68 32 01 3C 01 00 C0 A8 01 DE C0 A8 01 01 FF FF FF 00 14 50 FF FF FF FF E6 0B AE"
)
SET_IP_TAKEN = bytes.fromhex("A5 E8 32 01 3C 01 01 59 01 AE")
# From "External Calls" V1.9, sub-code 0x12, its second example: abc, new line, cba.
TEXT = bytes.fromhex(
    "A5 68 32 01 7B 01 13 00 00 00 12 00 00 01 00 00 03 02 FF 00 00 61 62 63 0D 63 62 61 009A 04 AE"
)
A042 = bytes.fromhex(
    "A5 68 32 01 7B 01 10 00 00 00 12 00 00 01 00 00 03 02 FF 00 00 41 30 34 32 00 15 03 AE"
)
TAKEN = Packet(FROM_CARD, 1, 0x7B, 0, bytes.fromhex("01 00 00 00 12")).to_bytes()


def test_the_papers_packets_both_ways() -> None:
    data = SET_IP[6:-3]
    assert Packet(TO_CARD, 1, 0x3C, 1, data).to_bytes() == SET_IP
    assert list(packets(SET_IP)) == [Packet(TO_CARD, 1, 0x3C, 1, data)]
    assert Packet(FROM_CARD, 1, 0x3C, 1, b"\x01").to_bytes() == SET_IP_TAKEN
    assert list(packets(SET_IP_TAKEN)) == [Packet(FROM_CARD, 1, 0x3C, 1, b"\x01")]


def test_the_papers_text() -> None:
    assert Packet(TO_CARD, 1, 0x7B, 1, text_data("abc\rcba")).to_bytes() == TEXT
    [heard] = CPower(115200).decoder().feed(TEXT)
    assert (heard.address, heard.text) == (1, "abc\rcba")


def test_a_label() -> None:
    assert CPower(115200).frame(1, "A042", 4) == A042


def test_the_three_reserved_bytes_are_escaped_wherever_they_are() -> None:
    packet = Packet(TO_CARD, 0xA5, 0xAE, 0xAA, b"\xa5\xaa\xae\x05")
    wire = packet.to_bytes()
    assert wire[:7] == bytes.fromhex("A5 68 32 AA 05 AA 0E")
    assert set(wire[1:-1]) & {0xA5, 0xAE} == set()
    assert list(packets(wire)) == [packet]


def test_a_sum_that_has_a_reserved_byte() -> None:
    # 68 + 32 + 01 + 3C + 01 + CD = 01 A5
    wire = Packet(TO_CARD, 1, 0x3C, 1, b"\xcd").to_bytes()
    assert wire.endswith(bytes.fromhex("CD AA 05 01 AE"))
    assert len(list(packets(wire))) == 1


@pytest.mark.parametrize("at", range(1, len(A042) - 1))
def test_a_packet_with_a_wrong_byte_is_not_obeyed(at: int) -> None:
    wrong = A042[:at] + bytes([A042[at] ^ 1]) + A042[at + 1 :]
    assert CPower(115200).decoder().feed(wrong) == []


@pytest.mark.parametrize(
    ("flag", "why"),
    [
        (0, ""),
        (1, "the card refused: the check sum was wrong (code 1)"),
        (2, "the card refused: the packets were out of order (code 2)"),
        (9, "the card refused: it does not say why (code 9)"),
    ],
)
@pytest.mark.parametrize("kind", [FROM_CARD, TO_CARD])
@pytest.mark.parametrize("noise", [b"", b"\xae\x00", A042, b"\xa5\x68"])
def test_verdicts_of_new_and_old_cards(flag: int, why: str, kind: int, noise: bytes) -> None:
    answer = Packet(kind, 1, 0x7B, flag, b"\x01\x00\x00\x00\x12").to_bytes()
    judgement = CPower(115200).judge(A042, noise + answer)
    assert (judgement.is_whole, judgement.why) == (True, why)


@pytest.mark.parametrize(
    "got", [b"", A042, A042[:9], TAKEN[:-1], SET_IP_TAKEN, TAKEN.replace(b"\xe8", b"\xe9")]
)
def test_not_an_answer_to_us(got: bytes) -> None:
    assert not CPower(115200).judge(A042, got).is_whole


def test_the_group_obeys_and_does_not_answer() -> None:
    frame = Packet(TO_CARD, 0xFF, 0x7B, 1, text_data("TEST")).to_bytes()
    assert CPower(115200).decoder().feed(frame) == [Heard(0xFF, "TEST", is_for_all=True)]


def test_a_card_that_is_not_asked_to_answer_does_not() -> None:
    frame = Packet(TO_CARD, 1, 0x7B, 0, text_data("TEST")).to_bytes()
    assert CPower(115200).decoder().feed(frame) == [Heard(1, "TEST")]


def test_a_card_says_its_id() -> None:
    question = bytes.fromhex("A5 68 32 07 3E 01 01 00 00 E1 00 AE")
    assert CPower(115200).probe(7) == question
    [heard] = CPower(115200).decoder().feed(question)
    assert list(packets(heard.answer)) == [Packet(FROM_CARD, 7, 0x3E, 1, b"\x01\x07\x00")]
