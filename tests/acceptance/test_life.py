"""The whole life of a ticket over HTTP, against the running server."""

import uuid

from tests.acceptance.town import Town

HERE = "/counters/3"  # serves A and G in the sample


def act(town: Town, verb: str, counter: str = "3", **body: object) -> dict[str, object]:
    answer = town.post(f"counter-{counter}", f"/counters/{counter}/{verb}", body)
    assert answer.status == 200, answer
    return dict(answer.json)


def test_parked_resumed_and_finished(town: Town) -> None:
    ticket = town.issue("G")
    assert act(town, "call-next")["id"] == ticket["id"]
    act(town, "start")
    assert act(town, "park", return_after_s=600)["state"] == "parked"
    assert [each["label"] for each in town.get(HERE)["parked"]] == [ticket["label"]]
    assert act(town, "resume", ticket=ticket["id"])["state"] == "called"
    assert act(town, "finish")["state"] == "finished"


def test_transferred_and_back(town: Town) -> None:
    ticket = town.issue("G")
    act(town, "call-next")
    sent = act(town, "transfer", service="B", come_back=True)
    assert (sent["state"], sent["service"], sent["label"]) == ("waiting", "B", ticket["label"])
    assert act(town, "call-next", "4")["id"] == ticket["id"]
    assert act(town, "finish", "4")["state"] == "waiting"
    assert act(town, "call-next")["id"] == ticket["id"]
    assert town.get(HERE)["why"] == {"why": "reserved"}
    act(town, "finish")


def test_taken_back(town: Town) -> None:
    ticket = town.issue("G")
    act(town, "call-next")
    undo = town.get(HERE)["undo"]
    assert (undo["event"], undo["label"]) == ("called", ticket["label"])
    assert act(town, "undo")["state"] == "waiting"
    again = town.post("counter-3", f"{HERE}/undo")
    assert (again.status, again.json["type"]) == (409, "/problems/nothing_to_undo")
    act(town, "call-next")
    act(town, "finish")


def test_not_present_and_back_by_the_number_on_the_slip(town: Town) -> None:
    ticket = town.issue("G")
    act(town, "call-next")
    assert act(town, "no-show")["state"] == "no_show"
    back = town.post("kiosk", "/tickets/requeue", {"label": str(ticket["label"]).lower()})
    assert (back.status, back.json["state"]) == (200, "waiting")
    assert act(town, "call-next")["id"] == ticket["id"]
    act(town, "finish")
    late = town.post("kiosk", "/tickets/requeue", {"label": ticket["label"]})
    assert (late.status, late.json["state"]) == (409, "finished")
    assert town.post("kiosk", "/tickets/requeue", {"label": "Q999"}).status == 404


def test_served_without_a_ticket(town: Town) -> None:
    direct = act(town, "walk-direct", service="G")
    assert (direct["state"], direct["counter"]) == ("serving", "3")
    act(town, "finish")


def test_several_stops_under_one_label(town: Town) -> None:
    answer = town.post("kiosk", "/tickets", {"service": "G", "then": ["B", "C"]})
    assert answer.status == 201
    act(town, "call-next")
    assert town.get(HERE)["stops"] == ["B", "C"]
    assert act(town, "finish")["service"] == "B"
    act(town, "call-next", "4")
    assert act(town, "finish", "4")["service"] == "C"
    act(town, "call-next", "6")
    assert act(town, "finish", "6")["state"] == "finished"


def test_a_correction_has_a_reason(town: Town) -> None:
    ticket = town.issue("G")
    act(town, "call-next")
    done = act(town, "finish")
    body = {"what": "finished_at", "at": done["called_at"], "reason": "Quên bấm kết thúc"}
    path = f"/tickets/{ticket['id']}/correct"
    assert town.post("admin", path, body).json["finished_at"] == done["called_at"]
    assert town.post("admin", path, {**body, "reason": ""}).status == 422
    assert town.post("kiosk", path, body).status == 403


def test_one_key_is_one_step_and_one_answer(town: Town) -> None:
    town.issue("G")
    key = str(uuid.uuid4())
    for verb in ("call-next", "park"):
        first = town.post("counter-3", f"{HERE}/{verb}", {}, f"{key}-{verb}")
        second = town.post("counter-3", f"{HERE}/{verb}", {}, f"{key}-{verb}")
        assert first.status == second.status == 200
        assert first.json == second.json
    assert len(town.get(HERE)["parked"]) == 1
