"""Which logos one printer's memory holds, as far as its spool has said.

A logo is sent there once, as a job of its own beside the first slip that shows it; until the
spool reports that job printed, slips carry the dots. Flash wears (Epson: at most ten writes a
day), so after a start of the program each logo is written once and never again.
"""

import threading
from typing import Final

from printer.logo import define
from printer.profiles import LARGEST_BAND_BYTES, PrinterProfile
from printer.render import Printout
from printer.slip import Logo, Slip

_JOB: Final = "logo:"
_HEAD_BYTES: Final = 16  # of GS ( L function 67
_MOST_WRITES: Final = 10  # since the start; an office has one logo


class Shelf:
    """Any thread may ask and report. `keys` is what render() takes as `stored`."""

    def __init__(self, profile: PrinterProfile) -> None:
        self._profile = profile
        self._lock = threading.Lock()
        self._held: frozenset[str] = frozenset()
        self._on_the_way: set[str] = set()
        self._writes = 0

    @property
    def keys(self) -> frozenset[str]:
        """The logos that can be shown by key."""
        with self._lock:
            return self._held

    def jobs_for(self, slip: Slip) -> list[tuple[str, Printout]]:
        """Jobs (id, bytes) to put in the queue for the logos of `slip`; mostly none."""
        if not self._profile.has_nv_graphics:
            return []
        logos = [part for part in slip.lines if isinstance(part, Logo) and _is_small(part)]
        with self._lock:
            return [
                (_JOB + logo.key, Printout(define(logo), 0)) for logo in logos if self._new(logo)
            ]

    def _new(self, logo: Logo) -> bool:
        is_new = logo.key not in self._held | self._on_the_way and self._writes < _MOST_WRITES
        if is_new:
            self._on_the_way.add(logo.key)
            self._writes += 1
        return is_new

    def report(self, id: str, state: str) -> None:
        """What the spool says of a job; of other jobs than logos too."""
        key = id.removeprefix(_JOB)
        if key == id or state == "printing":
            return
        with self._lock:
            self._on_the_way.discard(key)
            if state == "printed":
                self._held |= {key}


def _is_small(logo: Logo) -> bool:
    """A job that broke off inside a larger one could not be ended (see LARGEST_BAND_BYTES)."""
    return len(define(logo)) <= LARGEST_BAND_BYTES + _HEAD_BYTES
