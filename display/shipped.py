"""Descriptions that have a name without being written: docs/reference/boards/described.md."""

from collections.abc import Mapping

from display.described import Described

STX = Described(
    frame="02 | address text 03 sum",
    answer="06",
    refusal="15",
    address="decimal2",
    checksum="xor8",
    example_address=3,
    example_text="A042",
    example_frame="02 30 33 41 30 34 32 03 77",
)
"""A board between STX and ETX with BCC and ACK: the commonest shape of data sheets, nobody's in
particular.
"""

SHIPPED: Mapping[str, Described] = {"stx": STX}
