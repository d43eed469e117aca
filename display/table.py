"""A board protocol made of a description, for boards that have a data sheet but no module here.

How to write one: docs/how-to/describe-a-board.md. Every key: docs/reference/boards/described.md.
"""

from display.described import Described as Described
from display.described_check import layout_of
from display.layout import Layout
from display.protocol import Answer, Heard, checked_address, checked_baud, wire_s
from display.template import hex_bytes


def checked(described: Described) -> Described:
    """``described`` itself. ValueError, which begins with the key, when it cannot work or does not
    give the frame of its own example.
    """
    table = Table("described", described, 9600)
    if not described.example_frame:
        return described
    text = described.example_text
    try:
        wanted = hex_bytes(described.example_frame)
        made = table.frame(described.example_address, text, len(text))
    except ValueError as error:
        raise ValueError(f"example: {error}") from None
    if made != wanted:
        raise ValueError(
            f"example_frame = {described.example_frame!r}: the description makes "
            f"{made.hex(' ').upper()} of {text!r} at address {described.example_address}"
        )
    return described


class Table:
    """The protocol of a description at one speed.

    Raises ValueError, which begins with the key, when the description cannot work.
    """

    def __init__(self, name: str, described: Described, baud: int) -> None:
        self.name = name
        self.form = described.form
        self._baud = checked_baud(baud)
        self._layout = layout = layout_of(described)
        self.addresses = layout.addresses
        self.gap_s = described.gap_ms / 1000
        self._has_answers = bool(layout.answer.parts)
        answer_s = described.answer_ms / 1000 + self.wire_s(len(layout.answer.parts))
        self.answer_timeout_s = answer_s if self._has_answers else 0.0
        self.probe_timeout_s = 0.0

    def fit(self, text: str, width: int) -> str:
        return self._layout.fit(text, width)

    def frame(self, address: int, text: str, width: int) -> bytes:
        checked_address(self.name, self.addresses, address)
        return self._layout.written(address, self.fit(text, width))

    def probe(self, address: int) -> bytes | None:
        checked_address(self.name, self.addresses, address)
        return None

    def wire_s(self, count: int) -> float:
        return wire_s(count, self._baud, self.form)

    def judge(self, sent: bytes, got: bytes) -> Answer:
        """Skips noise in front, and our own frame where the adapter echoes."""
        if not self._has_answers:
            return Answer(is_whole=True)
        good, bad = self._layout.answers(sent)
        heard = got if sent in good else got.removeprefix(sent)
        if heard and sent.startswith(heard) and heard != good:
            return Answer(is_whole=False, why="no answer")
        if good in heard:
            return Answer(is_whole=True)
        if bad and bad in heard:
            return Answer(is_whole=True, why=f"the board refused: {bad.hex(' ').upper()}")
        why = f"no right answer in what came: {heard[:16].hex(' ')}" if heard else "no answer"
        return Answer(is_whole=False, why=why)

    def decoder(self) -> "TableDecoder":
        return TableDecoder(self._layout)


class TableDecoder:
    """The board's side: at each byte it looks whether a whole frame ends there.

    What a check sum vouches for stays held, in case it was chance and the true frame began inside
    it; without one a frame is over when it has been read. Holds less than a longest frame.
    """

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._held = b""

    @property
    def held(self) -> int:
        return len(self._held)

    def feed(self, data: bytes) -> list[Heard]:
        return [heard for byte in data if (heard := self._take(byte)) is not None]

    def _take(self, byte: int) -> Heard | None:
        stream = self._held + bytes([byte])
        self._held = stream[-(self._layout.longest - 1) :]
        for at in range(len(stream)):
            if found := self._layout.read(stream[at:]):
                if not self._layout.is_summed:
                    self._held = b""
                address, text = found
                good, _ = self._layout.said(address, stream[at:])
                return Heard(address, text, good)
        return None
