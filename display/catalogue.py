"""The protocols that have a name in the settings."""

from collections.abc import Callable, Mapping

from display.modbus import Modbus
from display.protocol import Protocol
from display.qsystem import QSystem

PROTOCOLS: Mapping[str, Callable[[int], Protocol]] = {"modbus": Modbus, "qsystem": QSystem}


def protocol_named(name: str, baud: int) -> Protocol:
    """The protocol at ``baud``. ValueError on an unknown name or an impossible speed."""
    if name not in PROTOCOLS:
        known = " or ".join(sorted(PROTOCOLS))
        raise ValueError(f"no board protocol is called {name!r}; use {known}")
    return PROTOCOLS[name](baud)
