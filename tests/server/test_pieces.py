"""The body of an answer by pieces: nothing lost, nothing doubled, little in memory."""

from collections.abc import Iterator

from hypothesis import given
from hypothesis import strategies as st

from server.pieces import PIECE, Pieces


class Body:
    """Chunks of some lengths that know whether they were closed."""

    def __init__(self, lengths: list[int]) -> None:
        self.chunks = [bytes([n % 256]) * length for n, length in enumerate(lengths)]
        self.is_closed = False

    def __iter__(self) -> Iterator[bytes]:
        return iter(self.chunks)

    def close(self) -> None:
        self.is_closed = True


@given(st.lists(st.integers(0, PIECE + 10), max_size=8))
def test_pieces_put_together_are_the_body(lengths: list[int]) -> None:
    body = Body(lengths)
    pieces = Pieces(body)
    first = pieces.read()
    pieces.put_back(first)
    found = []
    while piece := pieces.read():
        assert len(piece) < PIECE + max(lengths)
        found.append(piece)
    assert b"".join(found) == b"".join(body.chunks)
    assert all(len(piece) >= PIECE for piece in found[:-1])
    pieces.close()
    assert body.is_closed
