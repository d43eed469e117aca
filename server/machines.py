"""The machines of ``office.toml``: printers and board cables, real or made of software.

Each gets one port and one thread that owns it; a port that is missing is an ``away`` device, never
a reason not to start.
"""

import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from display.bus import Bus
from display.catalogue import protocol_named
from display.virtual import VirtualBoards
from hardware.ports import Line, ReconnectingPort
from hardware.print_ports import QUEUE, open_any
from hardware.virtual import VirtualCable
from printer.profiles import PrinterProfile
from printer.render import Printout
from printer.shelf import Shelf
from printer.spool import Job, Spool, Times
from printer.virtual import VirtualPrinter
from server.cables import BoardFigures, CableFigures
from server.clock import Now, machine_now
from server.config import BusTable, Config, PrinterTable
from server.devices import Device, Face
from server.errors import SetupError
from server.hours import stamp
from server.printer_profiles import model_of

VIRTUAL = "virtual:"
TICK_S = 0.05
"""How often a software printer looks at its clock."""
STAYS_S = 10.0
"""How long a slip waits for a printer that is away: a citizen has read the number from the screen
and left by then, and a slip that came out later would lie there for anybody."""

Report = Callable[[str, str, str], None]


@dataclass(frozen=True, kw_only=True)
class BusBoard:
    """One board on its cable."""

    bus: Bus
    name: str

    def show(self, text: str, *, is_blinking: bool = False) -> None:
        """From now on the board says *text*."""
        self.bus.show(self.name, text, is_blinking=is_blinking)


@dataclass(frozen=True, kw_only=True)
class SpoolQueue:
    """A printer's spool, as the slip follower sees it."""

    spool: Spool

    def put_job(self, id: str, printout: Printout) -> None:
        """Queue a slip, ``ticket:17``, or what is no ticket's, ``strip:1``."""
        self.spool.put(Job(id, printout.data, printout.length_mm, time.monotonic()))


