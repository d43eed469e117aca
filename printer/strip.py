"""The test strip: one numbered line for each way a printer may take Vietnamese.

A person types the number of the line that reads right; nobody has to know what a code page is.
The pages are those that makers and users name (docs/reference/printers.md).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from printer.fonts import Fonts
from printer.profiles import Choice, PrinterProfile
from printer.render import Printout, render_each
from printer.slip import Line, Part, Rule, Slip

_TCVN_PAGES: Final = ((30, 31), (49, 50), (27, None))
_CP1258_PAGES: Final = (52, 41, 32, 27, 94, 35)
_TELLING: Final = "Đẹp quá: ă â ê ô ơ ư ạ ế ữ Ỵ"
_HEAD: Final = (
    "IN THU TIENG VIET",
    "Go so cua dong doc dung nhat vao may tinh.",
    "Dong cuoi la hinh ve: cac dong dung trong giong no.",
    "Type the number of the line that reads right.",
)


@dataclass(frozen=True)
class StripLine:
    """What a person types, and what that means."""

    number: int
    choice: Choice


def lines(profile: PrinterProfile) -> tuple[StripLine, ...]:
    """The lines for this printer, fast ways first, the picture last."""
    return tuple(StripLine(n, choice) for n, choice in enumerate(_choices(profile), 1))


def strip(profile: PrinterProfile, fonts: Fonts | None = None) -> Printout:
    """The lines on paper, each after an ESC @ so that none spoils the next."""
    told = [(Slip((_telling(line),)), profile.with_choice(line.choice)) for line in lines(profile)]
    head: list[Part] = [Line(text, is_centred=False) for text in _HEAD]
    return render_each([(Slip((*head, Rule())), profile), *told], fonts)


def _choices(profile: PrinterProfile) -> Iterator[Choice]:
    for lower, upper in _TCVN_PAGES:
        yield Choice("tcvn3", tcvn_lower_page=lower, tcvn_upper_page=upper)
    for page in _CP1258_PAGES:
        yield Choice("cp1258", cp1258_page=page)
    yield Choice("utf8")
    if profile.has_glyphs:
        yield Choice("glyphs")
    yield Choice("picture")


def _telling(line: StripLine) -> Line:
    """A model without a page of capitals shows small letters only."""
    has_capitals = line.choice.vietnamese != "tcvn3" or line.choice.tcvn_upper_page is not None
    text = _TELLING if has_capitals else _TELLING.lower()
    return Line(f"{line.number} {text}", is_centred=False)
