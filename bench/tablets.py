"""Sixty rating tablets on sixty counters: from *finish* to the question, and what the server pays
for them while nobody is served.

The tablets are the program's own couriers and desks, without a screen, all in one process: on one
machine sixty programs would mostly measure how sixty pictures are drawn by two cores.
"""

import http.client
import json
import random
import sqlite3
import tempfile
import threading
import time
import uuid
from pathlib import Path

import psutil

from bench.offices import PORT, make_office, serving, token
from bench.table import quantile, show
from kiosk.client import Client
from kiosk.couriers import Live, Post, Pulse
from kiosk.identity import Home
from kiosk.news import News, Paired
from kiosk.outbox import Outbox
from kiosk.rating import RateDesk
from kiosk.seal import Seal
from kiosk.servertime import ServerTime
from kiosk.wire import Condition
from server.accounts import token_hash

TABLETS = 60
SETTLE_S = 10.0
"""After the start, and after sixty tablets have come at once."""
IDLE_S = 60.0
VISITS = 300
GAP_S = 0.25
"""Four visits a second end: an office of sixty counters ends one in some six seconds."""
ROUNDS = 5
PATIENCE_S = 20.0


class Tablet:
    """One tablet without a screen; *asked* is told which ticket it asks about, and when."""

    def __init__(self, number: int, folder: Path) -> None:
        self.counter = str(number)
        self.asked: dict[int, float] = {}
        self.is_here = threading.Event()
        self._lock = threading.Lock()
        seal = Seal(f"bench-{number}", _token(number))
        url = f"http://127.0.0.1:{PORT}"
        server_time = ServerTime()
        outbox = Outbox(folder / f"outbox-{number}.db")
        self._desk = RateDesk(outbox, server_time, lambda: None)
        self._desk.handle(Paired(Home(url, _token(number), "bench", self.counter)))
        client = Client(url, seal)
        post = Post(client, self._put, lambda: Condition("idle", 0), "bench")
        pulse = Pulse(post, server_time, lambda: None)
        self._couriers = [pulse, Live(client, lambda n: n == self.counter, pulse.nudge)]

    def start(self) -> None:
        for courier in self._couriers:
            courier.start()

    def stop(self) -> None:
        for courier in self._couriers:
            courier.stop()

    def _put(self, news: News) -> None:
        with self._lock:
            self._desk.handle(news)
            window = self._desk.showing.window
            if window is not None and str(self._desk.showing.screen) == "ask":
                self.asked.setdefault(window.ticket, time.perf_counter())
            self.is_here.set()


class Clerks:
    """All clerks at once, on one connection."""

    def __init__(self, bearer: str) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=PATIENCE_S)
        self._bearer = bearer

    def serve(self, counter: str) -> int:
        """Somebody takes a number and is called; the ticket."""
        self._post("/tickets", {"service": "A"})
        ticket = self._post(f"/counters/{counter}/call-next", {})["id"]
        assert isinstance(ticket, int)
        return ticket

    def finish(self, counter: str) -> float:
        """The end of the visit; when it was asked for."""
        begun = time.perf_counter()
        self._post(f"/counters/{counter}/finish", {})
        return begun

    def _post(self, path: str, body: object) -> dict[str, object]:
        headers = {
            "Authorization": f"Bearer {self._bearer}",
            "Content-Type": "application/json",
            "Idempotency-Key": uuid.uuid4().hex,
        }
        self._connection.request("POST", f"/api/v1{path}", json.dumps(body), headers)
        answer = self._connection.getresponse()
        data = answer.read()
        if answer.status not in (200, 201):
            raise RuntimeError(f"{path}: {answer.status} {data[:200]!r}")
        return dict(json.loads(data))


