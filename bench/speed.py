"""Speed: ``python -m bench speed [--quick] [--json FILE] [--data DIR] [--past N,N]``.

Every figure is the median of repeated runs, beside the machine's own limits in the same minutes.
``docs/explanation/speed.md`` says what bounds each.
"""

import argparse
import asyncio
import json
import os
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from bench import history, load, signals, slow_disk
from bench.disk import syncs_per_s
from bench.load import Load, Seen
from bench.offices import Running, make_office, running, serving, token
from bench.table import quantile, show

BARE_PORT = 9322


@dataclass(frozen=True)
class Size:
    """How long and how often."""

    seconds: float
    runs: int
    clients: Sequence[int]
    screens: int
    calls: int


FULL = Size(seconds=4, runs=3, clients=(1, 8, 32), screens=200, calls=200)
QUICK = Size(seconds=1, runs=1, clients=(8,), screens=20, calls=10)

Row = dict[str, object]


def run(words: Sequence[str]) -> None:
    """Measure and print; *words* are the options."""
    options = _options(words)
    size = QUICK if options.quick else FULL
    if not load.is_here():
        print(f"\nspeed: {load.MISSING}")
        return
    tables: dict[str, list[Row]] = {}
    with tempfile.TemporaryDirectory(dir=options.data) as name:
        for title, rows in _all(Path(name), size, options):
            tables[title] = rows
            show(title, rows)
    if options.json:
        Path(options.json).write_text(json.dumps(tables, ensure_ascii=False, indent=1) + "\n")


def _options(words: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench speed")
    parser.add_argument("--quick", action="store_true", help="small, for a check of the bench")
    parser.add_argument("--json", metavar="FILE", help="write the figures there too")
    parser.add_argument("--data", metavar="DIR", help="keep offices with a past here for next time")
    parser.add_argument("--past", default="", help="past tickets, as 1000000,10000000")
    return parser.parse_args(words)


def _all(folder: Path, size: Size, options: argparse.Namespace) -> Iterator[tuple[str, list[Row]]]:
    yield "the machine", [_machine(folder)]
    yield "from a call", _from_a_call(folder, size)
    fresh = make_office(folder / "fresh")
    rows, fast = _office(fresh, folder, size)
    yield "no past", rows
    yield "limits of the same server", _limits(folder, size, fast)
    slow = slow_disk.environ(folder)
    if slow is None:
        print(f"\n{slow_disk.MISSING}")
    else:
        rows = _compared(make_office(folder / "slow"), folder, size, fast, slow)
        yield f"a sync takes {slow_disk.SYNC_MS} ms more", rows
    for tickets in [int(each) for each in options.past.split(",") if each]:
        place = Path(options.data or folder) / f"past-{tickets}"
        old = history.make(place, tickets)
        history.end_day(old)
        yield f"{tickets} past tickets", _compared(old, folder, size, fast)


def _machine(folder: Path) -> Row:
    return {
        "cores": os.cpu_count(),
        "load before": os.getloadavg()[0],
        "disk syncs/s": median(syncs_per_s(folder) for _ in range(3)),
        "python": sys.version.split()[0],
    }


def _office(
    office: Path, folder: Path, size: Size, environ: Mapping[str, str] | None = None
) -> tuple[list[Row], dict[str, float]]:
    """Issue and call-next at every number of clients, then what it took."""
    rows: list[Row] = []
    rates = {}
    tokens = {role: token(office, role) for role in ("kiosk", "admin")}
    with serving(office, environ=environ) as server:
        driver = Load(folder, server.port)
        driver.run(load.ISSUE, 8, size.seconds, tokens["kiosk"])  # so that nobody calls in vain
        for clients in size.clients:
            issue, call = [], []
            for _ in range(size.runs):
                issue.append(driver.run(load.ISSUE, clients, size.seconds, tokens["kiosk"]))
                call.append(
                    driver.run(load.CALL_NEXT, clients, size.seconds * 0.75, tokens["admin"])
                )
            for what, seen in (("issue", issue), ("call next", call)):
                rows.append(_row(what, clients, seen))
                rates[f"{what} {clients}"] = median(each.per_s for each in seen)
        rows.append(_took(server))
    return rows, rates


def _row(what: str, clients: int, seen: Sequence[Seen]) -> Row:
    return {
        "what": what,
        "clients": clients,
        "per s": median(each.per_s for each in seen),
        "lowest": min(each.per_s for each in seen),
        "median ms": median(each.median_ms for each in seen),
        "p99 ms": median(each.p99_ms for each in seen),
        "nobody waits": sum(each.empty for each in seen),
        "errors": sum(each.refused for each in seen),
    }


def _took(server: Running) -> Row:
    """Of the server: seconds to its start, and memory after all this."""
    row: Row = dict.fromkeys(
        ("clients", "per s", "lowest", "median ms", "p99 ms", "nobody waits", "errors"), "-"
    )
    return {
        **row,
        "what": f"start {server.ready_s:.2f} s, resident {server.resident_mb():.0f} MB",
    }


def _compared(
    office: Path,
    folder: Path,
    size: Size,
    fast: Mapping[str, float],
    environ: Mapping[str, str] | None = None,
) -> list[Row]:
    rows, rates = _office(office, folder, size, environ)
    ratios = [rates[name] / fast[name] for name in rates]
    return [{**row, "of no past": ratio} for row, ratio in zip(rows, [*ratios, "-"], strict=True)]


def _limits(folder: Path, size: Size, fast: Mapping[str, float]) -> list[Row]:
    """What the server itself can do: no change at all, and one bare row by a shared commit."""
    clients = max(size.clients)
    issued = fast[f"issue {clients}"]
    path = folder / "bare.db"
    command = [sys.executable, "-m", "bench.doors", "bridge", str(BARE_PORT), str(path)]
    with running(command, BARE_PORT) as server:
        driver = Load(folder, server.port)
        bare = [driver.run(load.BARE, clients, size.seconds) for _ in range(size.runs)]
    with serving(folder / "fresh") as server:
        driver = Load(folder, server.port)
        empty = [driver.run(load.EMPTY, clients, size.seconds) for _ in range(size.runs)]
    rows = [
        _row("bare handler, one row", clients, bare),
        _row("empty request", clients, empty),
    ]
    return [{**row, "issue of it": issued / float(str(row["per s"]))} for row in rows]


def _from_a_call(folder: Path, size: Size) -> list[Row]:
    rows = []
    for screens in (0, size.screens):
        waits = asyncio.run(_signals(folder / f"signals-{screens}", screens, size.calls))
        for what in ("answer", "board", "screens"):
            ms = getattr(waits, what)
            if ms:
                rows.append(
                    {
                        "call to": f"{what}, {screens} screens open",
                        "median ms": quantile(ms, 0.5),
                        "p99 ms": quantile(ms, 0.99),
                        "most ms": max(ms),
                        "seen": len(ms),
                        "missed": waits.missed,
                    }
                )
    return rows


async def _signals(office: Path, screens: int, calls: int) -> signals.Waits:
    arrivals = signals.Arrivals()
    cables = signals.Cables(arrivals)
    urls = await cables.open()
    make_office(office, urls)
    word = token(office, "admin")
    opened = ExitStack()
    try:  # on another thread, so that the cables' ends answer here meanwhile
        server = await asyncio.to_thread(opened.enter_context, serving(office))
        return await signals.measured(server.port, word, arrivals, screens, calls)
    finally:
        await asyncio.to_thread(opened.close)
