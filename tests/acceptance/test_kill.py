"""A power cut, ten times, under load: nothing acknowledged is missing and no number is left out."""

import http.client
import random
import threading
import time
import uuid
from pathlib import Path
from typing import Any

from server.verify import breaks
from server.wiring import open_core
from tests.acceptance.town import Town, make_tokens
from tests.server_process import Answer, ServerProcess

CUTS = 10


class Load:
    """Programs that ask again with the same key until they have an answer."""

    def __init__(self, town: Town) -> None:
        self._town = town
        self._stop = threading.Event()
        self.issued: list[dict[str, Any]] = []
        self.called: list[dict[str, Any]] = []
        bodies = [*[self._take] * 4, lambda: self._serve("1"), lambda: self._serve("2")]
        self._threads = [threading.Thread(target=body) for body in bodies]

    def __enter__(self) -> "Load":
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join()

    def _take(self) -> None:
        while not self._stop.is_set():
            self.issued.append(self._insist("kiosk", "/tickets", {"service": "A"}).json)

    def _serve(self, counter: str) -> None:
        path, body = f"/counters/{counter}/call-next", {"finish_current": True}
        while not self._stop.is_set():
            answer = self._insist(f"counter-{counter}", path, body)
            if answer.status == 200:
                self.called.append(answer.json)

    def _insist(self, role: str, path: str, body: Any) -> Answer:
        key = str(uuid.uuid4())
        while True:
            try:
                answer = self._town.post(role, path, body, key)
            except (OSError, http.client.HTTPException):  # cut off before or within the answer
                time.sleep(0.02)
                continue
            assert answer.status in (200, 201, 204), answer
            return answer


def test_ten_power_cuts_under_load(folder: Path) -> None:
    chance = random.Random(11)
    server = ServerProcess(folder)
    town = Town(server, make_tokens(folder))
    with server, Load(town) as load:
        for _ in range(CUTS):
            time.sleep(chance.uniform(0.05, 0.4))
            server.kill()
            server.start()
    assert "Traceback" not in server.log(), server.log()
    _check(folder, load)


def _check(folder: Path, load: Load) -> None:
    core = open_core(folder)
    try:
        with core.store.reading() as connection:
            rows = connection.execute("SELECT * FROM tickets ORDER BY id").fetchall()
            calls = connection.execute("SELECT ticket FROM journal WHERE event = 'called'")
            called = [row["ticket"] for row in calls]
            assert list(breaks(connection)) == []
    finally:
        core.store.close()
    assert {t["id"]: t["label"] for t in load.issued} == {r["id"]: r["label"] for r in rows}
    assert [row["number"] for row in rows] == list(range(1, len(rows) + 1))
    assert len(called) == len(set(called))
    assert sorted(t["id"] for t in load.called) == sorted(called)
    assert len(rows) > CUTS
