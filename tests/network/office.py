"""An office server and a tablet as real programs on machines of a test's network."""

import json
import time
from pathlib import Path
from typing import Any

from tests.hardware.wires import until
from tests.network.lan import Lan, Machine, Running
from tests.server_process import MOTCUA, init_office, token

WAIT_S = 60.0


class Office:
    """`motcua serve` on one machine; start() again after it moved."""

    def __init__(self, lan: Lan, machine: Machine, folder: Path) -> None:
        init_office(folder)
        self.admin = token(folder, "admin")
        self._lan, self.machine, self._folder = lan, machine, folder
        self.url = ""
        self.running: Running | None = None

    def start(self, port: int) -> None:
        self.url = f"http://{self.machine.address}:{port}"
        words = [*MOTCUA, "serve", str(self._folder), "--host", "0.0.0.0", "--port", str(port)]
        self.running = self._lan.run(Running(self.machine.command(*words)))
        until(lambda: self.machine.ask("GET", f"{self.url}/readyz")[0] == 200, WAIT_S)

    def stop(self) -> None:
        assert self.running is not None
        self.running.end()

    def get(self, path: str) -> Any:
        return self.machine.ask("GET", f"{self.url}/api/v1{path}", self.admin)[1]

    def post(self, path: str, body: object) -> tuple[int, Any]:
        status, said = self.machine.ask("POST", f"{self.url}/api/v1{path}", self.admin, body)
        return status, said

    def state(self, tablet: str) -> str:
        """How the roll of devices has it; "" when it is not there."""
        return next((each["state"] for each in self.get("/devices") if each["id"] == tablet), "")


class Tablet:
    """`motcua kiosk rate --headless` on one machine."""

    def __init__(self, lan: Lan, machine: Machine, folder: Path) -> None:
        self._lan, self.machine, self._folder = lan, machine, folder
        self.running: Running | None = None

    def start(self, *options: str) -> None:
        words = [*MOTCUA, "kiosk", "rate", "--headless", "--data", str(self._folder), *options]
        self.running = self._lan.run(Running(self.machine.command(*words)))

    def shows(self, screen: str) -> Any:
        """The line of this screen, when it is there."""
        running = self.running
        assert running is not None
        until(lambda: running.last and running.last["screen"] == screen, WAIT_S)
        return running.last

    def stop(self) -> None:
        assert self.running is not None
        self.running.end()

    @property
    def home(self) -> Any:
        return json.loads((self._folder / "tablet.json").read_text())["home"]


def stays(condition: Any, for_s: float) -> None:
    """It is so now and for a while."""
    end_s = time.monotonic() + for_s
    while time.monotonic() < end_s:
        assert condition()
        time.sleep(0.2)
