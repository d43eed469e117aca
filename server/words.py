"""The message catalogues: Vietnamese first, English second.

The ``.po`` files are read at the start, so there is no compiled file to forget.
"""

import gettext
import io
from collections.abc import Callable
from importlib.resources import files

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

LANGUAGES = ("vi", "en")

Translate = Callable[[str], str]


class Words:
    """What people read, in each language of :data:`LANGUAGES`."""

    def __init__(self) -> None:
        self._catalogues = {language: _read(language) for language in LANGUAGES}

    def in_language(self, language: str) -> Translate:
        """The translating function of *language*; of Vietnamese if there is no such catalogue."""
        return self._catalogues.get(language, self._catalogues["vi"]).gettext


def _read(language: str) -> gettext.GNUTranslations:
    path = files("server").joinpath("locale", language, "LC_MESSAGES", "server.po")
    with path.open("rb") as file:
        catalogue = read_po(file, locale=language)
    compiled = io.BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)
