import pytest

from display.protocol import character_bits, checked_address, checked_baud, wire_s


@pytest.mark.parametrize(
    ("form", "bits"), [("8N1", 10), ("7E1", 10), ("8E1", 11), ("8N2", 11), ("5N1.5", 7.5)]
)
def test_a_character_has_the_bits_of_its_line(form: str, bits: float) -> None:
    assert character_bits(form) == bits
    assert wire_s(7, 9600, form) == pytest.approx(7 * bits / 9600)


@pytest.mark.parametrize("form", ["", "8N", "9N1", "8X1", "8n1", "8N3", "8N1 "])
def test_a_form_that_is_none(form: str) -> None:
    with pytest.raises(ValueError, match='like "8N1" or "7E1"'):
        character_bits(form)


@pytest.mark.parametrize("baud", [0, -9600])
def test_an_impossible_speed(baud: int) -> None:
    with pytest.raises(ValueError, match="more than 0 baud"):
        checked_baud(baud)


def test_an_address_outside_says_which_are_inside() -> None:
    assert checked_address("modbus", range(1, 248), 247) == 247
    with pytest.raises(ValueError, match="of a modbus board is 1 to 247, not 248"):
        checked_address("modbus", range(1, 248), 248)
