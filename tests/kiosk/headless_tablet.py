"""A real `python -m kiosk …  --headless` process, and the citizen in front of it."""

import contextlib
import json
import queue
import subprocess
import sys
import threading

from kiosk.identity import Home, Identity, save
from tests.kiosk.wire_office import ID

WAIT_S = 60


class HeadlessTablet:
    def __init__(self, kind, folder, *options, interface="127.0.0.1"):
        words = [sys.executable, "-m", "kiosk", kind, "--headless", "--data", str(folder)]
        self.process = subprocess.Popen(
            [*words, *(("--interface", interface) if interface else ()), *options],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        self.lines = queue.Queue()
        self.errors = []
        self._readers = [
            threading.Thread(target=self._read, daemon=True),
            threading.Thread(target=self._read_errors, daemon=True),
        ]
        for reader in self._readers:
            reader.start()

    def _read(self):
        for line in self.process.stdout:
            self.lines.put(json.loads(line))

    def _read_errors(self):
        self.errors.extend(self.process.stderr)

    def sees(self, screen):
        """The next line, which must be of this screen."""
        line = self.lines.get(timeout=WAIT_S)
        assert line["screen"] == screen, (line, self.errors)
        return line

    def touch(self, name):
        self.write(json.dumps({"touch": name}).encode())

    def write(self, line):
        self.process.stdin.write(line + b"\n")
        self.process.stdin.flush()

    def kill(self):
        self.process.kill()
        self._close()

    def quit(self):
        """A clean end; its exit status."""
        self.touch("quit")
        return self._close()

    def _close(self):
        status = self.process.wait(WAIT_S)
        for reader in self._readers:
            reader.join(WAIT_S)
        for stream in (self.process.stdin, self.process.stdout, self.process.stderr):
            with contextlib.suppress(BrokenPipeError):
                stream.close()
        return status


def paired_folder(folder, office, counter="3", server=""):
    """A data folder as pairing leaves it."""
    folder.mkdir(parents=True, exist_ok=True)
    home = Home(office.url, office.token, "Giao Thủy", counter, None, server)
    save(folder / "tablet.json", Identity(ID, home))
    return folder
