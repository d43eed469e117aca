import pytest
from hypothesis import given
from hypothesis import strategies as st
from pymodbus.framer import FramerRTU
from pymodbus.pdu import DecodePDU

from display import modbus
from display.modbus import Modbus, is_sealed, number_frame, read_frame, sealed, text_frame
from display.modbus_forms import ModbusNumber, ModbusSegments
from display.protocol import Heard

# "  A042" on unit 3, six places; and the number 42. Both byte for byte as minimalmodbus sends them.
FRAME = bytes.fromhex("03 10 00 70 00 03 06 20 20 41 30 34 32 E6 68")
NUMBER = bytes.fromhex("03 06 00 00 00 2A 09 F7")
ANSWER = sealed(FRAME[:6])
REFUSED = sealed(bytes.fromhex("03 90 02"))
HEARD = Heard(3, "  A042", ANSWER)


def test_worked_examples() -> None:
    assert Modbus(9600).frame(3, "A042", 6) == FRAME
    assert number_frame(3, 42) == NUMBER
    assert number_frame(0, 0) == bytes.fromhex("00 06 00 00 00 00 88 1B")


@pytest.mark.parametrize(
    ("text", "register"),
    [("A042", "00 2A"), ("B1307", "05 1B"), ("", "00 00"), ("----", "00 00"), ("NGHI", "00 00")],
)
def test_a_label_as_a_number(text: str, register: str) -> None:
    frame = ModbusNumber(9600).frame(3, text, 4)
    assert frame == sealed(bytes.fromhex("03 06 00 00") + bytes.fromhex(register))


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("A042", "77 3F 66 5B"),
        ("----", "40 40 40 40"),
        ("", "00 00 00 00"),
        ("NGHI", "54 3D 76 30"),
    ],
)
def test_a_label_as_segments(text: str, places: str) -> None:
    body = bytes.fromhex("03 10 00 80 00 02 04") + bytes.fromhex(places)
    assert ModbusSegments(9600).frame(3, text, 4) == sealed(body)


def test_an_odd_number_of_places_gets_a_dark_one_behind() -> None:
    assert ModbusSegments(9600).frame(3, "7", 1)[4:-2] == bytes.fromhex("00 01 02 07 00")


def test_a_question_is_answered_by_a_value_or_by_a_refusal() -> None:
    protocol, question = Modbus(9600), read_frame(3, 0)
    assert question == bytes.fromhex("03 03 00 00 00 01 85 E8")
    for answer in ("03 03 02 00 2A", "03 83 01"):
        whole = sealed(bytes.fromhex(answer))
        for noise in (b"", b"\x00", question):
            assert protocol.judge(question, noise + whole).is_whole
            assert protocol.judge(question, noise + whole).why == ""
        assert not protocol.judge(question, whole[:-1] + b"\x00").is_whole
    assert not protocol.judge(question, sealed(bytes.fromhex("04 03 02 00 2A"))).is_whole


def test_an_odd_text_gets_a_blank_behind() -> None:
    assert text_frame(3, "A42")[4:11] == bytes.fromhex("00 02 04 41 34 32 20")


@pytest.mark.parametrize("unit", [0, 248, -1])
def test_a_unit_that_is_none(unit: int) -> None:
    with pytest.raises(ValueError, match="1 to 247"):
        Modbus(9600).frame(unit, "A042", 4)


@pytest.mark.parametrize(
    ("baud", "gap_ms"), [(1200, 32.08), (9600, 4.01), (19200, 2.01), (38400, 1.75), (115200, 1.75)]
)
def test_silence_of_three_and_a_half_characters(baud: int, gap_ms: float) -> None:
    assert Modbus(baud).gap_s * 1000 == pytest.approx(gap_ms, abs=0.01)


@given(st.binary(min_size=2, max_size=60), st.data())
def test_crc_sees_every_single_wrong_bit(body: bytes, data: st.DataObject) -> None:
    frame = sealed(body)
    bit = data.draw(st.integers(0, 8 * len(frame) - 1))
    wrong = (int.from_bytes(frame, "big") ^ 1 << bit).to_bytes(len(frame), "big")
    assert is_sealed(frame)
    assert not is_sealed(wrong)


