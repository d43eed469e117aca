"""Tablets of the rehearsal: the real tablet program, each in a process of its own.

They are driven as the contract says a program may be the citizen: JSON lines out, touches in.
"""

import json
import random
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from server.demo import figures

END_S = 3.0


class TabletProcess:
    """One ``motcua kiosk`` process.  *said* is called with every JSON line, on its own thread."""

    def __init__(
        self, kind: str, folder: Path, name: str, said: Callable[[dict[str, Any]], None]
    ) -> None:
        self.picture_file = folder / "screen.png"
        self.screen: dict[str, Any] = {}
        self._said = said
        folder.mkdir(parents=True, exist_ok=True)
        self._process = subprocess.Popen(
            [
                *(sys.executable, "-m", "kiosk", kind, "--headless", "--data", str(folder)),
                *("--name", name, "--interface", "127.0.0.1", "--size", "1024x600"),
                *("--picture", str(self.picture_file)),
            ],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )
        self._reader = threading.Thread(target=self._read, name=f"tablet {name}", daemon=True)
        self._reader.start()

    def touch(self, name: str) -> None:
        """Be the citizen's finger."""
        if self._process.stdin is not None and self._process.poll() is None:
            try:
                self._process.stdin.write(json.dumps({"touch": name}) + "\n")
                self._process.stdin.flush()
            except OSError:
                return  # it is ending; a finger finds no screen

    def picture(self) -> bytes | None:
        """What the screen shows, as PNG."""
        try:
            return self.picture_file.read_bytes()
        except OSError:
            return None

    def end(self) -> None:
        """Wait for its end after ``touch("quit")``, :data:`END_S` at the most."""
        try:
            self._process.wait(END_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                pipe.close()

    def _read(self) -> None:
        if self._process.stdout is None:
            return
        try:
            for line in self._process.stdout:
                self.screen = json.loads(line)
                self._said(self.screen)
        except ValueError:
            return  # the pipe was closed while it was read: the rehearsal ends


class RatingCitizen:
    """Whoever sits before a rating tablet: answers most of the time, after a moment."""

    MOMENT_S = 0.5

    def __init__(self, seed: str) -> None:
        self._chance = random.Random(seed)
        self._has_answered = False

    def answer(self, screen: dict[str, Any], touch: Callable[[str], None]) -> None:
        """React to what the tablet shows."""
        if screen["screen"] == "ask":
            time.sleep(self.MOMENT_S)
            if not self._has_answered or self._chance.random() < figures.RATES:
                self._has_answered = True
                touch(figures.TOUCH[figures.score(self._chance)])
        elif screen["screen"] == "reasons":
            touch("skip")
