"""Prometheus text of this moment."""

from prometheus_client.parser import text_string_to_metric_families

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
