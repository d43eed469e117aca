"""Which font draws which letter: Roboto for Vietnamese, for every other script one of its own.

Khmer's comes with the program. Others are looked for by file name, first in the office's own
folders, then where systems keep theirs. Scripts whose letters change shape or place need the
shaping library libraqm; without it they are refused, because unshaped they read as nonsense.
"""

import logging
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import font_roboto
import fontpkg_noto_sans_khmer
from PIL import ImageFont, features

from printer.encoding import LETTERS
from printer.slip import SlipError

_log = logging.getLogger(__name__)
Font = ImageFont.FreeTypeFont
_NO_SUCH_LETTER: Final = "\uffff"  # a noncharacter: every font draws its "missing" box for it
_SYSTEM: Final = (
    *("/usr/share/fonts", "/usr/local/share/fonts", "C:/Windows/Fonts"),
    *("/Library/Fonts", "/System/Library/Fonts"),
)
_PROBE_DOTS: Final = 16
_PLAIN: Final = LETTERS.union(map(chr, range(0x20, 0x7F)))
_WEIGHT_PLAIN, _WEIGHT_BOLD = 500, 700  # a thermal head eats thin strokes


@dataclass(frozen=True)
class Script:
    """`files`: how the names of fonts for it begin, best first, in small letters."""

    ranges: tuple[tuple[int, int], ...]
    files: tuple[str, ...]
    is_shaped: bool = True


_KHMER: Final = Script(((0x1780, 0x17FF), (0x19E0, 0x19FF)), ())
_HAN_FILES: Final = (
    *("notosanscjk", "notosanssc", "sourcehansans", "wqy-microhei", "wqy-zenhei", "msyh"),
    *("droidsansfallback", "simsun", "simhei", "pingfang", "malgun", "nanumgothic"),
)
_SCRIPTS: Final = (
    _KHMER,
    Script(((0x0E00, 0x0E7F),), ("notosansthai", "notoloopedthai", "leelawui", "loma", "tahoma")),
    Script(((0x0E80, 0x0EFF),), ("notosanslao", "phetsarath", "laoui", "leelawui")),
    Script(((0x1000, 0x109F), (0xAA60, 0xAA7F)), ("notosansmyanmar", "padauk", "mmrtext")),
    Script(((0xAA80, 0xAADF),), ("notosanstaiviet",)),
    Script(((0xAA00, 0xAA5F),), ("notosanscham",)),
    Script(((0x0900, 0x097F),), ("notosansdevanagari", "nirmala", "mangal")),
    Script(((0x0B80, 0x0BFF),), ("notosanstamil", "nirmala", "latha")),
    Script(((0x0590, 0x05FF),), ("notosanshebrew", "dejavusans", "arial")),
    Script(((0x0600, 0x06FF), (0x0750, 0x077F)), ("notosansarabic", "dejavusans", "arial")),
    Script(
        (*((0x2E80, 0x9FFF), (0xF900, 0xFAFF), (0xFF00, 0xFFEF)), (0xAC00, 0xD7AF)),
        _HAN_FILES,
        is_shaped=False,
    ),
    Script(((0x20000, 0x3FFFF),), _HAN_FILES, is_shaped=False),
)
_LATIN: Final = Script((), ("dejavusans", "notosans-", "seguisym", "arial"), is_shaped=False)


@dataclass(frozen=True)
class Run:
    """Letters side by side that one font draws."""

    text: str
    font: Font


