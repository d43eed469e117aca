"""A running office and the programs of its town: kiosks, counters, a screen, an administrator."""

import http.client
import json
import secrets
import shutil
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from kiosk.seal import Seal
from server.accounts import token_hash
from server.core import open_core
from server.store import Store
from tests.sealing import ask_sealed
from tests.server_process import Answer, ServerProcess, send

API = "/api/v1"
PATIENCE_S = 60.0


@dataclass(frozen=True)
class Town:
    """One office server and the tokens of its programs, by role; ``counter-3`` is counter 3's, and
    ``tablet-3`` its tablet's, which seals what it asks."""

    server: ServerProcess
    tokens: dict[str, str]

    def ask(
        self, role: str | None, method: str, path: str, body: Any = None, **headers: str
    ) -> Answer:
        """A request of the program with that role; ``None`` asks without a token."""
        if role is not None and role.startswith("tablet-"):
            key = headers.get("Idempotency_Key", "")
            return self._ask_sealed(role, method, API + path, body, key)
        if role is not None:
            headers["Authorization"] = f"Bearer {self.tokens[role]}"
        return self.server.ask(method, API + path, body, **headers)

    def _ask_sealed(self, role: str, method: str, path: str, body: Any, key: str) -> Answer:
        url = self.server.url
        return ask_sealed(
            Seal(role, self.tokens[role]),
            lambda method, path, data, headers: send(method, url + path, data or None, headers),
            *(method, path, body, key),
        )

    def post(self, role: str, path: str, body: Any = None, key: str | None = None) -> Answer:
        """A request that creates or moves something, with a key of its own unless given."""
        return self.ask(role, "POST", path, body, Idempotency_Key=key or str(uuid.uuid4()))

    def put(self, path: str, body: Any) -> Answer:
        """A change of the set-up by the administrator, with a key of its own."""
        return self.ask("admin", "PUT", path, body, Idempotency_Key=str(uuid.uuid4()))

    def issue(self, service: str = "A", role: str = "kiosk") -> dict[str, Any]:
        """A new ticket."""
        answer = self.post(role, "/tickets", {"service": service})
        assert answer.status == 201, answer
        return dict(answer.json)

    def get(self, path: str, role: str | None = "admin") -> Any:
        """The JSON of a request that must succeed."""
        answer = self.ask(role, "GET", path)
        assert answer.status == 200, answer
        return answer.json


def make_tokens(folder: Path) -> dict[str, str]:
    """A token for each role, one for each counter, and one for a tablet at each."""
    core = open_core(folder)
    try:
        roles = ("kiosk", "screen", "reader", "admin")
        tokens = {role: core.accounts.make_token(role, role) for role in roles}
        with core.store.reading() as connection:
            numbers = list(core.office.plan(connection).counters)
        for number in numbers:
            name = f"counter-{number}"
            tokens[name] = core.accounts.make_token(name, "counter", number)
            tokens[f"tablet-{number}"] = _tablet(core.store, number)
    finally:
        core.store.close()
    return tokens


def _tablet(store: Store, counter: str) -> str:
    """The token that pairing would have given to a tablet at *counter*."""
    token, id = secrets.token_hex(32), f"tablet-{counter}"
    row = (id, "rate", f"Quầy {counter}", counter, token_hash(token), "2026-01-01T00:00:00.000Z")
    columns = "id, kind, name, counter, token_hash, paired_at"
    sql = f"REPLACE INTO tablets ({columns}) VALUES (?, ?, ?, ?, ?, ?)"
    store.change(lambda tx: tx.execute(sql, row))
    return token


def copy_of(sample: Path, folder: Path) -> Path:
    """An office of one's own, as *sample* was made."""
    shutil.copytree(sample, folder)
    return folder


@contextmanager
def running(folder: Path) -> Iterator[Town]:
    """The office of *folder*, running; its log must be without a traceback at the end."""
    tokens = make_tokens(folder)
    with ServerProcess(folder) as server:
        yield Town(server, tokens)
    assert "Traceback" not in server.log(), server.log()


def until(is_so: Callable[[], bool], what: str) -> None:
    """Wait for the world; the limit only ends a test that has failed."""
    end = time.monotonic() + PATIENCE_S
    while not is_so():
        assert time.monotonic() < end, f"not seen: {what}"
        time.sleep(0.02)


class Stream:
    """A reader of ``/live``."""

    def __init__(self, server: ServerProcess, after: int | None = None) -> None:
        where = urlsplit(server.url)
        self._connection = http.client.HTTPConnection(
            where.hostname or "", where.port, timeout=PATIENCE_S
        )
        headers = {} if after is None else {"Last-Event-ID": str(after)}
        self._connection.request("GET", f"{API}/live", headers=headers)
        self._answer = self._connection.getresponse()
        self.status = self._answer.status
        self.headers = self._answer.headers
        self.passing: list[tuple[float, dict[str, Any]]] = []
        self.seq = int(self._block()["id"]) if self.status == 200 else -1

    def next(self) -> dict[str, Any]:
        """The next event of the journal; what has no id goes to :attr:`passing`.

        :raises EOFError: when the stream has ended.
        """
        fields = self._block()
        while "event" not in fields or "id" not in fields:
            if "event" in fields:
                self.passing.append((time.monotonic(), json.loads(fields["data"])))
            fields = self._block()
        data = json.loads(fields["data"])
        assert data["seq"] == int(fields["id"])
        self.seq = data["seq"]
        return {"event": fields["event"], **data}

    def next_passing(self) -> tuple[float, dict[str, Any]]:
        """The next event that is not in the journal, and when it came."""
        while not self.passing:
            fields = self._block()
            if "event" in fields and "id" not in fields:
                self.passing.append((time.monotonic(), json.loads(fields["data"])))
        return self.passing.pop(0)

    def until(self, seq: int) -> list[dict[str, Any]]:
        """The events up to *seq*."""
        found = []
        while self.seq < seq:
            found.append(self.next())
        return found

    def close(self) -> None:
        """Go away."""
        self._answer.close()
        self._connection.close()

    def _block(self) -> dict[str, str]:
        fields: dict[str, str] = {}
        while True:
            line = self._answer.readline().decode()
            if not line:
                raise EOFError
            if line == "\n":
                return fields
            name, _, value = line.rstrip("\n").partition(":")
            fields[name] = value.removeprefix(" ")
