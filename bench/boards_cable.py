"""The far end of a cable of boards, in a process of its own: it takes the time a UART would.

A wait for bytes that are on the wire costs the program under test no turn of Python's lock.
"""

import multiprocessing
import random
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import Any

from display.catalogue import protocol_named
from display.described import Described
from display.protocol import Protocol
from display.table import Table
from hardware.pace import Pace
from hardware.virtual import VirtualCable

BAUD = 9600
GAPLESS = "stx, no answer"
"""A described protocol with neither answer nor silence: nothing but its bytes bounds it."""

SLACK_S = 0.0005
"""A wake-up of this process may be so late; a real silence on the line is longer."""

Heard = tuple[float, int, str]


def protocol_of(name: str) -> Protocol:
    """By its name in ``office.toml``, or :data:`GAPLESS`."""
    if name == GAPLESS:
        described = Described(frame="02 | address text 03 sum", checksum="xor8")
        table = Table(name, described, BAUD)
        table.gap_s = 0.0
        return table
    return protocol_named(name, BAUD)


class Ear:
    """The line and the boards on it: bytes take their time, a board keeps the silence before it
    answers, and the instant is noted at which the last byte of each frame has come.

    What the program hands over while the line is busy waits before it, as in a UART.
    """

    def __init__(self, protocol: Protocol) -> None:
        self._decoder = protocol.decoder()
        self._turn_s = protocol.gap_s
        self._pace = Pace(BAUD, slack_s=SLACK_S)
        self.heard: list[Heard] = []
        self.late_ms: list[float] = []
        """How much later than asked this process was woken, at the end of each frame."""

    def feed(self, data: bytes) -> bytes:
        """Bytes from the program, as fast as it likes."""
        answer = b""
        for at in range(len(data)):
            found = self._decoder.feed(data[at : at + 1])
            wait_s = self._pace.wait_s(1, time.monotonic())
            if found or at == len(data) - 1:
                due = time.monotonic() + wait_s
                time.sleep(wait_s)
                self.late_ms.append((time.monotonic() - due) * 1000)
            for each in found:
                self.heard.append((time.monotonic(), each.address, (each.text or "").strip()))
                answer += each.answer
        if answer:
            time.sleep(self._turn_s)
            time.sleep(self._pace.wait_s(len(answer), time.monotonic()))
        return answer


class FarEnd:
    """The process, its cable's url, and what its boards heard."""

    def __init__(self, name: str, kind: str) -> None:
        self._near, far = multiprocessing.Pipe()
        context = multiprocessing.get_context("spawn")
        self._process = context.Process(target=_run, args=(name, kind, far), daemon=True)
        self._process.start()
        self.url: str = self._near.recv()

    def heard(self) -> list[Heard]:
        """All that came since the last time this was asked; monotonic clock, address, text."""
        self._near.send("heard")
        found: list[Heard] = self._near.recv()
        return found

    def late_ms(self) -> list[float]:
        """How much later than asked the process was woken, each time: the machine's own doing."""
        self._near.send("late")
        found: list[float] = self._near.recv()
        return found

    def close(self) -> None:
        """End the process."""
        self._near.send("end")
        self._process.join()


def _run(name: str, kind: str, pipe: "Connection[Any, Any]") -> None:
    ear = Ear(protocol_of(name))
    cable = VirtualCable(ear, kind)
    pipe.send(cable.url)
    while (asked := pipe.recv()) != "end":
        asked_for: list[Any] = ear.heard if asked == "heard" else ear.late_ms
        found = asked_for[:]
        del asked_for[: len(found)]
        pipe.send(found)
    cable.close()


def overshoot_ms(seconds: float, times: int = 300) -> list[float]:
    """How much later than asked this machine wakes a sleeper, in milliseconds."""
    late = []
    for _ in range(times):
        began = time.monotonic()
        time.sleep(seconds)
        late.append((time.monotonic() - began - seconds) * 1000)
    return late


def pauses(seed: int, low_s: float, high_s: float) -> Callable[[], float]:
    """Random waits between two calls, the same ones each time."""
    source = random.Random(seed)
    return lambda: source.uniform(low_s, high_s)
