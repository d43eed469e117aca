"""Devices of ``office.toml`` for a counter that the set-up does not have: dead, without a word."""

from collections.abc import Iterator
from dataclasses import dataclass

from server.config import Config
from server.plan import Plan

STRAY = "the set-up has no counter of this number"


@dataclass(frozen=True, kw_only=True)
class Stray:
    """A device *where* in the file that names *counter*, and what there is instead.

    *device* is its id in the roll of devices.
    """

    device: str
    where: str
    counter: str
    known: tuple[str, ...]

    @property
    def sentence(self) -> str:
        return (
            f"{self.where}: there is no counter {self.counter}; "
            f"known: {', '.join(self.known) or 'none'}"
        )


def strays(config: Config, plan: Plan) -> Iterator[Stray]:
    """Every counter that a device names and *plan* does not have, in the order of the file."""
    known = tuple(sorted(plan.counters))
    for device, where, counter in _named(config):
        if counter not in plan.counters:
            yield Stray(device=device, where=where, counter=counter, known=known)


def _named(config: Config) -> Iterator[tuple[str, str, str]]:
    """The device, where it stands in the file, and a counter that it names."""
    for bus, table in config.board_bus.items():
        for board in table.board:
            for counter in board.at:
                where = f"board_bus.{bus}, board {board.address}"
                yield f"board-{bus}-{board.address}", where, counter
        for pad in table.keypad:
            where = f"board_bus.{bus}, keypad {pad.address}"
            yield f"keypad-{bus}-{pad.address}", where, pad.counter
    for bus, line in config.keypad_bus.items():
        for pad in line.keypad:
            where = f"keypad_bus.{bus}, keypad {pad.address}"
            yield f"keypad-{bus}-{pad.address}", where, pad.counter
    for name, scanner in config.scanner.items():
        if scanner.counter:
            yield f"scanner-{name}", f"scanner.{name}", scanner.counter
