"""Languages of a tablet: words, and a font where the tablet's own has not the letters.

Those of the program, and those in the data folder: `languages/km/` with `kiosk.po`, and if it
needs one `regular.ttf` (also `bold.ttf`). docs/how-to/add-a-language.md tells how.
"""

import logging
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import font_roboto
import fontpkg_noto_sans_khmer

from kiosk.glyphs import letters_of, missing
from kiosk.scripts import runs
from kiosk.words import Words, catalogue, load, load_file

_LOGGER = logging.getLogger(__name__)

_OWN_NAMES = {"vi": "Tiếng Việt", "en": "English"}
NAME = "Name of this language"  # a text of a pack: what its button says
_KHMER = fontpkg_noto_sans_khmer.ROOT / "files" / "NotoSansKhmer[wdth,wght].ttf"
_OURS = {"Khmr": _KHMER}  # writings that need no font in the pack
_OWN_FONT = Path(font_roboto.font_files["Roboto"])


@dataclass(frozen=True)
class ScriptFont:
    """The font of one writing (ISO 15924)."""

    script: str
    regular: Path
    bold: Path


@dataclass(frozen=True)
class Pack:
    """One language. `missing`: letters of its texts that no font here has."""

    code: str
    name: str
    words: Words
    fonts: tuple[ScriptFont, ...] = ()
    missing: frozenset[str] = frozenset()


def load_packs(first: str, folder: Path | None = None) -> dict[str, Pack]:
    """All languages, the tablet's own first. What is broken is said in the log and left out.

    :raises FileNotFoundError: there is no language `first`
    """
    packs = {code: Pack(code, name, load(code)) for code, name in _OWN_NAMES.items()}
    for place in sorted(folder.iterdir()) if folder and folder.is_dir() else ():
        try:
            packs[place.name] = _load(place)
        except (OSError, ValueError) as error:
            _LOGGER.warning("the language in %s can not be used: %s", place, error)
    if first not in packs:
        raise FileNotFoundError(f"there are no words for {first!r}; known: {', '.join(packs)}")
    return {first: packs[first], **packs}


def fonts_of(packs: Mapping[str, Pack]) -> tuple[ScriptFont, ...]:
    """The fonts of all packs; for one writing the first."""
    fonts: dict[str, ScriptFont] = {}
    for pack in packs.values():
        for font in pack.fonts:
            fonts.setdefault(font.script, font)
    return tuple(fonts.values())


def _load(place: Path) -> Pack:
    """:raises OSError, ValueError: it can not be read"""
    words, texts = load_file(place / "kiosk.po"), catalogue(place / "kiosk.po")
    name = texts.get(NAME) or _OWN_NAMES.get(place.name, place.name)
    drawn = unicodedata.normalize("NFC", "".join([name, *texts.values()]))
    regular, bold = place / "regular.ttf", place / "bold.ttf"
    scripts = sorted({script for script, _ in runs(drawn) if script})
    if regular.exists():
        bold = bold if bold.exists() else regular
        fonts = tuple(ScriptFont(script, regular, bold) for script in scripts)
    else:
        fonts = tuple(ScriptFont(s, _OURS[s], _OURS[s]) for s in scripts if s in _OURS)
    lacking = _lacking(drawn, fonts)
    if lacking:
        _LOGGER.warning(
            "no font has these letters of %s: %s", place.name, " ".join(sorted(lacking))
        )
    return Pack(place.name, name, words, fonts, frozenset(lacking))


def _lacking(text: str, fonts: tuple[ScriptFont, ...]) -> set[str]:
    """:raises NoFont: a font can not be read"""
    known = {"": letters_of(_OWN_FONT)} | {f.script: letters_of(f.regular) for f in fonts}
    lacking: set[str] = set()
    for script, part in runs(text):
        lacking |= missing(part, known.get(script, frozenset()))
    return lacking
