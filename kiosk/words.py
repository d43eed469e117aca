"""Texts for people, from the catalogues in kiosk/locale; msgids are English sentences."""

import gettext
import io
import unicodedata
from collections.abc import Callable
from pathlib import Path

Words = Callable[[str], str]

_LOCALE = Path(__file__).parent / "locale"


def load(language: str) -> Words:
    """The words of one language, in NFC; a text that is not in its catalogue stays English.

    :raises FileNotFoundError: there is no such catalogue
    """
    # Imported here: a tablet without a picture needs no words, and saves 50 ms and 4 MB.
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    path = _LOCALE / language / "LC_MESSAGES" / "kiosk.po"
    with path.open("rb") as file:
        catalog = read_po(file, locale=language, domain="kiosk")
    compiled = io.BytesIO()
    write_mo(compiled, catalog)
    compiled.seek(0)
    translations = gettext.GNUTranslations(compiled)
    return lambda text: unicodedata.normalize("NFC", translations.gettext(text))
