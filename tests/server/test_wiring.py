"""The composition root: one server a folder, and nothing is held when it could not start."""

import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import pytest

from server.core import open_core
from server.errors import SetupError, StoreFailed
from server.setup import make_folder
from server.store import DATABASE
from server.wiring import OfficeServer, Place


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    make_folder(tmp_path / "office", "giao-thuy")
    open_core(tmp_path / "office", is_new=True).store.close()
    return tmp_path / "office"


def test_a_second_server_on_a_folder_is_refused_until_the_first_has_gone(folder: Path) -> None:
    first = OfficeServer(Place(folder=folder))
    with pytest.raises(SetupError, match=r"another server is running on .*: stop it first"):
        OfficeServer(Place(folder=folder))
    first.close()
    OfficeServer(Place(folder=folder)).close()


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("hotline =", "hotlin ="),
        ('profile = "TM-T82"', 'profile = "TM-X"'),
        ('protocol = "modbus"', 'protocol = "smoke"'),
    ],
)
def test_a_set_up_that_is_wrong_holds_nothing(folder: Path, right: str, wrong: str) -> None:
    path = folder / "office.toml"
    text = path.read_text(encoding="utf-8")
    assert right in text
    path.write_text(text.replace(right, wrong), encoding="utf-8")
    with pytest.raises(SetupError):
        OfficeServer(Place(folder=folder))
    path.write_text(text, encoding="utf-8")
    OfficeServer(Place(folder=folder)).close()


def test_a_folder_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(SetupError, match="is not there: make a data folder"):
        OfficeServer(Place(folder=tmp_path / "nowhere"))
    assert not (tmp_path / "nowhere").exists()


def test_all_machines_of_the_sample_are_put_together(folder: Path) -> None:
    office = OfficeServer(Place(folder=folder))
    try:
        kinds = [device.kind for device in office.devices.roll()]
        assert (kinds.count("printer"), kinds.count("board")) == (1, 8)
        assert {"follower-boards", "follower-slips", "follower-live"} <= {
            name for name, _ in office._bodies()
        }
    finally:
        office.close()


def test_a_file_that_somebody_else_holds_is_a_failure_and_not_a_hang(folder: Path) -> None:
    OfficeServer(Place(folder=folder)).close()
    with closing(sqlite3.connect(folder / DATABASE, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises((SetupError, StoreFailed)):
            OfficeServer(Place(folder=folder))
        assert not [each for each in threading.enumerate() if each.name == "writer"]
        other.execute("ROLLBACK")
    OfficeServer(Place(folder=folder)).close()
