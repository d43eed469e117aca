"""The scanners of ``office.toml``: each with its port and its thread."""

import threading
from collections.abc import Callable

from hardware.ports import ReconnectingPort
from hardware.scanner import Scanner
from server.config import ScannerTable
from server.devices import Device


class NoAnswer:
    """A scanner made of software: it takes no bytes, and says what a test lets it say."""

    def feed(self, data: bytes) -> bytes:
        """Nothing comes back."""
        return b""


class Scanners:
    """All scanners of one office."""

    def __init__(self) -> None:
        self._scanners: dict[str, Scanner] = {}
        self._tables: dict[str, ScannerTable] = {}

    def add(
        self, name: str, table: ScannerTable, port: ReconnectingPort, take: Callable[[str], None]
    ) -> None:
        """The scanner *name* on *port*; *take* is given each code."""
        self._scanners[name] = Scanner(name, port, take)
        self._tables[name] = table

    def threads(self) -> list[tuple[str, Callable[[threading.Event], None]]]:
        """The body of each scanner's thread, with its name."""
        return [(f"scanner-{name}", each.run) for name, each in self._scanners.items()]

    def roll(self) -> list[Device]:
        """How each scanner is; what was read is nobody's business."""
        return [self._device(name, each) for name, each in self._scanners.items()]

    def _device(self, name: str, scanner: Scanner) -> Device:
        return Device(
            id=f"scanner-{name}",
            kind="scanner",
            name=name,
            state=scanner.state,
            counter=self._tables[name].counter or None,
            why=scanner.why,
        )
