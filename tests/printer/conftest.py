"""Tests that need a reader or a scanner are not collected without it, and it is said."""

import pytest

from tests.programs import ICONV, READER, SCANNER, Need

NEEDS: dict[str, tuple[Need, ...]] = {
    "test_reading.py": (READER, SCANNER),
    "test_iconv.py": (ICONV,),
}
MISSING = [(name, need) for name, needs in NEEDS.items() for need in needs if need.found() is None]
collect_ignore = sorted({name for name, _ in MISSING})


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    for name, need in MISSING:
        terminalreporter.write_line(
            f"not run: tests/printer/{name} (no {need.programs[0]} here); to run it: {need.install}"
        )
