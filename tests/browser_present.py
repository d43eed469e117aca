"""See that a browser is there for the browser tests; install it where nobody has to be asked.

Run before pytest by ``make test``.  Where it cannot be done the tests in ``tests/browser`` are
reported as *not run*, with the command that would make them run.
"""

import os
import shutil
import subprocess

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
INSTALL = "sudo apt-get install chromium"


def browser() -> str | None:
    """The path of a browser that Playwright can drive, if there is one."""
    return next((path for name in BROWSERS if (path := shutil.which(name))), None)


def main() -> None:
    """Install Debian's Chromium when this is root on a Debian system and no browser is there."""
    may_install = hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get")
    if browser() is not None or not may_install:
        return
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "check": False}
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(["apt-get", "update", "-qq"], env=environment, **quiet)
    command = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium"]
    subprocess.run(command, env=environment, **quiet)


if __name__ == "__main__":
    main()
