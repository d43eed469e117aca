"""``motcua …``: what it prints, and how it fails, in one sentence."""

import json
import shutil
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from motcua import main
from server.cli import server
from server.core import open_core
from server.ledger import NewTicket
from tests.server.desk import asked


def run(*words: object, typed: str = "") -> Result:
    return CliRunner().invoke(main, [*map(str, words)], input=typed, prog_name="motcua")


def failed(result: Result, status: int = 1) -> str:
    """The one sentence of a failure."""
    assert (result.exit_code, result.stdout) == (status, "")
    assert isinstance(result.exception, SystemExit)
    said = result.stderr.strip()
    assert said.startswith("Error: ") and "\n" not in said
    return said.removeprefix("Error: ")


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sample") / "o"
    assert run("init", folder, "--sample", "giao-thuy").exit_code == 0
    return folder


@pytest.fixture
def office(sample: Path, tmp_path: Path) -> Path:
    return shutil.copytree(sample, tmp_path / "o")


def test_init_says_how_to_go_on_and_who_may_sign_in(tmp_path: Path) -> None:
    result = run("init", tmp_path / "new", "--sample", "giao-thuy")
    first, *people = result.stdout.splitlines()
    assert first == f"{tmp_path / 'new'}: ready. Start it with: motcua serve {tmp_path / 'new'}"
    assert any(line.startswith("  clerk ") and ", counter 1" in line for line in people)


def test_init_refuses_a_folder_in_use_and_an_unknown_sample(office: Path, tmp_path: Path) -> None:
    assert "is there already; it was left as it is" in failed(run("init", office))
    assert "there is no sample 'hanoi'" in failed(run("init", tmp_path / "x", "--sample", "hanoi"))
    assert not (tmp_path / "x").exists()


def test_a_set_up_file_that_lacks_something_is_a_sentence(tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text('[office]\ncode = "o"\nname = "O"\n# --- set-up ---\n[[service]]\nname = "A"\n')
    said = failed(run("init", tmp_path / "x", "--sample", own))
    assert said == "The set-up cannot be so: service[0].code is missing"


def test_a_token_is_alone_on_its_line(office: Path) -> None:
    result = run("token", office, "--role", "counter", "--counter", "1", "--name", "pc")
    assert (result.exit_code, len(result.stdout.strip()), result.stdout.count("\n")) == (0, 32, 1)


def test_a_token_needs_what_its_role_needs(office: Path, tmp_path: Path) -> None:
    words = ["--role", "counter", "--name", "pc"]
    said = failed(run("token", office, *words))
    assert said == "A token for a counter needs the number of its counter."
    said = failed(run("token", office, *words, "--counter", "99"))
    assert said == "There is no counter 99: check the number of the counter."
    assert "make a data folder" in failed(run("token", tmp_path / "none", *words))


def test_a_person_is_added_with_the_password_from_standard_input(office: Path) -> None:
    words = ["user", office, "add", "mai", "--role", "manager"]
    assert run(*words, typed="long enough\n").exit_code == 0
    assert failed(run(*words, typed="long enough\n")).startswith("There is somebody called mai")
    words[3] = "lan2"
    assert failed(run(*words, typed="short\n")) == "A password needs at least 8 characters."


def test_the_journal_is_written_out_and_checked(office: Path) -> None:
    core = open_core(office)
    for _ in range(3):
        core.office.issue(NewTicket(service="A"), asked(None))
    core.store.close()
    lines = [json.loads(line) for line in run("journal", office, "export").stdout.splitlines()]
    filled = [line for line in lines if line["event"] == "setting_changed"]
    assert {line["by"] for line in filled} == {"motcua init"}
    assert [(line["event"], line["label"]) for line in lines[len(filled) :]] == [
        ("issued", f"A00{n}") for n in (1, 2, 3)
    ]
    said = run("journal", office, "verify").stdout
    assert said == f"{len(lines)} entries, every promise holds\n"
    core = open_core(office)
    core.store.change(lambda tx: tx.execute("UPDATE numbers SET last = 9"))
    core.store.close()
    assert "the next number of A" in failed(run("journal", office, "verify"))


def test_backup_and_restore(office: Path, tmp_path: Path) -> None:
    assert run("backup", office, tmp_path / "b.zip").exit_code == 0
    assert run("restore", tmp_path / "b.zip", tmp_path / "again").exit_code == 0
    assert run("journal", tmp_path / "again", "verify").exit_code == 0
    assert "is there already" in failed(run("backup", office, tmp_path / "b.zip"))


def test_a_doctor_says_what_is_well_and_fails_for_a_fault(office: Path) -> None:
    well = run("doctor", office)
    assert well.exit_code == 0 and "FAULT" not in well.stdout
    (office / "office.db").unlink()
    ill = run("doctor", office)
    assert (ill.exit_code, ill.stderr) == (1, "Error: faults found: 1\n")
    assert "FAULT  " in ill.stdout


@pytest.mark.parametrize(
    "words",
    [
        ["init"],
        ["serve"],
        ["token", "x"],
        ["nonsense"],
        ["journal", "x", "burn"],
        ["demo", "--speed", "0"],
        ["demo", "--speed", "nan"],
        ["demo", "--speed", "inf"],
        ["demo", "--for", "-1"],
        ["demo", "--tablets", "-1"],
    ],
)
def test_wrong_words_are_status_two(words: list[str]) -> None:
    assert run(*words).exit_code == 2


@pytest.mark.parametrize("name", ["", " x", "a\udcff", "x" * 65])
def test_a_name_that_cannot_be_read_is_refused(office: Path, name: str) -> None:
    done = run("token", office, "--role", "admin", "--name", name)
    assert (done.exit_code, "visible characters" in done.stderr) == (1, True)


def test_both_programs_are_one_command() -> None:
    listed = main.list_commands(click.Context(main))
    assert set(listed) == {*server.commands, "kiosk"}
    assert run("--help").exit_code == 0
    assert run("--version").stdout.startswith("motcua, version ")
