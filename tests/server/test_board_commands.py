"""``motcua board DIR probe|test`` on real lines with boards of software at the other end."""

import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from click.testing import CliRunner

from display.alpha import Alpha
from display.modbus import Modbus
from display.qsystem import QSystem
from display.virtual import VirtualBoards
from hardware.virtual import VirtualCable
from motcua import main
from server.board_bench import Bench
from server.board_flash import flash
from server.board_probe import Wanted, probe
from server.errors import SetupError
from server.folder_lock import locked
from tests.hardware.wires import SerialServer

OFFICE = '[office]\ncode = "x"\nname = "X"\n'


class Told:
    """What was told; time is up once somebody has answered at *last*."""

    def __init__(self, last: int | None = None) -> None:
        self.lines: list[str] = []
        self._last = last
        self._ahead_s = 0.0

    def __call__(self, line: str) -> None:
        self.lines.append(line)
        if line.endswith(f"address = {self._last}"):
            self._ahead_s = 1e6

    def monotonic(self) -> float:
        return time.monotonic() + self._ahead_s

    @property
    def found(self) -> list[str]:
        return [each.strip() for each in self.lines if "answered:" in each and "baud =" in each]


class AtOneSpeed:
    """Boards behind a serial server that understand only their own speed and form."""

    def __init__(self, boards: VirtualBoards, baud: int, form: str = "8N1") -> None:
        self.boards = boards
        self.set_to = (baud, form)
        self.server: SerialServer | None = None

    def feed(self, data: bytes) -> bytes:
        assert self.server is not None
        uart = self.server.uart
        now = (uart.baudrate, f"{uart.bytesize}{uart.parity}{uart.stopbits}")
        return self.boards.feed(data) if now == self.set_to else b""


def bench(folder: Path, told: Told) -> Bench:
    """Without the pauses in which people look."""
    return Bench(folder=folder, tell=told, monotonic=told.monotonic, pause=lambda seconds: None)


def office(folder: Path, cables: str = "") -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "office.toml").write_text(OFFICE + cables, encoding="utf-8")
    return folder


@contextmanager
def cable(boards: VirtualBoards) -> Iterator[VirtualCable]:
    with closing(VirtualCable(boards)) as made:
        yield made


def west(url: str, protocol: str, board: str, **more: object) -> str:
    rest = "".join(f"{key} = {value!r}\n" for key, value in more.items())
    return f'[board_bus.west]\nurl = "{url}"\nprotocol = "{protocol}"\n{rest}board = [{board}]\n'


@pytest.mark.filterwarnings("ignore:set(Daemon|Name).*:DeprecationWarning")  # pyserial
def test_probe_finds_speed_and_address_and_changes_nothing(tmp_path: Path) -> None:
    boards = VirtualBoards(Modbus(19200), [2, 9])
    boards.texts = {2: "A042", 9: "----"}
    device = AtOneSpeed(boards, 19200)
    with closing(SerialServer(device)) as server:
        device.server = server
        told = Told(last=9)
        probe(bench(office(tmp_path), told), Wanted(url=server.url, name="modbus", seconds=600))
    assert told.found == [
        f'answered: protocol = "modbus", baud = 19200, address = {each}' for each in (2, 9)
    ]
    assert boards.texts == {2: "A042", 9: "----"}
    assert "at most 4 min" in told.lines[0] and told.lines[0].endswith("Ctrl-C stops it")


@pytest.mark.filterwarnings("ignore:set(Daemon|Name).*:DeprecationWarning")  # pyserial
def test_probe_opens_the_line_in_the_form_of_the_protocol(tmp_path: Path) -> None:
    device = AtOneSpeed(VirtualBoards(Alpha(9600), [2]), 9600, "7E1")
    with closing(SerialServer(device)) as server:
        device.server = server
        told = Told(last=2)
        probe(bench(office(tmp_path), told), Wanted(url=server.url, name="alpha", seconds=600))
    assert told.found == ['answered: protocol = "alpha", baud = 9600, address = 2']
    assert told.lines[1].startswith("  alpha, 9600 baud 7E1, 16 addresses from 1 to 16: at most ")


def test_probe_begins_with_what_the_office_says(tmp_path: Path) -> None:
    boards = VirtualBoards(Modbus(4800), [40])
    with cable(boards) as there:
        board = "{counter = '1', address = 40}"
        folder = office(tmp_path, west(there.url, "modbus", board, baud=4800))
        told = Told(last=40)
        probe(bench(folder, told), Wanted(name="modbus", seconds=600))
    assert told.found == ['answered: protocol = "modbus", baud = 4800, address = 40']
    assert told.lines[-1] == "  the time is over; not everything was asked"


def test_probe_finds_nobody_in_its_time(tmp_path: Path) -> None:
    with (
        cable(VirtualBoards(QSystem(9600), [33])) as there,
        pytest.raises(SetupError, match="no board answered: look at power"),
    ):
        probe(bench(office(tmp_path), Told()), Wanted(url=there.url, seconds=0.2))


