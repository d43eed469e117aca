"""The office's logo, from the picture beside ``office.toml``."""

from collections.abc import Iterable
from pathlib import Path

from printer.logo import logo_from_picture
from printer.profiles import PrinterProfile
from printer.slip import Logo, SlipError
from server.errors import SetupError

LARGEST_FILE = 2_000_000


def logo_of(folder: Path, name: str, models: Iterable[PrinterProfile]) -> Logo | None:
    """The picture *name* in *folder* as dots that the narrowest of the printers can print; none
    where there is no name or no printer.

    :raises SetupError: if the file is not there or is no picture.
    """
    narrowest = min(models, key=lambda each: each.dots, default=None)
    if not name or narrowest is None:
        return None
    path = folder / name
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise SetupError(f"office.logo: {path} is larger than {LARGEST_FILE} bytes")
        return logo_from_picture(path.read_bytes(), narrowest)
    except OSError as error:
        raise SetupError(f"office.logo: {path}: {error.strerror}") from error
    except SlipError as error:
        raise SetupError(f"office.logo: {path}: {error}") from error
