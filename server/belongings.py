"""What of a data folder belongs to the office: the files that a backup holds.

Not the log files of SQLite, which the copy of the database has in it; not the server's lock; not
the clips made by the machine, which come back by themselves; not what no page or device asks for.
"""

import os
import re
import shutil
import sqlite3
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping
from contextlib import closing, suppress
from pathlib import Path

from server.config import FILE
from server.folder_lock import LOCK
from server.idle_pictures import FOLDER as PICTURES
from server.idle_pictures import IdlePictures
from server.notices import FOLDER as NOTICES
from server.notices import Notices
from server.photos import FOLDER as PHOTOS
from server.store import DATABASE
from server.voice import FOLDER as VOICE
from server.voice import MADE
from server.zone_check import notice_kind

CORE = (FILE, DATABASE)
LOGS = (f"{DATABASE}-wal", f"{DATABASE}-shm")
_OWN = re.compile(
    rf"{VOICE}/(?:chime\.wav|[a-z]{{2}}/(?:[\w-]+\.wav|phrases\.toml))|{PHOTOS}/[0-9a-f]{{16}}\.jpg",
    re.ASCII,
)
_PLAIN = re.compile(r"\w[\w .()+-]*")
"""A file's name and nothing else: no way out of the folder, on any system."""


def belongs(name: str, logo: str = "") -> bool:
    """Whether *name*, with ``/`` between folders, may be a file of an office besides
    :data:`CORE`; *logo* is the name of its logo."""
    room, _, file = name.partition("/")
    kinds = {NOTICES: ("still", "video"), PICTURES: ("still",)}.get(room, ())
    is_shown = file == _nfc(file) and notice_kind(file) in kinds
    return is_shown or bool(_OWN.fullmatch(name)) or (bool(logo) and name == logo)


def logo_name(office_toml: bytes) -> str:
    """The picture that ``office.toml`` names for slips; empty for none, and for one elsewhere.

    A file that is not in order has none: it is kept for what it is.
    """
    try:
        document = tomllib.loads(office_toml.decode())
        name = _nfc(document["office"]["logo"])
    except (ValueError, KeyError, TypeError, RecursionError):
        return ""
    taken = {*CORE, *LOGS, LOCK, VOICE, PHOTOS, NOTICES, PICTURES}
    return name if _PLAIN.fullmatch(name) and name.lower() not in taken else ""


def own_files(folder: Path) -> dict[str, Path]:
    """What lies there besides :data:`CORE` and the photos, by its name in the archive."""
    found = {path.relative_to(folder).as_posix(): path for path in (folder / VOICE).rglob("*")}
    notices = Notices(folder / NOTICES).there()
    found |= {f"{NOTICES}/{name}": path for name, path in notices.items()}
    pictures = IdlePictures(folder / PICTURES).there()
    found |= {f"{PICTURES}/{name}": path for name, path in pictures.items()}
    logo = logo_name((folder / FILE).read_bytes())
    if logo:
        found[logo] = folder / logo
    return {name: path for name, path in found.items() if belongs(name, logo) and path.is_file()}


def hold_photos(folder: Path, scratch: Path) -> None:
    """Copy all photos aside, so that one that is replaced meanwhile is there still."""
    for path in (folder / PHOTOS).glob("*.jpg"):
        with suppress(FileNotFoundError):
            shutil.copyfile(path, scratch / path.name)


def photos_of(database: Path) -> dict[str, list[str]]:
    """Which photos the office in *database* shows, each with the people it is of."""
    found: dict[str, list[str]] = {}
    with closing(sqlite3.connect(database)) as connection:
        columns = connection.execute("SELECT name FROM pragma_table_info('people')")
        if ("photo",) in columns.fetchall():  # else it is older than photos
            for photo, name in connection.execute("SELECT photo, name FROM people ORDER BY name"):
                found.setdefault(photo, []).append(name)
    found.pop("", None)
    return found


def photo_files(names: Iterable[str], places: Iterable[Path]) -> dict[str, Path]:
    """The photos of these *names* from the first of the *places* that has each."""
    there = {name: next((p / name for p in places if (p / name).is_file()), None) for name in names}
    named = {f"{PHOTOS}/{name}": path for name, path in there.items() if path is not None}
    return {name: path for name, path in named.items() if belongs(name)}


def left_out(folder: Path, kept: Mapping[str, object]) -> list[str]:
    """Files of the folder that are not the office's; nobody should think they were saved."""
    found = []
    for path, _, files in os.walk(folder):
        names = [(Path(path) / file).relative_to(folder).as_posix() for file in files]
        found += [name for name in names if not _is_expected(name) and _nfc(name) not in kept]
    return sorted(found)


def _is_expected(name: str) -> bool:
    """Whether there is no need to say that *name* is left out."""
    parts = name.split("/")
    return (
        name in (*CORE, *LOGS, LOCK) or parts[0] == PHOTOS or (parts[0] == VOICE and MADE in parts)
    )


def _nfc(text: str) -> str:
    return unicodedata.normalize("NFC", text)
