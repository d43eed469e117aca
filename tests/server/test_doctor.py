"""What keeps an office from working, a sentence each."""

from datetime import timedelta
from pathlib import Path

import pytest
from filelock import FileLock

from server.doctor import findings
from server.rolls import use
from server.setup import make_folder
from tests.server.desk import MORNING, open_desk

LINE = '\n[printer.hall]\nurl = "{url}"\n'


@pytest.fixture
def office(tmp_path: Path) -> Path:
    make_folder(tmp_path / "office", None)
    with open_desk(tmp_path / "office" / "office.db") as desk:
        desk.issue()
    return tmp_path / "office"


def faults(folder: Path, late_s: float = 60) -> list[str]:
    now = MORNING + timedelta(seconds=late_s)
    return [each.text for each in findings(folder, now) if not each.is_well]


def with_printer(folder: Path, url: str) -> Path:
    path = folder / "office.toml"
    path.write_text(path.read_text(encoding="utf-8") + LINE.format(url=url), encoding="utf-8")
    return folder


def test_an_office_in_order(office: Path) -> None:
    assert faults(with_printer(office, "virtual:")) == []


def test_a_key_that_is_unknown_and_a_folder_that_is_not_there(office: Path) -> None:
    [said] = faults(with_printer(office, 'x"\nbuad = "1'))
    assert "unknown key 'printer.hall.buad'" in said
    [said] = faults(office / "nowhere")
    assert "is not there: make a data folder" in said


def test_a_port_that_is_missing(office: Path) -> None:
    [said] = faults(with_printer(office, "/dev/serial/no-such"))
    assert said.startswith("printer.hall: /dev/serial/no-such: ")


def test_keypads_and_scanners_of_counters_that_are_not_there(office: Path) -> None:
    path = office / "office.toml"
    path.write_text(
        path.read_text(encoding="utf-8")
        + '\n[keypad_bus.pads]\nurl = "virtual:"\n'
        + 'keypad = [{counter = "1", address = 35}, {counter = "77", address = 36}]\n'
        + '[scanner.desk]\nurl = "/dev/serial/no-such"\ncounter = "78"\n'
        + '[scanner.door]\nurl = "virtual:"\nkiosk = "hall"\n',
        encoding="utf-8",
    )
    said = faults(office)
    assert said[:2] == [
        "keypad_bus.pads, keypad 36: there is no counter 77; known: 1, 2, 3",
        "scanner.desk: there is no counter 78; known: 1, 2, 3",
    ]
    assert said[2].startswith("scanner.desk: /dev/serial/no-such: ")


def test_paper_that_runs_out(office: Path) -> None:
    with_printer(office, 'virtual:"\nroll_m = 80\nwarn_m = 3\nprofile = "TM-T82')
    assert faults(office) == []
    with open_desk(office / "office.db") as desk:
        desk.store.change(lambda tx: use(tx, "hall", 77_500))
    assert faults(office) == ["printer.hall: about 2.5 m of paper are left: put in a new roll"]


def test_a_server_that_runs_has_the_ports(office: Path) -> None:
    with FileLock(with_printer(office, "/dev/serial/no-such") / "serve.lock"):
        assert faults(office) == []


def test_a_clock_that_is_behind_the_journal(office: Path) -> None:
    [said] = faults(office, late_s=-3600)
    assert "clock is behind the journal, which ends at 2026-11-23 01:00 UTC: check" in said


def test_a_clock_that_went_back(office: Path) -> None:
    with open_desk(office / "office.db") as desk:
        desk.clock.pass_s(-3600)
        desk.issue()
        desk.issue()
    [said] = faults(office)
    assert said == (
        "the clock went back from 2026-11-23 01:00 to 2026-11-23 00:00 UTC at journal entry 2: "
        "see that a time server sets it"
    )


def test_a_database_that_is_missing_or_none(office: Path) -> None:
    (office / "office.db").write_bytes(b"a letter " * 1000)
    [said] = faults(office)
    assert "cannot be read (file is not a database): restore the last backup" in said
    (office / "office.db").unlink()
    [said] = faults(office)
    assert "office.db is not there: restore a backup" in said


def test_a_sound_card_is_looked_at_only_where_a_zone_is_spoken_to_by_it(
    office: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SDL_AUDIODRIVER", "no such driver")
    monkeypatch.setenv("PYGAME_HIDE_SUPPORT_PROMPT", "1")
    monkeypatch.setenv("SDL_NO_SIGNAL_HANDLERS", "1")
    assert faults(office) == []
    with open_desk(office / "office.db") as desk:
        desk.change("zone", "hall", {"name": "hall", "voice": "both"})
    [said] = faults(office)
    assert said.startswith("sound.device default (zone hall): no sound card can be opened")
    path = office / "office.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text + '\n[sound]\ndevice = "file:heard.wav"\n', encoding="utf-8")
    assert faults(office) == []
