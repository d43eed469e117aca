"""A backup and a restore that die at any byte, or whose disk is full: the whole, or nothing.

A process that writes past its limit of file size is killed by the kernel within that write; with
the signal ignored, as Python has it, the write fails instead, as on a full disk.
"""

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from server.backup import backup, restore
from server.errors import SetupError
from server.setup import make_folder
from tests.server.desk import open_desk
from tests.server_process import ROOT

FILM = b"\x00film" * 200_000
DYING = """\
import resource, signal, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), -1))
resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
if sys.argv[1] == "killed":
    signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
sys.argv[1:] = sys.argv[3:]
from motcua import main
main()
"""


def limited(how: str, size: int, *words: object) -> "subprocess.CompletedProcess[str]":
    """``motcua`` with these words; *how* it ends when a file grows past *size* bytes."""
    command = [sys.executable, "-c", DYING, how, str(size), *map(str, words)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60)


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "tmp").mkdir()
    monkeypatch.setenv("TMPDIR", str(tmp_path / "tmp"))  # what is killed leaves its scratch there
    folder = tmp_path / "office"
    make_folder(folder, None)
    with open_desk(folder / "office.db") as desk:
        desk.issue()
    (folder / "notices").mkdir()
    (folder / "notices" / "phim.mp4").write_bytes(FILM)
    return folder


def is_whole(folder: Path) -> bool:
    with open_desk(folder / "office.db") as desk:
        return desk.count("tickets") == 1 and (
            (folder / "notices" / "phim.mp4").read_bytes() == FILM
        )


@pytest.mark.parametrize("size", [20_000, 900_000])  # in the copy of the database; in the film
def test_a_backup_that_is_killed_is_no_backup(office: Path, tmp_path: Path, size: int) -> None:
    target = tmp_path / "b.zip"
    assert limited("killed", size, "backup", office, target).returncode < 0
    assert not target.exists()
    for half in tmp_path.glob("b.zip*"):
        with pytest.raises(SetupError, match="is not a backup of an office, or is damaged"):
            restore(half, tmp_path / "again")
    backup(office, target)
    assert [path.name for path in tmp_path.glob("b.zip*")] == ["b.zip"]
    restore(target, tmp_path / "again")
    assert is_whole(tmp_path / "again")


@pytest.mark.parametrize("size", [20_000, 900_000])
def test_a_restore_that_is_killed_leaves_no_office(office: Path, tmp_path: Path, size: int) -> None:
    backup(office, tmp_path / "b.zip")
    again = tmp_path / "again"
    again.mkdir()
    assert limited("killed", size, "restore", tmp_path / "b.zip", again).returncode < 0
    assert list(again.iterdir()) == []
    restore(tmp_path / "b.zip", again)
    assert is_whole(again)


def test_a_full_disk_is_told_and_leaves_nothing(office: Path, tmp_path: Path) -> None:
    target, again = tmp_path / "b.zip", tmp_path / "again"
    copying = limited("full", 20_000, "backup", office, target)
    writing = limited("full", 900_000, "backup", office, target)
    assert "office.db cannot be copied" in copying.stderr
    assert f"{target} cannot be written: File too large; nothing was kept of it" in writing.stderr
    assert list(tmp_path.glob("b.zip*")) == []
    backup(office, target)
    reading = limited("full", 900_000, "restore", target, again)
    assert f"{again}: File too large; nothing was restored" in reading.stderr
    assert {path.name for path in tmp_path.iterdir()} == {"office", "b.zip", "tmp"}
    assert list((tmp_path / "tmp").iterdir()) == []
    for each in (copying, writing, reading):
        assert each.returncode == 1 and "Traceback" not in each.stderr


def small_backup(folder: Path) -> bytes:
    """A backup of an office that is only just one: its damage is looked for at every byte."""
    folder.mkdir()
    with zipfile.ZipFile(folder / "b.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("office.toml", "[office]\nlogo = 'dau.png'\n")
        archive.writestr("office.db", b"")
        for name in ("dau.png", "photos/0123456789abcdef.jpg", "notices/1 Giờ làm việc.png"):
            archive.writestr(name, name * 3, zipfile.ZIP_STORED)
    return (folder / "b.zip").read_bytes()


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_damaged_backup_gives_the_office_or_a_sentence(
    tmp_path: Path, data: st.DataObject
) -> None:
    again = tmp_path / "again"
    shutil.rmtree(tmp_path / "small", ignore_errors=True)
    whole = small_backup(tmp_path / "small")
    at = data.draw(st.integers(0, len(whole) - 1))
    bit = data.draw(st.sampled_from([0, *(1 << n for n in range(8))]))
    damaged = whole[:at] + (bytes([whole[at] ^ bit]) + whole[at + 1 :] if bit else b"")
    (tmp_path / "damaged.zip").write_bytes(damaged)
    try:
        restore(tmp_path / "damaged.zip", again)
    except SetupError:
        assert not again.exists()
    else:
        assert (again / "dau.png").read_text() == "dau.png" * 3
        assert (again / "office.toml").read_text() == "[office]\nlogo = 'dau.png'\n"
        assert len([path for path in again.rglob("*") if path.is_file()]) == 5
        shutil.rmtree(again)
    assert list(tmp_path.glob("again.*")) == []
