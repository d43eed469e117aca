import pytest

from display.catalogue import PROTOCOLS, protocol_named


@pytest.mark.parametrize("name", PROTOCOLS)
def test_every_protocol_keeps_the_contract(name: str) -> None:
    protocol = protocol_named(name, 9600)
    address = protocol.addresses[0]
    heard = protocol.decoder().feed(protocol.frame(address, "A042", 4))
    assert [(one.address, one.text) for one in heard] == [(address, "A042")]
    assert protocol.name == name
    assert protocol.gap_s > 0
    assert bool(heard[0].answer) == (protocol.answer_timeout_s > 0)


def test_an_unknown_name_is_told_the_known_ones() -> None:
    with pytest.raises(ValueError, match="'stx'; use modbus or qsystem"):
        protocol_named("stx", 9600)


def test_an_impossible_speed() -> None:
    with pytest.raises(ValueError, match="baud"):
        protocol_named("modbus", 0)
