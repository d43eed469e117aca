"""How data sheets write a board's address."""

from collections.abc import Mapping
from typing import Protocol


class AddressForm(Protocol):
    """``size`` bytes, for addresses up to ``highest``."""

    size: int
    highest: int

    def write(self, number: int) -> bytes:
        """The bytes of ``number``, which is at most ``highest``."""
        ...

    def read(self, data: bytes) -> int | None:
        """The number in ``size`` bytes; None when they are none."""
        ...


class Raw:
    """The byte itself."""

    size, highest = 1, 255

    def write(self, number: int) -> bytes:
        return bytes([number])

    def read(self, data: bytes) -> int | None:
        return data[0]


class Bcd:
    """Two decimal digits in one byte: 12 is ``12``."""

    size, highest = 1, 99

    def write(self, number: int) -> bytes:
        return bytes.fromhex(f"{number:02}")

    def read(self, data: bytes) -> int | None:
        digits = data.hex()
        return int(digits) if digits.isdecimal() else None


class Digits:
    """Digits in ASCII, with zeros in front: decimal (base 10) or hexadecimal (base 16)."""

    def __init__(self, size: int, base: int) -> None:
        self.size, self.highest = size, base**size - 1
        self._base = base

    def write(self, number: int) -> bytes:
        kind = "d" if self._base == 10 else "X"
        return f"{number:0{self.size}{kind}}".encode("ascii")

    def read(self, data: bytes) -> int | None:
        try:
            return int(data, self._base)
        except ValueError:
            return None


ADDRESS_FORMS: Mapping[str, AddressForm] = {
    "raw": Raw(),
    "bcd": Bcd(),
    "decimal2": Digits(2, 10),
    "decimal3": Digits(3, 10),
    "hex2": Digits(2, 16),
}
"""By the name in ``office.toml``."""
