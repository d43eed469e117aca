"""A real office server in a process of its own, for the tests that go through its front door."""

import atexit
import json
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from types import TracebackType
from typing import Any, Self

from server.core import open_core

ROOT = Path(__file__).parents[1]
MOTCUA = [sys.executable, "-c", "from motcua import main; main()"]
SERVE = (*MOTCUA, "serve")
READY_S = 100.0


@dataclass(frozen=True)
class Answer:
    """What came back: *json* is ``None`` when the body is not JSON."""

    status: int
    body: bytes
    headers: dict[str, str]

    @property
    def json(self) -> Any:
        """The body as JSON; ``None`` when there is none."""
        return json.loads(self.body) if "json" in self.headers.get("content-type", "") else None


class ServerProcess:
    """``motcua serve`` on *folder*, or another *program* that takes the same words; a context
    manager that starts it and stops it."""

    def __init__(
        self, folder: Path, port: int | None = None, program: Sequence[str] = SERVE
    ) -> None:
        self._program = program
        self.folder = folder
        self.port = port or free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._log = folder / "serve.log"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> Self:
        """Start it and wait for ``GET /readyz``; its log is in the message if it does not come."""
        command = [*self._program, str(self.folder), "--port", str(self.port)]
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(command, stdout=log, stderr=log, cwd=ROOT)
        until = time.monotonic() + READY_S
        while self._process.poll() is None and time.monotonic() < until:
            if self._is_ready():
                return self
            time.sleep(0.05)
        self.kill()
        raise AssertionError(f"the server did not start:\n{self.log()}")

    @property
    def pid(self) -> int:
        """The process's number."""
        assert self._process is not None
        return self._process.pid

    def stop(self, timeout_s: float = 10.0) -> int:
        """End it as an operator does (SIGTERM); its exit status."""
        assert self._process is not None
        self._process.terminate()
        return self._process.wait(timeout_s)

    def kill(self) -> None:
        """End it as a power cut does."""
        assert self._process is not None
        self._process.kill()
        self._process.wait()

    def log(self) -> str:
        """Everything it has written, over all its starts."""
        return self._log.read_text(encoding="utf-8", errors="replace")

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> Answer:
        """One request; *body* is sent as JSON, ``Idempotency_Key=…`` as a header of that name."""
        return ask(self.url + path, method, body, headers)

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._process is not None and self._process.poll() is None:
            self.stop()

    def _is_ready(self) -> bool:
        try:
            return self.ask("GET", "/readyz").status == 200
        except OSError:
            return False


def ask(url: str, method: str, body: Any, headers: dict[str, str]) -> Answer:
    """One HTTP request.  :raises OSError: if there is no answer."""
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    data = None if body is None else json.dumps(body).encode()
    if data is not None:
        sent.setdefault("Content-Type", "application/json")
    return send(method, url, data, sent)


def send(method: str, url: str, data: bytes | None, sent: dict[str, str]) -> Answer:
    """One HTTP request of these very bytes.  :raises OSError: if there is no answer."""
    request = urllib.request.Request(url, data, sent, method=method)
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(request, timeout=20) as answer:
            return _answer(answer.status, answer.read(), answer.headers)
    except urllib.error.HTTPError as error:
        with error:
            return _answer(error.code, error.read(), error.headers)


def _answer(status: int, body: bytes, headers: Any) -> Answer:
    return Answer(status, body, {name.lower(): value for name, value in headers.items()})


def free_port() -> int:
    """A port that nobody has now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def init_office(folder: Path, sample: str = "giao-thuy") -> dict[str, str]:
    """A new data folder; the password of each person of the sample, by sign-in name."""
    made, lines = _initialised(sample)
    shutil.copytree(made, folder)
    people = (line.strip().partition(", ")[0].split() for line in lines if " / " in line)
    return {name: password for _, name, _, password in people}


@cache
def _initialised(sample: str) -> tuple[Path, list[str]]:
    """What ``motcua init`` makes and prints, once: an office's voice takes seconds to make."""
    folder = Path(mkdtemp(prefix="motcua-sample-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    made = folder / "office"
    return made, motcua("init", str(made), "--sample", sample).splitlines()


def token(folder: Path, role: str, counter: str | None = None) -> str:
    """A bearer token of that role, made as ``motcua token`` does."""
    core = open_core(folder)
    try:
        return core.accounts.make_token(role, role, counter)
    finally:
        core.store.close()


def motcua(*words: str) -> str:
    """What a ``motcua`` command prints.  :raises CalledProcessError: if it fails."""
    done = subprocess.run([*MOTCUA, *words], cwd=ROOT, capture_output=True, check=True, timeout=100)
    return done.stdout.decode()
