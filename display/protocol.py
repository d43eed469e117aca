"""What every wire protocol of a board offers, so that a cable's owner need not know which it is.

A protocol is pure: it turns words into bytes and bytes into words. It opens, waits for and
remembers nothing.
"""

import typing
from dataclasses import dataclass

# Start bit, 8 data bits, parity or second stop bit, stop bit: what the Modbus paper counts for a
# character (MODBUS over Serial Line V1.02 §2.5.1). With 8N1 a character is 10 bits; counting 11
# errs towards silence.
CHARACTER_BITS = 11


@dataclass(frozen=True)
class Heard:
    """One whole frame as a board hears it; ``text`` None: it is not about a text."""

    address: int
    text: str | None
    answer: bytes = b""
    is_for_all: bool = False


@dataclass(frozen=True)
class Answer:
    """``is_whole`` False: go on listening. ``why`` "": the board took the frame."""

    is_whole: bool
    why: str = ""


class Decoder(typing.Protocol):
    """The board's side of the wire."""

    def feed(self, data: bytes) -> list[Heard]:
        """The frames that ``data`` completes. Never raises; holds less than a longest frame."""


class Protocol(typing.Protocol):
    """One wire protocol at one speed."""

    name: str
    form: str
    """Data bits, parity and stop bits of the line: ``8N1``, ``7E1`` …"""
    gap_s: float
    """Silence demanded after the last byte on the line, ours or the board's."""
    answer_timeout_s: float
    """How long a board may take to answer once the frame has left the wire; 0.0: this protocol has
    no answers.
    """
    addresses: range

    def fit(self, text: str, width: int) -> str:
        """Exactly the ``width`` signs a board will draw. ValueError on an impossible width."""

    def frame(self, address: int, text: str, width: int) -> bytes:
        """The bytes that show ``text``. ValueError when the address or the width is impossible."""

    def wire_s(self, count: int) -> float:
        """Seconds that ``count`` bytes take on the wire."""

    def judge(self, sent: bytes, got: bytes) -> Answer:
        """What ``got`` says about the frame ``sent``."""

    def decoder(self) -> Decoder:
        """A fresh board side."""


def wire_s(count: int, baud: int) -> float:
    """Seconds that ``count`` characters take at ``baud``."""
    return count * CHARACTER_BITS / baud


def checked_baud(baud: int) -> int:
    """``baud`` itself. ValueError when it is not a speed."""
    if baud <= 0:
        raise ValueError(f"a speed is more than 0 baud, not {baud}")
    return baud


def checked_address(name: str, addresses: range, address: int) -> int:
    """``address`` itself. ValueError with a plain sentence when it is not one of ``addresses``."""
    if address not in addresses:
        low, high = addresses[0], addresses[-1]
        raise ValueError(f"the address of a {name} board is {low} to {high}, not {address}")
    return address
