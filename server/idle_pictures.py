"""The folder of pictures that rating pages show while nobody is asked."""

from pathlib import Path

from server.errors import Unknown
from server.shown_files import ShownFiles
from server.zones import Notice

FOLDER = "pictures"
LARGEST_FILE = 20_000_000
"""A photo as a good camera takes it: a tablet must load and draw it."""
MOST = 50
STAY_S = 20
"""As long as the tablet's program shows one."""


class IdlePictures:
    """The pictures of *folder*, which need not be there."""

    def __init__(self, folder: Path) -> None:
        self._files = ShownFiles(folder, f"/{FOLDER}", ("still",), LARGEST_FILE)

    def all(self) -> list[Notice]:
        """What is there, by name."""
        there = self._files.there()
        shown = sorted(there)[:MOST]
        return [Notice(url=there[name], kind="still", seconds=STAY_S) for name in shown]

    def path(self, file: str) -> Path:
        """Where the picture *file* lies.

        :raises Unknown: ``no_such_picture``, for anything but a plain file of the folder.
        """
        path = self._files.path(file)
        if path is None:
            raise Unknown("no_such_picture", file=file)
        return path
