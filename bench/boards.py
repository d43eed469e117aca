"""Thirty-two boards on one cable at 9600 baud: how late a lone call is, how long a burst takes.

The floor is the wire's own: bits ÷ baud, answers and demanded silences as the protocol has them.
"""

import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count

from bench.boards_cable import GAPLESS, FarEnd, Heard, overshoot_ms, pauses, protocol_of
from bench.table import quantile, show
from display.bus import Bus
from display.protocol import Protocol
from hardware.ports import Line, ReconnectingPort

BOARDS, WIDTH, BAUD = 32, 4, 9600
CALLS, BURSTS = 400, 5
BUSY = 4
"""Only so many boards are called, so that the others have their turns in the refresh round."""
SELDOM_S = 3600
LONE = (
    ("modbus", "tcp", "none"),
    ("modbus", "tcp", "own"),
    ("modbus", "tcp", "10 s"),
    ("modbus", "rfc2217", "own"),
    ("modbus", "pty", "own"),
    ("alpha", "tcp", "own"),
    ("stx", "tcp", "own"),
    ("kanban", "tcp", "own"),
    (GAPLESS, "tcp", "own"),
    ("qsystem", "tcp", "none"),
)
PRIORITY = 50
"""Of a real-time thread. Bytes through a pseudo-terminal still wait for a thread of the kernel's
that has none."""
ROUNDS = {"none": SELDOM_S, "own": 0, "10 s": 10}
BURST = (
    *(("modbus", kind) for kind in ("tcp", "rfc2217", "pty")),
    *((name, "tcp") for name in ("alpha", "stx", "kanban", GAPLESS, "qsystem")),
)


class Cable:
    """A bus with its boards at the end of a paced cable."""

    def __init__(self, bus: Bus, protocol: Protocol, far: FarEnd) -> None:
        self.bus, self.protocol, self.far = bus, protocol, far
        self._labels = count(100)

    @property
    def names(self) -> list[str]:
        return [str(n) for n in range(BOARDS)]

    def call(self, name: str) -> tuple[float, int, str]:
        """Call a number no board shows; the instant, its board's address, what it will hear."""
        address = self.protocol.addresses[int(name)]
        text = f"{next(self._labels) % 900 + 100}"
        frame = self.protocol.frame(address, text, WIDTH)
        said = self.protocol.decoder().feed(frame)[0].text or ""
        began = time.monotonic()
        self.bus.show(name, text)
        return began, address, said.strip()

    def wire_ms(self) -> float:
        """A frame's own wire time."""
        frame = self.protocol.frame(self.protocol.addresses[0], "A042", WIDTH)
        return self.protocol.wire_s(len(frame)) * 1000

    def answer_ms(self) -> float:
        """An answer's wire time; 0.0 where there are none."""
        frame = self.protocol.frame(self.protocol.addresses[0], "A042", WIDTH)
        answer = self.protocol.decoder().feed(frame)[0].answer
        return self.protocol.wire_s(len(answer)) * 1000 if self.has_answers else 0.0

    @property
    def has_answers(self) -> bool:
        return self.protocol.answer_timeout_s > 0

    def until_painted(self) -> None:
        """Wait until every board has been sent something, and the line is free."""
        while any(each.painted_s_ago is None for each in self.bus.health()):
            time.sleep(0.05)
        time.sleep(0.5)


@contextmanager
def cable(name: str, kind: str, refresh_s: float) -> Iterator[Cable]:
    """A running cable, its boards painted blank."""
    protocol = protocol_of(name)
    far = FarEnd(name, kind)
    port = ReconnectingPort(Line(far.url, BAUD))
    boards = {str(n): protocol.addresses[n] for n in range(BOARDS)}
    bus = Bus(port, protocol, boards, width=WIDTH, refresh_s=refresh_s)
    stop = threading.Event()
    thread = threading.Thread(target=bus.run, args=(stop,))
    thread.start()
    try:
        made = Cable(bus, protocol, far)
        made.until_painted()
        yield made
    finally:
        stop.set()
        bus.wake()
        thread.join()
        port.close()
        far.close()


