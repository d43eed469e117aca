"""The sample office, made once; every module of tests has a running copy of its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.acceptance.town import Town, copy_of, running
from tests.server_process import init_office


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sample") / "office"
    init_office(folder)
    return folder


@pytest.fixture
def folder(sample: Path, tmp_path: Path) -> Path:
    return copy_of(sample, tmp_path / "office")


@pytest.fixture(scope="module")
def town(sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    with running(copy_of(sample, tmp_path_factory.mktemp("town") / "office")) as found:
        yield found
