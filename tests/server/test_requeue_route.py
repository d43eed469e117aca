"""Back into line by the number on the slip: whoever reads a label in the hall may ask."""

from tests.server.desk import Desk, asked
from tests.server.web import client


def test_why_somebody_has_priority_is_not_told_to_who_knows_a_label(desk: Desk) -> None:
    desk.issue(priority="pregnant")
    desk.call()
    desk.counters.no_show("1", asked(None))
    answer = client(desk, "kiosk").post(
        "/api/v1/tickets/requeue", json={"label": "a001"}, headers={"Idempotency-Key": "k"}
    )
    assert (answer.status_code, answer.json["state"]) == (200, "waiting")
    assert answer.json["priority"] is None