def run() -> None:
    """Print both times and the server's share of a core."""
    with tempfile.TemporaryDirectory() as name:
        folder = make_office(Path(name) / "office", sample=_sample(Path(name)))
        bearer = token(folder, "admin")
        _pair(folder)
        with serving(folder) as server:
            time.sleep(SETTLE_S)
            alone = _share_of_a_core(server.pid)
            tablets = [Tablet(number, Path(name)) for number in range(1, TABLETS + 1)]
            for tablet in tablets:
                tablet.start()
            for tablet in tablets:
                tablet.is_here.wait(PATIENCE_S)
            time.sleep(SETTLE_S)
            idle = _share_of_a_core(server.pid)
            clerks = Clerks(bearer)
            lone = _measure(_one_by_one(tablets, clerks))
            together = _measure(_all_at_once(tablets, clerks))
            for tablet in tablets:
                tablet.stop()
    show(
        f"{TABLETS} tablets: from finish to the question",
        [_row("a visit ends here and there", lone), _row("all visits end at once", together)],
    )
    show(
        f"nobody is served for {IDLE_S:.0f} s: the server's CPU time",
        [
            {"what": "no tablet", "percent_of_a_core": alone},
            {"what": f"{TABLETS} tablets", "percent_of_a_core": idle},
        ],
    )


def _one_by_one(tablets: list[Tablet], clerks: Clerks) -> list[tuple[Tablet, int, float]]:
    chance = random.Random(11)
    ended = []
    for _ in range(VISITS):
        tablet = chance.choice(tablets)
        ticket = clerks.serve(tablet.counter)
        time.sleep(GAP_S)
        ended.append((tablet, ticket, clerks.finish(tablet.counter)))
    return ended


def _all_at_once(tablets: list[Tablet], clerks: Clerks) -> list[tuple[Tablet, int, float]]:
    ended = []
    for _ in range(ROUNDS):
        called = [(tablet, clerks.serve(tablet.counter)) for tablet in tablets]
        time.sleep(2.0)
        ended += [(tablet, ticket, clerks.finish(tablet.counter)) for tablet, ticket in called]
        time.sleep(3.0)
    return ended


def _measure(ended: list[tuple[Tablet, int, float]]) -> list[float]:
    """Seconds from each finish to its question; a question that never came is infinite."""
    time.sleep(2.0)
    return [tablet.asked.get(ticket, float("inf")) - begun for tablet, ticket, begun in ended]


def _share_of_a_core(pid: int) -> float:
    process = psutil.Process(pid)
    begun_s, before = time.perf_counter(), process.cpu_times()
    time.sleep(IDLE_S)
    after, passed_s = process.cpu_times(), time.perf_counter() - begun_s
    used_s: float = after.user + after.system - before.user - before.system
    return 100 * used_s / passed_s


def _row(what: str, times_s: list[float]) -> dict[str, object]:
    return {
        "what": what,
        "visits": len(times_s),
        "p50_ms": 1000 * quantile(times_s, 0.5),
        "p99_ms": 1000 * quantile(times_s, 0.99),
        "most_ms": 1000 * max(times_s),
        "never": sum(each == float("inf") for each in times_s),
    }


def _token(number: int) -> str:
    return f"{number:064x}"


def _sample(folder: Path) -> str:
    counters = "\n".join(
        f'[[counter]]\nnumber = "{number}"\nname = "Quầy {number}"\nservices = ["A"]\n'
        for number in range(1, TABLETS + 1)
    )
    path = folder / "sixty.toml"
    path.write_text(
        '[office]\ncode = "bench"\nname = "bench"\ntimezone = "Asia/Ho_Chi_Minh"\n\n'
        "# --- set-up ---\n"
        '[rules]\nguard_s = 0\n\n[[service]]\ncode = "A"\nname = "Tư pháp"\n\n'
        f"{counters}",
        encoding="utf-8",
    )
    return str(path)


def _pair(folder: Path) -> None:
    columns = "id, kind, name, counter, token_hash, paired_at"
    rows = [
        (
            f"bench-{n}",
            "rate",
            f"Máy {n}",
            str(n),
            token_hash(_token(n)),
            "2026-01-01T00:00:00.000Z",
        )
        for n in range(1, TABLETS + 1)
    ]
    database = sqlite3.connect(folder / "office.db")
    with database:
        database.executemany(f"INSERT INTO tablets ({columns}) VALUES (?, ?, ?, ?, ?, ?)", rows)
    database.close()
