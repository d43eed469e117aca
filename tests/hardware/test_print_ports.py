"""The kernel's printer device and print queues."""

import os
import sys
from pathlib import Path

import pytest

from hardware.ports import Line, PortAway
from hardware.print_ports import QueuePort, open_any, submit_to_cups

if sys.platform != "win32":

    @pytest.fixture
    def lp(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
        """A program lp that writes what it gets to a file, and its words to another."""
        program = tmp_path / "lp"
        program.write_text(
            '#!/bin/sh\necho "$*" >> "$0.words"\ncat >> "$0.jobs"\n'
            'case "$*" in *gone*) echo "lp: no such queue" >&2; exit 1;; esac\n'
        )
        program.chmod(0o755)
        monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
        return program

    def test_a_slip_is_one_raw_job(lp: Path) -> None:
        port = open_any(Line("queue:hall"))
        job = b"\x1b@A042\n\x1dVB\x00" + bytes(range(256)) * 8
        assert port.write_some(job, 0.0) == len(job)
        assert lp.with_suffix(".jobs").read_bytes() == job
        assert lp.with_suffix(".words").read_text() == "-s -d hall -o raw -\n"
        assert port.read(10, 0.0) == b""

    def test_nul_alone_makes_no_job(lp: Path) -> None:
        port = open_any(Line("queue:hall"))
        assert port.write_some(b"\0", 0.0) == 1
        assert not lp.with_suffix(".jobs").exists()

    def test_a_queue_that_refuses_is_away(lp: Path) -> None:
        with pytest.raises(PortAway, match="no such queue"):
            open_any(Line("queue:gone")).write(b"A042\n")

    def test_without_lp_it_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("PATH", str(tmp_path))
        with pytest.raises(PortAway, match="lp cannot be run"):
            QueuePort("queue:hall", submit_to_cups).write(b"A042\n")

    def test_the_kernels_printer_device_is_a_file_with_answers() -> None:
        far, near = os.openpty()
        import tty

        tty.setraw(near)
        port = open_any(Line(f"usblp:{os.ttyname(near)}"))
        port.write(b"\x10\x04\x01")
        assert os.read(far, 10) == b"\x10\x04\x01"
        os.write(far, b"\x12")
        assert port.read(10, 10.0) == b"\x12"
        assert port.read(10, 0.0) == b""
        os.write(far, b"left over")
        port.discard_input()
        assert port.read(10, 0.0) == b""
        os.close(far)
        with pytest.raises(PortAway):
            port.write(b"x")
        port.close()
        os.close(near)

    def test_a_device_that_takes_nothing_is_waited_for(tmp_path: Path) -> None:
        path = tmp_path / "lp0"
        os.mkfifo(path)
        port = open_any(Line(f"usblp:{path}"))
        taken = 1
        while taken:
            taken = port.write_some(b"x" * 128, 0.0)
        assert port.write_some(b"x", 0.05) == 0
        port.close()


def test_a_device_that_is_not_there_is_away(tmp_path: Path) -> None:
    with pytest.raises(PortAway, match="no such port"):
        open_any(Line(f"usblp:{tmp_path / 'lp0'}"))
