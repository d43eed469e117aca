"""A running office and its boards, read from the bytes on their cables."""

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from server.core import open_core
from server.ledger import NewTicket
from server.setup import fill, make_folder
from server.stray_counters import STRAY
from server.wiring import OfficeServer, Place
from tests.server.desk import KIOSK, HandClock, asked
from tests.server_process import free_port

BOARDS = """
[board_bus.hall]
url = "virtual:"
protocol = "modbus"
baud = 115200
width = 16
[[board_bus.hall.board]]
counters = ["1", "2"]
address = 1
idle = "time"
[[board_bus.hall.board]]
counter = "1"
shows = "next"
width = 4
address = 2
[[board_bus.hall.board]]
shows = "time"
width = 5
address = 3
[[board_bus.hall.board]]
counter = "99"
address = 4
"""


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
def office(tmp_path: Path, clock: HandClock) -> Iterator[OfficeServer]:
    folder = tmp_path / "office"
    document = make_folder(folder, "giao-thuy")
    core = open_core(folder, clock, is_new=True)
    fill(core.settings, core.accounts, document)
    core.store.close()
    path = folder / "office.toml"
    path.write_text(path.read_text(encoding="utf-8") + BOARDS, encoding="utf-8")
    server = OfficeServer(
        Place(folder=folder, port=free_port(), now=clock, interfaces=("127.0.0.1",))
    )
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        yield server
    finally:
        server.stop()
        thread.join()


def until(is_so: Callable[[], bool], what: object) -> None:
    """Wait for the world; the limit is only there to end a test that has failed."""
    end = time.monotonic() + 20
    while not is_so():
        assert time.monotonic() < end, what
        time.sleep(0.01)


def test_lists_who_is_next_and_the_time(office: OfficeServer, clock: HandClock) -> None:
    def show(*texts: str) -> None:
        def said() -> list[str]:
            found = office.machines.texts()
            return [found[f"board-hall-{each}"].strip() for each in (1, 2, 3)]

        until(lambda: said() == list(texts), texts)

    counters, core = office.core.counters, office.core
    show("---", "---", "08-00")
    counters.open("1", asked(None))
    show("08-00", "", "08-00")
    for _ in range(3):
        core.office.issue(NewTicket(service="A"), asked(None, by=KIOSK))
    show("08-00", "A001", "08-00")
    counters.call_next("1", asked(None))
    show("A001-1", "A002", "08-00")
    clock.pass_s(60)
    show("A001-1", "A002", "08-01")
    counters.finish("1", asked(None))
    show("08-01", "A002", "08-01")


def test_a_board_for_nobody_says_so_where_it_is_looked_at(office: OfficeServer) -> None:
    def said(board: str) -> tuple[str, str | None, str]:
        (found,) = (each for each in office.devices.roll() if each.id == board)
        return found.state, found.counter, found.why

    until(lambda: said("board-hall-4")[0] == "shown", "painted and answered")
    assert said("board-hall-4") == ("shown", "99", STRAY)
    assert said("board-hall-1")[1:] == (None, "")
