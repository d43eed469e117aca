"""Thirty counters, thirty boards on three cables, five printers, thirty tablets, 60 times time.

Falling behind would show as followers with entries left, slips queued, boards that do not show
what they should, or ratings that miss their window.
"""

import re
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
                case "issued":
                    slips[ticket] = at
                case "slip_printed":
                    slip_s += [at - slips.pop(ticket)] if ticket in slips else []
                case "finished":
                    finished[ticket] = at
                case "rated":
                    rating_s += [at - finished.pop(ticket)] if ticket in finished else []
            behind.look(demo, at)
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
            {"what": "entries a follower was behind, most", "value": behind.most},
        ],
    )


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
