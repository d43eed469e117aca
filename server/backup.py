"""``motcua backup`` and ``restore``: one file that holds the whole office.

A zip archive of ``office.toml``, ``office.db`` and what the office has recorded for its voice; the
database is copied by SQLite's own backup, so it is one moment of the office even while the server
runs.
"""

import re
import sqlite3
import tempfile
import zipfile
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

from server.config import FILE
from server.errors import SetupError
from server.store import DATABASE, Store

VOICE = "voice"
OWN = re.compile(r"voice/(?:chime\.wav|[a-z]{2}/(?:[\w-]+\.wav|phrases\.toml))", re.ASCII)
"""An office's own recording or words; nothing else of the folder, and no way out of it."""


def backup(folder: Path, target: Path) -> None:
    """Write the office of *folder* to *target*.

    :raises SetupError: if *target* exists, or *folder* has no office.
    """
    for name in (FILE, DATABASE):
        if not (folder / name).is_file():
            raise SetupError(f"{folder / name} is not there: nothing to back up")
    with tempfile.TemporaryDirectory() as scratch:
        copy = Path(scratch) / DATABASE
        try:
            _copy(folder / DATABASE, copy)
        except sqlite3.Error as error:
            raise SetupError(f"{folder / DATABASE} cannot be read: {error}") from error
        _write(target, {FILE: folder / FILE, DATABASE: copy, **_recordings(folder)})


def _recordings(folder: Path) -> dict[str, Path]:
    """The office's own clips and phrases by their names in the archive; made ones come back."""
    found = {path.relative_to(folder).as_posix(): path for path in (folder / VOICE).rglob("*")}
    return {name: path for name, path in found.items() if OWN.fullmatch(name) and path.is_file()}


def _copy(source: Path, target: Path) -> None:
    with closing(sqlite3.connect(source)) as reader, closing(sqlite3.connect(target)) as writer:
        reader.backup(writer)


def _write(target: Path, files: Mapping[str, Path]) -> None:
    """Write the archive beside *target* first: a full disk leaves no half backup of that name."""
    if target.exists():
        raise SetupError(f"{target} is there already; it was left as it is")
    beside = target.with_name(f"{target.name}.part")
    try:
        with zipfile.ZipFile(beside, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, path in files.items():
                archive.write(path, name)
        beside.rename(target)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise SetupError(f"{target} cannot be written: {error.strerror}") from error


def restore(source: Path, folder: Path) -> None:
    """Make *folder* from the backup *source*.

    :raises SetupError: if *folder* holds an office already, or *source* is no backup of ours.
    """
    for name in (FILE, DATABASE, f"{DATABASE}-wal", f"{DATABASE}-shm"):
        if (folder / name).exists():
            raise SetupError(f"{folder / name} is there already; it was left as it is")
    try:
        with zipfile.ZipFile(source) as archive:
            if not _is_ours(archive.namelist()) or archive.testzip():
                raise SetupError(f"{source} is not a backup of an office, or is damaged")
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            archive.extractall(folder)
    except zipfile.BadZipFile:
        raise SetupError(f"{source} is not a backup of an office, or is damaged") from None
    except OSError as error:
        raise SetupError(f"{source}: {error.strerror}") from error
    Store(folder / DATABASE).close()  # opens, migrates and so proves it


def _is_ours(names: list[str]) -> bool:
    """Whether an archive holds these, each once, and recordings besides."""
    rest = sorted(name for name in names if not OWN.fullmatch(name))
    return rest == sorted((FILE, DATABASE)) and len(set(names)) == len(names)
