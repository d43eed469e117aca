"""Check sums over a frame, as data sheets name them. Check values for ``123456789`` are those of
the usual catalogue of CRCs: ARC BB3D, MODBUS 4B37.
"""

from collections.abc import Callable, Mapping
from functools import reduce
from operator import xor

# x^16 + x^15 + x^2 + 1 with its bits turned round: both CRCs here shift to the right.
_POLYNOMIAL = 0xA001


def sum8(data: bytes) -> bytes:
    """The sum of all bytes, its lowest eight bits."""
    return bytes([sum(data) & 0xFF])


def xor8(data: bytes) -> bytes:
    """All bytes by exclusive or (often called BCC or LRC)."""
    return bytes([reduce(xor, data, 0)])


def sum16(data: bytes) -> bytes:
    """The sum of all bytes, its lowest sixteen bits, high byte first."""
    return (sum(data) & 0xFFFF).to_bytes(2, "big")


def crc16_modbus(data: bytes) -> bytes:
    """CRC-16/MODBUS as on the wire, low byte first (Serial Line V1.02 §2.5.1.2)."""
    return _crc16(data, 0xFFFF)


def crc16_arc(data: bytes) -> bytes:
    """CRC-16/ARC, low byte first: the same polynomial begun at 0."""
    return _crc16(data, 0)


def nothing(data: bytes) -> bytes:
    """No check sum."""
    return b""


def _crc16(data: bytes, crc: int) -> bytes:
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = (crc >> 1) ^ _POLYNOMIAL if crc & 1 else crc >> 1
    return crc.to_bytes(2, "little")


SUMS: Mapping[str, Callable[[bytes], bytes]] = {
    "none": nothing,
    "sum8": sum8,
    "xor8": xor8,
    "sum16": sum16,
    "crc16-modbus": crc16_modbus,
    "crc16-arc": crc16_arc,
}
"""By the name in ``office.toml``."""
