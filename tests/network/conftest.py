"""Without root, `ip` or Avahi these tests are not collected, and it is said."""

from collections.abc import Iterator

import pytest

from tests.network.lan import Lan, why_not
from tests.programs import AVAHI, NETWORKS

WHY_NOT = "" if NETWORKS.found() else f"no ip here; to run them: {NETWORKS.install}"
WHY_NOT = WHY_NOT or why_not()
WHY_NO_AVAHI = "" if AVAHI.found() else f"no Avahi here; to run it: {AVAHI.install}"
collect_ignore_glob = ["test_*.py"] if WHY_NOT else []
collect_ignore = ["test_avahi.py"] if WHY_NO_AVAHI else []


@pytest.fixture
def lan() -> Iterator[Lan]:
    lan = Lan()
    yield lan
    lan.close()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if WHY_NOT:
        terminalreporter.write_line(f"not run: tests/network ({WHY_NOT})")
    elif WHY_NO_AVAHI:
        terminalreporter.write_line(f"not run: tests/network/test_avahi.py ({WHY_NO_AVAHI})")
