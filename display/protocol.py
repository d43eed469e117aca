"""What every wire protocol of a board offers, so that a cable's owner need not know which it is.

A protocol is pure: it turns words into bytes and bytes into words. It opens, waits for and
remembers nothing.
"""

import re
import typing
from dataclasses import dataclass

# How a line can be opened: data bits, parity, stop bits.
_FORM = re.compile(r"([5-8])([NEOMS])(1|1\.5|2)")


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
    """How the line must be opened: data bits, parity, stop bits, as "8N1" or "7E1"."""
    gap_s: float
    """Silence demanded after the last byte on the line, ours or the board's."""
    answer_timeout_s: float
    """How long a board may take to answer once the frame has left the wire; 0.0: this protocol has
    no answers.
    """
    probe_timeout_s: float
    """How long to wait for the answer to probe() once it has left the wire; 0.0: no such question.
    """
    addresses: range

    def fit(self, text: str, width: int) -> str:
        """Exactly the ``width`` signs a board will draw. ValueError on an impossible width."""

    def frame(self, address: int, text: str, width: int) -> bytes:
        """The bytes that show ``text``. ValueError when the address or the width is impossible."""

    def probe(self, address: int) -> bytes | None:
        """A frame that asks a board whether it is there and changes nothing of what it shows;
        judge() reads the answer. None: this protocol has no such question. ValueError as frame().
        """

    def wire_s(self, count: int) -> float:
        """Seconds that ``count`` bytes take on the wire."""

    def judge(self, sent: bytes, got: bytes) -> Answer:
        """What ``got`` says about the frame ``sent``."""

    def decoder(self) -> Decoder:
        """A fresh board side."""


def character_bits(form: str) -> float:
    """Bits of one character on the wire, start bit included: 10 for 8N1 and 7E1, 11 for 8E1.

    Raises ValueError when ``form`` is none.
    """
    found = _FORM.fullmatch(form)
    if not found:
        raise ValueError(f'the form of a line is written like "8N1" or "7E1", not {form!r}')
    data, parity, stop = found.groups()
    return 1 + int(data) + (parity != "N") + float(stop)


def wire_s(count: int, baud: int, form: str = "8N1") -> float:
    """Seconds that ``count`` characters take at ``baud``."""
    return count * character_bits(form) / baud


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
