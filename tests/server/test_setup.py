"""A new data folder and the set-up that fills it."""

import tomllib
from pathlib import Path

import pytest

from server.config import load
from server.errors import Malformed, SetupError
from server.setup import SAMPLES, fill, make_folder, sample_text
from tests.server.desk import Desk


def test_an_empty_office_is_ready_to_be_changed(tmp_path: Path) -> None:
    make_folder(tmp_path / "new", None)
    assert load(tmp_path / "new").office.timezone == "Asia/Ho_Chi_Minh"


@pytest.mark.parametrize("name", SAMPLES)
def test_a_sample_gives_a_file_that_loads_and_a_set_up_that_fits(
    desk: Desk, tmp_path: Path, name: str
) -> None:
    document = make_folder(tmp_path / "new", name)
    config = load(tmp_path / "new")
    assert fill(desk.settings, desk.accounts, {**document, "person": []}) == []
    assert len(desk.plan().services) == 9
    boards = {board.counter for bus in config.board_bus.values() for board in bus.board}
    assert boards <= desk.plan().counters.keys()


def test_people_of_a_sample_get_passwords_of_their_own(desk: Desk) -> None:
    people = [{"name": n, "full_name": n, "role": "clerk", "counter": "1"} for n in ("x", "y")]
    first, second = fill(desk.settings, desk.accounts, {"person": people})
    assert first.password != second.password
    assert desk.accounts.sign_in("x", first.password) == first.person
    assert first.counter == "1"


def test_a_folder_in_use_is_left_as_it_is(tmp_path: Path) -> None:
    make_folder(tmp_path, None)
    (tmp_path / "office.toml").write_text("mine", encoding="utf-8")
    with pytest.raises(SetupError, match="is there already; it was left as it is"):
        make_folder(tmp_path, "giao-thuy")
    assert (tmp_path / "office.toml").read_text(encoding="utf-8") == "mine"


def test_a_file_where_the_folder_should_be(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("")
    with pytest.raises(SetupError, match="choose a folder you may write to"):
        make_folder(tmp_path / "taken" / "new", None)


def test_a_sample_nobody_knows() -> None:
    with pytest.raises(
        SetupError, match="no sample 'hanoi'; known: giao-thuy, thirty-counters, or"
    ):
        sample_text("hanoi")


def test_a_set_up_file_of_ones_own(tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text('[office]\ncode = "o"\nname = "O"\n# --- set-up ---\n[[service]]\ncode = "A"\n')
    document = make_folder(tmp_path / "new", str(own))
    assert document["service"] == [{"code": "A"}]
    assert "service" not in tomllib.loads((tmp_path / "new" / "office.toml").read_text())


@pytest.mark.parametrize(
    ("document", "said"),
    [
        ({"service": [{"code": "A"}]}, "service[0].name is missing"),
        ({"service": ["A"]}, "service[0] = 'A': a table is wanted here"),
        ({"service": "A"}, "service = 'A': a list is wanted here, [[service]] in TOML"),
        (
            {"service": [{"code": "A", "name": "a"}, {"code": "A", "name": "b"}]},
            "service[1]: service A is there twice from 0001-01-01",
        ),
        (
            {"counter": [{"number": "9", "name": "9", "services": ["Z"]}]},
            "counter '9'.services: 'Z' is not there on 2026-11-23; there: A, B",
        ),
    ],
)
def test_a_set_up_that_is_wrong_is_a_sentence(
    desk: Desk, document: dict[str, object], said: str
) -> None:
    with pytest.raises(Malformed) as refused:
        fill(desk.settings, desk.accounts, document)
    assert refused.value.about["detail"] == said
    assert desk.names() == []


@pytest.mark.parametrize("person", [{"name": "x"}, "x"])
def test_a_person_who_lacks_something_is_a_sentence(desk: Desk, person: object) -> None:
    with pytest.raises(SetupError, match="a person lacks"):
        fill(desk.settings, desk.accounts, {"person": [person]})
