"""The set-up as one file, from the command line."""

import json
import tomllib
from pathlib import Path

import pytest

from server.setup import SAMPLES
from server.setup_file import read_document
from tests.server.test_cli import failed, run


@pytest.fixture
def office(tmp_path: Path) -> Path:
    assert run("init", tmp_path / "o", "--sample", "giao-thuy").exit_code == 0
    return tmp_path / "o"


def test_an_export_imported_changes_nothing_and_is_stable(office: Path, tmp_path: Path) -> None:
    first = run("setup", office, "export").stdout
    assert run("setup", office, "export", tmp_path / "x.toml").exit_code == 0
    assert (tmp_path / "x.toml").read_text(encoding="utf-8") == first
    assert run("setup", office, "import", tmp_path / "x.toml").stdout == f"{office}: changes: 0\n"
    assert run("setup", office, "export").stdout == first
    (tmp_path / "x.json").write_text(json.dumps(tomllib.loads(first)), encoding="utf-8")
    assert run("setup", office, "import", tmp_path / "x.json").stdout == f"{office}: changes: 0\n"


def test_a_new_office_takes_it_all(office: Path, tmp_path: Path) -> None:
    run("setup", office, "export", tmp_path / "x.toml")
    run("init", tmp_path / "new")
    said = run("setup", tmp_path / "new", "import", tmp_path / "x.toml")
    assert said.stdout == f"{tmp_path / 'new'}: changes: 23\n"
    assert run("setup", tmp_path / "new", "export").stdout == run("setup", office, "export").stdout
    assert run("journal", tmp_path / "new", "verify").exit_code == 0


@pytest.mark.parametrize("name", SAMPLES)
def test_a_sample_is_a_set_up(tmp_path: Path, name: str) -> None:
    assert read_document(name).keys() >= {"service", "counter"}
    run("init", tmp_path / "new")
    assert run("setup", tmp_path / "new", "import", name).exit_code == 0


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("x.toml", "service = 1", "service = 1: a list is wanted here, [[service]] in TOML"),
        ("x.toml", "[[servise]]", "unknown key 'servise'; did you mean 'service'?"),
        ("x.toml", "[[service]", "x.toml: Expected"),
        ("x.json", "[]", "x.json: a table of kinds is wanted"),
        ("x.json", "{", "x.json: Expecting property name"),
    ],
)
def test_what_is_wrong_with_a_file_is_a_sentence(
    office: Path, tmp_path: Path, name: str, text: str, said: str
) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    assert said in failed(run("setup", office, "import", tmp_path / name))


def test_a_file_that_is_there_is_left_as_it_is(office: Path, tmp_path: Path) -> None:
    (tmp_path / "x.toml").write_text("mine", encoding="utf-8")
    assert "is there already" in failed(run("setup", office, "export", tmp_path / "x.toml"))
    assert "cannot be written" in failed(run("setup", office, "export", tmp_path / "no" / "x"))
    assert "there is no sample" in failed(run("setup", office, "import", tmp_path / "no"))
