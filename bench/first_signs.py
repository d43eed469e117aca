"""From the command to the first signs of life: ready, slip, call, board, rating.

Targets of the demo: ready within 2 s, everything else within 10 s.
"""

import json
import threading
import time
from statistics import median

from bench.rehearsal import Rehearsal, rehearsal
from bench.table import show

PORT = 8090
RUNS = 3
WATCH_S = 15.0
FIRST = {"slip": "slip_printed", "call": "called", "rating": "rated"}


def run() -> None:
    """Print the medians of :data:`RUNS` runs in seconds."""
    seen = [_once() for _ in range(RUNS)]
    rows = [
        {
            "first": name,
            "median_s": median(each[name] for each in seen),
            "worst_s": max(each[name] for each in seen),
            "target_s": 2.0 if name == "ready" else 10.0,
        }
        for name in seen[0]
    ]
    show(f"first signs, {RUNS} runs", rows)


def _once() -> dict[str, float]:
    with rehearsal(PORT) as demo:
        found = {"ready": demo.ready_s()}
        board = threading.Thread(target=_watch_boards, args=(demo, found))
        board.start()
        for at, event in demo.events(WATCH_S):
            for name, wanted in FIRST.items():
                if event["event"] == wanted:
                    found.setdefault(name, at)
            if len(found) == len(FIRST) + 2:
                break
        board.join()
    return {name: found.get(name, float("inf")) for name in ("ready", *FIRST, "board")}


def _watch_boards(demo: Rehearsal, found: dict[str, float]) -> None:
    """The first label read off a board's wire."""
    while (at := time.perf_counter() - demo.begun) < WATCH_S:
        devices = json.loads(demo.get("/api/v1/virtual"))
        if any(each["kind"] == "board" and each["text"].strip(" -") for each in devices):
            found["board"] = at
            return
        time.sleep(0.02)
