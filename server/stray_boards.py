"""Boards of ``office.toml`` for a counter that the set-up does not have: dark, without a word."""

from collections.abc import Iterator
from dataclasses import dataclass

from server.config import Config
from server.plan import Plan

STRAY = "the set-up has no counter of this number"


@dataclass(frozen=True, kw_only=True)
class Stray:
    """A board on the cable *bus* that names *counter*, and what there is instead."""

    bus: str
    address: int
    counter: str
    known: tuple[str, ...]

    @property
    def device(self) -> str:
        """Its id in the roll of devices."""
        return f"board-{self.bus}-{self.address}"

    @property
    def sentence(self) -> str:
        return (
            f"board_bus.{self.bus}, board {self.address}: there is no counter {self.counter}; "
            f"known: {', '.join(self.known) or 'none'}"
        )


def strays(config: Config, plan: Plan) -> Iterator[Stray]:
    """Every counter that a board names and *plan* does not have, in the order of the file."""
    for bus, table in config.board_bus.items():
        for board in table.board:
            for counter in board.at:
                if counter not in plan.counters:
                    yield Stray(
                        bus=bus,
                        address=board.address,
                        counter=counter,
                        known=tuple(sorted(plan.counters)),
                    )
