"""Real disks for tests: a small one that can be filled, one that cannot be written.

Made with ``unshare`` in a mount namespace of the server's own, so that no root is needed and
nothing is left mounted.  Seen from outside the folder is at :func:`inside`; SQLite would open the
folder underneath by that name, so its files are looked at afterwards, where they were copied to.
"""

import errno
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.server_process import SERVE, ServerProcess

IN_NAMESPACE = ("unshare", "--user", "--map-root-user", "--mount", "sh", "-ec")
FILLER = "filler"


def need_namespaces() -> None:
    """Skip the test where this machine does not let a program have mounts of its own."""
    probe = [*IN_NAMESPACE, "mount -t tmpfs none /tmp"]
    try:
        is_allowed = subprocess.run(probe, capture_output=True, timeout=10).returncode == 0
    except FileNotFoundError:
        is_allowed = False
    if not is_allowed:
        pytest.skip("needs mount namespaces: sysctl kernel.unprivileged_userns_clone=1")


@contextmanager
def on_a_small_disk(folder: Path, size_mb: int) -> Iterator[ServerProcess]:
    """The server, running, with *folder* on a disk of that size; at the end all is copied back."""
    mount = f"cp -a {folder} {folder}.copy; mount -t tmpfs -o size={size_mb}m none {folder}"
    script = f'{mount}; cp -a {folder}.copy/. {folder}; rm -r {folder}.copy; exec "$@"'
    with ServerProcess(folder, program=(*IN_NAMESPACE, script, "sh", *SERVE)) as server:
        disk = os.open(inside(server), os.O_RDONLY)  # it stays there as long as this is open
        yield server
    shutil.copytree(f"/proc/self/fd/{disk}", folder, dirs_exist_ok=True)
    os.close(disk)


def read_only(folder: Path) -> ServerProcess:
    """The server on a folder that cannot be written."""
    script = f'mount --bind {folder} {folder}; mount -o remount,bind,ro {folder}; exec "$@"'
    return ServerProcess(folder, program=(*IN_NAMESPACE, script, "sh", *SERVE))


def inside(server: ServerProcess) -> Path:
    """The folder as the running *server* sees it."""
    return Path(f"/proc/{server.pid}/root{server.folder}")


def fill(folder: Path) -> None:
    """Leave no free byte on the disk of *folder*."""
    with (folder / FILLER).open("ab", buffering=0) as filler:
        for size in (65_536, 4096, 1):
            try:
                while True:
                    filler.write(b"x" * size)
            except OSError as error:
                assert error.errno == errno.ENOSPC


def free(folder: Path) -> None:
    """Give the space back."""
    (folder / FILLER).unlink()
