"""What an installer writes about a board, key by key: docs/reference/boards/described.md."""

from collections.abc import Mapping
from dataclasses import dataclass

from display import lettering

SIGNS: Mapping[str, frozenset[str]] = {
    "capitals": lettering.CAPITALS,
    "seven-segment": lettering.SEVEN_SEGMENT,
    "digits": frozenset(" -0123456789"),
}
"""What a board can draw, by the name in ``letters``."""


@dataclass(frozen=True, kw_only=True)
class Described:
    """``[board_protocol.NAME]`` of ``office.toml``. Bytes are written in hexadecimal."""

    #: The whole frame as the data sheet has it: ``02 | address text 03 sum``.
    frame: str
    #: What a board sends back when it took a frame; empty: nothing comes back.
    answer: str = ""
    #: What it sends back when it did not take one.
    refusal: str = ""
    #: How a board's address is written: raw, bcd, decimal2, decimal3 or hex2.
    address: str = "raw"
    #: The addresses there are, ``1-99``; empty: what the way of writing allows.
    addresses: str = ""
    #: Added to the address of ``office.toml`` before it is written.
    offset: int = 0
    #: What the board draws: capitals, seven-segment or digits.
    letters: str = "capitals"
    #: How many signs every frame carries; 0: as many as the boards of the cable have.
    places: int = 0
    #: Where a short text stands: right or left.
    align: str = "right"
    #: The byte that fills up a short text.
    pad: str = "20"
    #: none, sum8, xor8, sum16, crc16-modbus or crc16-arc.
    checksum: str = "none"
    #: byte: as it is; hex: each byte as two hexadecimal digits.
    checksum_form: str = "byte"
    #: Which byte of two comes first, high or low; empty: high of a sum, low of a CRC.
    checksum_order: str = ""
    #: ``A5 = AA 05``: what is sent for a byte that may not occur inside the frame.
    escapes: tuple[str, ...] = ()
    #: Silence after a frame, in milliseconds.
    gap_ms: int = 20
    #: How long an answer may take, in milliseconds.
    answer_ms: int = 100
    #: Data bits, parity and stop bits of the line; its speed is the cable's own ``baud``.
    form: str = "8N1"
    #: A frame worked out on the data sheet, checked at the start: address, text, bytes.
    example_address: int = 1
    example_text: str = ""
    example_frame: str = ""
