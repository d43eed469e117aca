"""``[board_protocol.NAME]`` of ``office.toml``: boards described by an installer."""

from collections.abc import Mapping

from display.catalogue import PROTOCOLS
from display.table import Described as Described
from display.table import checked


def check(tables: Mapping[str, Described]) -> None:
    """Refuse descriptions that no board could have.

    :raises ValueError: naming the key and what would be right.
    """
    for name, described in tables.items():
        if name in PROTOCOLS:
            raise ValueError(
                f"board_protocol.{name}: the program has a protocol {name!r} of its own; "
                "write another name"
            )
        try:
            checked(described)
        except ValueError as error:
            raise ValueError(f"board_protocol.{name}.{error}") from error
