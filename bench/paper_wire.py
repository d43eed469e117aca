"""A ticket through the spool, a pseudo-terminal and a paced cable to a printer made of software."""

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import pairwise

from hardware.ports import Line, ReconnectingPort
from hardware.virtual import VirtualCable
from printer.job import Job, Times
from printer.profiles import PROFILES, Route
from printer.render import Printout, render
from printer.spool import Spool
from printer.virtual import VirtualPrinter
from printer.virtual_body import Build
from tests.printer.samples import TICKET

BAUDS = (9600, 19200, 38400, 115200)
MODEL = "TM-T20II"
HEAD_MM_S = 150  # a TM-T20II's
TICK_S = 0.005
PATIENCE_S = 30.0


class Watch:
    """Sits before the printer and notes when the bytes of a slip come."""

    def __init__(self, printer: VirtualPrinter) -> None:
        self._printer = printer
        self.came: list[float] = []
        self._left = 0

    def begin(self, length: int) -> None:
        """The next `length` bytes are the slip."""
        self.came.clear()
        self._left = length

    def feed(self, data: bytes) -> bytes:
        """Bytes from the wire."""
        if data and self._left > 0:
            self.came.append(time.monotonic())
            self._left -= len(data)
        return self._printer.feed(data)


def rows() -> Iterator[dict[str, object]]:
    """For each route and baud rate, what it took and what the wire needs at least."""
    routes: tuple[Route, ...] = ("tcvn3", "glyphs", "picture")
    for route in routes:
        profile = replace(PROFILES[MODEL], vietnamese=route)
        printout = render(TICKET, profile)
        for baud in BAUDS:
            yield {"route": route, "baud": baud, **_measured(printout, baud)}


def _measured(printout: Printout, baud: int) -> dict[str, object]:
    profile = PROFILES[MODEL]
    printer = VirtualPrinter(profile, Build(speed_mm_s=HEAD_MM_S))
    watch = Watch(printer)
    cable = VirtualCable(watch, None, baud, is_xonxoff=True, tick_s=TICK_S)
    port = ReconnectingPort(Line(cable.url, baud=baud, is_xonxoff=True))
    printed = threading.Event()
    spool = Spool(
        port,
        profile,
        lambda _, state, __: printed.set() if state == "printed" else None,
        times=Times(baud=baud),
    )
    stop = threading.Event()
    thread = threading.Thread(target=spool.run, args=(stop,))
    thread.start()
    try:
        _until(lambda: spool.health().state == "ready")
        watch.begin(len(printout.data))
        began = time.monotonic()
        spool.put(Job("ticket:1", printout.data, printout.length_mm, began))
        printed.wait(PATIENCE_S)
        known = time.monotonic()
    finally:
        stop.set()
        thread.join()
        port.close()
        cable.close()
    gaps = [late - early for early, late in pairwise(watch.came)]
    return {
        "floor_s": len(printout.data) * 10 / baud,
        "last_byte_s": watch.came[-1] - began,
        "first_byte_ms": (watch.came[0] - began) * 1000,
        "longest_gap_ms": max(gaps, default=0.0) * 1000,
        "known_printed_s": known - began,
    }


def _until(is_true: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end and not is_true():
        time.sleep(0.01)