@given(st.integers(1, 247), st.text(), st.integers(1, 32))
def test_an_independent_server_takes_our_frame(unit: int, text: str, width: int) -> None:
    frame = Modbus(9600).frame(unit, text, width)
    decoder = DecodePDU(True)
    used, heard_unit, _, pdu = FramerRTU(decoder).decode(frame)
    request = decoder.decode(pdu)
    assert (used, heard_unit) == (len(frame), unit)
    assert request is not None
    assert request.address == 0x70
    words = b"".join(word.to_bytes(2, "big") for word in request.registers)
    assert words.decode() == Modbus(9600).fit(text, width) + " " * (width % 2)


@pytest.mark.parametrize("noise", [b"", b"\x00", FRAME, b"\xff\x03\x10", ANSWER[:5]])
def test_the_answer_is_found_behind_noise_and_behind_our_own_echo(noise: bytes) -> None:
    judgement = Modbus(9600).judge(FRAME, noise + ANSWER)
    assert (judgement.is_whole, judgement.why) == (True, "")


def test_an_answer_is_waited_for_to_its_last_byte() -> None:
    protocol = Modbus(9600)
    assert not any(protocol.judge(FRAME, ANSWER[:end]).is_whole for end in range(len(ANSWER)))
    assert protocol.judge(FRAME, b"").why == "no answer"


@pytest.mark.parametrize(
    "got", [FRAME, sealed(b"\x04" + FRAME[1:6]), ANSWER[:-1] + b"\x00", REFUSED[:-1] + b"\x00"]
)
def test_not_an_answer_to_us(got: bytes) -> None:
    assert not Modbus(9600).judge(FRAME, got).is_whole


def test_a_refusal_says_why() -> None:
    judgement = Modbus(9600).judge(FRAME, b"\x00" + REFUSED)
    assert judgement.is_whole
    assert judgement.why == "the board refused: it has no such register (exception 2)"


def test_a_single_register_is_answered_by_its_own_frame() -> None:
    assert Modbus(9600).judge(NUMBER, NUMBER).is_whole


def test_decoder_whole_with_a_tail_and_byte_by_byte() -> None:
    decoder = Modbus(9600).decoder()
    assert decoder.feed(FRAME + NUMBER + FRAME[:4]) == [HEARD, Heard(3, "42", NUMBER)]
    assert [heard for at in range(4, 15) for heard in decoder.feed(FRAME[at : at + 1])] == [HEARD]


@pytest.mark.parametrize(
    ("frame", "heard"),
    [
        (number_frame(0, 0), Heard(0, "0", b"", is_for_all=True)),
        (number_frame(9, -7), Heard(9, "-7", number_frame(9, -7))),
        (
            sealed(bytes.fromhex("03 06 00 04 00 01")),
            Heard(3, None, sealed(bytes.fromhex("03 06 00 04 00 01"))),
        ),
        (sealed(bytes.fromhex("03 10 00 90 00 01 02 00 00")), Heard(3, None, REFUSED)),
    ],
)
def test_what_a_board_makes_of_other_requests(frame: bytes, heard: Heard) -> None:
    assert Modbus(9600).decoder().feed(frame) == [heard]


@pytest.mark.parametrize(
    "rubbish", ["", "00", "03 10 00 70 00 10 20", "03 06 00 00 00 2A 09 F8", "ff" * 100]
)
def test_rubbish_in_front_delays_nothing(rubbish: str) -> None:
    assert Modbus(9600).decoder().feed(bytes.fromhex(rubbish) + FRAME) == [HEARD]


@given(st.lists(st.binary(max_size=200)))
def test_decoder_is_bounded_and_resyncs_after_anything(pieces: list[bytes]) -> None:
    decoder = Modbus(9600).decoder()
    for piece in pieces:
        decoder.feed(piece)
        assert decoder.held <= modbus.MAX_HELD
    assert decoder.feed(FRAME)[-1] == HEARD


@given(st.integers(1, 247), st.text(), st.integers(1, 32))
def test_what_is_sent_is_what_is_heard(unit: int, text: str, width: int) -> None:
    protocol = Modbus(9600)
    frame = protocol.frame(unit, text, width)
    drawn = protocol.fit(text, width) + " " * (width % 2)
    assert protocol.decoder().feed(frame) == [Heard(unit, drawn, sealed(frame[:6]))]
