"""`python -m tests.quickly COMMAND …`: a command whose tests wait for the office, not for the disk.

Their temporary files are kept in memory where there is room for them and are gone at the end:
SQLite waits for the disk at each commit, and the tests commit some hundred thousand times.  The
programs that they start find themselves compiled, and what python-escpos knows of printers already
read.  No test shows less for it: what is killed is a process, never the machine.
"""

import os
import shutil
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

MEMORY = Path("/dev/shm")
ROOM = 2 * 1024**3
"""Bytes: what passed is taken away at once, what a room shares stays to its end; some 500 MB."""


def has_room(folder: Path) -> bool:
    """Whether this is memory that takes all the files of the tests, and programs among them."""
    if not (folder.is_dir() and os.access(folder, os.W_OK)):
        return False
    may_run = not os.statvfs(folder).f_flag & os.ST_NOEXEC
    return may_run and shutil.disk_usage(folder).free >= ROOM


def main(command: list[str]) -> int:
    """Run *command*; its exit status."""
    with ExitStack() as stack:
        memory = MEMORY if has_room(MEMORY) else None
        folder = stack.enter_context(TemporaryDirectory(dir=memory, prefix="motcua-"))
        environment = {**os.environ, "TMPDIR": folder, "ESCPOS_CAPABILITIES_PICKLE_DIR": folder}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        # Once, before several do it at a time: python-escpos writes its file in place.
        subprocess.run([sys.executable, "-c", "import escpos.printer"], env=environment, check=True)
        with subprocess.Popen(command, env=environment) as process:
            while True:
                try:
                    return process.wait()
                except KeyboardInterrupt:  # the command hears of it too, and ends by itself
                    continue


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
