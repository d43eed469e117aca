"""QSystem counter boards: ``01 address text 07``. No check sum, no answer, 300 ms between frames.

The paper with the worked frame and the reading table: docs/reference/boards/qsystem.md.
"""

from display import lettering
from display.protocol import Answer, Heard, checked_address, checked_baud, wire_s

START, END = 0x01, 0x07
ADDRESSES = range(0x20, 0xFF)
GAP_S = (
    0.3  # the original server waits this long after each frame, so that a board has time to draw
)
MAX_HELD = 2 + lettering.MAX_WIDTH


class QSystem:
    """The protocol at one speed. Any printable ASCII text; nothing ever comes back."""

    def __init__(self, baud: int) -> None:
        self.name = "qsystem"
        self.form = "8N1"
        self.gap_s = GAP_S
        self.answer_timeout_s = self.probe_timeout_s = 0.0
        self.addresses = ADDRESSES
        self._baud = checked_baud(baud)

    def fit(self, text: str, width: int) -> str:
        return lettering.fit(text, width, lettering.CAPITALS)

    def frame(self, address: int, text: str, width: int) -> bytes:
        checked_address(self.name, self.addresses, address)
        return bytes([START, address, *self.fit(text, width).encode("ascii"), END])

    def probe(self, address: int) -> bytes | None:
        checked_address(self.name, self.addresses, address)
        return None

    def wire_s(self, count: int) -> float:
        return wire_s(count, self._baud)

    def judge(self, sent: bytes, got: bytes) -> Answer:
        return Answer(is_whole=True)

    def decoder(self) -> "QSystemDecoder":
        return QSystemDecoder()


class QSystemDecoder:
    """The board's side: the reading table of the paper. Holds at most MAX_HELD bytes."""

    def __init__(self) -> None:
        self._held = bytearray()

    @property
    def held(self) -> int:
        return len(self._held)

    def feed(self, data: bytes) -> list[Heard]:
        return [heard for byte in data if (heard := self._take(byte)) is not None]

    def _take(self, byte: int) -> Heard | None:
        if byte == START:
            self._held = bytearray([START])
        elif byte == END:
            return self._end()
        elif self._fits(byte):
            self._held.append(byte)
        else:
            self._held.clear()
        return None

    def _fits(self, byte: int) -> bool:
        if len(self._held) == 1:
            return byte in ADDRESSES
        return 2 <= len(self._held) < MAX_HELD and 0x20 <= byte <= 0x7E

    def _end(self) -> Heard | None:
        held, self._held = self._held, bytearray()
        if len(held) < 2:
            return None
        return Heard(address=held[1], text=held[2:].decode("ascii"))
