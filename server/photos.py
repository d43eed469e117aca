"""The folder of photos: what a rating tablet may show of whoever served.

A photo is made small and drawn anew before it is kept, so that nothing else the camera wrote into
the file (where it was taken, say) is in it.  Its name says nothing of whose it is.
"""

import hashlib
import io
import re
from pathlib import Path

from PIL import Image, ImageOps, UnidentifiedImageError

from server.errors import Malformed, Unknown

FOLDER = "photos"
LARGEST_FILE = 10_000_000
LARGEST_PIXELS = 50_000_000
SIDE = 512
"""Pixels of the longer side of what is kept: enough for a face on a tablet."""
TYPE = "image/jpeg"

_NAME = re.compile(r"[0-9a-f]{16}\.jpg")


class Photos:
    """The files of *folder*, which need not be there."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, picture: bytes) -> str:
        """Keep a small copy of *picture*; the name it has here.

        :raises Malformed: ``no_picture``.
        """
        small = _small(picture)
        name = f"{hashlib.sha256(small).hexdigest()[:16]}.jpg"
        self._folder.mkdir(mode=0o700, exist_ok=True)
        beside = self._folder / f"{name}.part"
        beside.write_bytes(small)
        beside.replace(self._folder / name)  # a backup, or a tablet, never reads half of it
        return name

    def has(self, name: str) -> bool:
        """Whether there is a photo of this name."""
        return bool(_NAME.fullmatch(name)) and (self._folder / name).is_file()

    def read(self, name: str) -> bytes:
        """The photo as JPEG. :raises Unknown: ``no_such_photo``."""
        try:
            if _NAME.fullmatch(name):
                return (self._folder / name).read_bytes()
        except OSError:
            pass  # taken away by hand: as if there had never been one
        raise Unknown("no_such_photo")

    def forget(self, name: str) -> None:
        """Take a photo away, if it is there."""
        if _NAME.fullmatch(name):
            (self._folder / name).unlink(missing_ok=True)


def _small(picture: bytes) -> bytes:
    if len(picture) > LARGEST_FILE:
        raise Malformed("no_picture")
    try:
        with Image.open(io.BytesIO(picture), formats=("JPEG", "PNG", "WEBP")) as opened:
            if opened.width * opened.height > LARGEST_PIXELS:
                raise Malformed("no_picture")
            upright = ImageOps.exif_transpose(opened).convert("RGB")
    except (
        *(UnidentifiedImageError, OSError, ValueError, SyntaxError),
        Image.DecompressionBombError,
    ) as error:
        raise Malformed("no_picture") from error
    upright.thumbnail((SIDE, SIDE))
    drawn = io.BytesIO()
    Image.frombytes("RGB", upright.size, upright.tobytes()).save(drawn, "JPEG", quality=85)
    return drawn.getvalue()
