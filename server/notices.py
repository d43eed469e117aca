"""The folder of notices: which files screens of the hall show."""

from pathlib import Path

from server.errors import Unknown
from server.plan import Zone
from server.shown_files import ShownFiles
from server.zone_check import MOST_NOTICES, notice_kind
from server.zones import Notice

FOLDER = "notices"
LARGEST_FILE = 500_000_000
"""An hour of video for a hall; more is a mistake."""


class Notices:
    """The files of *folder*, which need not be there."""

    def __init__(self, folder: Path) -> None:
        self._files = ShownFiles(folder, f"/{FOLDER}", ("still", "video"), LARGEST_FILE)

    def of(self, zone: Zone) -> list[Notice]:
        """What *zone* shows, in its order; what is not there is left out."""
        there = self._files.there()
        names = zone.notices or sorted(there)
        return [
            Notice(url=there[name], kind=kind, seconds=zone.still_s * (kind == "still"))
            for name in names[:MOST_NOTICES]
            if name in there and (kind := notice_kind(name))
        ]

    def path(self, file: str) -> Path:
        """Where the notice *file* lies.

        :raises Unknown: ``no_such_notice``, for anything but a plain file of the folder.
        """
        path = self._files.path(file)
        if path is None:
            raise Unknown("no_such_notice", file=file)
        return path
