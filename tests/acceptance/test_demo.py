"""``motcua demo`` as a visitor starts it: everything alive, nothing broken, a clean end."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.server_process import MOTCUA, ROOT, free_port, motcua

SECONDS = 25


@pytest.fixture(scope="module")
def shown(
    tmp_path_factory: pytest.TempPathFactory,
) -> tuple[Path, subprocess.CompletedProcess[str]]:
    """A demo with two tablets that has run and ended by itself."""
    folder = tmp_path_factory.mktemp("demo") / "office"
    options = ["--port", str(free_port()), "--for", str(SECONDS), "--data", str(folder)]
    done = subprocess.run(
        [*MOTCUA, "demo", *options, "--tablets", "2", "--speed", "30"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=90,
    )
    return folder, done


def test_it_ends_by_itself_and_without_a_complaint(
    shown: tuple[Path, subprocess.CompletedProcess[str]],
) -> None:
    _, done = shown
    assert done.returncode == 0
    assert "Traceback" not in done.stderr
    assert "ERROR" not in done.stderr


def test_it_says_where_to_look_and_how_to_sign_in(
    shown: tuple[Path, subprocess.CompletedProcess[str]],
) -> None:
    _, done = shown
    for words in ("http://127.0.0.1:", "/devices", "/kiosk", "/board", "sign in: quantri / "):
        assert words in done.stdout


def test_the_whole_main_job_happened(
    shown: tuple[Path, subprocess.CompletedProcess[str]],
) -> None:
    folder, _ = shown
    exported = motcua("journal", str(folder), "export")
    for event in ("issued", "slip_printed", "called", "started", "finished", "rated"):
        assert f'"event": "{event}"' in exported, event
    assert "every promise holds" in motcua("journal", str(folder), "verify")


def test_the_tablets_are_gone_with_it(
    shown: tuple[Path, subprocess.CompletedProcess[str]],
) -> None:
    folder, _ = shown
    if sys.platform == "linux":
        commands = [path.read_bytes() for path in Path("/proc").glob("[0-9]*/cmdline")]
        assert not any(str(folder).encode() in each for each in commands)
