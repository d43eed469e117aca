"""Adapters by USB identity: `usb:VID:PID[:SERIAL]`, because ttyUSB numbers change at each plug."""

import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from serial.tools import list_ports

_USB = re.compile(r"usb:([0-9A-F]{1,4}):([0-9A-F]{1,4})(?::(.+))?", re.IGNORECASE)
# udev's two sets of links. by-id holds vendor, product and serial number; CH340 and PL2303 clones
# have no serial number and share one name there, so for those the plug's place is the stable name.
_BY_ID = Path("/dev/serial/by-id")
_BY_PATH = Path("/dev/serial/by-path")


class NotPlugged(LookupError):
    """No adapter, or more than one, has this USB identity; the message is a sentence for people."""


@dataclass(frozen=True)
class Plug:
    """One serial port of this machine. vid and pid are None for a port that is not USB."""

    device: str
    stable_path: str
    description: str = ""
    vid: int | None = None
    pid: int | None = None
    serial_number: str = ""

    @property
    def usb_url(self) -> str:
        """`usb:VID:PID[:SERIAL]`, or "" for a port that is not USB."""
        if self.vid is None or self.pid is None:
            return ""
        tail = f":{self.serial_number}" if self.serial_number else ""
        return f"usb:{self.vid:04X}:{self.pid:04X}{tail}"


def plugged_in() -> list[Plug]:
    """Every serial port of this machine, by device name. Asks the system."""
    return as_plugs(list_ports.comports(), _links(_BY_ID), _links(_BY_PATH))


def resolve(url: str) -> str:
    """The device behind a `usb:` address now; any other address as it is. Raises NotPlugged."""
    return find(plugged_in(), url) if url.lower().startswith("usb:") else url


def find(plugs: Iterable[Plug], url: str) -> str:
    """The device of the one plug with this `usb:VID:PID[:SERIAL]` identity. Raises NotPlugged."""
    match = _USB.fullmatch(url)
    if match is None:
        raise NotPlugged(f"{url} is not of the form usb:VID:PID or usb:VID:PID:SERIAL (hex)")
    vid, pid, serial_number = int(match[1], 16), int(match[2], 16), match[3]
    alike = [plug for plug in plugs if (plug.vid, plug.pid) == (vid, pid)]
    if serial_number:
        alike = [plug for plug in alike if plug.serial_number == serial_number]
    if not alike:
        raise NotPlugged("no adapter with this USB identity is plugged in")
    if len(alike) > 1:
        places = ", ".join(plug.stable_path for plug in alike)
        raise NotPlugged(f"{len(alike)} adapters have this USB identity: choose one of {places}")
    return alike[0].device


def as_plugs(
    infos: Iterable[Any], by_id: Mapping[str, str], by_path: Mapping[str, str]
) -> list[Plug]:
    """From pyserial's port infos and the links (device -> link) to plugs, by device name."""
    return sorted((_as_plug(info, by_id, by_path) for info in infos), key=lambda p: p.device)


def _as_plug(info: Any, by_id: Mapping[str, str], by_path: Mapping[str, str]) -> Plug:
    serial_number = info.serial_number or ""
    links = [by_id, by_path] if serial_number else [by_path, by_id]
    found = [link[info.device] for link in links if info.device in link]
    return Plug(
        device=info.device,
        stable_path=found[0] if found else info.device,
        description=info.description or "",
        vid=info.vid,
        pid=info.pid,
        serial_number=serial_number,
    )


def _links(folder: Path) -> dict[str, str]:
    if not folder.is_dir():
        return {}
    return {os.path.realpath(link): str(link) for link in sorted(folder.iterdir())}
