"""The body of a WSGI answer, read piece by piece: a video is never whole in memory."""

from collections.abc import Iterable

PIECE = 256 * 1024
"""Bytes; an answer shorter than this is sent as it is."""


class Pieces:
    """What *chunks* gives, by pieces of :data:`PIECE` bytes or a little more."""

    def __init__(self, chunks: Iterable[bytes]) -> None:
        self._whole = chunks
        self._chunks = iter(chunks)
        self._first = b""

    def put_back(self, first: bytes) -> None:
        """Read *first* once more."""
        self._first = first

    def read(self) -> bytes:
        """The next piece, shorter than :data:`PIECE` at the end, empty after it."""
        if first := self._first:
            self._first = b""
            return first
        piece = bytearray()
        for chunk in self._chunks:
            piece += chunk
            if len(piece) >= PIECE:
                break
        return bytes(piece)

    def close(self) -> None:
        """Let go of what it is read from."""
        if hasattr(self._whole, "close"):
            self._whole.close()
