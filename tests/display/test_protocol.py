import pytest

from display.protocol import checked_address, checked_baud, wire_s


def test_a_character_is_eleven_bits() -> None:
    assert wire_s(7, 9600) == pytest.approx(0.00802, abs=0.00001)


@pytest.mark.parametrize("baud", [0, -9600])
def test_an_impossible_speed(baud: int) -> None:
    with pytest.raises(ValueError, match="more than 0 baud"):
        checked_baud(baud)


def test_an_address_outside_says_which_are_inside() -> None:
    assert checked_address("modbus", range(1, 248), 247) == 247
    with pytest.raises(ValueError, match="of a modbus board is 1 to 247, not 248"):
        checked_address("modbus", range(1, 248), 248)
