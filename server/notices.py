"""The folder of notices: which files screens show, looked at anew each time they ask.

Whoever may put a file there decides what the hall sees; so only plain files with the ending of a
picture or a video are given out, and nothing outside of the folder.
"""

import os
import stat
import unicodedata
from itertools import islice
from pathlib import Path
from urllib.parse import quote

from server.errors import Unknown
from server.plan import Zone
from server.zone_check import MOST_NOTICES, notice_kind
from server.zones import Notice

FOLDER = "notices"
LARGEST_FILE = 500_000_000
"""An hour of video for a hall; more is a mistake."""
MOST_LOOKED_AT = 1000

TYPES = {
    **{"png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg", "webp": "image/webp"},
    **{"mp4": "video/mp4", "webm": "video/webm"},
}
"""Not asked of the machine, which on Windows is whatever some program has said."""


class Notices:
    """The files of *folder*, which need not be there."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def of(self, zone: Zone) -> list[Notice]:
        """What *zone* shows, in its order; what is not there is left out."""
        there = self.there()
        names = zone.notices or sorted(there)
        return [
            Notice(url=url, kind=kind, seconds=zone.still_s * (kind == "still"))
            for name in names[:MOST_NOTICES]
            if name in there and (kind := notice_kind(name)) and (url := _address(there[name]))
        ]

    def path(self, file: str) -> Path:
        """Where the notice *file* lies.

        :raises Unknown: ``no_such_notice``, for anything but a plain file of the folder.
        """
        path = self._folder / file
        if not notice_kind(unicodedata.normalize("NFC", file)) or not _address(path):
            raise Unknown("no_such_notice", file=file)
        return path

    def there(self) -> dict[str, Path]:
        """What may be shown, by the files' names in NFC: some systems keep the marks apart."""
        try:
            with os.scandir(self._folder) as entries:
                paths = [Path(each.path) for each in islice(entries, MOST_LOOKED_AT)]
        except OSError:
            return {}
        named = {unicodedata.normalize("NFC", path.name): path for path in paths}
        return {n: path for n, path in named.items() if notice_kind(n) and _address(path)}


def content_type(path: Path) -> str:
    """What a browser is told that the notice at *path* is."""
    return TYPES[path.suffix.lower().removeprefix(".")]


def _address(path: Path) -> str:
    """Of a plain file, else empty; with the file's time, so that another one of the same name is
    fetched anew."""
    try:
        about = path.lstat()
    except (OSError, ValueError):
        return ""
    if not stat.S_ISREG(about.st_mode) or not 0 < about.st_size <= LARGEST_FILE:
        return ""
    return f"/{FOLDER}/{quote(path.name)}?v={about.st_mtime_ns:x}"
