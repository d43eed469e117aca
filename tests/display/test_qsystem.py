import pytest
from hypothesis import given
from hypothesis import strategies as st

from display.protocol import Heard
from display.qsystem import ADDRESSES, MAX_HELD, QSystem

FRAME = bytes.fromhex("01 22 41 34 32 07")  # A42 at 0x22, from the original server's sources
HEARD = Heard(address=0x22, text="A42")


def test_worked_example() -> None:
    assert QSystem(9600).frame(0x22, "A42", 3) == FRAME


def test_clearing_is_blanks() -> None:
    assert QSystem(9600).frame(0x20, "", 4) == bytes.fromhex("01 20 20 20 20 20 07")


def test_300_ms_between_frames_and_nothing_comes_back() -> None:
    protocol = QSystem(9600)
    assert (protocol.gap_s, protocol.answer_timeout_s) == (0.3, 0.0)
    assert protocol.judge(FRAME, b"\x00rubbish").is_whole


@pytest.mark.parametrize("address", [0, 0x1F, 0xFF, 300])
def test_an_address_that_is_none(address: int) -> None:
    with pytest.raises(ValueError, match="32 to 254"):
        QSystem(9600).frame(address, "A42", 3)


def test_decoder_whole_and_with_a_tail() -> None:
    decoder = QSystem(9600).decoder()
    assert decoder.feed(FRAME + FRAME + FRAME[:3]) == [HEARD, HEARD]
    assert decoder.feed(FRAME[3:]) == [HEARD]


def test_decoder_byte_by_byte() -> None:
    decoder = QSystem(9600).decoder()
    assert [decoder.feed(FRAME[at : at + 1]) for at in range(5)] == [[]] * 5
    assert decoder.feed(FRAME[5:]) == [HEARD]


@pytest.mark.parametrize(
    "rubbish",
    ["", "00 ff 07", "01 22 41 34", "01 07", "01 1f 41 07", "01 22 41 80 07", "01 22" + "41" * 40],
)
def test_decoder_finds_the_next_frame(rubbish: str) -> None:
    assert QSystem(9600).decoder().feed(bytes.fromhex(rubbish) + FRAME) == [HEARD]


@given(st.lists(st.binary(max_size=200)))
def test_decoder_is_bounded_and_resyncs_after_anything(pieces: list[bytes]) -> None:
    decoder = QSystem(9600).decoder()
    for piece in pieces:
        decoder.feed(piece)
        assert decoder.held <= MAX_HELD
    assert decoder.feed(FRAME) == [HEARD]


@given(st.sampled_from(ADDRESSES), st.text(), st.integers(1, 32))
def test_what_is_sent_is_what_is_heard(address: int, text: str, width: int) -> None:
    protocol = QSystem(9600)
    frame = protocol.frame(address, text, width)
    assert protocol.decoder().feed(frame) == [Heard(address, protocol.fit(text, width))]
