"""Seven segments as bits: a (top) is bit 0, then clockwise to f, and g (the middle) is bit 6.

The table is in docs/reference/boards/modbus.md.
"""

from display.lettering import SUBSTITUTE

LIT = {" ": 0x00, "-": 0x40, "_": 0x08} | dict(
    zip(
        "0123456789ABCDEFGHIJLNOPQRSTUY",
        bytes.fromhex(
            "3f 06 5b 4f 66 6d 7d 07 7f 6f"
            "77 7c 39 5e 79 71 3d 76 30 1e 38 54 5c 73 67 50 6d 78 3e 6e"
        ),
        strict=True,
    )
)
"""Sign → segments. S is drawn as 5 is: there is no other way."""

# The first sign wins, so the segments of S read as 5, which is what people see.
_DRAWN = {lit: sign for sign, lit in reversed(LIT.items())}


def lit(text: str) -> bytes:
    """The segments of each sign; those of ``-`` for a sign that has none."""
    return bytes(LIT.get(sign, LIT[SUBSTITUTE]) for sign in text)


def drawn(segments: bytes) -> str:
    """What people read on the places; ``?`` for a pattern that is no sign."""
    return "".join(_DRAWN.get(each & 0x7F, "?") for each in segments)
