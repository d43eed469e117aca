from hypothesis import given
from hypothesis import strategies as st

from display.modbus import Modbus, number_frame, sealed
from display.qsystem import QSystem
from display.virtual import VirtualBoards

MODBUS = Modbus(9600)


def test_a_board_draws_and_answers() -> None:
    boards = VirtualBoards(MODBUS, [3, 4])
    frame = MODBUS.frame(3, "A042", 4)
    assert boards.feed(frame) == sealed(frame[:6])
    assert boards.snapshot() == {3: "A042", 4: ""}
    assert boards.frames == 1


def test_a_foreign_unit_and_a_dead_board_are_silent() -> None:
    boards = VirtualBoards(MODBUS, [3, 4])
    boards.is_silent.add(4)
    frames = MODBUS.frame(9, "A042", 4) + MODBUS.frame(4, "A042", 4)
    assert boards.feed(frames) == b""
    assert boards.snapshot() == {3: "", 4: ""}
    assert boards.frames == 0


def test_everybody_obeys_and_nobody_answers() -> None:
    boards = VirtualBoards(MODBUS, [3, 4, 5])
    boards.is_silent.add(5)
    assert boards.feed(number_frame(0, 8)) == b""
    assert boards.snapshot() == {3: "8", 4: "8", 5: ""}


def test_a_power_cut_forgets_texts_and_half_frames() -> None:
    boards = VirtualBoards(QSystem(9600), [0x22])
    boards.feed(bytes.fromhex("01 22 41 34 32 07 01 22 41"))
    boards.power_cut()
    boards.feed(bytes.fromhex("34 32 07"))
    assert boards.snapshot() == {0x22: ""}


@given(st.binary(max_size=300))
def test_rubbish_changes_no_board_for_good(rubbish: bytes) -> None:
    boards = VirtualBoards(MODBUS, [3])
    boards.feed(rubbish)
    boards.feed(MODBUS.frame(3, "A042", 4))
    assert boards.snapshot() == {3: "A042"}
