"""A spool on a real line with a paced printer made of software at its far end."""

import random
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from hardware.ports import Line, ReconnectingPort
from hardware.virtual import VirtualCable
from printer.job import Times
from printer.profiles import PrinterProfile
from printer.spool import Spool
from printer.virtual import VirtualPrinter
from printer.virtual_body import Build
from tests.hardware.wires import until
from tests.printer.faults.judge import Said, ends, slip

BAUD = 115_200
TIMES = Times(
    baud=BAUD,
    confirm_s=2.0,
    max_age_s=20.0,
    grace_s=0.3,
    poll_s=0.3,
    fence_s=1.0,
    quiet_s=0.5,
    stalled_s=0.5,
)


class Tap:
    """Sits before the printer: does something when so many bytes have passed, and may echo."""

    def __init__(self, printer: VirtualPrinter) -> None:
        self._printer = printer
        self._left, self._action = 0, lambda: None
        self.echoes = False
        self.is_done = threading.Event()

    def after(self, count: int, action: Callable[[], None]) -> None:
        """Do it once `count` more bytes have come."""
        self.is_done.clear()
        self._action, self._left = action, count

    def feed(self, data: bytes) -> bytes:
        if self._left > 0:
            self._left -= len(data)
            if self._left <= 0:
                self._action()
                self.is_done.set()
        answer = self._printer.feed(data)
        return data + answer if self.echoes else answer


class Rig:
    def __init__(self, kind: str, profile: PrinterProfile, build: Build) -> None:
        self.printer = VirtualPrinter(profile, build)
        self.tap = Tap(self.printer)
        self.cable = VirtualCable(self.tap, kind, BAUD, is_xonxoff=True, tick_s=0.01)
        self.port = ReconnectingPort(Line(self.cable.url, baud=BAUD, is_xonxoff=True))
        self.said: list[Said] = []
        self.numbers: list[int] = []
        self.noise = random.Random(1)
        self.spool = Spool(self.port, profile, lambda *words: self.said.append(words), times=TIMES)

    def put(self, *numbers: int) -> None:
        for number in numbers:
            self.numbers.append(number)
            self.spool.put(slip(number, time.monotonic()))

    def say_noise(self) -> None:
        """Forty bytes of anything but flow control."""
        sayable = [byte for byte in range(256) if byte not in (0x11, 0x13)]
        self.cable.say(bytes(self.noise.choices(sayable, k=40)))

    @property
    def ended(self) -> int:
        return sum(state != "printing" for state in ends(self.said).values())

    def settle(self) -> None:
        until(lambda: self.ended == len(self.numbers) and not self.spool.health().queued, 60)


@contextmanager
def rigged(kind: str, profile: PrinterProfile, build: Build | None = None) -> Iterator[Rig]:
    rig = Rig(kind, profile, build or Build(speed_mm_s=150))
    stop = threading.Event()
    thread = threading.Thread(target=rig.spool.run, args=(stop,))
    thread.start()
    try:
        until(lambda: rig.spool.health().state == "ready")
        yield rig
    finally:
        stop.set()
        thread.join()
        rig.port.close()
        rig.cable.close()
