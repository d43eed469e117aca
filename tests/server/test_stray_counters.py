"""A board for a counter that is not there is told of: it would stay dark without a word."""

from pathlib import Path

from server.config import (
    BoardTable,
    BusTable,
    Config,
    KeypadBusTable,
    KeypadTable,
    OfficeTable,
    ScannerTable,
)
from server.doctor import findings
from server.setup import make_folder
from server.stray_counters import strays
from tests.server.desk import MORNING, Desk, open_desk

WEST = """
[board_bus.west]
url = "virtual:"
protocol = "modbus"
width = 16
[[board_bus.west.board]]
counters = ["1", "9"]
address = 1
[[board_bus.west.board]]
shows = "time"
address = 2
"""


def test_each_counter_that_is_not_there_is_named(desk: Desk) -> None:
    board = (
        BoardTable(counter="3", address=1),
        BoardTable(counter="7", address=2),
        BoardTable(counters=("1", "8"), address=4),
        BoardTable(shows="time", address=5),
    )
    bus = BusTable(url="virtual:", protocol="modbus", board=board)
    pads = (KeypadTable(counter="3", address=35), KeypadTable(counter="9", address=36))
    config = Config(
        office=OfficeTable(code="x", name="X"),
        board_bus={"west": bus},
        keypad_bus={"desks": KeypadBusTable(url="virtual:", keypad=pads)},
        scanner={"door": ScannerTable(url="virtual:", counter="6")},
    )
    found = list(strays(config, desk.plan()))
    assert [(each.device, each.counter) for each in found] == [
        ("board-west-2", "7"),
        ("board-west-4", "8"),
        ("keypad-desks-36", "9"),
        ("scanner-door", "6"),
    ]
    assert found[0].sentence == ("board_bus.west, board 2: there is no counter 7; known: 1, 2, 3")


def test_the_doctor_says_so(tmp_path: Path) -> None:
    folder = tmp_path / "office"
    make_folder(folder, None)
    with open_desk(folder / "office.db"):
        pass
    path = folder / "office.toml"
    path.write_text(path.read_text(encoding="utf-8") + WEST, encoding="utf-8")
    said = [each.text for each in findings(folder, MORNING) if not each.is_well]
    assert said == ["board_bus.west, board 1: there is no counter 9; known: 1, 2, 3"]
