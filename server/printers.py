"""The office's printers as the office needs them: where each stands, how it is, who stands in."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

from server import slips


class Health(Protocol):
    """How a printer is, as its spool last heard."""

    @property
    def state(self) -> str: ...

    @property
    def paper(self) -> str: ...


class Spool(Protocol):
    """The spool of one printer."""

    def health(self) -> Health: ...

    def holds(self, id: str) -> bool: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Printer:
    """What the set-up says of one: *place* for people, the name of its *stand_in* or "", and its
    roll; *roll_m* 0: not counted."""

    place: str
    stand_in: str = ""
    roll_m: float = 0.0
    warn_m: float = 0.0


class Printers:
    """All printers of one office.

    :param known: what the set-up says of each now, by name, in its order.
    """

    def __init__(self, known: Callable[[], Mapping[str, Printer]]) -> None:
        self._known = known
        self._spools: Mapping[str, Spool] = {}

    def connect(self, spools: Mapping[str, Spool]) -> None:
        """From now on these say how the printers are."""
        self._spools = spools

    def all(self) -> Mapping[str, Printer]:
        """Every printer, by name."""
        return self._known()

    def place(self, printer: str) -> str:
        """Where *printer* stands, for people."""
        known = self._known().get(printer)
        return printer if known is None else known.place

    def state(self, printer: str) -> str:
        """How it is; a printer that nobody drives is ``no_printer``."""
        spool = self._spools.get(printer)
        return "no_printer" if spool is None else spool.health().state

    def sensor(self, printer: str) -> str:
        """What it says of its paper."""
        spool = self._spools.get(printer)
        return "unknown" if spool is None else spool.health().paper

    def is_well(self, printer: str) -> bool:
        """Whether a slip may be sent there."""
        return self.state(printer) in slips.WELL

    def stand_in(self, printer: str, tried: Collection[str] = ()) -> str | None:
        """Who prints for *printer* now, if anybody can."""
        known = self._known()
        chain = {name: each.stand_in for name, each in known.items()}
        return slips.stand_in(printer, chain, tried, self.is_well)

    def ready_one(self, printer: str) -> str | None:
        """*printer* if it is well, else who stands in for it."""
        return printer if self.is_well(printer) else self.stand_in(printer)

    def holds(self, printers: Iterable[str], job: str) -> bool:
        """Whether one of *printers* may still bring out *job*."""
        spools = (self._spools[each] for each in printers if each in self._spools)
        return any(spool.holds(job) for spool in spools)
