"""``motcua serve`` with a clock that a test can set.

``python -m tests.clocked_server DIR --port N``; ``DIR/clock`` says by how many seconds the office's
clock is ahead of the machine's.
"""

import sys
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from server.clock import machine_now
from server.errors import SetupError
from server.running import log_plainly, run_server
from server.wiring import OfficeServer, Place

PROGRAM = (sys.executable, "-m", "tests.clocked_server")


@dataclass(frozen=True)
class FileClock:
    """The clock of the office in *folder*."""

    folder: Path

    def now(self) -> datetime:
        """The machine's instant and what the file adds."""
        return machine_now() + timedelta(seconds=float(self._path.read_text()))

    def set(self, ahead_s: float) -> None:
        """Let the clock be *ahead_s* ahead of the machine's from now on."""
        new = self.folder / "clock.new"
        new.write_text(str(ahead_s))
        new.replace(self._path)

    @property
    def _path(self) -> Path:
        return self.folder / "clock"


def main(folder: str, _: str, port: str) -> None:
    """Serve until told to stop."""
    log_plainly()
    place = Place(folder=Path(folder), port=int(port), now=FileClock(Path(folder)).now)
    try:
        run_server(OfficeServer(place))
    except SetupError as error:
        sys.exit(f"Error: {error}")


if __name__ == "__main__":
    main(*sys.argv[1:])
