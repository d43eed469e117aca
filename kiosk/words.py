"""Texts for people, from the catalogues in kiosk/locale; msgids are English sentences."""

import gettext
import io
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog

Words = Callable[[str], str]

_LOCALE = Path(__file__).parent / "locale"


def mark(text: str) -> str:
    """Marks a catalogue text where it stands in a table; imported as `_`."""
    return text


def load(language: str) -> Words:
    """The words of one language, in NFC; a text that is not in its catalogue stays English.

    :raises FileNotFoundError: there is no such catalogue
    """
    return load_file(_LOCALE / language / "LC_MESSAGES" / "kiosk.po")


def catalogue(path: Path) -> dict[str, str]:
    """The texts of a catalogue, by their English ones.

    :raises OSError: it can not be read
    :raises ValueError: it is no catalogue
    """
    return {str(m.id): str(m.string) for m in _read(path) if m.id and m.string}


def load_file(path: Path) -> Words:
    """The words of one catalogue, as `load`."""
    from babel.messages.mofile import write_mo

    compiled = io.BytesIO()
    write_mo(compiled, _read(path))
    compiled.seek(0)
    translations = gettext.GNUTranslations(compiled)
    return lambda text: unicodedata.normalize("NFC", translations.gettext(text))


def _read(path: Path) -> "Catalog":
    # Imported here: a tablet without a picture needs no words, and saves 50 ms and 4 MB.
    from babel.messages.pofile import PoFileError, read_po

    try:
        with path.open("rb") as file:
            return read_po(file, domain="kiosk", abort_invalid=True)
    except PoFileError as error:
        raise ValueError(f"{path} is no catalogue: {error}") from error
