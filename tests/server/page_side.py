"""The rating page's own pairing and seals, run by node: what a browser would do, without one."""

import json
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.programs import NODE

STATIC = Path(__file__).parents[2] / "server" / "static"
SCRIPT = Path(__file__).with_name("page_side.js")


class PageSide:
    """Asks the page's modules, one line a question."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process

    def __call__(self, act: str, **said: Any) -> Any:
        assert self._process.stdin and self._process.stdout
        self._process.stdin.write(json.dumps({"act": act, **said}) + "\n")
        self._process.stdin.flush()
        return json.loads(self._process.stdout.readline())


@contextmanager
def page_side(folder: Path) -> Iterator[PageSide]:
    """The modules, copied to *folder* because node takes them for scripts of its own kind else."""
    shutil.copytree(STATIC, folder / "static")
    shutil.copy(SCRIPT, folder)
    (folder / "package.json").write_text('{"type": "module"}')
    command = [str(NODE.found()), str(folder / SCRIPT.name)]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen(command, text=True, encoding="utf-8", **pipes) as process:  # type: ignore[call-overload]
        yield PageSide(process)
        process.stdin.close()
