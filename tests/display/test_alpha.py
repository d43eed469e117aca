import pytest

from display.alpha import Alpha, checked, packet
from display.protocol import Heard

# HOLD "A042" on sign 03: byte for byte as alphasignpy 0.1.1 sends it; its sum added up by hand.
FRAME = bytes.fromhex("00 00 00 00 00 01 5A 30 33 02 41 41 1B 26 62 41 30 34 32 03 30 32 30 31 04")
# The serial error status asked of sign 03, and a sign that has nothing to say against it (40).
QUESTION = bytes.fromhex("00 00 00 00 00 01 5A 30 33 02 46 2A 03 30 30 37 35 04")
ANSWER = bytes.fromhex("00 00 00 00 00 01 30 30 30 02 45 2A 40 03 30 30 42 34 04")


def test_worked_examples() -> None:
    assert Alpha(9600).frame(3, "A042", 4) == FRAME
    assert Alpha(9600).probe(3) == QUESTION


def test_the_sum_is_from_stx_to_etx() -> None:
    assert checked(FRAME[9:20]) == b"0201"


def test_a_line_of_seven_bits_and_even_parity() -> None:
    protocol = Alpha(9600)
    assert protocol.form == "7E1"
    assert max(protocol.frame(255, "Ệ~ÿ", 4)) < 0x80
    assert protocol.wire_s(len(FRAME)) == pytest.approx(0.026, abs=0.0001)


@pytest.mark.parametrize(("address", "digits"), [(1, b"01"), (10, b"0A"), (255, b"FF")])
def test_addresses_are_hexadecimal(address: int, digits: bytes) -> None:
    assert Alpha(9600).frame(address, "A042", 4)[7:9] == digits


def test_vietnamese_is_folded() -> None:
    assert b"\x1b&bTAM DUNG\x03" in Alpha(9600).frame(3, "Tạm dừng", 8)


def test_everybody_obeys() -> None:
    frame = packet(0, b"AA\x1b&bTEST")
    assert Alpha(9600).decoder().feed(frame) == [Heard(0, "TEST", is_for_all=True)]


def test_a_question_to_everybody_is_not_answered() -> None:
    [heard] = Alpha(9600).decoder().feed(packet(0, b"F*"))
    assert heard.answer == b""


def test_a_sign_that_was_asked_answers() -> None:
    [heard] = Alpha(9600).decoder().feed(QUESTION)
    assert heard == Heard(3, None, ANSWER)
    for noise in (b"", b"\x00\xff", QUESTION):
        assert Alpha(9600).judge(QUESTION, noise + ANSWER).is_whole


@pytest.mark.parametrize("at", range(9, len(ANSWER) - 1))
def test_an_answer_with_a_wrong_byte_is_none(at: int) -> None:
    wrong = ANSWER[:at] + bytes([ANSWER[at] ^ 1]) + ANSWER[at + 1 :]
    assert not Alpha(9600).judge(QUESTION, wrong).is_whole


@pytest.mark.parametrize("at", range(9, len(FRAME) - 1))
def test_a_frame_with_a_wrong_byte_is_not_obeyed(at: int) -> None:
    wrong = FRAME[:at] + bytes([FRAME[at] ^ 1]) + FRAME[at + 1 :]
    assert Alpha(9600).decoder().feed(wrong) == []


def test_other_commands_are_not_about_a_text() -> None:
    assert Alpha(9600).decoder().feed(packet(3, b"E ")) == [Heard(3, None)]


def test_an_answer_of_a_neighbour_is_not_heard_as_a_frame() -> None:
    assert Alpha(9600).decoder().feed(ANSWER + FRAME) == [Heard(3, "A042")]
