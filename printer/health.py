"""How a printer is, for people and for the spool's own decisions."""

from dataclasses import dataclass
from typing import Final, Literal, Protocol

from printer.status import Paper

PrinterState = (
    Literal["unknown", "ready", "away", "stalled", "paper_out", "cover_open"]
    | Literal["cutter", "error", "hot", "offline", "silent"]
)
WHY: Final = {
    "unknown": "it has not answered yet",
    "ready": "",
    "stalled": "it takes no data",
    "paper_out": "no paper",
    "cover_open": "the cover is open",
    "cutter": "the cutter is stuck",
    "error": "it reports a fault: switch it off and on",
    "hot": "it is too hot and goes on by itself",
    "offline": "offline, and it does not say why",
    "silent": "it answered before and does not answer now",
}


class Port(Protocol):
    """What a spool needs of a port; every method raises OSError when the port is away."""

    def write(self, data: bytes) -> None: ...

    def write_some(self, data: bytes, timeout_s: float) -> int: ...

    def read(self, limit: int, timeout_s: float) -> bytes: ...

    def discard_input(self) -> None: ...


@dataclass(frozen=True)
class PrinterHealth:
    """For people: `why` is a plain sentence, "" when nothing is wrong.

    `used_mm` is the paper of all slips since the start that are, or may be, on paper.
    """

    state: PrinterState
    queued: int
    paper: Paper
    printed: int
    why: str
    used_mm: int = 0
