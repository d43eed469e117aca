"""The direction of a two-wire RS-485 line: docs/reference/ports.md, "Direction"."""

import time
from collections.abc import Callable
from typing import Any

from serial import rs485

from hardware.line import DIRECTIONS, Line


def prepare(device: Any, line: Line) -> None:
    """Set up a pyserial device before it is opened. ValueError when it cannot be for this line."""
    if line.rs485 not in DIRECTIONS:
        known = " or ".join(f'"{each}"' for each in DIRECTIONS)
        raise ValueError(f"rs485 = {line.rs485!r} is not known; write {known}")
    if line.rs485 and "://" in line.url:
        raise ValueError("rs485 is for a port of this machine; set it on the serial server itself")
    if line.rs485 == "kernel":
        device.rs485_mode = rs485.RS485Settings()
    elif line.rs485 == "rts":
        device.rts = False


class RtsWriter:
    """Holds RTS while bytes leave. The system does not say when the last one has, so the time is
    reckoned: too short where an adapter holds bytes back, too long for a board that answers at
    once.
    """

    def __init__(
        self, device: Any, byte_s: float, sleep: Callable[[float], None] = time.sleep
    ) -> None:
        self._device, self._byte_s, self._sleep = device, byte_s, sleep

    def write(self, data: bytes) -> int:
        """As the device's own write: how many bytes it took."""
        self._device.rts = True
        try:
            taken = int(self._device.write(data) or 0)
            self._sleep((taken + 1) * self._byte_s)
        finally:
            self._device.rts = False
        return taken
