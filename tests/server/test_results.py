"""Result-date slips: asked for, printed, forgotten."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from printer.profiles import profile_named
from printer.render import Printout
from server.config import PrinterTable
from server.dossier import dossier_code
from server.follow_results import ResultFollower
from server.printer_desk import Machinery
from server.results import NewResult, Results, printer_of
from server.slip_layout import Stationery
from server.verify import breaks
from tests.server.desk import CLERK, MORNING, ZONE, Desk, asked
from tests.server.web import Jobs, client, words

API = "/api/v1/result-slips"
CODE = "H42.50.05-261123-0975"
PRINTERS = {
    "hall": PrinterTable(url="virtual:"),
    "desk": PrinterTable(url="virtual:", counters=("2",)),
}
STATIONERY = Stationery(
    office="Một cửa",
    hotline="0228 3895 110",
    address=lambda: "http://10.0.0.5:8080",
    zone=ZONE,
    max_age=timedelta(minutes=3),
)


@dataclass
class Room:
    """An office with result slips and a printer that only remembers."""

    desk: Desk
    jobs: Jobs = field(default_factory=Jobs)

    def __post_init__(self) -> None:
        desk = self.desk
        self.results = Results(desk.store, desk.ledger, desk.clock, PRINTERS)
        machinery = Machinery(
            models={"hall": profile_named("TM-T82")},
            queues={"hall": self.jobs},
            stationery=STATIONERY,
            words=words(),
            now=desk.clock,
        )
        self.follower = ResultFollower(
            desk.store, desk.settings, self.results, machinery, timedelta(minutes=3)
        )

    def ask(self, counter: str = "1", key: str | None = None, **more: Any) -> int:
        new = NewResult(**{"dossier": CODE, "due_at": MORNING + timedelta(days=2), **more})
        return self.results.ask(new, counter, asked(key, "result", str(new), by=CLERK)).id

    def follow(self) -> None:
        for entry in self.desk.journal.after(0):
            self.follower.handle(entry)

    def kept(self) -> list[Any]:
        with self.desk.store.reading() as connection:
            rows = connection.execute("SELECT dossier, due_at, place FROM result_slips").fetchall()
        return [tuple(row) for row in rows]


@pytest.fixture
def room(desk: Desk) -> Room:
    return Room(desk)


def state(room: Room, slip: int) -> tuple[str, str]:
    found = room.results.show(slip)
    return found.state, found.reason


def test_a_slip_is_printed_and_what_it_said_is_forgotten(room: Room) -> None:
    slip = room.ask(place="Tầng 1")
    assert room.kept()[0][0] == CODE
    room.follow()
    assert CODE.encode() in room.jobs.printed["result:1"].data
    room.results.report("result:1", "printing", "")
    assert state(room, slip) == ("printing", "")
    room.results.report("result:1", "printed", "")
    assert state(room, slip) == ("printed", "")
    assert room.kept() == [(None, None, None)]
    assert room.desk.names() == ["result_slip_asked", "result_slip_printed"]


def test_the_journal_and_the_answers_never_know_the_dossier(room: Room) -> None:
    room.ask(key="k")
    room.results.report("result:1", "failed", "paper_out")
    with room.desk.store.reading() as connection:
        dump = "\n".join(connection.iterdump())
    assert "0975" not in dump
    assert state(room, 1) == ("failed", "paper_out")


def test_copies_are_one_job(room: Room) -> None:
    room.ask()
    room.ask(copies=3)
    room.follow()
    one, three = room.jobs.printed.values()
    assert three == Printout(one.data * 3, one.length_mm * 3)


def test_the_same_key_prints_once(room: Room) -> None:
    assert room.ask(key="k") == room.ask(key="k") == 1
    assert room.desk.names() == ["result_slip_asked"]


def test_what_is_printed_stays_so_and_what_is_late_is_printed(room: Room) -> None:
    room.ask()
    room.results.report("result:1", "unknown", "cut_off")
    assert state(room, 1) == ("failed", "cut_off")
    room.results.report("result:1", "printed", "late")
    room.results.report("result:1", "failed", "silent")
    room.results.report("ticket:1", "failed", "silent")
    room.results.report("result:9", "printed", "")
    assert state(room, 1) == ("printed", "late")


def test_after_a_restart_each_slip_is_settled(room: Room) -> None:
    room.ask()
    room.desk.clock.pass_s(181)
    room.ask()
    room.ask()
    room.ask(counter="2")
    room.results.report("result:3", "printing", "")
    room.follower.recover()
    assert [state(room, n) for n in range(1, 5)] == [
        ("failed", "too_old"),
        ("queued", ""),
        ("failed", "unknown"),
        ("failed", "no_printer"),
    ]
    assert list(room.jobs.printed) == ["result:2"]


def test_a_slip_follows_its_layout_and_printer_as_set_up(room: Room) -> None:
    parts = [
        {"kind": "text", "text": {"vi": "Ma {dossier}"}},
        {"kind": "text", "text": {"vi": "{due}"}},
        {"kind": "qr"},
    ]
    room.desk.change("slip", "result", {"part": parts})
    room.ask()
    room.follow()
    assert b"Ma " + CODE.encode() in room.jobs.printed["result:1"].data


def test_a_counters_printer_is_the_one_that_names_it() -> None:
    assert printer_of("2", PRINTERS) == "desk"
    assert printer_of("1", PRINTERS) == "hall"
    assert printer_of("1", {}) is None


# The code


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("H15.50.05.13-261008-0975", "H15.50.05.13-261008-0975"),
        (" h42.50.05 - 261123 - 0975 ", CODE),
        ("000.00.12.H40-200610-0001", "000.00.12.H40-200610-0001"),
        ("G09.107.12-261123-09123456", "G09.107.12-261123-09123456"),
    ],
)
def test_a_code_is_taken_as_the_systems_give_it(typed: str, code: str) -> None:
    assert dossier_code(typed) == code


@pytest.mark.parametrize(
    "typed", ["", "A042", "H42-261323-0975", "H42-261123-97", "H42-261123-09750975097509", "Đ-1-1"]
)
def test_what_is_no_code_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        dossier_code(typed)


@given(st.text(max_size=60))
def test_any_text_is_a_printable_code_or_refused(typed: str) -> None:
    try:
        code = dossier_code(typed)
    except ValueError:
        return
    assert code.isascii() and code.isprintable() and dossier_code(code) == code


# HTTP


def post(program: FlaskClient, **body: Any) -> Any:
    said = {"dossier": CODE, "due_at": "2026-11-25T08:00:00Z", **body}
    return program.post(API, json=said, headers={"Idempotency-Key": "k"})


def test_a_counters_program_prints_at_its_own_counter(desk: Desk) -> None:
    program = client(desk, "counter", "2")
    answer = post(program)
    assert (answer.status_code, answer.json["counter"]) == (201, "2")
    assert program.get(f"{API}/{answer.json['id']}").json == answer.json
    assert program.get(f"{API}/9").status_code == 404


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"dossier": "A042"}, "bad_dossier"),
        ({"due_at": "2026-11-22T08:00:00Z"}, "bad_due"),
        ({"due_at": "2029-11-22T08:00:00Z"}, "bad_due"),
        ({"due_at": "tomorrow"}, "bad_body"),
        ({"copies": 4}, "bad_body"),
    ],
)
def test_a_slip_that_cannot_be_is_refused(desk: Desk, body: dict[str, Any], code: str) -> None:
    answer = post(client(desk, "counter", "2"), **body)
    assert (answer.status_code, answer.json["type"]) == (422, f"/problems/{code}")


def test_a_program_without_a_counter_is_told(desk: Desk) -> None:
    assert post(client(desk, "admin")).json["type"] == "/problems/counter_needed"


def test_the_journal_with_result_slips_holds_its_promises(room: Room) -> None:
    room.ask()
    room.results.report("result:1", "printed", "")
    with room.desk.store.reading() as connection:
        assert list(breaks(connection)) == []
