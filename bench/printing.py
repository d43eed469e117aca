"""From the request that issues a ticket to the first byte on its printer's wire.

A real server; the printer is a raw TCP port that answers as one. With the fault the printer holds
the line: issuing must not notice.
"""

import json
import re
import socket
import tempfile
import threading
import time
import urllib.request
from pathlib import Path

from bench.offices import make_office, serving, token
from bench.table import Row, quantile, show

TICKETS = 300
PAUSE_S = 0.03
PROFILE = "TM-T20II"
BAUD = 115_200


class Wire:
    """The printer's end: when each slip's first byte came. Held, it reads nothing."""

    def __init__(self) -> None:
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.first_at: list[float] = []
        self.idle_s: list[float] = []  # of a wire at BAUD fed so, between pieces of a slip
        self.is_held = False
        threading.Thread(target=self._run, daemon=True).start()

    @property
    def url(self) -> str:
        return f"socket://127.0.0.1:{self.listener.getsockname()[1]}"

    def _run(self) -> None:
        host, _ = self.listener.accept()
        host.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        free_at, is_in_slip = 0.0, False
        while not self.is_held and (data := host.recv(4096)):
            now = time.perf_counter()
            if not is_in_slip and data.startswith(b"\x1b@"):
                self.first_at.append(now)
                is_in_slip = True
            elif is_in_slip:
                self.idle_s.append(max(0.0, now - free_at))
            free_at = max(now, free_at) + len(data) * 10 / BAUD
            is_in_slip = is_in_slip and b"\x1dV" not in data
            asked = re.findall(rb"\x1d\x28\x48\x06\x0000(....)", data)
            answer = b"\x12" * data.count(b"\x10\x04")
            host.sendall(answer + b"".join(b"7\x22" + id + b"\0" for id in asked))
        threading.Event().wait()


def run() -> None:
    """Print p50 and p99 of :data:`TICKETS` tickets, with a well and with a stalled printer."""
    rows: list[Row] = []
    with tempfile.TemporaryDirectory() as name:
        folder, wire = make_office(Path(name) / "office"), Wire()
        with (folder / "office.toml").open("a", encoding="utf-8") as file:
            file.write(
                f'\n[printer.hall]\nurl = "{wire.url}"\nprofile = "{PROFILE}"\n'
                'vietnamese = "tcvn3"\nkiosks = ["bench"]\n'
            )
        word = token(folder, "kiosk")
        with serving(folder) as server:
            _issue(server.port, word, 20, wire, [])
            for what in ("well", "stalled"):
                wire.is_held = what == "stalled"
                waits: list[float] = []
                answers = _issue(server.port, word, TICKETS, wire, waits)
                rows.append(_row(f"answer, printer {what}", answers))
                if waits:
                    rows.append(_row("first byte on the wire", waits))
                    rows.append(_row("wire idle inside a slip", wire.idle_s))
    show(f"printing, {TICKETS} tickets", rows)


def _row(what: str, seconds: list[float]) -> Row:
    ms = [each * 1000 for each in seconds]
    return {
        "what": what,
        "p50 ms": quantile(ms, 0.5),
        "p99 ms": quantile(ms, 0.99),
        "most ms": max(ms, default=0.0),
        "seen": len(ms),
    }


def _issue(port: int, word: str, count: int, wire: Wire, waits: list[float]) -> list[float]:
    """Issue one by one, each after the slip of the one before; how long each answer took."""
    answers = []
    for _ in range(count):
        seen, asked_at = len(wire.first_at), time.perf_counter()
        _post(port, word)
        answers.append(time.perf_counter() - asked_at)
        until = asked_at + 2.0
        while not wire.is_held and len(wire.first_at) == seen and time.perf_counter() < until:
            time.sleep(0.0005)
        if len(wire.first_at) > seen:
            waits.append(wire.first_at[seen] - asked_at)
        time.sleep(PAUSE_S)
    return answers


def _post(port: int, word: str) -> None:
    body = json.dumps({"service": "A"}).encode()
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}/api/v1/tickets",
        body,
        {
            "Content-Type": "application/json",
            "Authorization": f"Bearer {word}",
            "Idempotency-Key": f"print-{time.time_ns()}",
        },
    )
    with urllib.request.urlopen(request, timeout=10) as answer:
        answer.read()