def test_probe_says_who_cannot_be_asked(tmp_path: Path) -> None:
    told = Told()
    with pytest.raises(SetupError, match="no board answered"):
        probe(bench(office(tmp_path), told), Wanted(url="loop://", name="qsystem"))
    assert told.lines[0] == "cannot be asked, only looked at with 'test': qsystem"


def test_probe_says_why_a_port_does_not_open(tmp_path: Path) -> None:
    with pytest.raises(SetupError, match="the port: /dev/no-such: no such port"):
        probe(bench(office(tmp_path), Told()), Wanted(url="/dev/no-such", name="modbus"))
    with pytest.raises(SetupError, match=r"office\.toml has no board_bus: say the port with"):
        probe(bench(office(tmp_path), Told()), Wanted())
    with pytest.raises(SetupError, match="no board protocol is called 'smoke'"):
        probe(bench(office(tmp_path), Told()), Wanted(name="smoke"))


def test_test_flashes_each_board_with_its_counter_and_leaves_it_dark(tmp_path: Path) -> None:
    boards = VirtualBoards(Modbus(9600), [3, 4])
    shown: list[str] = []

    class Watched:
        def feed(self, data: bytes) -> bytes:
            answer = boards.feed(data)
            shown.append(boards.texts[3].strip())
            return answer

    with closing(VirtualCable(Watched())) as there:
        board = "{counter = '12', address = 3}"
        folder = office(tmp_path, west(there.url, "modbus", board))
        told = Told()
        flash(bench(folder, told), None, False)
    assert shown == ["12", "", "12", "", "12", ""]
    assert boards.texts[4] == ""
    assert told.lines[0] == "boards: 1, about 3 s"
    assert told.lines[2] == '  board 3, counter 12: flashes "12"'
    sent, got = told.lines[3:5]
    assert "→ 03 10 00 70 00 02 04 20 20 31 32 " in sent and 'address 3 shows "  12"' in sent
    assert "← 03 10 00 70 00 02 41 F1   taken" in got
    assert told.lines[-1] == "  board 3, counter 12: answered"
    assert sum("→" in each for each in told.lines) == 3


def test_test_says_who_cannot_answer_and_who_does_not(tmp_path: Path) -> None:
    dots, bars = VirtualBoards(QSystem(9600), [33]), VirtualBoards(Modbus(9600), [3])
    with cable(dots) as one, cable(bars) as other:
        text = west(one.url, "qsystem", "{counter = '1', address = 33}")
        text += west(
            other.url, "modbus", "{counters = ['1', '2'], address = 3}, {counter='2', address=5}",
            width=8,
        ).replace("west", "east")  # fmt: skip
        told = Told()
        with pytest.raises(SetupError, match="boards that did not answer: 1"):
            flash(bench(office(tmp_path, text), told), None, True)
    verdicts = [each for each in told.lines if each.startswith("  board") and "flashes" not in each]
    assert verdicts == [
        "  board 33, counter 1: cannot answer: look at it",
        "  board 3, counter 1+2: answered",
        "  board 5, counter 2: not answered",
    ]
    assert sum("→" in each for each in told.lines) == 18


def test_one_cable_alone_and_names_that_are_wrong(tmp_path: Path) -> None:
    folder = office(tmp_path, west("virtual:", "modbus", "{counter = '1', address = 3}"))
    told = Told()
    flash(bench(folder, told), "west", False)
    assert told.lines[-1].endswith("answered")
    with pytest.raises(SetupError, match=r"there is no board_bus 'east' in office.toml; there: we"):
        flash(bench(folder, told), "east", False)
    with pytest.raises(SetupError, match="names no boards: write one as"):
        flash(bench(office(tmp_path), told), None, False)


def test_a_server_that_runs_has_the_ports(tmp_path: Path) -> None:
    folder = office(tmp_path, west("virtual:", "modbus", "{counter = '1', address = 3}"))
    lock = locked(folder)
    try:
        for command in (
            lambda: probe(bench(folder, Told()), Wanted()),
            lambda: flash(bench(folder, Told()), None, False),
        ):
            with pytest.raises(SetupError, match=r"another server is running on .*: stop it first"):
                command()
    finally:
        lock.release()


def test_the_commands_fail_with_one_sentence(tmp_path: Path) -> None:
    folder = f"{office(tmp_path)}"
    found = CliRunner().invoke(main, ["board", folder, "test"])
    assert (found.exit_code, found.stdout) == (1, "")
    assert found.stderr.startswith("Error: office.toml names no boards")
    words = ["board", folder, "probe", "--url", "loop://", "--protocol", "kanban"]
    found = CliRunner().invoke(main, words)
    assert found.exit_code == 1
    assert found.stdout.startswith("cannot be asked, only looked at with 'test': kanban")
    assert found.stderr.startswith("Error: no board answered: look at power")
