"""Check sums, against the check values of the CRC catalogue and sums done by hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pymodbus.framer import FramerRTU

from display.sums import SUMS

NINE = b"123456789"


@pytest.mark.parametrize(
    ("name", "check"),
    [
        ("none", ""),
        ("sum8", "dd"),  # 0x31 + … + 0x39 = 477 = 0x1DD
        ("xor8", "31"),
        ("sum16", "01 dd"),
        ("crc16-modbus", "37 4b"),  # 4B37, low byte first
        ("crc16-arc", "3d bb"),  # BB3D, low byte first
    ],
)
def test_check_values(name: str, check: str) -> None:
    assert SUMS[name](NINE) == bytes.fromhex(check)


@pytest.mark.parametrize(
    ("name", "empty"), [("sum8", "00"), ("xor8", "00"), ("sum16", "0000"), ("crc16-arc", "0000")]
)
def test_of_nothing(name: str, empty: str) -> None:
    assert SUMS[name](b"") == bytes.fromhex(empty)


def test_sums_wrap_round() -> None:
    assert SUMS["sum8"](b"\xff\x02") == b"\x01"
    assert SUMS["sum16"](b"\xff" * 258) == (258 * 255 - 65536).to_bytes(2, "big")


@given(st.binary(max_size=60))
def test_crc_is_the_one_of_an_independent_implementation(body: bytes) -> None:
    assert SUMS["crc16-modbus"](body) == FramerRTU.compute_CRC(body).to_bytes(2, "big")
