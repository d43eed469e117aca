"""Paper over HTTP: who waits without a slip, another slip, a new roll."""

import pytest

from tests.server.desk import Desk
from tests.server.spools import FakeSpool
from tests.server.web import client

API = "/api/v1"
KEY = {"Idempotency-Key": "k"}


@pytest.fixture
def hall(desk: Desk) -> FakeSpool:
    """A ticket that went without paper at a printer that is near the end of its roll."""
    spool = FakeSpool(paper="near_end")
    desk.printers.connect({"hall": spool})
    desk.issue(printer="hall", kiosk="kiosk-1")
    desk.paper.failed(1, "hall", "paper_out")
    return spool


def test_the_staff_see_who_has_no_paper_and_what_runs_out(desk: Desk, hall: FakeSpool) -> None:
    papers = client(desk, "counter", "1").get(f"{API}/slips").get_json()
    assert papers["tickets"] == [
        {
            **{"ticket": 1, "label": "A001", "service": "A", "kiosk": "kiosk-1"},
            **{"printer": "hall", "place": "Sảnh", "state": "failed", "reason": "paper_out"},
            **{"since": "2026-11-23T01:00:00.000Z", "copies": 0},
        }
    ]
    assert papers["printers"][0] == {
        **{"printer": "hall", "place": "Sảnh", "state": "ready", "sensor": "near_end"},
        **{"left_m": 80.0, "is_low": True, "since": None},
    }


@pytest.mark.parametrize(
    ("state", "status", "n"), [("failed", 200, 1), ("unknown", 200, 0), ("x", 422, None)]
)
def test_one_state_may_be_asked_for(
    desk: Desk, hall: FakeSpool, state: str, status: int, n: int | None
) -> None:
    answer = client(desk, "admin").get(f"{API}/slips?state={state}")
    assert answer.status_code == status
    assert n is None or len(answer.get_json()["tickets"]) == n


def test_another_slip_is_asked_for_once_by_the_staff(desk: Desk, hall: FakeSpool) -> None:
    path = f"{API}/tickets/1/reprint"
    assert client(desk, "kiosk").post(path, headers=KEY).status_code == 403
    counter = client(desk, "counter", "1")
    first, second = (counter.post(path, headers=KEY) for _ in range(2))
    assert (first.status_code, first.get_json()) == (200, second.get_json())
    assert first.get_json()["slip"] == {
        **{"state": "queued", "reason": None},
        **{"place": "Sảnh", "copies": 1},
    }
    refused = counter.post(path, headers={"Idempotency-Key": "other"})
    assert (refused.status_code, refused.get_json()["type"]) == (409, "/problems/slip_under_way")
    assert counter.get(f"{API}/slips").get_json()["tickets"] == []


def test_a_held_slip_is_refused_with_what_to_do(desk: Desk, hall: FakeSpool) -> None:
    hall.held = {"ticket:1"}
    answer = client(desk, "admin").post(f"{API}/tickets/1/reprint", headers=KEY)
    assert answer.status_code == 409
    assert answer.get_json()["title"] == (
        "Máy in ở Sảnh còn giữ phiếu số A001 và sẽ in ra: "
        "hãy thay giấy, đóng nắp rồi chờ mười giây."
    )


def test_a_new_roll_is_told(desk: Desk, hall: FakeSpool) -> None:
    counter = client(desk, "counter", "1")
    assert counter.post(f"{API}/printers/hall/new-roll", headers=KEY).status_code == 204
    assert desk.names()[-1] == "roll_changed"
    unknown = counter.post(f"{API}/printers/attic/new-roll", headers={"Idempotency-Key": "b"})
    assert unknown.status_code == 404
