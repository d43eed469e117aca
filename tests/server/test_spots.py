"""A place on the network: what is an address, and that what is shown reads as the same place."""

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.errors import Malformed
from server.spots import USUAL_PORT, Spot, read_spot

FOUR = st.ip_addresses(v=4).filter(lambda a: not (a.is_multicast or a.is_unspecified))
SIX = st.ip_addresses(v=6).filter(
    lambda a: not (a.is_multicast or a.is_unspecified or a.is_link_local or a.ipv4_mapped)
)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("10.0.0.7:47110", "10.0.0.7:47110"),
        (" 10.0.0.7 ", "10.0.0.7:47110"),
        ("127.0.0.1:1", "127.0.0.1:1"),
        ("[fd00::5]:8080", "[fd00::5]:8080"),
        ("[FD00:0:0::5]", "[fd00::5]:47110"),
        ("fd00::5", "[fd00::5]:47110"),
        ("[::ffff:10.0.0.7]:80", "10.0.0.7:80"),
    ],
)
def test_what_is_typed_and_what_is_shown(text: str, shown: str) -> None:
    assert str(read_spot(text)) == shown


@given(FOUR | SIX, st.integers(1, 65535))
def test_every_address_of_one_machine_is_read_back(
    address: ipaddress.IPv4Address | ipaddress.IPv6Address, port: int
) -> None:
    spot = Spot(str(address), port)
    assert read_spot(str(spot)) == spot
    assert read_spot(str(address)) == Spot(str(address), USUAL_PORT)


@given(st.text(alphabet="0123456789.: -+abfx_%[]٣", max_size=24))
def test_any_text_is_a_place_or_said_to_be_none(text: str) -> None:
    try:
        spot = read_spot(text)
    except Malformed as error:
        assert error.code in ("bad_address", "link_local_address")
    else:
        address = ipaddress.ip_address(spot.address)
        assert read_spot(str(spot)) == spot and 0 < spot.port < 65536
        assert not (address.is_multicast or address.is_unspecified)


@pytest.mark.parametrize(
    "text",
    [
        *("", "10.0.0.7:", "10.0.0.7:0", "10.0.0.7:65536", "10.0.0.7:+80", "10.0.0.7:٣"),
        *("10.0.0.7:8_0", "10.0.0.7: 80", "10.0.0.777", "224.0.0.251:80", "0.0.0.0:80"),
        *("[::]:80", "[ff02::fb]:80", "[10.0.0.7]:80", "[fd00::5]80", "[fd00::5]:", "[fd00::5"),
        *("[fd00::5%eth0]:80", "[::ffff:0.0.0.0]:80", "tablet.local:80", "tablet"),
    ],
)
def test_what_is_no_address(text: str) -> None:
    with pytest.raises(Malformed, match="bad_address"):
        read_spot(text)


@pytest.mark.parametrize("text", ["fe80::1", "[fe80::1%eth0]:47110", "fe80::1%12"])
def test_an_address_of_one_cable_has_its_own_sentence(text: str) -> None:
    with pytest.raises(Malformed, match="link_local_address"):
        read_spot(text)
