"""One file that holds the whole office, written while it is in use."""

import io
import json
import sqlite3
import zipfile
from contextlib import closing
from pathlib import Path, PurePosixPath, PureWindowsPath

import pytest
import sqlite_utils
from hypothesis import example, given
from hypothesis import strategies as st
from PIL import Image
from sqlite_utils.migrations import Migrations

from server.backup import backup, restore
from server.badges import Badges
from server.belongings import belongs, hold_photos, logo_name, photo_files, photos_of
from server.errors import SetupError
from server.photos import Photos
from server.setup import make_folder
from server.store import MIGRATIONS, _step
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
    with pytest.raises(SetupError, match="cannot be copied"):
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


def picture(colour: str) -> bytes:
    drawn = io.BytesIO()
    Image.new("RGB", (8, 8), colour).save(drawn, "PNG")
    return drawn.getvalue()


def files_of(folder: Path) -> dict[str, bytes]:
    """Each file but the database, which is another after the migration."""
    paths = [path for path in folder.rglob("*") if path.is_file()]
    found = {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}
    return {name: data for name, data in found.items() if not name.startswith("office.db")}


def furnish(office: Path, desk: Desk) -> list[str]:
    """Photos, notices and a logo; the files of the folder that are not the office's."""
    desk.person("hoa")
    badges = Badges(desk.store, Photos(office / "photos"))
    badges.show_photo("hoa", picture("red"))
    (office / "photos" / "0123456789abcdef.jpg").write_bytes(b"of somebody who took it back")
    (office / "office.toml").write_text('[office]\nlogo = "Dấu.png"\n', encoding="utf-8")
    notices = ("notices/1 Giờ làm việc.png", "notices/2-phim.mp4", "notices/x.pptx")
    for name in ("Dấu.png", *notices, "pictures/Hoa.png"):
        path = office / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(name.encode() * 9)
    (office / "note.txt").write_text("mine")
    return ["note.txt", "notices/x.pptx"]


def test_an_office_comes_back_with_its_photos_notices_and_logo(
    office: Path, tmp_path: Path
) -> None:
    with open_desk(office / "office.db") as desk:
        strange = furnish(office, desk)
        written = backup(office, tmp_path / "b.zip")
        lean = backup(office, tmp_path / "lean.zip", has_notices=False)
    assert written.left_out == strange
    assert (written.files, lean.files) == (7, 5)
    assert lean.left_out == [strange[0], *sorted(n for n in files_of(office) if "notices/" in n)]
    assert restore(tmp_path / "b.zip", tmp_path / "again") == []
    expected = files_of(office)
    for name in [*strange, "photos/0123456789abcdef.jpg"]:
        del expected[name]
    assert files_of(tmp_path / "again") == expected


def test_a_photo_that_is_replaced_or_gone_while_the_backup_is_written(
    office: Path, tmp_path: Path
) -> None:
    with open_desk(office / "office.db") as desk:
        furnish(office, desk)
        (photo,) = (name for name in files_of(office) if "photos/" in name and "0123" not in name)
        scratch = tmp_path / "scratch"
        scratch.mkdir()
        hold_photos(office, scratch)
        Badges(desk.store, Photos(office / "photos")).show_photo("hoa", picture("blue"))
        names = [Path(photo).name, *(p.name for p in (office / "photos").iterdir())]
        found = photo_files(names, (scratch, office / "photos"))
        assert sorted(found) == sorted(f"photos/{name}" for name in set(names))
        for path in (office / "photos").iterdir():
            path.unlink()
        backup(office, tmp_path / "b.zip")
    assert restore(tmp_path / "b.zip", tmp_path / "again") == ["hoa"]


def test_a_backup_of_before_photos_and_notices_is_restored(office: Path, tmp_path: Path) -> None:
    old = tmp_path / "old.db"
    with closing(sqlite3.connect(old)) as connection, connection:
        database = sqlite_utils.Database(connection)
        steps = Migrations("office")
        for name in MIGRATIONS[:7]:
            steps(name=name)(_step(name))
        steps.apply(database)
    with zipfile.ZipFile(tmp_path / "b.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(office / "office.toml", "office.toml")
        archive.write(old, "office.db")
    assert photos_of(old) == {}
    assert restore(tmp_path / "b.zip", tmp_path / "again") == []
    with open_desk(tmp_path / "again" / "office.db") as desk:
        assert desk.count("tickets") == 0


def test_a_folder_that_holds_anything_is_left_as_it_is(office: Path, tmp_path: Path) -> None:
    with open_desk(office / "office.db"):
        backup(office, tmp_path / "b.zip")
    kept = tmp_path / "again" / "photos" / "mine.jpg"
    kept.parent.mkdir(parents=True)
    kept.write_text("mine")
    with pytest.raises(SetupError, match="again is not empty: restore to a new folder"):
        restore(tmp_path / "b.zip", tmp_path / "again")
    assert [path for path in tmp_path.rglob("again*") if path != tmp_path / "again"] == []
    assert kept.read_text() == "mine"


@given(
    st.one_of(st.text(max_size=20), st.text(alphabet="./\\:avn\0 é\u0301", max_size=12)).map(
        lambda text: text if text.startswith("voice") else f"notices/{text}.png"
    )
    | st.text(max_size=30),
    st.text(max_size=20),
)
@example("notices/../evil.png", "")
@example("notices/..\\evil.png", "")
@example("notices/C:evil.png", "")
@example("photos/0123456789abcdef.jpg", "")
@example("office.db", "office.db")
@example("../evil.png", "../evil.png")
def test_what_belongs_lies_in_the_folder(name: str, logo: str) -> None:
    trusted = logo_name(f"[office]\nlogo = {json.dumps(logo)}\n".encode(errors="replace"))
    if belongs(name, trusted):
        for parts in (PurePosixPath(name).parts, PureWindowsPath(name).parts):
            assert 1 <= len(parts) <= 3 and not {"..", "/", "\\"} & set(parts)
        assert not PureWindowsPath(name).drive and "\0" not in name
        assert name.lower() not in ("office.toml", "office.db", "office.db-wal", "office.db-shm")
