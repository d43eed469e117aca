"""How a server ends: by SIGTERM within its time, whatever hangs on it."""

from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.acceptance.town import Stream, Town, make_tokens, running, until
from tests.server_process import ServerProcess

ALLOWED_S = 5.0


def test_it_ends_within_five_seconds_with_twenty_streams_open(folder: Path) -> None:
    with running(folder) as town, ExitStack() as stack:
        streams = [Stream(town.server) for _ in range(20)]
        for stream in streams:
            stack.callback(stream.close)
        town.issue()
        for stream in streams:
            assert stream.next()["event"] == "issued"
        assert town.server.stop(ALLOWED_S) == 0
        for stream in streams:
            with pytest.raises(EOFError):
                while True:
                    stream.next()


def test_it_leaves_its_file_and_its_devices_in_order(folder: Path) -> None:
    with running(folder) as town:
        town.issue()
    assert not list(folder.glob("office.db-*")), "SQLite's log is written back at the end"
    with ServerProcess(folder) as again:
        town = Town(again, make_tokens(folder))
        assert town.issue()["label"] == "A002"


def test_slips_are_settled_after_a_power_cut(folder: Path) -> None:
    """Each is printed or reported as not printed; none is forgotten."""
    server = ServerProcess(folder)
    town = Town(server, make_tokens(folder))
    with server:
        ids = [town.issue()["id"] for _ in range(5)]
        server.kill()
        server.start()
        states = {"printed", "failed"}
        until(
            lambda: all(town.get(f"/tickets/{n}")["slip"]["state"] in states for n in ids),
            "every slip has an end",
        )
