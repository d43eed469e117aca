"""Printers outside the server's process: what lies in front of them survives a power cut."""

import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from hardware.virtual import VirtualCable
from printer.profiles import profile_named
from printer.virtual import VirtualPrinter
from printer.virtual_commands import Item, Text
from server.config import FILE

LABEL = re.compile(rb"\b[A-Z]\d{3}\b")
REPRINT = b"IN L"  # of IN LẠI, whose Ạ is on another page


class ReadablePrinter(VirtualPrinter):
    """Keeps the words of what it prints, slip by slip."""

    def __init__(self, profile: str) -> None:
        super().__init__(profile_named(profile))
        self.words: list[bytes] = []
        self._row = b""

    def _obey(self, item: Item) -> None:
        super()._obey(item)
        self._row += item.data if isinstance(item, Text) else b" "

    def _cut(self) -> None:
        super()._cut()
        self.words.append(self._row)
        self._row = b""


@dataclass(frozen=True)
class Papers:
    """The office's printers by name."""

    printers: dict[str, ReadablePrinter]

    def slips(self) -> list[bytes]:
        """The words of every slip that has been cut, and of what hangs out still."""
        return [
            words for printer in self.printers.values() for words in (*printer.words, printer._row)
        ]

    def labels(self, *, again: bool = False) -> Counter[str]:
        """How often each number is on paper, without *IN LẠI* or, if *again*, with it."""
        found: Counter[str] = Counter()
        for words in self.slips():
            if (REPRINT in words) == again:
                found.update(label.decode() for label in LABEL.findall(words))
        return found


@contextmanager
def printers(folder: Path, *, baud: int, is_paced: bool = False) -> Iterator[Papers]:
    """The hall's printer, and one at the desk that stands in for it, in the office of *folder*."""
    profile, pace_baud = "TM-T20II", baud if is_paced else None
    papers = Papers({name: ReadablePrinter(profile) for name in ("hall", "desk")})
    cables = {
        name: VirtualCable(each, pace_baud=pace_baud) for name, each in papers.printers.items()
    }
    places = {
        "hall": ("Sảnh", 'stand_in = "desk"\nroll_m = 80\n'),
        "desk": ("Bàn hướng dẫn", ""),
    }
    tables = "".join(
        f'[printer.{name}]\nurl = "{cables[name].url}"\nbaud = {baud}\nprofile = "{profile}"\n'
        f'vietnamese = "tcvn3"\nplace = "{place}"\n{more}\n'
        for name, (place, more) in places.items()
    )
    text = (folder / FILE).read_text(encoding="utf-8")
    head, _, rest = text.partition("[printer.hall]")
    boards = rest[rest.index("[board_bus") :]
    (folder / FILE).write_text(head + tables + boards, encoding="utf-8")
    try:
        yield papers
    finally:
        for cable in cables.values():
            cable.close()
