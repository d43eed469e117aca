"""What went over a cable, as a person reads it."""

from display.echo import Echo
from display.exchange import Wire, exchange
from display.modbus import Modbus
from display.qsystem import QSystem
from display.transcript import Piece, Transcript, lines, meaning_of, whole
from display.virtual import VirtualBoards
from tests.display.cable import Cable, Clock

FRAME = Modbus(9600).frame(3, "A042", 4)
ANSWER = bytes.fromhex("03 10 00 70 00 02 41 F1")


def test_an_exchange_with_its_times() -> None:
    protocol, clock = Modbus(9600), Clock()
    boards = VirtualBoards(protocol, [3])
    cable = Cable(boards.feed, protocol, clock)
    port = Transcript(cable, clock)
    clock.now_s += 5
    port.begin()
    outcome = exchange(Wire(port, protocol, clock, Echo(), protocol.answer_timeout_s), FRAME)
    assert outcome.why == ""
    sent, got = port.pieces
    assert sent == Piece(0.0, True, FRAME)
    assert (got.is_sent, got.data) == (False, ANSWER)
    wire_ms = protocol.wire_s(len(FRAME) + len(ANSWER)) * 1000
    assert abs(got.at_ms - wire_ms) < 1e-6
    first, second = lines(protocol, FRAME, port.pieces)
    assert first == (
        '      0.0 ms → 03 10 00 70 00 02 04 41 30 34 32 7C 15   address 3 shows "A042"'
    )
    assert second == f"{got.at_ms:9.1f} ms ← 03 10 00 70 00 02 41 F1   taken"
    port.begin()
    assert port.pieces == []


def test_pieces_are_shown_as_they_came_or_whole() -> None:
    pieces = [
        Piece(0.0, True, FRAME),
        Piece(20.0, False, ANSWER[:3]),
        Piece(24.0, False, ANSWER[3:]),
    ]
    said = [each.partition("ms ")[2] for each in lines(Modbus(9600), FRAME, pieces)]
    assert said[1:] == ["← 03 10 00   no whole answer yet", "← 70 00 02 41 F1   taken"]
    assert whole(pieces) == [Piece(0.0, True, FRAME), Piece(20.0, False, ANSWER)]


def test_an_echo_and_a_refusal_are_told_apart() -> None:
    echo = [Piece(0.0, True, FRAME), Piece(1.0, False, FRAME)]
    *_, said = lines(Modbus(9600), FRAME, echo)
    assert said.endswith("our own bytes come back")
    *_, said = lines(QSystem(9600), b"\x01\x22\x07", [Piece(0.0, False, b"\x01\x22\x31\x07")])
    assert said.endswith("not asked for")
    refusal = [Piece(1.0, False, bytes.fromhex("03 90 02 6c 01"))]
    *_, said = lines(Modbus(9600), FRAME, refusal)
    assert said.endswith("the board refused: it has no such register (exception 2)")


def test_a_frame_means_what_a_board_reads_in_it() -> None:
    assert meaning_of(QSystem(9600), b"\x01\x22A42\x07") == 'address 34 shows "A42"'
    question = Modbus(9600).probe(3)
    assert question is not None
    assert meaning_of(Modbus(9600), question) == "asks address 3"
    everybody = bytes.fromhex("00 06 00 00 00 00 88 1B")
    assert meaning_of(Modbus(9600), everybody) == 'everybody shows "0"'
    assert meaning_of(Modbus(9600), b"rubbish") == ""
