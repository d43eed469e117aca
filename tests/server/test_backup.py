"""One file that holds the whole office, written while it is in use."""

import zipfile
from pathlib import Path

import pytest

from server.backup import backup, restore
from server.errors import SetupError
from server.setup import make_folder
from tests.server.desk import Desk, open_desk


@pytest.fixture
def office(tmp_path: Path) -> Path:
    make_folder(tmp_path / "office", None)
    return tmp_path / "office"


def test_a_backup_of_an_office_in_use_is_one_moment_of_it(office: Path, tmp_path: Path) -> None:
    with open_desk(office / "office.db") as desk:
        desk.issue()
        backup(office, tmp_path / "b.zip")
        desk.issue()
    restore(tmp_path / "b.zip", tmp_path / "again")
    with open_desk(tmp_path / "again" / "office.db") as desk:
        assert desk.count("tickets") == 1
        assert desk.issue().label == "A002"
    assert (tmp_path / "again" / "office.toml").read_bytes() == (
        office / "office.toml"
    ).read_bytes()


def test_nothing_is_overwritten(office: Path, tmp_path: Path) -> None:
    with open_desk(office / "office.db"):
        backup(office, tmp_path / "b.zip")
    before = (tmp_path / "b.zip").read_bytes()
    with pytest.raises(SetupError, match=r"b\.zip is there already; it was left as it is"):
        backup(office, tmp_path / "b.zip")
    with pytest.raises(SetupError, match=r"office\.toml is there already; it was left as it is"):
        restore(tmp_path / "b.zip", office)
    assert (tmp_path / "b.zip").read_bytes() == before


def test_a_folder_without_an_office_has_nothing_to_back_up(tmp_path: Path) -> None:
    with pytest.raises(SetupError, match="nothing to back up"):
        backup(tmp_path, tmp_path / "b.zip")


def test_a_place_that_cannot_be_written(office: Path, tmp_path: Path) -> None:
    with open_desk(office / "office.db"), pytest.raises(SetupError, match="cannot be written"):
        backup(office, tmp_path / "nowhere" / "b.zip")


def test_what_is_no_backup_is_refused(tmp_path: Path) -> None:
    (tmp_path / "letter.zip").write_text("dear office")
    with zipfile.ZipFile(tmp_path / "other.zip", "w") as archive:
        archive.writestr("../evil", "x")
    for name in ("letter.zip", "other.zip"):
        with pytest.raises(SetupError, match="is not a backup of an office, or is damaged"):
            restore(tmp_path / name, tmp_path / "again")
    with pytest.raises(SetupError, match=r"none\.zip: No such file"):
        restore(tmp_path / "none.zip", tmp_path / "again")
    assert not (tmp_path / "again" / "office.db").exists()
    assert not (tmp_path / "evil").exists()


def test_the_desk_of_a_backup_is_not_disturbed(desk: Desk) -> None:
    make_folder(desk.store.path.parent, None)
    backup(desk.store.path.parent, desk.store.path.parent / "b.zip")
    assert desk.issue().label == "A001"


def test_a_damaged_office_is_a_sentence_and_leaves_nothing(office: Path, tmp_path: Path) -> None:
    (office / "office.db").write_bytes(b"not a database at all, but long enough" * 200)
    with pytest.raises(SetupError, match="cannot be read"):
        backup(office, tmp_path / "office.zip")
    assert list(tmp_path.glob("office.zip*")) == []


def test_what_the_office_recorded_comes_along_and_what_is_made_does_not(
    office: Path, tmp_path: Path
) -> None:
    own = ["vi/muwowif.wav", "vi/phrases.toml", "en/ticket-number.wav", "chime.wav"]
    for name in [*own, "vi/made/mootj.wav", "vi/notes.txt", "vi/xấu.wav"]:
        path = office / "voice" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name, encoding="utf-8")
    with open_desk(office / "office.db"):
        backup(office, tmp_path / "b.zip")
    restore(tmp_path / "b.zip", tmp_path / "again")
    folder = tmp_path / "again" / "voice"
    found = [path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()]
    assert sorted(found) == sorted(own)
    assert (folder / "vi" / "muwowif.wav").read_text() == "vi/muwowif.wav"


@pytest.mark.parametrize("name", ["voice/vi/../../evil.wav", "/voice/vi/a.wav", "voice/x.wav"])
def test_a_recording_that_would_leave_its_folder_is_no_backup(
    office: Path, tmp_path: Path, name: str
) -> None:
    with open_desk(office / "office.db"):
        backup(office, tmp_path / "b.zip")
    with zipfile.ZipFile(tmp_path / "b.zip", "a") as archive:
        archive.writestr(name, "x")
    with pytest.raises(SetupError, match="is not a backup of an office, or is damaged"):
        restore(tmp_path / "b.zip", tmp_path / "again")