def lone(name: str, kind: str, round: str) -> dict[str, object]:
    """Calls that come alone: from show() to the last byte at the board."""
    with cable(name, kind, ROUNDS[round]) as on:
        rest_s = on.protocol.gap_s + (on.wire_ms() + on.answer_ms()) / 1000
        pause = pauses(7, rest_s + 0.02, rest_s + 0.1)
        made = []
        on.far.heard()
        on.far.late_ms()
        for number in range(CALLS if name != "qsystem" else CALLS // 4):
            made.append(on.call(str(number % BUSY)))
            time.sleep(pause())
        heard, machine = on.far.heard(), on.far.late_ms()
        own_ms, round_s = on.wire_ms(), on.bus.cable_health().round_s
    late = sorted(_late_ms(made, heard, own_ms))
    turn_s = on.protocol.gap_s if on.has_answers else 0.0
    busy_s = on.answer_ms() / 1000 + turn_s + on.protocol.gap_s
    met = sum(_has_met(call, heard, busy_s) for call in made)
    return {
        "protocol": name,
        "over": kind,
        "round": "none" if round == "none" else f"{round_s:.0f} s",
        "calls": len(late),
        "own_ms": own_ms,
        "late_ms_median": quantile(late, 0.5),
        "late_ms_p99": quantile(late, 0.99),
        "late_ms_max": late[-1],
        "machine_ms_p99": quantile(machine, 0.99),
        "machine_ms_max": max(machine),
        "allowed_ms": 10.0,
        "met_a_frame": met,
        "over_10_ms": sum(each > 10 for each in late),
        "lost": len(made) - len(late),
    }


def _late_ms(made: list[Heard], heard: list[Heard], own_ms: float) -> Iterator[float]:
    """For each call that arrived, the milliseconds above its frame's own wire time."""
    for began, address, text in made:
        came = (at for at, where, said in heard if (where, said) == (address, text) and at > began)
        if (at := next(came, None)) is not None:
            yield (at - began) * 1000 - own_ms


def _has_met(call: Heard, heard: list[Heard], busy_s: float) -> bool:
    """Whether a frame to another was under way when a call came, or its answer or silence."""
    began, address, text = call
    after = [each for each in heard if each[0] > began]
    ours = next((n for n, each in enumerate(after) if each[1:] == (address, text)), 0)
    last = max((at for at, _, _ in heard if at <= began), default=0.0)
    return ours > 0 or began - last < busy_s


def burst(name: str, kind: str) -> dict[str, object]:
    """All boards called at once: until the last byte of the last frame."""
    with cable(name, kind, 0) as on:
        took = [_one_burst(on) for _ in range(BURSTS)]
        own, answer, gap = on.wire_ms(), on.answer_ms(), on.protocol.gap_s * 1000
        turn = gap if on.has_answers else 0.0
    wire = BOARDS * own + (BOARDS - 1) * answer
    demanded = wire + (BOARDS - 1) * (gap + turn)
    return {
        "protocol": name,
        "over": kind,
        "wire_ms": wire,
        "with_silence_ms": demanded,
        "took_ms_median": quantile(took, 0.5),
        "took_ms_max": max(took),
        "by_wire": quantile(took, 0.5) / wire,
        "by_floor": quantile(took, 0.5) / demanded,
        "worst_by_floor": max(took) / demanded,
        "allowed": 1.2,
    }


def _one_burst(on: Cable) -> float:
    on.far.heard()
    made = [on.call(name) for name in on.names]
    wanted = {(address, text) for _, address, text in made}
    heard: list[Heard] = []

    def has_all() -> bool:
        heard.extend(on.far.heard())
        return wanted <= {(address, text) for _, address, text in heard}

    _until(has_all)
    ends = [at for at, address, text in heard if (address, text) in wanted]
    time.sleep(on.protocol.gap_s + 0.2)
    return (max(ends) - made[0][0]) * 1000


def _until(is_true: Callable[[], bool]) -> None:
    end = time.monotonic() + 60.0
    while not is_true() and time.monotonic() < end:
        time.sleep(0.1)


def run() -> None:
    """Print both tables, and what this machine's own sleep costs."""
    print("in real time:", "yes" if _has_priority() else "no, not allowed: others' work shows")
    late = overshoot_ms(0.004)
    show(
        "This machine: how much later than asked a sleep of 4 ms ends",
        [{"median_ms": quantile(late, 0.5), "p99_ms": quantile(late, 0.99), "max_ms": max(late)}],
    )
    show(f"A lone call, {BOARDS} boards at {BAUD} baud: above its own wire time", [*map(_l, LONE)])
    show(f"A burst of {BOARDS} calls: beside the sum of wire times", [*map(_b, BURST)])


def _has_priority() -> bool:
    """Run before everything else on this machine, where that is allowed."""
    try:
        os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(PRIORITY))
    except (AttributeError, OSError):
        return False
    return True


def _l(what: tuple[str, str, str]) -> dict[str, object]:
    return lone(*what)


def _b(what: tuple[str, str]) -> dict[str, object]:
    return burst(*what)
