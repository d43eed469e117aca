"""The protocols that have a name in the settings."""

from collections.abc import Callable, Mapping

from display.alpha import Alpha
from display.cpower import CPower
from display.kanban import Kanban
from display.modbus import Modbus
from display.modbus_forms import ModbusNumber, ModbusSegments
from display.protocol import Protocol
from display.qsystem import QSystem
from display.shipped import SHIPPED
from display.table import Described, Table

MADE: Mapping[str, Callable[[int], Protocol]] = {
    "alpha": Alpha,
    "cpower": CPower,
    "kanban": Kanban,
    "modbus": Modbus,
    "modbus-number": ModbusNumber,
    "modbus-segments": ModbusSegments,
    "qsystem": QSystem,
}
"""With a module of their own."""

PROTOCOLS = (*MADE, *SHIPPED)


def protocol_named(
    name: str, baud: int, described: Mapping[str, Described] | None = None
) -> Protocol:
    """The protocol at ``baud``; ``described`` are those of the office itself, by their names.

    ValueError on an unknown name, an impossible speed or a description that cannot work.
    """
    if name in MADE:
        return MADE[name](baud)
    tables = {**(described or {}), **SHIPPED}
    if name not in tables:
        known = sorted({*PROTOCOLS, *tables})
        raise ValueError(
            f"no board protocol is called {name!r}; use {', '.join(known[:-1])} or {known[-1]}, or "
            f"describe it in [board_protocol.{name}]"
        )
    return Table(name, tables[name], baud)
