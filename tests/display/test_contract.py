"""Every protocol, by the same rules: frames, decoders whole, in pieces, behind rubbish."""

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from display.catalogue import PROTOCOLS, protocol_named
from display.protocol import Heard, Protocol, character_bits
from display.table import Described
from display.virtual import VirtualBoards

DESCRIBED: Mapping[str, Described] = {
    "like-qsystem": Described(frame="01 address text 07", addresses="32-254", gap_ms=300),
    "like-kanban": Described(frame="address high low sum", checksum="sum8"),
    "like-alpha": Described(
        frame="00 00 00 00 00 01 5A address | 02 41 41 1B 26 62 text 03 sum 04",
        address="hex2",
        checksum="sum16",
        checksum_form="hex",
        form="7E1",
    ),
    "escaped": Described(
        frame="A5 address 41 text sum AE",
        places=8,
        pad="00",
        align="left",
        checksum="crc16-arc",
        checksum_order="high",
        escapes=("A5 = AA 05", "AE = AA 0E", "AA = AA 0A"),
        answer="A5 | address 06 sum AE",
    ),
    "zeros": Described(frame="1B address text 0D", letters="digits", pad="30", address="bcd"),
    "same-again": Described(frame="1B address text 0D", places=6, answer="frame"),
    "alone": Described(frame="1B text 0D", letters="digits"),
}
NAMES = (*PROTOCOLS, *DESCRIBED)
WORDS = ("A042", "----", "", "Đ7", "8", "B9999")


def named(name: str) -> Protocol:
    return protocol_named(name, 9600, DESCRIBED)


def seen(text: str) -> str:
    """What people read: blanks and zeros in front make no difference, and S is drawn as 5 is."""
    return text.strip().lstrip("0").replace("S", "5")


def said(heard: list[Heard]) -> list[tuple[int, str]]:
    """Address and what people read, of the frames that are about a text."""
    return [(each.address, seen(each.text)) for each in heard if each.text is not None]


def addresses(protocol: Protocol) -> list[int]:
    first, last = protocol.addresses[0], protocol.addresses[-1]
    return sorted({first, min(first + 2, last), last})


@pytest.fixture(params=NAMES)
def protocol(request: pytest.FixtureRequest) -> Protocol:
    return named(request.param)


@pytest.fixture
def frame(protocol: Protocol) -> bytes:
    return protocol.frame(protocol.addresses[0], "A042", 4)


@pytest.fixture
def expected(protocol: Protocol) -> tuple[int, str]:
    return protocol.addresses[0], seen(protocol.fit("A042", 4))


def test_what_is_sent_is_what_is_heard(protocol: Protocol) -> None:
    for address in addresses(protocol):
        for word in WORDS:
            heard = protocol.decoder().feed(protocol.frame(address, word, 4))
            assert said(heard) == [(address, seen(protocol.fit(word, 4)))]


def test_what_a_protocol_says_of_itself(protocol: Protocol, frame: bytes) -> None:
    [heard] = protocol.decoder().feed(frame)
    assert protocol.name in NAMES
    assert protocol.gap_s >= 0
    assert bool(heard.answer) == (protocol.answer_timeout_s > 0)
    assert protocol.wire_s(96) == 96 * character_bits(protocol.form) / 9600
    assert protocol.judge(frame, heard.answer).is_whole
    assert protocol.judge(frame, heard.answer).why == ""


def test_whole_with_a_tail(protocol: Protocol, frame: bytes, expected: tuple[int, str]) -> None:
    decoder = protocol.decoder()
    assert said(decoder.feed(frame + frame + frame[:3])) == [expected, expected]
    assert said(decoder.feed(frame[3:])) == [expected]


def test_byte_by_byte(protocol: Protocol, frame: bytes, expected: tuple[int, str]) -> None:
    decoder = protocol.decoder()
    heard = [decoder.feed(frame[at : at + 1]) for at in range(len(frame))]
    assert [said(each) for each in heard] == [[]] * (len(frame) - 1) + [[expected]]


def test_a_frame_that_was_cut_off(
    protocol: Protocol, frame: bytes, expected: tuple[int, str]
) -> None:
    for end in range(1, len(frame)):
        assert said(protocol.decoder().feed(frame[:end] + frame))[-1] == expected