class Machines:
    """All printers and boards of one office.

    :param report_for: the reporter of a printer, by its name.
    :raises SetupError: for a protocol, profile or address that does not exist.
    """

    def __init__(
        self, config: Config, report_for: Callable[[str], Report], now: Now = machine_now
    ) -> None:
        self._now = now
        self.faces: dict[str, Face] = {}
        self.virtual_printers: dict[str, VirtualPrinter] = {}
        self.virtual_boards: dict[str, VirtualBoards] = {}
        self.cables: dict[str, VirtualCable] = {}
        self.spools: dict[str, Spool] = {}
        self.profiles: dict[str, PrinterProfile] = {}
        self.shelves: dict[str, Shelf] = {}
        self.buses: dict[str, Bus] = {}
        self.boards: dict[str, list[BusBoard]] = {}
        self._ports: list[ReconnectingPort] = []
        self._counters: dict[tuple[str, str], str] = {}
        self._described = config.board_protocol
        try:
            for name, printer in config.printer.items():
                self._add_printer(name, printer, report_for(name))
            for name, bus in config.board_bus.items():
                self._add_bus(name, bus)
        except SetupError:
            self.close()
            raise

    def threads(self) -> Sequence[tuple[str, Callable[[threading.Event], None]]]:
        """The body of each machine's thread, with its name."""
        spools = [(f"printer-{name}", spool.run) for name, spool in self.spools.items()]
        return spools + [(f"boards-{name}", bus.run) for name, bus in self.buses.items()]

    def roll(self) -> list[Device]:
        """How each printer and board is."""
        printers = [self._printer_device(name, spool) for name, spool in self.spools.items()]
        return printers + [each for name in self.buses for each in self._board_devices(name)]

    def cable_figures(self) -> list[CableFigures]:
        """How each cable and its boards are, as figures."""
        return [_figures(name, bus) for name, bus in self.buses.items()]

    def close(self) -> None:
        """Let go of every port, once the threads have ended."""
        for port in self._ports:
            port.close()
        for cable in self.cables.values():
            cable.close()

    def _add_printer(self, name: str, table: PrinterTable, report: Report) -> None:
        try:
            profile = model_of(table)
        except ValueError as error:
            raise SetupError(f"office.toml: printer.{name}: {error}") from error
        url = table.url
        if url.startswith(QUEUE):
            profile = replace(profile, is_mute=True)  # nothing ever comes back from a queue
        if url == VIRTUAL:
            device = VirtualPrinter(profile)
            self.virtual_printers[name] = device
            self.faces[f"printer-{name}"] = Face(
                kind="printer", counter=None, draw=lambda: next(reversed(device.slips()), None)
            )
            url = self._cable(
                f"printer-{name}", VirtualCable(device, is_xonxoff=True, tick_s=TICK_S)
            )
        port = self._port(Line(url, baud=table.baud, is_xonxoff=True))
        self.profiles[name] = profile
        shelf = self.shelves[name] = Shelf(profile)

        def tell(id: str, state: str, reason: str) -> None:
            shelf.report(id, state)
            report(id, state, reason)

        self.spools[name] = Spool(
            port, profile, tell, times=Times(baud=table.baud, stays_s=STAYS_S)
        )

    def _add_bus(self, name: str, table: BusTable) -> None:
        boards = {f"{board.counter}@{board.address}": board for board in table.board}
        addresses = {key: board.address for key, board in boards.items()}
        try:
            protocol = protocol_named(table.protocol, table.baud, self._described)
            line = Line(table.url, baud=table.baud, rs485=table.rs485)
            line = line.formed(table.form or protocol.form)
            if table.url == VIRTUAL:
                device = VirtualBoards(protocol, addresses.values())
                self.virtual_boards[name] = device
                url = self._cable(f"boards-{name}", VirtualCable(device))
                # A pseudo-terminal carries bytes as they are and refuses every form but this.
                line = Line(url, baud=table.baud)
            bus = Bus(
                self._port(line),
                protocol,
                addresses,
                width=table.width,
                widths={key: board.width for key, board in boards.items() if board.width},
                refresh_s=table.refresh_s,
                gap_s=table.gap_ms / 1000 if table.gap_ms else None,
                answer_timeout_s=table.answer_ms / 1000 if table.answer_ms else None,
                has_echo=table.has_echo,
            )
        except ValueError as error:
            raise SetupError(f"office.toml: board_bus.{name}: {error}") from error
        self.buses[name] = bus
        for key, board in boards.items():
            self._counters[name, key] = board.counter
            self.boards.setdefault(board.counter, []).append(BusBoard(bus=bus, name=key))

    def _cable(self, name: str, cable: VirtualCable) -> str:
        self.cables[name] = cable
        return cable.url

    def _port(self, line: Line) -> ReconnectingPort:
        port = ReconnectingPort(line, open_any)
        self._ports.append(port)
        return port

    def _printer_device(self, name: str, spool: Spool) -> Device:
        health = spool.health()
        return Device(
            id=f"printer-{name}",
            kind="printer",
            name=name,
            state=health.state,
            queued=health.queued,
            shows=f"{health.paper}",
            why=health.why,
        )

    def _board_devices(self, bus: str) -> list[Device]:
        return [
            Device(
                id=f"board-{bus}-{health.address}",
                kind="board",
                name=f"{bus} {health.address}",
                state=health.state,
                counter=self._counters[bus, health.name],
                shows=health.shown,
                why=health.why,
                last_seen_at=self._ago(health.last_answer_s_ago),
                painted_at=self._ago(health.painted_s_ago),
                errors=health.errors,
                collisions=health.collisions,
            )
            for health in self.buses[bus].health()
        ]

    def _ago(self, age_s: float | None) -> str | None:
        return None if age_s is None else stamp(self._now() - timedelta(seconds=age_s))

    def texts(self) -> Mapping[str, str]:
        """What each virtual board really shows, by device id: read from the bytes on its wire."""
        return {
            f"board-{name}-{address}": text
            for name, boards in self.virtual_boards.items()
            for address, text in boards.snapshot().items()
        }


def _figures(name: str, bus: Bus) -> CableFigures:
    cable = bus.cable_health()
    boards = [
        BoardFigures(
            address=each.address,
            state=each.state,
            frames=each.frames,
            errors=each.errors,
            collisions=each.collisions,
            answered_s_ago=each.last_answer_s_ago,
            painted_s_ago=each.painted_s_ago,
        )
        for each in bus.health()
    ]
    return CableFigures(
        name=name,
        is_away=cable.is_away,
        has_echo=cable.has_echo,
        collisions=cable.collisions,
        round_s=cable.round_s,
        boards=tuple(boards),
    )
