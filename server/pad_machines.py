"""The keypads of ``office.toml``: on a cable of boards or on one of their own."""

import queue
import time
from collections.abc import Callable, Sequence
from typing import Protocol

from display.health import CableHealth
from display.virtual import VirtualBoards
from hardware.virtual_keypad import VirtualKeypads
from server.config import KeypadTable
from server.devices import Device
from server.pads import MOST_WAITING, Line, Pad, PadLine, Press


class Cable(Line, Protocol):
    """The owner of a cable with keypads."""

    def cable_health(self) -> CableHealth: ...


class Together:
    """Boards and keypads made of software, on one cable."""

    def __init__(self, boards: VirtualBoards, keypads: VirtualKeypads) -> None:
        self._boards, self._keypads = boards, keypads

    def feed(self, data: bytes) -> bytes:
        """Both hear everything."""
        return self._boards.feed(data) + self._keypads.feed(data)


class Keypads:
    """All keypads of one office, and the queue of what is pressed on them."""

    def __init__(self) -> None:
        self.pads: list[Pad] = []
        self.presses: queue.Queue[Press] = queue.Queue(MOST_WAITING)
        self.virtual: dict[str, VirtualKeypads] = {}
        self._lines: dict[str, PadLine] = {}
        self._on: dict[str, list[Pad]] = {}
        self._cables: dict[str, Cable] = {}

    def on(self, name: str, tables: Sequence[KeypadTable]) -> Callable[[bytes], None]:
        """The keypads of cable *name*; what it hears unasked is for what is returned.

        :raises ValueError: for an address that no keypad has.
        """
        pads = [Pad(name, each.address, each.counter, each.redirect) for each in tables]
        self.pads += pads
        self._on[name] = pads
        self._lines[name] = PadLine(name, pads, self.presses, time.monotonic)
        return self._lines[name].hear

    def plug(self, name: str, cable: Cable) -> None:
        """The cable is there: its keypads may be painted."""
        for pad in self._on.get(name, ()):
            pad.plug(cable)
            self._cables[name] = cable

    def virtual_on(self, name: str, tables: Sequence[KeypadTable]) -> VirtualKeypads:
        """Keypads made of software for cable *name*."""
        self.virtual[name] = VirtualKeypads([each.address for each in tables])
        return self.virtual[name]

    def dropped(self) -> dict[tuple[str, ...], int]:
        """What came to nothing so far, by cable and reason."""
        return {
            (name, reason): count
            for name, line in self._lines.items()
            for reason, count in line.dropped.items()
        }

    def roll(self) -> list[Device]:
        """How each keypad is: nothing answers, so what it shows is believed."""
        return [
            self._device(pad, self._cables[name].cable_health().why)
            for name, pads in self._on.items()
            for pad in pads
        ]

    def _device(self, pad: Pad, away_why: str) -> Device:
        return Device(
            id=pad.id,
            kind="keypad",
            name=pad.name,
            state="away" if away_why else "sent",
            counter=pad.counter,
            shows=pad.face.text[-3:],
            why=away_why,
        )
