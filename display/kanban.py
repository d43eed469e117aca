"""Number boards of the four-byte frame: ``ID HI LO SUM8``. No answer, no start, no letters.

The paper with the worked frame: docs/reference/boards/kanban.md.
"""

from display import lettering
from display.protocol import Answer, Heard, checked_address, checked_baud, wire_s
from display.sums import sum8

SIZE = 4
ADDRESSES = range(1, 256)
# Nothing begins a frame but the silence before it. Its length is in no paper: five times a frame's
# own length at 9600 baud is more than any controller needs to notice.
GAP_S = 0.02


class Kanban:
    """The protocol at one speed, showing numbers."""

    def __init__(self, baud: int) -> None:
        self.name = "kanban"
        self.form = "8N1"
        self.gap_s = GAP_S
        self.answer_timeout_s = self.probe_timeout_s = 0.0
        self.addresses = ADDRESSES
        self._baud = checked_baud(baud)

    def fit(self, text: str, width: int) -> str:
        return lettering.fit_number(text, width)

    def frame(self, address: int, text: str, width: int) -> bytes:
        checked_address(self.name, self.addresses, address)
        body = bytes([address, *int(self.fit(text, width)).to_bytes(2, "big")])
        return body + sum8(body)

    def probe(self, address: int) -> bytes | None:
        checked_address(self.name, self.addresses, address)
        return None

    def wire_s(self, count: int) -> float:
        return wire_s(count, self._baud)

    def judge(self, sent: bytes, got: bytes) -> Answer:
        return Answer(is_whole=True)

    def decoder(self) -> "KanbanDecoder":
        return KanbanDecoder()


class KanbanDecoder:
    """The board's side. It has no clock and the frame no start, so it takes any four bytes in a row
    whose sum is right, and rubbish in front delays nothing. Holds at most three bytes.
    """

    def __init__(self) -> None:
        self._held = b""

    @property
    def held(self) -> int:
        return len(self._held)

    def feed(self, data: bytes) -> list[Heard]:
        stream = self._held + data
        windows = (stream[at : at + SIZE] for at in range(len(stream) - SIZE + 1))
        self._held = stream[-(SIZE - 1) :]
        return [
            Heard(address=window[0], text=str(int.from_bytes(window[1:3], "big")))
            for window in windows
            if window[0] in ADDRESSES and sum8(window[:3]) == window[3:]
        ]
