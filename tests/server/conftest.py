"""A desk for every test that wants one."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.server.desk import Desk, open_desk


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with open_desk(tmp_path / "office.db") as opened:
        yield opened
