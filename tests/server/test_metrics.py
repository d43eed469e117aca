"""Prometheus text of this moment."""

import re
from pathlib import Path

from prometheus_client.parser import text_string_to_metric_families

from server.roll_metrics import of_tablets
from tests.server.desk import Desk
from tests.server.spools import FakeSpool
from tests.server.web import web_app


def measured(desk: Desk) -> dict[tuple[str, ...], float]:
    text = web_app(desk).test_client().get("/metrics").text
    return {
        (sample.name, *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def test_what_a_person_on_duty_wants_to_know(desk: Desk) -> None:
    desk.issue()
    found = measured(desk)
    assert found["motcua_journal_seq",] == 1
    assert found["motcua_waiting", "A"] == 1
    assert found["motcua_waiting", "B"] == 0
    assert found["motcua_live_streams",] == 0
    assert found["motcua_device_well", "printer-hall", "printer"] == 1
    assert found["motcua_device_well", "t-1", "tablet"] == 0


def test_nothing_in_it_names_a_person(desk: Desk) -> None:
    desk.issue()
    desk.call()
    assert "hoa" not in web_app(desk).test_client().get("/metrics").text


def test_paper_is_told_before_it_is_out(desk: Desk) -> None:
    desk.printers.connect({"hall": FakeSpool(), "desk": FakeSpool(paper="near_end")})
    desk.issue(printer="hall")
    desk.paper.failed(1, "hall", "paper_out")
    found = measured(desk)
    assert found["motcua_without_paper",] == 0  # the stand-in has it
    desk.paper.failed(1, "desk", "paper_out")
    found = measured(desk)
    assert found["motcua_without_paper",] == 1
    assert (found["motcua_paper_low", "hall"], found["motcua_paper_low", "desk"]) == (0, 1)
    assert found["motcua_paper_left_metres", "hall"] == 80
    assert ("motcua_paper_left_metres", "desk") not in found


def test_each_cable_and_board_has_its_figures(desk: Desk) -> None:
    found = measured(desk)
    cable = {name: value for (name, *of), value in found.items() if of == ["west"]}
    assert cable == {
        "motcua_cable_away": 0,
        "motcua_cable_echo": 1,
        "motcua_cable_round_seconds": 88,
        "motcua_cable_collisions_total": 3,
    }
    board = {name: value for (name, *of), value in found.items() if of == ["33", "west"]}
    assert board == {
        "motcua_board_frames_total": 12,
        "motcua_board_errors_total": 1,
        "motcua_board_collisions_total": 2,
        "motcua_board_answered_seconds": 4.5,
        "motcua_board_painted_seconds": 4.5,
    }
    assert found["motcua_board_state", "34", "west", "silent"] == 1
    assert found["motcua_board_state", "34", "west", "shown"] == 0
    assert ("motcua_board_answered_seconds", "34", "west") not in found


def test_what_keypads_sent_in_vain_is_counted(desk: Desk) -> None:
    assert measured(desk)["motcua_keypad_dropped_total", "west", "collision"] == 2


def test_the_page_of_figures_names_all_of_them(desk: Desk) -> None:
    page = (Path(__file__).parents[2] / "docs/reference/metrics.md").read_text(encoding="utf-8")
    described = set(re.findall(r"^\| `(motcua_\w+)` ", page, flags=re.MULTILINE))
    paper = {"motcua_paper_low", "motcua_paper_left_metres", "motcua_follower_behind"}
    tablets = {family.name for family in of_tablets([])}  # the desk has none that is paired
    assert described - paper == ({name for name, *_ in measured(desk)} | tablets) - paper
