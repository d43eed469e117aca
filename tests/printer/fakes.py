"""A cable that speaks bytes to a software printer, on a clock that only the test moves."""

import threading

from printer.job import Job, Times
from printer.profiles import PrinterProfile
from printer.render import render
from printer.spool import Spool
from printer.virtual import VirtualPrinter
from printer.virtual_body import Build
from tests.printer.samples import SAMPLE


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now

    def wait(self, event: threading.Event, timeout_s: float) -> None:
        """Woken early now and then, so that a test can move a switch between two questions."""
        if not event.is_set():
            self.now += min(timeout_s, 0.05)


class Cable:
    """Satisfies the spool's Port. `is_cut` makes it go away; `writes_left` counts down to it."""

    def __init__(self, printer: VirtualPrinter, clock: Clock) -> None:
        self.printer, self.clock = printer, clock
        self.sent, self.is_cut, self.writes_left = bytearray(), False, 1_000_000
        self.echoes = self.is_held = False
        self.stalls_after: int | None = None  # bytes the line still takes
        self._arrived = bytearray()

    def write(self, data: bytes) -> None:
        if self.is_cut or self.writes_left <= 0:
            self.is_cut = True
            raise OSError("unplugged")
        self.writes_left -= 1
        self.sent += data
        self._arrived += data if self.echoes else b""
        self._arrive(self.printer.feed(data))

    def write_some(self, data: bytes, timeout_s: float) -> int:
        self._arrive(self.printer.feed(b""))
        piece = b"" if self.is_held else data[:16]  # fewer than may come after XOFF
        piece = piece if self.stalls_after is None else piece[: self.stalls_after]
        if not piece:
            self.clock.now += timeout_s
            return 0
        self.write(piece)
        if self.stalls_after is not None:
            self.stalls_after -= len(piece)
        return len(piece)

    def say(self, data: bytes) -> None:
        """Something comes that the printer did not say."""
        self._arrived += data

    def read(self, limit: int, timeout_s: float) -> bytes:
        if self.is_cut:
            raise OSError("unplugged")
        self._arrive(self.printer.feed(b""))
        if not self._arrived:
            self.clock.now += timeout_s
        data, self._arrived = bytes(self._arrived[:limit]), self._arrived[limit:]
        return data

    def _arrive(self, answers: bytes) -> None:
        """Flow control is the port's affair: it obeys, and the spool does not see it."""
        for byte in answers:
            if byte in b"\x11\x13":
                self.is_held = byte == 0x13
            else:
                self._arrived.append(byte)

    def discard_input(self) -> None:
        if self.is_cut:
            raise OSError("unplugged")
        self._arrived.clear()


class Hall:
    """A spool, its cable and its printer, and what the spool reported: (id, state, reason)."""

    def __init__(
        self, profile: PrinterProfile, times: Times | None = None, build: Build | None = None
    ) -> None:
        self.profile, self.clock = profile, Clock()
        self.printer = VirtualPrinter(profile, build, self.clock)
        self.cable = Cable(self.printer, self.clock)
        self.said: list[tuple[str, str, str]] = []
        self.spool = Spool(
            self.cable,
            profile,
            lambda *words: self.said.append(words),
            times=times,
            monotonic=self.clock,
            wait=self.clock.wait,
        )

    def issue(self, ticket: int) -> None:
        printout = render(SAMPLE, self.profile)
        job = Job(f"ticket:{ticket}", printout.data, printout.length_mm, self.clock.now)
        self.spool.put(job)

    def run_for(self, seconds: float) -> None:
        """Let the spool work until the clock has moved on by `seconds`."""
        until = self.clock.now + seconds
        while self.clock.now < until:
            self.spool.step()
