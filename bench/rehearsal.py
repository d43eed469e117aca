"""A demo in a process of its own, watched through its public doors."""

import http.client
import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

READY_WITHIN_S = 30.0


class Rehearsal:
    """A running ``motcua demo``; *begun* is ``time.perf_counter()`` at its command."""

    def __init__(self, port: int, begun: float) -> None:
        self.port = port
        self.begun = begun

    def get(self, path: str) -> bytes:
        """:raises OSError: if the server does not answer."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            connection.request("GET", path)
            return connection.getresponse().read()
        finally:
            connection.close()

    def ready_s(self) -> float:
        """Seconds from the command to a ready server.

        :raises TimeoutError: after :data:`READY_WITHIN_S`.
        """
        while time.perf_counter() - self.begun < READY_WITHIN_S:
            try:
                if b"ready" in self.get("/readyz"):
                    return time.perf_counter() - self.begun
            except OSError:
                time.sleep(0.01)
        raise TimeoutError("the demo did not become ready")

    def events(self, seconds: float, after: int = 0) -> Iterator[tuple[float, dict[str, Any]]]:
        """Live events with the seconds since the command at which each arrived."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        connection.request("GET", f"/api/v1/live?after={after}")
        answer = connection.getresponse()
        name = ""
        try:
            while (at := time.perf_counter() - self.begun) < seconds:
                line = answer.readline().decode()
                if line.startswith("event: "):
                    name = line[7:].strip()
                elif line.startswith("data: "):
                    yield at, {"event": name, **json.loads(line[6:])}
        finally:
            connection.close()


@contextmanager
def rehearsal(port: int, *options: str) -> Iterator[Rehearsal]:
    """Run the demo with *options*; ended on leaving."""
    command = [sys.executable, "-m", "server", "demo", "--port", str(port), *options]
    begun = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield Rehearsal(port, begun)
    finally:
        process.terminate()
        process.wait(30)
