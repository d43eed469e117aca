"""Nobody is left waiting for a counter that is not there, unless an administrator means it."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from server.counters import Target
from server.errors import Refused
from server.settings import Change
from server.verify import breaks
from tests.server.desk import ADMIN, Desk, asked
from tests.server.test_cli import failed, run
from tests.server.test_setup_routes import send
from tests.server.web import client

ONLY_A = {"services": ["A"]}


def refused(desk: Desk, kind: str, key: str, value: Any) -> dict[str, Any]:
    with pytest.raises(Refused, match="people_wait") as caught:
        desk.change(kind, key, value)
    about = caught.value.about
    return {"n": about["n"], "vi": str(about["names"]), "en": about["names"].in_language("en")}  # type: ignore[attr-defined]


def test_the_last_counter_of_a_service_does_not_end_while_people_wait(desk: Desk) -> None:
    desk.issue("B")
    desk.issue("B")
    desk.issue("A")
    desk.change("counter", "3", None)  # counter 2 is left
    assert refused(desk, "counter", "2", None) == {"n": 2, "vi": "Đất đai", "en": "Land"}
    assert refused(desk, "counter", "2", ONLY_A) == {"n": 2, "vi": "Đất đai", "en": "Land"}
    assert "2" in desk.plan().counters
    desk.change("counter", "2", None, "2026-11-24")
    for _ in range(2):
        desk.call("2", finish_current=True)
    desk.change("counter", "2", ONLY_A)
    with desk.store.reading() as connection:
        assert list(breaks(connection)) == []


def test_a_parked_ticket_and_a_stop_to_come_count_too_and_nobody_twice(desk: Desk) -> None:
    desk.issue("B")
    desk.call("2")
    desk.counters.park("2", asked(None))
    desk.issue("A", stops=("B",))
    desk.issue("B", stops=("B",))
    desk.call("1")
    desk.change("counter", "3", None)
    assert refused(desk, "counter", "2", ONLY_A)["n"] == 3


def test_who_is_kept_for_a_counter_waits_for_that_counter(desk: Desk) -> None:
    desk.change("service", "C", {"name": "Nội vụ"})  # nobody serves it
    desk.issue("C")
    desk.change("counter", "1", None)  # nobody loses anything
    desk.issue("A")
    desk.call("2")
    desk.counters.transfer("2", Target(service="C", counter="3"), asked(None))
    assert refused(desk, "counter", "3", None)["n"] == 1


def test_a_whole_document_is_looked_at_as_a_whole(desk: Desk) -> None:
    desk.issue("B")
    moved = {"counter": [{"number": "7", "services": ["A", "B"]}]}
    desk.settings.import_(moved, asked(None, by=ADMIN))
    less = {"counter": [{"number": "7", "services": ["A"]}]}
    with pytest.raises(Refused, match="people_wait"):
        desk.settings.import_(less, asked(None, by=ADMIN))
    desk.settings.import_(less, asked(None, by=ADMIN), even_if_waiting=True)
    assert desk.plan().counters["7"].services == ("A",)


def test_an_administrator_may_mean_it(desk: Desk) -> None:
    desk.issue("A")
    desk.change("counter", "1", None)
    desk.settings.change(
        Change(kind="counter", key="2", value=None, even_if_waiting=True), asked(None, by=ADMIN)
    )
    assert "2" not in desk.plan().counters


def test_over_http_it_is_refused_with_the_count_and_done_when_asked_again(desk: Desk) -> None:
    admin = client(desk, "admin")
    desk.issue("B")
    assert send(admin, "POST", "/counter/3/end", {}).status_code == 200
    for method, path, body in (
        ("POST", "/counter/2/end", {}),
        ("PUT", "/counter/2", {"value": ONLY_A}),
        ("PUT", "", {"counter": []}),
    ):
        answer = send(admin, method, path, body)
        assert (answer.status_code, answer.json["type"]) == (409, "/problems/people_wait")
        assert "1 người chờ Đất đai" in answer.json["title"]
    assert send(admin, "POST", "/counter/2/end?even_if_waiting=no", {}).status_code == 422
    done = send(admin, "POST", "/counter/2/end?even_if_waiting=yes", {})
    assert done.json[-1]["value"] is None
    assert send(admin, "PUT", "?even_if_waiting=yes", {"counter": []}).status_code == 200


def test_by_command_it_is_refused_with_the_count(tmp_path: Path, desk: Desk) -> None:
    desk.clock.at = datetime.now(UTC)  # the command has the machine's clock
    desk.issue("B")
    folder = desk.store.path.parent
    (folder / "office.toml").write_text('[office]\ncode = "x"\nname = "Một cửa"\n', "utf-8")
    (tmp_path / "less.toml").write_text("counter = []\n", "utf-8")
    assert "who wait for Land (1)" in failed(run("setup", folder, "import", tmp_path / "less.toml"))
    said = run("setup", folder, "import", "--even-if-waiting", tmp_path / "less.toml")
    assert said.exit_code == 0, said.output
