"""What trying boards from the command line stands on: the folder, its cables, whom to tell."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from display.catalogue import protocol_named
from display.protocol import Protocol
from display.virtual import VirtualBoards
from hardware.virtual import VirtualCable
from server.config import Config, load
from server.errors import SetupError
from server.folder_lock import locked
from server.machines import VIRTUAL


@dataclass(frozen=True, kw_only=True)
class Bench:
    """Where the tried boards are, whom to tell, and time.

    *tell* is given one line of text at a time.
    """

    folder: Path
    tell: Callable[[str], None]
    monotonic: Callable[[], float] = time.monotonic
    pause: Callable[[float], None] = time.sleep


@contextmanager
def alone(folder: Path) -> Iterator[Config]:
    """The folder's configuration, while no server has its ports."""
    lock = locked(folder)
    try:
        yield load(folder)
    finally:
        lock.release()


@contextmanager
def cable_of(config: Config, name: str) -> Iterator[tuple[str, Protocol]]:
    """The port's address and the protocol of a cable; boards of software are there meanwhile."""
    table = config.board_bus[name]
    try:
        protocol = protocol_named(table.protocol, table.baud, config.board_protocol)
    except ValueError as error:
        raise SetupError(f"office.toml: board_bus.{name}: {error}") from error
    if table.url != VIRTUAL:
        yield table.url, protocol
        return
    cable = VirtualCable(VirtualBoards(protocol, [board.address for board in table.board]))
    try:
        yield cable.url, protocol
    finally:
        cable.close()


def minutes(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"
