"""A folder of the office whose pictures and videos are given out, looked at anew each time.

Whoever may put a file there decides what people see; so only plain files with the ending of a
picture or a video are given out, and nothing outside of the folder.
"""

import os
import stat
import unicodedata
from collections.abc import Collection
from itertools import islice
from pathlib import Path
from urllib.parse import quote

from server.zone_check import notice_kind

MOST_LOOKED_AT = 1000

TYPES = {
    **{"png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg", "webp": "image/webp"},
    **{"mp4": "video/mp4", "webm": "video/webm"},
}
"""Not asked of the machine, which on Windows is whatever some program has said."""


class ShownFiles:
    """The files of *folder*, which need not be there.

    :param at: the path under which browsers ask for them.
    :param kinds: of ``still`` and ``video``.
    :param largest: bytes; a larger file is a mistake, and left out.
    """

    def __init__(self, folder: Path, at: str, kinds: Collection[str], largest: int) -> None:
        self._folder = folder
        self._at = at
        self._kinds = kinds
        self._largest = largest

    def there(self) -> dict[str, str]:
        """Addresses by the files' names in NFC: some systems keep the marks apart."""
        try:
            with os.scandir(self._folder) as entries:
                paths = [Path(each.path) for each in islice(entries, MOST_LOOKED_AT)]
        except OSError:
            return {}
        named = {unicodedata.normalize("NFC", path.name): path for path in paths}
        found = {name: self._address(path) for name, path in named.items() if self._fits(name)}
        return {name: address for name, address in found.items() if address}

    def path(self, file: str) -> Path | None:
        """Where *file* lies; ``None`` for anything but a plain file of the folder."""
        path = self._folder / file
        if not self._fits(unicodedata.normalize("NFC", file)) or not self._address(path):
            return None
        return path

    def _fits(self, name: str) -> bool:
        return notice_kind(name) in self._kinds

    def _address(self, path: Path) -> str:
        """Of a plain file, else empty; with the file's time, so that another one of the same name
        is fetched anew."""
        try:
            about = path.lstat()
        except (OSError, ValueError):
            return ""
        if not stat.S_ISREG(about.st_mode) or not 0 < about.st_size <= self._largest:
            return ""
        return f"{self._at}/{quote(path.name)}?v={about.st_mtime_ns:x}"


def content_type(path: Path) -> str:
    """What a browser is told that the file at *path* is."""
    return TYPES[path.suffix.lower().removeprefix(".")]
