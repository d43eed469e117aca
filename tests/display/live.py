"""Cables that run in real time on real ports, for tests that wait for what comes about."""

import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

from display.bus import Bus
from display.modbus import Modbus
from display.virtual import VirtualBoards
from hardware.ports import Line, ReconnectingPort
from hardware.virtual import VirtualCable

KINDS = [*(["pty"] if hasattr(os, "openpty") else []), "tcp", "rfc2217"]
BAUD = 115200
BOARDS = {str(n): n for n in range(1, 6)}
REFRESH_S = 0.3
ANSWER_S = 0.5
"""Longer than this machine ever keeps a thread waiting, so that a stall is no silent board."""


class Device:
    """Five Modbus boards; what a test overrides is how their cable behaves."""

    def __init__(self) -> None:
        self.boards = VirtualBoards(Modbus(BAUD), BOARDS.values())
        self.asked: list[int] = []
        """The address of each frame that came, in order."""
        self._decoder = Modbus(BAUD).decoder()

    def feed(self, data: bytes) -> bytes:
        self.asked += [each.address for each in self._decoder.feed(data)]
        return self.answer(data)

    def answer(self, data: bytes) -> bytes:
        return self.boards.feed(data)

    def shows(self, texts: dict[int, str]) -> bool:
        now = self.boards.snapshot()
        return all(now[address].strip() == text for address, text in texts.items())


class Strand:
    """A running cable with its device."""

    def __init__(self, device: Device, kind: str) -> None:
        self.device = device
        self.cable = VirtualCable(device, kind)
        self.port = ReconnectingPort(Line(self.cable.url, BAUD))
        self.bus = Bus(
            self.port, Modbus(BAUD), BOARDS, refresh_s=REFRESH_S, answer_timeout_s=ANSWER_S
        )

    def states(self) -> dict[str, str]:
        return {each.name: each.state for each in self.bus.health()}

    def close(self) -> None:
        self.port.close()
        self.cable.close()


def wait_for(is_so: Callable[[], bool]) -> bool:
    """Look until it is so; False when it never came about."""
    deadline_s = time.monotonic() + 20.0
    while not is_so() and time.monotonic() < deadline_s:
        time.sleep(0.005)
    return is_so()


@contextmanager
def running(*buses: Bus) -> Iterator[None]:
    """The thread of each bus."""
    stop = threading.Event()
    threads = [threading.Thread(target=bus.run, args=(stop,)) for bus in buses]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        stop.set()
        for bus in buses:
            bus.wake()
        for thread in threads:
            thread.join(timeout=20)


@contextmanager
def strands(*devices: Device, kind: str) -> Iterator[list[Strand]]:
    """A running cable for each device, all of one kind."""
    with ExitStack() as opened:
        made = []
        for device in devices:
            strand = Strand(device, kind)
            opened.callback(strand.close)
            made.append(strand)
        opened.enter_context(running(*(strand.bus for strand in made)))
        yield made
