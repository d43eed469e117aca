"""The words of the command line."""

import os
import subprocess
import sys
import time

import pytest
from click.testing import CliRunner

from kiosk.cli import kiosk


@pytest.mark.parametrize("words", [["rate"], ["take"], ["board"], []])
def test_help_is_there(words):
    answer = CliRunner().invoke(kiosk, [*words, "--help"])
    assert answer.exit_code == 0


@pytest.mark.parametrize(
    "words",
    [
        ["--size", "big"],
        ["--size", "0x0"],
        ["--port", "70000"],
        ["--language", "xx"],
        ["--what"],
        ["--name", "ờ" * 60],
    ],
)
def test_wrong_words_are_two(words):
    answer = CliRunner().invoke(kiosk, ["rate", *words])
    assert answer.exit_code == 2 and words[0] in answer.output


def test_a_folder_that_can_not_be_is_one_sentence(tmp_path):
    (tmp_path / "file").write_text("")
    words = [sys.executable, "-m", "kiosk", "rate", "--headless", "--data", tmp_path / "file"]
    answer = subprocess.run(words, capture_output=True, text=True, stdin=subprocess.DEVNULL)
    assert answer.returncode == 1 and answer.stdout == ""
    assert answer.stderr.startswith("Error: the tablet can not start")
    assert answer.stderr.count("\n") == 1


def test_importing_everything_loads_neither_pygame_nor_zeroconf():
    script = "import kiosk.cli, kiosk.program, kiosk.headless, sys; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True).stdout
    assert "kiosk.program" in loaded.split() and not {"pygame", "zeroconf"} & set(loaded.split())


@pytest.mark.parametrize(
    "words", [["--server", "10.0.0.5"], ["--zone", "a/b"], ["--size", "big"], ["--name", "x"]]
)
def test_wrong_words_of_a_screen_are_two(words):
    answer = CliRunner().invoke(kiosk, ["board", *words])
    assert answer.exit_code == 2 and words[0] in answer.output


def test_a_screen_must_be_told_its_server_once(tmp_path):
    words = [sys.executable, "-m", "kiosk", "board", "--headless", "--data", tmp_path]
    answer = subprocess.run(words, capture_output=True, text=True, stdin=subprocess.DEVNULL)
    assert answer.returncode == 2 and "--server http://" in answer.stderr


def words_of(driver, *words):
    return subprocess.Popen(
        [sys.executable, "-m", "kiosk", "rate", *map(str, words)],
        env={**os.environ, "SDL_VIDEODRIVER": driver},
        stdin=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_without_a_display_it_says_so(tmp_path):
    _, said = words_of("nosuchdriver", "--data", tmp_path).communicate(timeout=60)
    assert said.startswith("Error: the tablet can not start: no display") and said.count("\n") == 1


def test_with_a_window_it_draws_and_ends_at_sigterm(tmp_path):
    picture = tmp_path / "screen.png"
    words = ("--data", tmp_path, "--size", "800x480", "--picture", picture)
    program = words_of("dummy", *words, "--interface", "127.0.0.1")
    while not picture.exists():
        assert program.poll() is None
        time.sleep(0.02)
    time.sleep(0.2)
    program.terminate()
    assert program.communicate(timeout=60) == (None, "") and program.returncode == 0
