"""How full this machine's battery is, where the system tells (psutil: Linux, Windows, macOS)."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import psutil


@dataclass(frozen=True)
class Battery:
    """*percent* 0 to 100; both ``None`` for a machine without one, or one that does not tell."""

    percent: int | None = None
    is_charging: bool | None = None


Read = Callable[[], Any]
OF_THIS_MACHINE: Read | None = getattr(psutil, "sensors_battery", None)  # not on every system


def battery(read: Read | None = OF_THIS_MACHINE) -> Battery:
    """The battery now.  ``is_charging`` means that a cable feeds it, full or not."""
    try:
        found = read() if read else None
    except (OSError, ValueError):  # drivers of cheap tablets leave half-written files in /sys
        found = None
    if found is None:
        return Battery()
    return Battery(min(100, max(0, round(found.percent))), found.power_plugged)
