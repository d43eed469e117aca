"""A network of its own for a test: machines (Linux network namespaces) on one switch.

Addresses are changed, cables pulled and multicast blocked for real, and nobody outside hears of
it. There is no gateway, as in many an office. Needs root.
"""

import itertools
import json
import os
import queue
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
_NUMBERS = itertools.count()


def ip(*words: str) -> None:
    subprocess.run(["ip", *words], check=True, capture_output=True)


def why_not() -> str:
    """Why no such network can be made here; "" when it can."""
    if os.name == "nt" or os.geteuid() != 0:
        return "needs Linux and root"
    name = f"mc{os.getpid()}x"
    try:
        ip("netns", "add", name)
        ip("-n", name, "link", "add", "try", "type", "bridge")
        ip("netns", "del", name)
    except (OSError, subprocess.CalledProcessError) as error:
        return f"no network namespaces here: {error}"
    return ""


class Machine:
    """One machine on the switch, with the interface `eth0`."""

    def __init__(self, namespace: str, switch: str, plug: str, address: str) -> None:
        self.namespace, self._switch, self._plug = namespace, switch, plug
        self.address = ""
        ip("netns", "add", namespace)
        ip(*("-n", switch, "link", "add", plug, "type", "veth"), *("peer", "name", "eth0"))
        ip("-n", switch, "link", "set", "eth0", "netns", namespace)
        ip("-n", switch, "link", "set", plug, "master", "switch", "up")
        for link in ("lo", "eth0"):
            ip("-n", namespace, "link", "set", link, "up")
        if address:
            self.move(address)

    def move(self, address: str) -> None:
        """Another address than the one it had."""
        if self.address:
            ip("-n", self.namespace, "addr", "del", f"{self.address}/24", "dev", "eth0")
        ip("-n", self.namespace, "addr", "add", f"{address}/24", "dev", "eth0")
        self.address = address

    def unplug(self) -> None:
        ip("-n", self._switch, "link", "set", self._plug, "down")

    def plug(self) -> None:
        ip("-n", self._switch, "link", "set", self._plug, "up")

    def block_multicast(self) -> None:
        """The switch gives it no multicast any more, like many a guest Wi-Fi."""
        words = ["link", "set", "dev", self._plug, "mcast_flood", "off"]
        subprocess.run(
            ["ip", "netns", "exec", self._switch, "bridge", *words], check=True, capture_output=True
        )

    def command(self, *words: str) -> list[str]:
        return ["ip", "netns", "exec", self.namespace, *words]

    def python(self, *words: str) -> "Running":
        return Running(self.command(sys.executable, *words))

    def ask(self, method: str, url: str, token: str = "", body: object = None) -> Any:
        """HTTP from this machine: (status, JSON)."""
        words = [sys.executable, "-m", "tests.network.ask", method, url, token, json.dumps(body)]
        run = subprocess.run(
            self.command(*words), cwd=ROOT, capture_output=True, text=True, timeout=30, check=True
        )
        return tuple(json.loads(run.stdout))


class Running:
    """A program that says JSON lines."""

    def __init__(self, command: list[str], env: dict[str, str] | None = None) -> None:
        self.process = subprocess.Popen(
            command,
            cwd=ROOT,
            env={**os.environ, **(env or {})},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.lines: queue.SimpleQueue[str] = queue.SimpleQueue()
        self.last: Any = None
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        with self.process.stdout as out:
            for line in out:
                if line.startswith(("{", "[")):
                    self.last = json.loads(line)
                self.lines.put(line)

    def end(self, by: signal.Signals = signal.SIGTERM) -> None:
        if self.process.poll() is None:
            self.process.send_signal(by)
        self.process.wait(20)
        if self.process.stdin:
            self.process.stdin.close()


class Lan:
    """The switch and what is plugged in; close() takes all of it away."""

    def __init__(self) -> None:
        self._name = f"mc{os.getpid()}n{next(_NUMBERS)}"
        self._machines: list[Machine] = []
        self._running: list[Running] = []
        ip("netns", "add", self._name)
        ip("-n", self._name, "link", "add", "switch", "type", "bridge", "mcast_snooping", "0")
        ip("-n", self._name, "link", "set", "switch", "up")

    def machine(self, address: str = "") -> Machine:
        """Another machine, with an address of 10.77.0.0/24 or without any."""
        number = len(self._machines)
        machine = Machine(f"{self._name}m{number}", self._name, f"port{number}", address)
        self._machines.append(machine)
        return machine

    def run(self, running: Running) -> Running:
        """To be ended with the network."""
        self._running.append(running)
        return running

    def close(self) -> None:
        for running in self._running:
            running.end(signal.SIGKILL)
        for name in [*(each.namespace for each in self._machines), self._name]:
            ip("netns", "del", name)
