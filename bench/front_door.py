"""Which HTTP server: a bare Flask handler that makes one durable row, under 32 clients.

Needs ``wrk`` (Debian package of that name) and the ``bench`` extra for the rivals.
"""

import re
import shutil
import subprocess
import sys
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path

from bench.disk import syncs_per_s
from bench.table import show

PORT = 8092
CLIENTS = 32
SECONDS = 4
DOORS = {"bridge": "uvicorn", "a2wsgi": "a2wsgi", "waitress": "waitress", "cheroot": "cheroot"}

LUA = 'wrk.method = "POST"\nwrk.body = "{}"\nwrk.headers["Content-Type"] = "application/json"\n'


def run() -> None:
    """Print durable requests a second for each server that is installed."""
    if shutil.which("wrk") is None:
        print("\nfront door: not run (no wrk here); to run it: sudo apt-get install wrk")
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        limit = syncs_per_s(folder)
        rows = [_measured(door, folder, limit) for door, needs in DOORS.items() if find_spec(needs)]
    show(f"front door, {CLIENTS} clients, disk syncs {limit:.0f}/s", rows)


def _measured(door: str, folder: Path, limit: float) -> dict[str, object]:
    script = folder / "post.lua"
    script.write_text(LUA)
    database = folder / f"{door}.db"
    server = subprocess.Popen([sys.executable, "-m", "bench.doors", door, str(PORT), str(database)])
    try:
        time.sleep(2)
        command = ["wrk", "-t1", f"-c{CLIENTS}", f"-d{SECONDS}s", "--latency", "-s", str(script)]
        said = subprocess.run(
            [*command, f"http://127.0.0.1:{PORT}/api/v1/tickets"],
            capture_output=True,
            text=True,
            check=True,
        ).stdout
    finally:
        server.kill()
        server.wait()
    rate = float(re.findall(r"Requests/sec:\s+([\d.]+)", said)[0])
    p99 = re.findall(r"99%\s+(\S+)", said)[0]
    return {"door": door, "rows/s": rate, "p99": p99, "rows per disk sync": rate / limit}
