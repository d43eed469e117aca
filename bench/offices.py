"""Offices to measure, made by the program's own commands, and servers on them."""

import http.client
import re
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

PORT = 9321
READY_WITHIN_S = 60.0
SAMPLE = "thirty-counters"


@dataclass(frozen=True)
class Running:
    """A server under way: *ready_s* from its command to ready."""

    pid: int
    port: int
    ready_s: float

    def resident_mb(self) -> float:
        """Resident memory; NaN where the system does not say."""
        try:
            text = Path(f"/proc/{self.pid}/status").read_text()
        except OSError:
            return float("nan")
        return float(re.findall(r"VmRSS:\s+(\d+)", text)[0]) / 1024


def make_office(
    folder: Path, boards: Mapping[str, str] | None = None, sample: str = SAMPLE
) -> Path:
    """A new office of thirty counters without printers; *boards* are cables by URL, else none.

    Paper is left out because a printer takes one slip a second: at these rates it would only show
    how fast slips are drawn that nobody prints.
    """
    _motcua("init", str(folder), "--sample", sample)
    path = folder / "office.toml"
    tables = re.split(r"(?m)^(?=\[)", path.read_text(encoding="utf-8"))
    kept = [each for each in tables if not each.startswith("[printer")]
    if boards is None:
        kept = [each for each in kept if not each.startswith(("[board_bus", "[[board_bus"))]
    text = "".join(kept)
    for cable, url in (boards or {}).items():
        text = re.sub(
            rf"(\[board_bus\.{cable}\]\n)url = .*\nprotocol = .*\n",
            rf'\1url = "{url}"\nprotocol = "modbus"\n',
            text,
        )
    path.write_text(text, encoding="utf-8")
    return folder


def token(folder: Path, role: str) -> str:
    """A new bearer token."""
    name = f"bench-{role}-{time.time_ns()}"
    return _motcua("token", str(folder), "--role", role, "--name", name).strip()


@contextmanager
def serving(
    folder: Path, port: int = PORT, environ: Mapping[str, str] | None = None
) -> Iterator[Running]:
    """The office server of *folder*."""
    command = [sys.executable, "-m", "server", "serve", str(folder), "--port", str(port)]
    with running(command, port, environ) as server:
        yield server


@contextmanager
def running(
    command: list[str], port: int, environ: Mapping[str, str] | None = None
) -> Iterator[Running]:
    """A server of any kind, from its command to the first answer, ended on leaving."""
    begun = time.perf_counter()
    process = subprocess.Popen(command, env=environ, stderr=subprocess.DEVNULL)
    try:
        while not _is_ready(port):
            if process.poll() is not None or time.perf_counter() - begun > READY_WITHIN_S:
                raise TimeoutError(f"did not become ready: {' '.join(command)}")
            time.sleep(0.005)
        yield Running(process.pid, port, time.perf_counter() - begun)
    finally:
        process.terminate()
        process.wait(30)


def _is_ready(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/readyz")
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()


def _motcua(*words: str) -> str:
    command = [sys.executable, "-m", "server", *words]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout
