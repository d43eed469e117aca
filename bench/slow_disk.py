"""A disk whose sync takes 5 ms, as an SD card's does: a shim in C, compiled when it is needed."""

import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

MISSING = "slow disk: not run (no cc, or not Linux); to run it: sudo apt-get install gcc"
SYNC_MS = 5

SOURCE = f"""
#define _GNU_SOURCE
#include <dlfcn.h>
#include <unistd.h>
typedef int (*sync_of)(int);
int fsync(int fd) {{ usleep({SYNC_MS}000); return ((sync_of)dlsym(RTLD_NEXT, "fsync"))(fd); }}
int fdatasync(int fd) {{
  usleep({SYNC_MS}000);
  return ((sync_of)dlsym(RTLD_NEXT, "fdatasync"))(fd);
}}
"""


def environ(folder: Path) -> Mapping[str, str] | None:
    """The environment of a program on such a disk; ``None`` where it cannot be made."""
    compiler = shutil.which("cc")
    if compiler is None or os.name != "posix" or not Path("/proc").is_dir():
        return None
    source, shim = folder / "slow_disk.c", folder / "slow_disk.so"
    source.write_text(SOURCE)
    subprocess.run([compiler, "-shared", "-fPIC", "-O2", source, "-o", shim, "-ldl"], check=True)
    return {**os.environ, "LD_PRELOAD": str(shim)}
