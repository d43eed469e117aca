"""Thirty counters, thirty boards on three cables, five printers, thirty tablets, 60 times time.

Falling behind would show as followers with entries left, slips queued, boards that do not show
what they should, or ratings that miss their window.
"""

import json
import re
import threading
import time
from collections import Counter

from bench.rehearsal import Rehearsal, rehearsal
from bench.table import quantile, show

PORT = 8091
RUN_S = 75.0
SETTLED_S = 25.0
"""By then all thirty tablets have started and are paired."""
OPTIONS = ("--sample", "thirty-counters", "--speed", "60")

_BEHIND = re.compile(r'motcua_follower_behind\{follower="(\w+)"\} (\d+)')


def run() -> None:
    """Print what was seen after everything had settled."""
    with rehearsal(PORT, *OPTIONS) as demo:
        demo.ready_s()
        time.sleep(max(0.0, SETTLED_S - (time.perf_counter() - demo.begun)))
        behind = _Behind()
        boards = _Boards(demo)
        boards.start()
        counts: Counter[str] = Counter()
        slips: dict[int, float] = {}
        slip_s: list[float] = []
        finished: dict[int, float] = {}
        rating_s: list[float] = []
        newest = _newest(demo)
        for at, event in demo.events(RUN_S, after=newest):
            counts[event["event"]] += 1
            ticket = event.get("ticket", 0)
            match event["event"]:
                case "called":
                    boards.called(event["counter"], event["label"])
                case "issued":
                    slips[ticket] = at
                case "slip_printed":
                    slip_s += [at - slips.pop(ticket)] if ticket in slips else []
                case "finished":
                    finished[ticket] = at
                case "rated":
                    rating_s += [at - finished.pop(ticket)] if ticket in finished else []
            behind.look(demo, at)
        boards.end()
    minutes = (RUN_S - SETTLED_S) / 60
    show(
        "office size, 60 times time",
        [
            {"what": "events a minute", "value": sum(counts.values()) / minutes},
            {"what": "visits finished a minute", "value": counts["finished"] / minutes},
            {"what": "ratings a minute", "value": counts["rated"] / minutes},
            {"what": "issue to printed slip, median s", "value": quantile(slip_s, 0.5)},
            {"what": "issue to printed slip, p99 s", "value": quantile(slip_s, 0.99)},
            {"what": "slips failed", "value": counts["slip_failed"]},
            {"what": "finish to rating, median s", "value": quantile(rating_s, 0.5)},
            {"what": "finish to rating, p99 s", "value": quantile(rating_s, 0.99)},
            {"what": "call to label on its board, median s", "value": quantile(boards.s, 0.5)},
            {"what": "call to label on its board, p99 s", "value": quantile(boards.s, 0.99)},
            {"what": "calls whose label never came up", "value": boards.missed},
            {"what": "entries a follower was behind, most", "value": behind.most},
        ],
    )


class _Boards(threading.Thread):
    """Reads what the boards show, ten times a second, and how long each call took to get there."""

    LOOK_S = 0.1

    def __init__(self, demo: Rehearsal) -> None:
        super().__init__(name="boards")
        self.s: list[float] = []
        self.missed = 0
        self._demo = demo
        self._wanted: dict[str, tuple[str, float]] = {}
        self._lock = threading.Lock()
        self._is_over = threading.Event()

    def called(self, counter: str, label: str) -> None:
        """*label* should come up at *counter* from now on."""
        with self._lock:
            self.missed += counter in self._wanted
            self._wanted[counter] = (label, time.perf_counter())

    def run(self) -> None:
        while not self._is_over.wait(self.LOOK_S):
            shown = json.loads(self._demo.get("/api/v1/virtual"))
            now = time.perf_counter()
            with self._lock:
                for board in shown:
                    wanted = self._wanted.get(board["counter"])
                    if board["kind"] == "board" and wanted and board["text"].strip() == wanted[0]:
                        self.s.append(now - wanted[1])
                        del self._wanted[board["counter"]]

    def end(self) -> None:
        """Stop looking."""
        self._is_over.set()
        self.join()


class _Behind:
    """Asks the metrics once a second how far the slowest follower is behind."""

    def __init__(self) -> None:
        self.most = 0
        self._asked_at = 0.0

    def look(self, demo: Rehearsal, at: float) -> None:
        if at - self._asked_at >= 1.0:
            self._asked_at = at
            found = _BEHIND.findall(demo.get("/metrics").decode().replace(".0", ""))
            self.most = max(self.most, *(int(number) for _, number in found))


def _newest(demo: Rehearsal) -> int:
    found = re.search(r"motcua_journal_seq (\d+)", demo.get("/metrics").decode())
    return int(found[1]) if found else 0
