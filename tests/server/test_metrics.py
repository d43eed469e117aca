"""Prometheus text of this moment."""

from prometheus_client.parser import text_string_to_metric_families

from tests.server.desk import Desk
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
