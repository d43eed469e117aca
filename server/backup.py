"""``motcua backup`` and ``restore``: one file that holds the whole office.

A zip archive of ``office.toml``, ``office.db`` and :mod:`server.belongings`; the database is copied
by SQLite's own backup, so it is one moment of the office even while the server runs.  Both come to
be by one renaming at the end: a half backup, or half an office, never has the name asked for.
"""

import os
import shutil
import sqlite3
import tempfile
import zipfile
import zlib
from collections.abc import Mapping
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

from server.belongings import (
    CORE,
    LOGS,
    belongs,
    hold_photos,
    left_out,
    logo_name,
    own_files,
    photo_files,
    photos_of,
)
from server.config import FILE
from server.errors import SetupError
from server.notices import FOLDER as NOTICES
from server.photos import FOLDER as PHOTOS
from server.store import DATABASE, Store

DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, ValueError, RuntimeError)
"""What :mod:`zipfile` raises for an archive that is not as it was written."""
PRESSED = frozenset({".jpg", ".jpeg", ".png", ".webp", ".mp4", ".webm"})
"""Small already: to press a film once more costs minutes and saves nothing."""


@dataclass(frozen=True)
class Written:
    """How many *files* a backup holds, and what of the folder it does not."""

    files: int
    left_out: list[str]


def backup(folder: Path, target: Path, *, has_notices: bool = True) -> Written:
    """Write the office of *folder* to *target*; films of the notices may be large.

    :raises SetupError: if *target* exists, or *folder* has no office.
    """
    for name in CORE:
        if not (folder / name).is_file():
            raise SetupError(f"{folder / name} is not there: nothing to back up")
    with tempfile.TemporaryDirectory() as scratch:
        try:
            files = _gathered(folder, Path(scratch), has_notices)
        except OSError as error:
            raise SetupError(f"{error.filename or scratch}: {error.strerror}") from error
        strange = left_out(folder, files)
        names = _write(target, files)
    return Written(len(names), strange)


def _gathered(folder: Path, scratch: Path, has_notices: bool) -> dict[str, Path]:
    """The files of one moment by their names in the archive.

    A photo is written before the database names it and taken away after: what was there before the
    database was copied and what is there afterwards are all it can name.
    """
    hold_photos(folder, scratch)
    copy = scratch / DATABASE
    _copy(folder / DATABASE, copy)
    photos = photo_files(photos_of(copy), (scratch, folder / PHOTOS))
    own = own_files(folder)
    if not has_notices:
        own = {name: path for name, path in own.items() if not name.startswith(f"{NOTICES}/")}
    return {FILE: folder / FILE, DATABASE: copy, **own, **photos}


def _copy(source: Path, target: Path) -> None:
    try:
        with closing(sqlite3.connect(source)) as reader, closing(sqlite3.connect(target)) as writer:
            reader.backup(writer)
    except sqlite3.Error as error:
        raise SetupError(
            f"{source} cannot be copied to {target.parent}: {error}; see that there is room (the "
            "variable TMPDIR names another folder) and that 'motcua doctor' finds no damage"
        ) from error


def _write(target: Path, files: Mapping[str, Path]) -> list[str]:
    """Write the archive beside *target* first; the names of what it holds.

    A file taken away meanwhile is left out, as if it had been a moment before.
    """
    if target.exists():
        raise SetupError(f"{target} is there already; it was left as it is")
    beside = target.with_name(f"{target.name}.part")
    try:
        with beside.open("wb") as file:
            with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
                for name, path in files.items():
                    _add(archive, name, path)
            file.flush()
            os.fsync(file.fileno())
        beside.rename(target)
        _sync_folder(target.parent)
    except OSError as error:
        said = error.strerror or error
        raise SetupError(f"{target} cannot be written: {said}; nothing was kept of it") from error
    finally:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
    return archive.namelist()


def _add(archive: zipfile.ZipFile, name: str, path: Path) -> None:
    try:
        about = zipfile.ZipInfo.from_file(path, name, strict_timestamps=False)
        source = path.open("rb")
    except FileNotFoundError:
        return
    except OSError as error:
        raise SetupError(f"{path} cannot be read: {error.strerror}; no backup was made") from error
    is_pressed = path.suffix.lower() in PRESSED
    about.compress_type = zipfile.ZIP_STORED if is_pressed else zipfile.ZIP_DEFLATED
    with source, archive.open(about, "w", force_zip64=True) as target:
        shutil.copyfileobj(source, target, 1 << 20)


def restore(source: Path, folder: Path) -> list[str]:
    """Make *folder* from the backup *source*; the people whose photo is not in it.

    All is put together and proved beside the folder, which then gets its name in one step.

    :raises SetupError: if *folder* holds anything already, or *source* is no backup of ours.
    """
    folder = folder.resolve()
    _check_free(folder)
    try:
        folder.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(
            prefix=f"{folder.name}.restoring-", dir=folder.parent, ignore_cleanup_errors=True
        ) as scratch:
            staged = Path(scratch) / "office"
            staged.mkdir(mode=0o700)
            _unpack(source, staged)
            without = _proved(source, staged)
            _sync(staged)
            if folder.exists():
                folder.rmdir()
            staged.rename(folder)
        _sync_folder(folder.parent)
    except OSError as error:
        where = error.filename or folder
        raise SetupError(f"{where}: {error.strerror}; nothing was restored") from error
    return without


def _check_free(folder: Path) -> None:
    for name in (*CORE, *LOGS):
        if (folder / name).exists():
            raise SetupError(f"{folder / name} is there already; it was left as it is")
    if folder == Path.cwd():
        raise SetupError(f"{folder} is the folder you are in: restore to another, new one")
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise SetupError(f"{folder} is not empty: restore to a new folder")


def _unpack(source: Path, staged: Path) -> None:
    """:mod:`zipfile` compares every file with its checksum on the way."""
    no_backup = SetupError(f"{source} is not a backup of an office, or is damaged")
    try:
        with zipfile.ZipFile(source) as archive:
            if not _is_ours(archive):
                raise no_backup
            archive.extractall(staged)
    except DAMAGED as error:
        raise no_backup from error


def _is_ours(archive: zipfile.ZipFile) -> bool:
    """Whether an archive holds an office's core and belongings, each once, and nothing else."""
    names = archive.namelist()
    if len(set(names)) < len(names) or not set(CORE) <= set(names):
        return False
    logo = logo_name(archive.read(FILE))
    return all(name in CORE or belongs(name, logo) for name in names)


def _proved(source: Path, staged: Path) -> list[str]:
    """Open and migrate the office; the people who have a photo that is not there."""
    try:
        Store(staged / DATABASE).close()
    except SetupError as error:
        raise SetupError(f"{source}: {error}") from error
    photos = photos_of(staged / DATABASE)
    there = photo_files(photos, [staged / PHOTOS])
    gone = [people for photo, people in photos.items() if f"{PHOTOS}/{photo}" not in there]
    return sorted(name for people in gone for name in people)


def _sync(folder: Path) -> None:
    """Bring all of *folder* onto the disk: a power cut must not leave names without contents."""
    for path, _, files in os.walk(folder):
        for file in files:
            with (Path(path) / file).open("rb+") as opened:
                os.fsync(opened.fileno())
        _sync_folder(Path(path))


def _sync_folder(folder: Path) -> None:
    """The names in it; Windows keeps them by itself, and opens no folder."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