@pytest.mark.parametrize("name", NAMES)
@given(pieces=st.lists(st.binary(max_size=120), max_size=4))
def test_after_any_rubbish_the_next_frame_is_heard(name: str, pieces: list[bytes]) -> None:
    protocol = named(name)
    decoder, frame = protocol.decoder(), protocol.frame(protocol.addresses[0], "A042", 4)
    for piece in pieces:
        decoder.feed(piece)
        assert decoder.held <= 160  # type: ignore[attr-defined]
    wanted = (protocol.addresses[0], seen(protocol.fit("A042", 4)))
    assert said(decoder.feed(frame))[-1] == wanted


@pytest.mark.parametrize("name", NAMES)
@given(text=st.text(max_size=12), width=st.integers(1, 6))
def test_any_text_makes_a_frame_that_is_heard(name: str, text: str, width: int) -> None:
    protocol = named(name)
    drawn = protocol.fit(text, width)
    assert len(drawn) == width
    assert protocol.fit(drawn, width) == drawn
    frame = protocol.frame(protocol.addresses[0], text, width)
    [(_, heard)] = said(protocol.decoder().feed(frame))
    assert heard == seen(drawn)


@pytest.mark.parametrize("name", NAMES)
@given(got=st.binary(max_size=80))
def test_no_answer_of_chance_is_taken_and_none_raises(name: str, got: bytes) -> None:
    protocol = named(name)
    frame = protocol.frame(protocol.addresses[0], "A042", 4)
    judgement = protocol.judge(frame, got)
    [heard] = protocol.decoder().feed(frame)
    if heard.answer and heard.answer not in got:
        assert not judgement.is_whole or judgement.why


def test_an_answer_is_waited_for_to_its_last_byte(protocol: Protocol, frame: bytes) -> None:
    [heard] = protocol.decoder().feed(frame)
    for end in range(len(heard.answer)):
        assert not protocol.judge(frame, heard.answer[:end]).is_whole


def test_our_own_echo_is_no_answer(protocol: Protocol, frame: bytes) -> None:
    [heard] = protocol.decoder().feed(frame)
    is_own = heard.answer == frame  # function 06: only who takes the echo off can tell
    for end in range(len(frame) + 1 - is_own):
        assert protocol.judge(frame, frame[:end]).is_whole == (not heard.answer)
    assert protocol.judge(frame, frame + heard.answer).why == ""


def test_a_question_gets_an_answer_and_changes_nothing(protocol: Protocol) -> None:
    address = protocol.addresses[0]
    boards = VirtualBoards(protocol, [address])
    boards.feed(protocol.frame(address, "A042", 4))
    question = protocol.probe(address)
    assert (question is None) == (protocol.probe_timeout_s == 0.0)
    if question is None:
        return
    answer = boards.feed(question)
    assert protocol.judge(question, answer).is_whole
    assert not protocol.judge(question, answer[:-2]).is_whole
    assert not protocol.judge(question, b"").is_whole
    assert not protocol.judge(question, question).is_whole
    assert seen(boards.snapshot()[address]) == seen(protocol.fit("A042", 4))


def test_an_address_that_is_none(protocol: Protocol) -> None:
    for address in (protocol.addresses[0] - 1, protocol.addresses[-1] + 1, -5, 4711):
        with pytest.raises(ValueError, match=f"board is {protocol.addresses[0]} to"):
            protocol.frame(address, "A042", 4)
        with pytest.raises(ValueError, match="board is"):
            protocol.probe(address)


@pytest.mark.parametrize("width", [0, -1, 33])
def test_a_width_that_is_none(protocol: Protocol, width: int) -> None:
    with pytest.raises(ValueError, match="wid"):
        protocol.fit("A042", width)


def test_a_speed_that_is_none() -> None:
    for name in NAMES:
        with pytest.raises(ValueError, match="more than 0 baud"):
            protocol_named(name, 0, DESCRIBED)


def test_boards_draw_and_forget(protocol: Protocol) -> None:
    near, far = protocol.addresses[0], protocol.addresses[-1]
    boards = VirtualBoards(protocol, {near, far})
    boards.feed(protocol.frame(near, "A042", 4))
    assert seen(boards.snapshot()[near]) == seen(protocol.fit("A042", 4))
    boards.power_cut()
    assert set(boards.snapshot().values()) == {""}
