"""C-Power 5200 and 4200 cards (Lumen): text to window 0, ``A5 … AE`` with escapes and a sum.

Papers: "C-Power External Calls Communication Protocol" V1.9 (2012-08-04), and the one on setting
ID, baud rate and network. Worked frames: docs/reference/boards/cpower.md.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from display import lettering
from display.protocol import Answer, Heard, checked_address, checked_baud, wire_s

START, ESCAPE, END = 0xA5, 0xAA, 0xAE
TO_CARD, FROM_CARD, CARD_TYPE = 0x68, 0xE8, 0x32
CALL, QUERY_ID = 0x7B, 0x3E
PURE_TEXT = 0x12
WANTS_ANSWER = 0x01
ADDRESSES = range(1, 255)
EVERYBODY = 0xFF
# Window 0, drawn at once, centred, speed 0, 3 s, font 16 pixels, red: as the paper's own example.
LOOKS = bytes.fromhex("00 00 01 00 0003 02 FF0000")
ANSWER_TIMEOUT_S = 0.3  # "a certain period" in the paper
GAP_S = 0.005  # in no paper: A5 begins every packet, so a card needs no silence to find one

# Type, card, id, command, flag; length, packet numbers; sub-code, looks, text, 00; sum.
MAX_BODY = 5 + 4 + 1 + len(LOOKS) + lettering.MAX_WIDTH + 1 + 2
_MIN_BODY = 7
_SPECIALS = (START, ESCAPE, END)
_REFUSALS = {0x01: "the check sum was wrong", 0x02: "the packets were out of order"}


@dataclass(frozen=True)
class Packet:
    """What is between ``A5`` and ``AE``; ``flag`` from the card is its verdict on 0x7B: 0 good."""

    kind: int
    address: int
    command: int
    flag: int
    data: bytes

    def to_bytes(self) -> bytes:
        """Summed, escaped and framed."""
        body = bytes([self.kind, CARD_TYPE, self.address, self.command, self.flag]) + self.data
        body += _sum(body)
        escaped = (bytes([ESCAPE, b & 0x0F]) if b in _SPECIALS else bytes([b]) for b in body)
        return bytes([START]) + b"".join(escaped) + bytes([END])


def packets(data: bytes) -> Iterator[Packet]:
    """The whole packets in ``data`` whose sum is right, from whichever side."""
    for piece in data.split(bytes([START]))[1:]:
        body, end, _ = piece.partition(bytes([END]))
        if end and (packet := _opened(body)):
            yield packet


def text_data(text: str) -> bytes:
    """What follows the flag when ``text`` is to stand in window 0 (sub-code 0x12)."""
    content = bytes([PURE_TEXT]) + LOOKS + text.encode("ascii") + b"\x00"
    return len(content).to_bytes(2, "little") + b"\x00\x00" + content


def _opened(escaped: bytes) -> Packet | None:
    body = bytearray()
    rest = iter(escaped)
    for byte in rest:
        body.append(next(rest, 0) | 0xA0 if byte == ESCAPE else byte)
    if len(body) < _MIN_BODY or body[1] != CARD_TYPE or _sum(body[:-2]) != body[-2:]:
        return None
    return Packet(body[0], body[2], body[3], body[4], bytes(body[5:-2]))


def _sum(body: bytes | bytearray) -> bytes:
    return (sum(body) & 0xFFFF).to_bytes(2, "little")


class CPower:
    """The protocol at one speed. Every text is acknowledged."""

    def __init__(self, baud: int) -> None:
        self.name = "cpower"
        self.form = "8N1"
        self._baud = checked_baud(baud)
        self.gap_s = GAP_S
        self.answer_timeout_s = self.probe_timeout_s = ANSWER_TIMEOUT_S
        self.addresses = ADDRESSES

    def fit(self, text: str, width: int) -> str:
        return lettering.fit(text, width, lettering.CAPITALS)

    def frame(self, address: int, text: str, width: int) -> bytes:
        checked_address(self.name, self.addresses, address)
        data = text_data(self.fit(text, width))
        return Packet(TO_CARD, address, CALL, WANTS_ANSWER, data).to_bytes()

    def probe(self, address: int) -> bytes | None:
        """Asks for the card's own ID and speed (0x3E)."""
        checked_address(self.name, self.addresses, address)
        return Packet(TO_CARD, address, QUERY_ID, WANTS_ANSWER, b"\x01\x00\x00").to_bytes()

    def wire_s(self, count: int) -> float:
        return wire_s(count, self._baud)

    def judge(self, sent: bytes, got: bytes) -> Answer:
        """Cards before version 3.3 answer with the type we send, so an echo is taken off first."""
        asked = next(packets(sent))
        heard = got.removeprefix(sent)
        for packet in packets(heard):
            if (packet.address, packet.command) == (asked.address, asked.command):
                return Answer(is_whole=True, why=_verdict(packet))
        return Answer(is_whole=False, why="no right answer" if heard else "no answer")

    def decoder(self) -> "CardDecoder":
        return CardDecoder()


def _verdict(packet: Packet) -> str:
    """What is wrong, or "". Of a query any answer is good: the card is there."""
    if packet.command != CALL or not packet.flag:
        return ""
    reason = _REFUSALS.get(packet.flag, "it does not say why")
    return f"the card refused: {reason} (code {packet.flag})"


class CardDecoder:
    """The card's side. Holds at most one longest packet, every byte of it escaped."""

    def __init__(self) -> None:
        self._held = b""

    @property
    def held(self) -> int:
        return len(self._held)

    def feed(self, data: bytes) -> list[Heard]:
        return [heard for byte in data for heard in self._take(byte)]

    def _take(self, byte: int) -> list[Heard]:
        if byte == START:
            self._held = b""
        self._held += bytes([byte])
        if self._held[0] != START or len(self._held) > 2 * MAX_BODY:
            self._held = b""
        if byte != END:
            return []
        whole, self._held = self._held, b""
        return [_heard(packet) for packet in packets(whole) if packet.kind == TO_CARD]


def _heard(packet: Packet) -> Heard:
    is_for_all = packet.address == EVERYBODY
    answer = b""
    if packet.flag & WANTS_ANSWER and not is_for_all:
        answer = _reply(packet).to_bytes()
    return Heard(packet.address, _text(packet), answer, is_for_all)


def _text(packet: Packet) -> str | None:
    content = packet.data[4:]
    if packet.command != CALL or content[:1] != bytes([PURE_TEXT]):
        return None
    text, _, _ = content[1 + len(LOOKS) :].partition(b"\x00")
    return text.decode("ascii", "replace")


def _reply(packet: Packet) -> Packet:
    """Good; of a text the sub-code comes back, of anything else a 1."""
    data = b"\x01\x00\x00\x00" + packet.data[4:5] if packet.command == CALL else b"\x01"
    if packet.command == QUERY_ID:
        data = bytes([1, packet.address, 0])
    flag = 0 if packet.command == CALL else 1
    return Packet(FROM_CARD, packet.address, packet.command, flag, data)
