"""One server a folder: the lock it holds as long as it runs."""

from pathlib import Path

from filelock import FileLock, Timeout

from server.errors import SetupError

LOCK = "serve.lock"


def locked(folder: Path) -> FileLock:
    """The folder's lock: two servers would be two sets of followers on one cable."""
    if not folder.is_dir():
        raise SetupError(f"{folder} is not there: make a data folder with 'motcua init {folder}'")
    lock = FileLock(folder / LOCK)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise SetupError(
            f"another server is running on {folder}: stop it first, or use another folder"
        ) from None
    except OSError as error:
        raise SetupError(f"{folder} cannot be written to: {error.strerror}") from error
    return lock
