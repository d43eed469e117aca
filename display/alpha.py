"""Alpha, EZ95 and BetaBrite signs: the M-Protocol, 7E1.

Paper: Alpha Sign Communications Protocol 9708-8061F. The frames worked out and what of the paper is
used: docs/reference/boards/alpha.md.
"""

import re

from display import lettering
from display.protocol import Answer, Heard, checked_address, checked_baud, wire_s
from display.sums import sum16

FORM = "7E1"
ADDRESSES = range(1, 256)
EVERYBODY = 0
_WAKE = b"\x00" * 5 + b"\x01"
_ALL_TYPES, _RESPONSE_TYPE = b"Z", b"0"
# Write TEXT file A: escape, bottom line (a sign of one line has no other), HOLD.
_WRITE = b"AA\x1b&b"
# Read SPECIAL FUNCTION, label *: the serial error status. The sign answers with an E and the label.
_READ, _ANSWER = b"F*", b"E*"
# The paper demands silence only inside nested frames (100 ms), of which there are none here.
GAP_S = 0.0
PROBE_TIMEOUT_S = 0.5
_MAX_BODY = len(_WRITE) + lettering.MAX_WIDTH
# Zero bytes in front are no part of it: a sign takes any number of them.
_FRAME = re.compile(
    rb"\x01([\x21-\x7e])([0-9A-F]{2})(\x02[\x1b-\x7e]{1,%d}\x03)([0-9A-F]{4})\x04" % _MAX_BODY
)
MAX_HELD = 1 + 1 + 2 + _MAX_BODY + 2 + 4


class Alpha:
    """The protocol at one speed. A sign says nothing but when it is asked."""

    def __init__(self, baud: int) -> None:
        self.name = "alpha"
        self.form = FORM
        self.gap_s = GAP_S
        self.answer_timeout_s = 0.0
        self.probe_timeout_s = PROBE_TIMEOUT_S
        self.addresses = ADDRESSES
        self._baud = checked_baud(baud)

    def fit(self, text: str, width: int) -> str:
        return lettering.fit(text, width, lettering.CAPITALS)

    def frame(self, address: int, text: str, width: int) -> bytes:
        checked_address(self.name, self.addresses, address)
        return packet(address, _WRITE + self.fit(text, width).encode("ascii"))

    def probe(self, address: int) -> bytes | None:
        checked_address(self.name, self.addresses, address)
        return packet(address, _READ)

    def wire_s(self, count: int) -> float:
        return wire_s(count, self._baud, FORM)

    def judge(self, sent: bytes, got: bytes) -> Answer:
        """Of a write: nothing comes. Of probe(): a response whose sum is right."""
        if b"\x02" + _READ not in sent:
            return Answer(is_whole=True)
        for body, digits in re.findall(rb"(\x02[^\x03]*\x03)([0-9A-F]{4})", got.removeprefix(sent)):
            if body.startswith(b"\x02" + _ANSWER) and checked(body) == digits:
                return Answer(is_whole=True)
        return Answer(is_whole=False, why="no right answer" if got else "no answer")

    def decoder(self) -> "AlphaDecoder":
        return AlphaDecoder()


def packet(address: int, body: bytes) -> bytes:
    """A whole frame for every type of sign at ``address``; EVERYBODY (0) is all of them."""
    return _WAKE + _ALL_TYPES + b"%02X" % address + _sealed(body)


def checked(body: bytes) -> bytes:
    """The sum of ``body``, STX and ETX included, as four hexadecimal digits."""
    return sum16(body).hex().upper().encode("ascii")


def _sealed(body: bytes) -> bytes:
    framed = b"\x02" + body + b"\x03"
    return framed + checked(framed) + b"\x04"


class AlphaDecoder:
    """The sign's side: whole frames whose sum is right. Holds at most MAX_HELD bytes."""

    def __init__(self) -> None:
        self._held = b""

    @property
    def held(self) -> int:
        return len(self._held)

    def feed(self, data: bytes) -> list[Heard]:
        return [heard for byte in data if (heard := self._take(byte)) is not None]

    def _take(self, byte: int) -> Heard | None:
        if byte == 0x01:
            self._held = b"\x01"
            return None
        frame = self._held + bytes([byte])
        is_over = byte == 0x04 or len(frame) > MAX_HELD
        self._held = b"" if is_over or not self._held else frame
        found = _FRAME.fullmatch(frame)
        return _heard(*found.groups()) if found else None


def _heard(kind: bytes, digits: bytes, body: bytes, sum_digits: bytes) -> Heard | None:
    address = int(digits, 16)
    if kind == _RESPONSE_TYPE or checked(body) != sum_digits:
        return None
    text, answer = None, b""
    if body.startswith(b"\x02" + _WRITE):
        text = body[1 + len(_WRITE) : -1].decode("ascii")
    elif body[1:-1] == _READ and address != EVERYBODY:
        answer = _WAKE + _RESPONSE_TYPE + b"00" + _sealed(_ANSWER + b"@")
    return Heard(address, text, answer, is_for_all=address == EVERYBODY)
