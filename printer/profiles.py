"""What differs from one printer model to the next, as data.

Sources: Epson ESC/POS character code page lists, escpos-printer-db (media and code pages),
Epson's list of models with GS ( H function 48. docs/reference/printers.md has the table.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final, Literal, get_args

Route = Literal["picture", "tcvn3", "cp1258", "utf8", "glyphs"]
"""How Vietnamese letters reach the paper: as lines drawn here, as bytes of one of three encodings,
or as letters downloaded into the printer."""

ROUTES: Final[tuple[Route, ...]] = get_args(Route)
CELL_DOTS: Final = 12  # font A is 12 dots wide and 24 high on every model listed
CELL_HEIGHT_DOTS: Final = 24
# Dots of one GS v 0: 60 rows of 72 bytes. Small bands pass through the 4 KB buffer of a TM, and
# a slip that broke off inside one can be ended by so many NUL bytes (spool.py).
LARGEST_BAND_BYTES: Final = 72 * 60


@dataclass(frozen=True)
class Choice:
    """What the line of a test strip that reads right stands for; None = not part of it."""

    vietnamese: Route
    tcvn_lower_page: int | None = None
    tcvn_upper_page: int | None = None
    cp1258_page: int | None = None


@dataclass(frozen=True)
class PrinterProfile:
    """One model: paper, code pages and what it can answer.

    `dots` is the printable width; `dpi` the same both ways. A page number of None means that
    the model has no such page, or that nobody has shown which number it is.
    `has_process_id`: GS ( H function 48 says when printing is complete.
    `may_have_process_id`: the spool asks, and falls back when nothing comes.
    `sets_motion_unit`: GS P works, so that ESC J can be told to count dots.
    `has_nv_graphics`: GS ( L keeps a logo through power cuts.
    `has_glyphs`: ESC & takes letters; False only where a test strip has shown that it does not.
    `has_cutter`: else the slip is fed out so far that it can be torn off.
    `has_xon_xoff`: its switches or menu offer it on a serial cable.
    `is_mute`: never answers anything (a cable without the return wire, a print server).
    """

    name: str
    dots: int
    dpi: int = 203
    vietnamese: Route = "picture"
    tcvn_lower_page: int | None = None
    tcvn_upper_page: int | None = None
    cp1258_page: int | None = None
    has_process_id: bool = False
    may_have_process_id: bool = False
    sets_motion_unit: bool = False
    has_nv_graphics: bool = False
    has_glyphs: bool = True
    has_cutter: bool = True
    has_xon_xoff: bool = True
    is_mute: bool = False

    def __post_init__(self) -> None:
        """Raise ValueError for a route this model cannot take."""
        if self.vietnamese not in ROUTES:
            raise ValueError(
                f"vietnamese = {self.vietnamese!r} is not known; it can be {', '.join(ROUTES)}"
            )
        if self.vietnamese == "tcvn3" and self.tcvn_lower_page is None:
            raise ValueError(f"{self.name} has no known TCVN-3 pages; use vietnamese = 'picture'")
        if self.vietnamese == "cp1258" and self.cp1258_page is None:
            raise ValueError(f"{self.name} has no known CP1258 page; use vietnamese = 'picture'")
        if self.vietnamese == "glyphs" and not self.has_glyphs:
            raise ValueError(f"{self.name} takes no letters; use vietnamese = 'picture'")

    def with_choice(self, choice: Choice) -> "PrinterProfile":
        """This printer as its test strip showed it. Raises ValueError as any profile does."""
        return replace(
            self,
            vietnamese=choice.vietnamese,
            tcvn_lower_page=choice.tcvn_lower_page or self.tcvn_lower_page,
            tcvn_upper_page=choice.tcvn_upper_page
            if choice.tcvn_lower_page
            else self.tcvn_upper_page,
            cp1258_page=choice.cp1258_page or self.cp1258_page,
        )

    @property
    def columns(self) -> int:
        """How many characters of font A fit in a line."""
        return self.dots // CELL_DOTS


def _epson(name: str, *, has_process_id: bool, dots: int = 576, dpi: int = 203) -> PrinterProfile:
    return PrinterProfile(
        name,
        dots=dots,
        dpi=dpi,
        vietnamese="tcvn3",
        tcvn_lower_page=30,
        tcvn_upper_page=31,
        cp1258_page=52,
        has_process_id=has_process_id,
        may_have_process_id=not has_process_id,
        sets_motion_unit=True,
        has_nv_graphics=True,
    )


# Only Epson's pages have been reported right on paper; the others wait for their test strip.
PROFILES: Final[Mapping[str, PrinterProfile]] = MappingProxyType(
    {
        profile.name: profile
        for profile in (
            # Epson's page for function 48 lists TM-T82II, III and X, not the first TM-T82.
            _epson("TM-T82", has_process_id=False),
            _epson("TM-T20II", has_process_id=True),
            _epson("TM-T88V", has_process_id=True, dots=512, dpi=180),
            PrinterProfile(
                "CT-S651",
                dots=576,
                tcvn_lower_page=30,
                tcvn_upper_page=31,
                cp1258_page=32,
                sets_motion_unit=True,
            ),
            PrinterProfile(
                "SRP-350III",
                dots=512,
                dpi=180,
                tcvn_lower_page=49,
                tcvn_upper_page=50,
                cp1258_page=41,
                sets_motion_unit=True,
            ),
            PrinterProfile("RP326", dots=576, cp1258_page=35),
            PrinterProfile("XP-N160", dots=576, tcvn_lower_page=27),
            PrinterProfile(
                "POS-5890",
                dots=384,
                cp1258_page=27,
                has_cutter=False,
                has_xon_xoff=False,
            ),
            PrinterProfile("generic-80", dots=576),
            PrinterProfile("generic-58", dots=384, has_cutter=False),
        )
    }
)


def profile_named(name: str, vietnamese: str | None = None) -> PrinterProfile:
    """The profile `name`, with the office's own choice of route when it gives one.

    Raises ValueError for an unknown name, an unknown route, and a route for which the model has
    no known code page.
    """
    if name not in PROFILES:
        raise ValueError(f"profile = {name!r} is not known; it can be {', '.join(PROFILES)}")
    if vietnamese is None:
        return PROFILES[name]
    for route in ROUTES:
        if route == vietnamese:
            return replace(PROFILES[name], vietnamese=route)
    raise ValueError(f"vietnamese = {vietnamese!r} is not known; it can be {', '.join(ROUTES)}")
