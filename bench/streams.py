"""Live streams: how long one event takes to reach all of them, and what a stream costs.

One process with the server and one with the readers, on the same machine.
"""

import asyncio
import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from bench.rehearsal import Rehearsal
from bench.table import quantile, show

PORT = 8093
COUNTS = (300, 900)
EVENTS = 20


def run() -> None:
    """Print the fan-out of :data:`EVENTS` calls to each number of streams."""
    rows = [_measured(count) for count in COUNTS]
    show(f"live streams, {EVENTS} events to all", rows)


def _measured(count: int) -> dict[str, object]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "office"
        motcua = [sys.executable, "-m", "server"]
        subprocess.run(
            [*motcua, "init", str(folder), "--sample", "giao-thuy"],
            check=True,
            stdout=subprocess.DEVNULL,
        )
        server = subprocess.Popen(
            [*motcua, "serve", str(folder), "--port", str(PORT)], stderr=subprocess.DEVNULL
        )
        try:
            Rehearsal(PORT, time.perf_counter()).ready_s()
            token = subprocess.run(
                [*motcua, "token", str(folder), "--role", "admin", "--name", "bench"],
                check=True,
                capture_output=True,
                text=True,
            ).stdout.strip()
            before = _resident_kb(server.pid)
            delays, after = asyncio.run(_watch(count, token, server.pid))
        finally:
            server.terminate()
            server.wait(10)
    return {
        "streams": count,
        "fan-out median ms": median(delays) * 1000,
        "fan-out p99 ms": quantile(delays, 0.99) * 1000,
        "kB a stream": (after - before) / count,
    }


async def _watch(count: int, token: str, pid: int) -> tuple[list[float], float]:
    """Seconds from the answer of a request to its event's arrival, over all streams."""
    arrivals: asyncio.Queue[tuple[str, float]] = asyncio.Queue()
    readers = [asyncio.create_task(_read(arrivals)) for _ in range(count)]
    while arrivals.qsize() < count:  # each reports once when its stream is open
        await asyncio.sleep(0.05)
    while not arrivals.empty():
        arrivals.get_nowait()
    resident = _resident_kb(pid)
    delays = []
    for number in range(EVENTS):
        label = await _issue(token, number)
        begun = time.perf_counter()
        for _ in range(count):
            found, at = await arrivals.get()
            while found != label:
                found, at = await arrivals.get()
            delays.append(max(0.0, at - begun))
    for reader in readers:
        reader.cancel()
    return delays, resident


async def _read(arrivals: asyncio.Queue[tuple[str, float]]) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", PORT)
    writer.write(b"GET /api/v1/live HTTP/1.1\r\nHost: bench\r\n\r\n")
    await reader.readuntil(b"retry:")
    arrivals.put_nowait(("open", 0.0))
    try:
        while line := await reader.readline():
            if found := re.search(rb'"label":"(\w+)","service"', line):
                arrivals.put_nowait((found[1].decode(), time.perf_counter()))
    finally:
        writer.close()


async def _issue(token: str, number: int) -> str:
    """Take a number; the label, at once after the answer."""
    reader, writer = await asyncio.open_connection("127.0.0.1", PORT)
    body = b'{"service":"A"}'
    head = (
        f"POST /api/v1/tickets HTTP/1.1\r\nHost: bench\r\nAuthorization: Bearer {token}\r\n"
        f"Idempotency-Key: bench-{os.getpid()}-{number}\r\nContent-Type: application/json\r\n"
        f"Content-Length: {len(body)}\r\nConnection: close\r\n\r\n"
    )
    writer.write(head.encode() + body)
    answer = (await reader.read()).decode()
    writer.close()
    return re.findall(r'"label":"(\w+)"', answer)[0]


def _resident_kb(pid: int) -> float:
    """Resident memory of a process in kB; NaN where the system does not say."""
    try:
        text = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return float("nan")
    return float(re.findall(r"VmRSS:\s+(\d+)", text)[0])
