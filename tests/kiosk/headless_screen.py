"""A real `python -m kiosk board --headless` process, and who looks at it."""

import contextlib
import json
import os
import queue
import subprocess
import sys
import threading
import time

WAIT_S = 30


class HeadlessScreen:
    def __init__(self, folder, *options, **env):
        words = [sys.executable, "-m", "kiosk", "board", "--headless", "--data", str(folder)]
        self.process = subprocess.Popen(
            [*words, "--size", "320x180", *options],
            env={**os.environ, "SDL_AUDIODRIVER": "dummy", **env},
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

    def next(self):
        return self.lines.get(timeout=WAIT_S)

    def until(self, is_so):
        """The first line of which `is_so` holds."""
        ends_at_s = time.monotonic() + WAIT_S
        while time.monotonic() < ends_at_s:
            line = self.next()
            if is_so(line):
                return line
        raise AssertionError(self.errors)

    def wait_for(self, is_so):
        ends_at_s = time.monotonic() + WAIT_S
        while not is_so():
            assert time.monotonic() < ends_at_s, self.errors
            time.sleep(0.02)

    def listens(self, office):
        """Until it has the live stream of this server."""
        self.wait_for(office.listeners)

    def quit(self):
        """A clean end; its exit status."""
        if self.process.poll() is None:
            with contextlib.suppress(BrokenPipeError):
                self.process.stdin.write(b'{"touch": "quit"}\n')
                self.process.stdin.flush()
        status = self.process.wait(WAIT_S)
        for reader in self._readers:
            reader.join(WAIT_S)
        for stream in (self.process.stdin, self.process.stdout, self.process.stderr):
            with contextlib.suppress(BrokenPipeError):
                stream.close()
        return status
