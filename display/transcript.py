"""What went over a cable, both ways, as a person can read it: times, hex and meaning."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from display.exchange import Port
from display.protocol import Protocol


@dataclass(frozen=True)
class Piece:
    """Bytes as they were handed over or arrived, in ms since the frame began."""

    at_ms: float
    is_sent: bool
    data: bytes


class Transcript:
    """A port that keeps what goes over ``port`` since ``begin``."""

    def __init__(self, port: Port, monotonic: Callable[[], float]) -> None:
        self._port = port
        self._monotonic = monotonic
        self.pieces: list[Piece] = []
        self.begin()

    def begin(self) -> None:
        """A new frame: forget what was before; time is 0."""
        self.pieces.clear()
        self._from_s = self._monotonic()

    def write(self, data: bytes) -> None:
        self._keep(True, data)
        self._port.write(data)

    def read(self, limit: int, timeout_s: float) -> bytes:
        data = self._port.read(limit, timeout_s)
        if data:
            self._keep(False, data)
        return data

    def _keep(self, is_sent: bool, data: bytes) -> None:
        at_ms = (self._monotonic() - self._from_s) * 1000
        self.pieces.append(Piece(at_ms, is_sent, bytes(data)))


def whole(pieces: list[Piece]) -> list[Piece]:
    """Neighbours that went the same way as one, with the time of the first."""
    joined: list[Piece] = []
    for piece in pieces:
        if joined and joined[-1].is_sent == piece.is_sent:
            last = joined.pop()
            piece = Piece(last.at_ms, last.is_sent, last.data + piece.data)
        joined.append(piece)
    return joined


def lines(protocol: Protocol, frame: bytes, pieces: list[Piece]) -> Iterator[str]:
    """A line for each of ``pieces`` of the exchange that began with ``frame``."""
    got = b""
    for piece in pieces:
        if piece.is_sent:
            arrow, meaning = "→", meaning_of(protocol, piece.data)
        else:
            got += piece.data
            arrow, meaning = "←", _answer(protocol, frame, got)
        yield f"{piece.at_ms:9.1f} ms {arrow} {piece.data.hex(' ').upper()}   {meaning}".rstrip()


def meaning_of(protocol: Protocol, frame: bytes) -> str:
    """What a board reads in ``frame``; "" if it is none that we know."""
    said = []
    for heard in protocol.decoder().feed(frame):
        whom = "everybody" if heard.is_for_all else f"address {heard.address}"
        said.append(f"asks {whom}" if heard.text is None else f'{whom} shows "{heard.text}"')
    return ", ".join(said)


def _answer(protocol: Protocol, frame: bytes, got: bytes) -> str:
    if not protocol.answer_timeout_s:
        return "not asked for"
    answer = protocol.judge(frame, got)
    if answer.is_whole:
        return answer.why or "taken"
    return "our own bytes come back" if got == frame else "no whole answer yet"
