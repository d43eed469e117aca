import pytest

from display.catalogue import protocol_named
from display.table import Described

ACME = Described(frame="01 address text 07")


def test_an_unknown_name_is_told_the_known_ones() -> None:
    with pytest.raises(ValueError, match=r"'smoke'; use acme, alpha, .* or stx, or describe it in"):
        protocol_named("smoke", 9600, {"acme": ACME})


def test_an_office_names_its_own() -> None:
    protocol = protocol_named("acme", 9600, {"acme": ACME})
    assert protocol.name == "acme"
    assert protocol.frame(3, "A042", 4) == b"\x01\x03A042\x07"


def test_a_name_of_the_program_stays_its_own() -> None:
    for name in ("modbus", "stx"):
        frame = protocol_named(name, 9600, {name: ACME}).frame(3, "A042", 4)
        assert frame == protocol_named(name, 9600).frame(3, "A042", 4)
