"""The load: ``wrk``, compiled, so that the driver is not the bottleneck.

Every request has an ``Idempotency-Key`` of its own.  wrk's Lua counts answers by their status.
"""

import json
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

MISSING = "not run (no wrk here); to run it: sudo apt-get install wrk"

COMMON = """
local run = "%(key)s-"
local n = 0
empty, refused = 0, 0
local mine
function setup(thread) mine = thread end
function key() n = n + 1; wrk.headers["Idempotency-Key"] = run .. n; return n end
function response(status)
  if status == 204 then empty = empty + 1 elseif status >= 300 then refused = refused + 1 end
end
function done(summary, latency)
  local seconds = summary.duration / 1e6
  local answered = summary.requests - mine:get("empty") - mine:get("refused")
  io.write(string.format(
    '{"per_s":%%f,"median_ms":%%f,"p99_ms":%%f,"empty":%%d,"refused":%%d}\\n',
    answered / seconds, latency:percentile(50) / 1000, latency:percentile(99) / 1000,
    mine:get("empty"), mine:get("refused") + summary.errors.read + summary.errors.timeout))
end
"""

# As many of each service as the thirty counters serve in a round.
ISSUE = """
local services = {%(services)s}
request = function()
  local body = '{"service":"' .. services[key() %% #services + 1] .. '"}'
  return wrk.format("POST", "/api/v1/tickets", nil, body)
end
"""
SERVICES = "AABABACABADABAHABAEABAFABAGABAKAB"

CALL_NEXT = """
request = function()
  local path = "/api/v1/counters/" .. (key() * 7 %% 30 + 1) .. "/call-next"
  return wrk.format("POST", path, nil, '{"finish_current":true}')
end
"""

BARE = 'request = function() key(); return wrk.format("POST", "/api/v1/tickets", nil, "{}") end\n'
EMPTY = 'request = function() return wrk.format("GET", "/healthz") end\n'


@dataclass(frozen=True)
class Seen:
    """What one run saw; *empty* are answers that nobody waits, *refused* any error."""

    per_s: float
    median_ms: float
    p99_ms: float
    empty: int
    refused: int


class Load:
    """Runs wrk against one port; *folder* keeps its scripts."""

    def __init__(self, folder: Path, port: int) -> None:
        self._folder = folder
        self._port = port
        self._runs = 0

    def run(self, script: str, clients: int, seconds: float, token: str = "") -> Seen:
        """*clients* keep-alive connections that ask again as soon as they are answered."""
        self._runs += 1
        path = self._folder / "load.lua"
        services = ",".join(f'"{each}"' for each in SERVICES)
        key = f"{self._folder.name}-{self._port}-{self._runs}"
        path.write_text((COMMON + script) % {"key": key, "services": services})
        command = ["wrk", "-t1", f"-c{clients}", f"-d{max(1, round(seconds))}s", "-s", str(path)]
        headers = ["-H", "Content-Type: application/json", "-H", f"Authorization: Bearer {token}"]
        url = f"http://127.0.0.1:{self._port}"
        said = subprocess.run(
            [*command, *(headers if token else headers[:2]), url],
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        return Seen(**json.loads(said.splitlines()[-1]))


def is_here() -> bool:
    """Whether wrk is installed."""
    return shutil.which("wrk") is not None
