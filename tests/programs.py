"""Programs beside Python that some tests need; installed where nobody has to be asked.

Run before pytest by ``make test``.  Where it cannot be done those tests are reported as *not
run*, by name, with the command that would make them run.
"""

import os
import shutil
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Need:
    """One of *programs*, or with *language* a tesseract that reads it; *packages* are Debian's."""

    programs: tuple[str, ...]
    packages: tuple[str, ...]
    language: str = ""

    def found(self) -> str | None:
        """The path of the program, if it is here."""
        path = next((path for name in self.programs if (path := shutil.which(name))), None)
        if path is None or not self.language:
            return path
        run = subprocess.run([path, "--list-langs"], capture_output=True, text=True, check=False)
        return path if self.language in (run.stdout + run.stderr).split() else None

    @property
    def install(self) -> str:
        """The command that brings it."""
        return "sudo apt-get install " + " ".join(self.packages)


BROWSER = Need(("chromium", "chromium-browser", "google-chrome"), ("chromium",))
READER = Need(("tesseract",), ("tesseract-ocr", "tesseract-ocr-vie"), language="vie")
SCANNER = Need(("zbarimg",), ("zbar-tools",))
ICONV = Need(("iconv",), ("libc-bin",))
NETWORKS = Need(("ip",), ("iproute2",))
NODE = Need(("node",), ("nodejs",))
AVAHI = Need(("avahi-publish",), ("avahi-daemon", "avahi-utils", "dbus"))
ALL = (BROWSER, READER, SCANNER, ICONV, NETWORKS, NODE, AVAHI)


def install(needs: Iterable[Need]) -> None:
    """Ask Debian for what is missing, when this is root on a Debian system."""
    missing = [need for need in needs if need.found() is None]
    may_install = hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get")
    if not missing or not may_install:
        return
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "check": False}
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(["apt-get", "update", "-qq"], env=environment, **quiet)
    for need in missing:
        command = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *need.packages]
        subprocess.run(command, env=environment, **quiet)


if __name__ == "__main__":
    install(ALL)
