"""The machines of ``office.toml``: missing ones are away and come back; nobody waits for them."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from display.alpha import Alpha
from display.catalogue import PROTOCOLS, protocol_named
from display.qsystem import QSystem
from display.table import Described
from display.virtual import VirtualBoards
from hardware.virtual import VirtualCable
from printer.render import Printout
from server.clock import Now, machine_now
from server.config import BoardTable, BusTable, Config, OfficeTable, PrinterTable
from server.errors import SetupError
from server.machines import Machines, SpoolQueue
from tests.hardware.wires import SerialServer

OFFICE = OfficeTable(code="x", name="X")


def bus(url: str, **more: object) -> dict[str, BusTable]:
    board = (BoardTable(counter="1", address=33), BoardTable(counter="2", address=34))
    return {"west": BusTable(url=url, protocol="qsystem", board=board, **more)}  # type: ignore[arg-type]


class Reports:
    """What printers say of slips."""

    def __init__(self) -> None:
        self.said: list[tuple[str, str, str]] = []

    def of(self, printer: str) -> Callable[[str, str, str], None]:
        return lambda id, state, _: self.said.append((printer, id, state))


@contextmanager
def running(
    config: Config, reports: Reports | None = None, now: Now = machine_now
) -> Iterator[Machines]:
    machines = Machines(config, (reports or Reports()).of, now)
    stop = threading.Event()
    threads = [
        threading.Thread(target=body, args=(stop,), name=name) for name, body in machines.threads()
    ]
    for thread in threads:
        thread.start()
    try:
        yield machines
    finally:
        stop.set()
        for each in machines.buses.values():
            each.wake()
        for thread in threads:
            thread.join()
        machines.close()


def until(is_so: Callable[[], bool], what: str) -> None:
    """Wait for the world; the limit is only there to end a test that has failed."""
    end = time.monotonic() + 20
    while not is_so():
        assert time.monotonic() < end, what
        time.sleep(0.01)


def test_virtual_machines_are_there_at_once() -> None:
    reports = Reports()
    config = Config(
        office=OFFICE, printer={"hall": PrinterTable(url="virtual:")}, board_bus=bus("virtual:")
    )
    slip = Printout(b"\x1b@A042\n\x1dVB\x00", 20)
    with running(config, reports) as machines:
        machines.boards["1"][0].show("A042")
        until(lambda: machines.texts()["board-west-33"].strip() == "A042", "the board shows it")
        SpoolQueue(spool=machines.spools["hall"]).put_job("ticket:7", slip)
        until(lambda: ("hall", "ticket:7", "printed") in reports.said, "the slip is out")
        assert machines.faces["printer-hall"].draw() is not None
        kinds = [(each.kind, each.counter) for each in machines.roll()]
        assert kinds == [("printer", None), ("board", "1"), ("board", "2")]


def test_a_port_that_is_missing_is_away_and_nothing_waits(tmp_path: Path) -> None:
    missing = str(tmp_path / "no-such-port")
    config = Config(
        office=OFFICE, printer={"hall": PrinterTable(url=missing)}, board_bus=bus(missing)
    )
    with running(config) as machines:
        machines.boards["1"][0].show("A042")
        until(lambda: {each.state for each in machines.roll()} == {"away"}, "all are away")
        assert all(each.why for each in machines.roll())


def test_a_cable_pulled_and_plugged_again_has_its_boards_repainted() -> None:
    boards = VirtualBoards(QSystem(9600), [33, 34])
    cable = VirtualCable(boards)
    try:
        with running(Config(office=OFFICE, board_bus=bus(cable.url))) as machines:
            machines.boards["1"][0].show("A042")
            until(lambda: boards.snapshot()[33].strip() == "A042", "shown")
            cable.unplug()
            machines.boards["2"][0].show("B006")
            until(lambda: {each.state for each in machines.roll()} == {"away"}, "away")
            boards.power_cut()
            machines.boards["2"][0].show("B007")
            cable.plug()
            until(lambda: boards.snapshot()[33].strip() == "A042", "repainted")
            until(lambda: boards.snapshot()[34].strip() == "B007", "what changed meanwhile too")
            until(lambda: {each.state for each in machines.roll()} == {"sent"}, "back")
    finally:
        cable.close()


def test_a_sign_knows_what_its_board_can_draw() -> None:
    board = (BoardTable(counters=("1", "2"), address=3, width=12, idle="time"),)
    config = Config(
        office=OFFICE,
        board_bus={
            "dots": BusTable(
                url="virtual:", protocol="qsystem", width=8, board=bus("")["west"].board
            ),
            "bars": BusTable(url="virtual:", protocol="modbus", width=12, board=board),
        },
    )
    machines = Machines(config, Reports().of)
    try:
        dots, _, bars = (each.sign for each in machines.hung)
    finally:
        machines.close()
    assert (dots.counters, dots.is_list, dots.width) == (("1",), False, 8)
    assert (bars.counters, bars.is_list, bars.width, bars.idle) == (("1", "2"), True, 12, "time")
    assert [dots.draws(text) for text in ("Tạm dừng", "07:30", "07-30")] == [True, True, True]
    assert [bars.draws(text) for text in ("Tạm dừng", "07:30", "07-30")] == [False, False, True]


@pytest.mark.parametrize(
    ("config", "said"),
    [
        (
            Config(office=OFFICE, printer={"hall": PrinterTable(url="virtual:", profile="X-1")}),
            r"office\.toml: printer\.hall: profile = 'X-1' is not known",
        ),
        (
            Config(office=OFFICE, printer={"hall": PrinterTable(url="x", vietnamese="klingon")}),
            r"office\.toml: printer\.hall: vietnamese = 'klingon' is not known",
        ),
        (
            Config(office=OFFICE, board_bus={"west": BusTable(url="x", protocol="smoke")}),
            r"office\.toml: board_bus\.west: .*smoke",
        ),
        (
            Config(office=OFFICE, board_bus=bus("virtual:", width=0)),
            r"office\.toml: board_bus\.west: ",
        ),
        (
            Config(office=OFFICE, board_bus=bus("virtual:", form="7X1")),
            r"office\.toml: board_bus\.west: '7X1' is no form",
        ),
    ],
)
def test_what_cannot_be_is_said_with_its_key(config: Config, said: str) -> None:
    with pytest.raises(SetupError, match=said):
        Machines(config, Reports().of)


DESCRIBED = {"acme": Described(frame="02 | address text 03 sum", checksum="sum8", answer="06")}


@pytest.mark.parametrize("protocol", [*PROTOCOLS, *DESCRIBED])
def test_boards_of_every_protocol(protocol: str) -> None:
    board = (BoardTable(counter="1", address=33 if protocol == "qsystem" else 1),)
    table = BusTable(url="virtual:", protocol=protocol, baud=115200, board=board)
    config = Config(office=OFFICE, board_bus={"west": table}, board_protocol=DESCRIBED)
    drawn = protocol_named(protocol, 115200, DESCRIBED).fit("A042", 4).strip()
    with running(config) as machines:
        machines.boards["1"][0].show("A042")
        until(lambda: next(iter(machines.texts().values())).strip() == drawn, "shown")
        until(lambda: machines.roll()[0].shows == drawn, "and known")
        assert machines.roll()[0].state in ("shown", "sent")


# pyserial 3.5 starts its RFC 2217 reader with Thread.setDaemon and setName.
@pytest.mark.filterwarnings("ignore:set(Daemon|Name).*:DeprecationWarning")
def test_a_cable_is_opened_in_the_form_of_its_protocol() -> None:
    boards = VirtualBoards(Alpha(9600), [3])
    server = SerialServer(boards)
    board = (BoardTable(counter="1", address=3),)
    table = BusTable(url=server.url, protocol="alpha", board=board)
    try:
        with running(Config(office=OFFICE, board_bus={"west": table})) as machines:
            machines.boards["1"][0].show("A042")
            until(lambda: boards.snapshot() == {3: "A042"}, "shown")
            uart = server.uart
            assert (uart.baudrate, uart.bytesize, uart.parity, uart.stopbits) == (9600, 7, "E", 1)
    finally:
        server.close()


def test_a_board_is_seen_when_it_answers_and_painted_when_that_went_well() -> None:
    noon = datetime(2026, 3, 2, 5, 0, tzinfo=UTC)
    board = (BoardTable(counter="1", address=1), BoardTable(counter="2", address=2, width=6))
    table = BusTable(url="virtual:", protocol="modbus", baud=115200, board=board, refresh_s=1)
    config = Config(office=OFFICE, board_bus={"west": table})
    with running(config, now=lambda: noon) as machines:
        machines.virtual_boards["west"].is_silent.add(2)
        machines.boards["1"][0].show("A042")
        until(lambda: machines.texts()["board-west-1"] == "A042", "the board shows it")
        until(lambda: (machines.roll()[1].errors or 0) > 1, "the other is silent")
        well, silent = machines.roll()
        assert well.last_seen_at is not None
        assert well.last_seen_at[:13] == "2026-03-02T04"
        assert well.painted_at is not None
        assert (well.errors, well.collisions) == (0, 0)
        assert (silent.state, silent.last_seen_at, silent.painted_at) == ("silent", None, None)
        machines.virtual_boards["west"].is_silent.clear()
        until(lambda: machines.texts()["board-west-2"] == " " * 6, "repainted in its own width")
        (west,) = machines.cable_figures()
        assert (west.name, west.is_away, west.has_echo, west.round_s) == ("west", False, False, 1.0)
        assert [each.address for each in west.boards] == [1, 2]