class Fonts:
    """Fonts by script and size, each opened once. For one thread."""

    def __init__(self, folders: Sequence[Path] = (), *, is_shaping: bool | None = None) -> None:
        """`folders` are the office's own; `is_shaping` None = see whether libraqm is here."""
        self._folders = (*folders, *map(Path, _SYSTEM))
        self._is_shaping = can_shape() if is_shaping is None else is_shaping
        self._files: list[Path] | None = None
        self._open: dict[tuple[Path, int, bool, bool], Font] = {}
        self._chosen: dict[tuple[str, int, bool], Font] = {}

    def runs(self, text: str, em_dots: int, *, is_bold: bool) -> list[Run]:
        """`text` cut where the font changes. Raises SlipError for a letter no font here has."""
        if _PLAIN.issuperset(text):
            return [Run(text, self._roboto(em_dots, is_bold))] if text else []
        runs: list[Run] = []
        for letter in text:
            shown = " " if letter.isspace() else letter
            if runs and _goes_along(letter):
                self._along(runs, shown, is_bold)
            elif unicodedata.category(letter) != "Cf":
                font = self._font_of(shown, em_dots, is_bold)
                if runs and runs[-1].font is font:
                    runs[-1] = Run(runs[-1].text + shown, font)
                else:
                    runs.append(Run(shown, font))
        return runs

    def _along(self, runs: list[Run], letter: str, is_bold: bool) -> None:
        """Add a space, a joiner or a mark to the last run; joiners mean nothing unshaped."""
        text, font = runs[-1].text, runs[-1].font
        if unicodedata.category(letter).startswith("M"):
            if font.layout_engine is ImageFont.Layout.BASIC:
                font = self._shaping(font, letter, is_bold)
            if not self._has(font, letter):
                raise SlipError(f"no font here has the letter {_named(letter)}")
        if letter == " " or font.layout_engine is not ImageFont.Layout.BASIC:
            runs[-1] = Run(text + letter, font)

    def _has(self, font: Font, letter: str) -> bool:
        """Asked without shaping, which would show a missing mark on a dotted circle."""
        plain = self._opened(Path(str(font.path)), _PROBE_DOTS, False, is_shaped=False)
        return bytes(plain.getmask(letter)) != bytes(plain.getmask(_NO_SUCH_LETTER))

    def _shaping(self, font: Font, letter: str, is_bold: bool) -> Font:
        """The same font, now placing marks. Raises SlipError without libraqm."""
        if not self._is_shaping:
            raise SlipError(f"libraqm is not here, so {_named(letter)} cannot be drawn rightly")
        return self._opened(Path(str(font.path)), int(font.size), is_bold, is_shaped=True)

    def _font_of(self, letter: str, em_dots: int, is_bold: bool) -> Font:
        key = (letter, em_dots, is_bold)
        if key not in self._chosen:
            self._chosen[key] = self._choose(letter, em_dots, is_bold)
        return self._chosen[key]

    def _choose(self, letter: str, em_dots: int, is_bold: bool) -> Font:
        script = _script_of(letter)
        roboto = self._roboto(em_dots, is_bold)
        if letter.isascii() or letter in LETTERS or letter.isspace():
            return roboto
        if (script.is_shaped or unicodedata.combining(letter)) and not self._is_shaping:
            raise SlipError(f"libraqm is not here, so {_named(letter)} cannot be drawn rightly")
        for font in self._candidates(script, em_dots, is_bold):
            if self._has(font, letter):
                return font
        raise SlipError(f"no font here has the letter {_named(letter)}")

    def _candidates(self, script: Script, em_dots: int, is_bold: bool) -> Iterator[Font]:
        if script is _KHMER:
            yield self._khmer(em_dots, is_bold)
        else:
            if script is _LATIN:
                yield self._roboto(em_dots, is_bold)
            for path in self._paths(script.files, is_bold):
                try:
                    yield self._opened(path, em_dots, is_bold, is_shaped=script.is_shaped)
                except OSError as error:
                    _log.warning("font %s cannot be used: %s", path, error)

    def _roboto(self, em_dots: int, is_bold: bool) -> Font:
        face = "RobotoBold" if is_bold else "RobotoMedium"
        path = Path(font_roboto.font_files[face])
        return self._opened(path, em_dots, is_bold, is_shaped=False)

    def _khmer(self, em_dots: int, is_bold: bool) -> Font:
        folder = fontpkg_noto_sans_khmer.ROOT / "files"
        path = folder / "NotoSansKhmer[wdth,wght].ttf"
        is_new = (path, em_dots, is_bold, True) not in self._open
        font = self._opened(path, em_dots, is_bold, is_shaped=True)
        if is_new:
            font.set_variation_by_axes([_WEIGHT_BOLD if is_bold else _WEIGHT_PLAIN, 100])
        return font

    def _opened(self, path: Path, em_dots: int, is_bold: bool, *, is_shaped: bool) -> Font:
        key = (path, em_dots, is_bold, is_shaped)
        if key not in self._open:
            engine = ImageFont.Layout.RAQM if is_shaped else ImageFont.Layout.BASIC
            self._open[key] = ImageFont.truetype(str(path), em_dots, layout_engine=engine)
        return self._open[key]

    def _paths(self, stems: Sequence[str], is_bold: bool) -> Iterator[Path]:
        """Files by name, the wanted weight before the others."""
        if self._files is None:
            kinds = (".ttf", ".otf", ".ttc")
            folders = (folder for folder in self._folders if folder.is_dir())
            found = (path for folder in folders for path in sorted(folder.rglob("*")))
            self._files = [path for path in found if path.suffix.lower() in kinds]
        for stem in stems:
            named = [path for path in self._files if path.name.lower().startswith(stem)]
            yield from sorted(named, key=lambda path: _unlike(path.stem.lower(), is_bold))


def can_shape() -> bool:
    """Whether Pillow found libraqm here, and FriBiDi, which it needs."""
    return bool(features.check("raqm") and features.check("fribidi"))


def _unlike(stem: str, is_bold: bool) -> int:
    """0 = the wanted weight, 1 = another, 2 = slanted, narrow or thin."""
    if any(word in stem for word in ("italic", "oblique", "condensed", "thin", "light", "mono")):
        return 2
    return 0 if ("bold" in stem) == is_bold else 1


def _goes_along(letter: str) -> bool:
    """Spaces, joiners and marks belong to the letter before them."""
    category = unicodedata.category(letter)
    return letter.isspace() or category == "Cf" or category.startswith("M")


def _script_of(letter: str) -> Script:
    code = ord(letter)
    for script in _SCRIPTS:
        if any(first <= code <= last for first, last in script.ranges):
            return script
    return _LATIN


def _named(letter: str) -> str:
    return f"{letter!r} (U+{ord(letter):04X})"
