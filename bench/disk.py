"""The machine's own limit for durable changes: how often this disk syncs."""

import os
import time
from pathlib import Path


def syncs_per_s(folder: Path, seconds: float = 1.0) -> float:
    """4 KiB writes, each followed by ``fdatasync`` (``fsync`` where there is none), in *folder*."""
    sync = getattr(os, "fdatasync", os.fsync)
    path = folder / "sync-probe"
    count = 0
    with path.open("wb", buffering=0) as file:
        begun = time.perf_counter()
        while (elapsed := time.perf_counter() - begun) < seconds:
            file.write(bytes(4096))
            sync(file.fileno())
            count += 1
    path.unlink()
    return count / elapsed
