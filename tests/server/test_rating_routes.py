"""The question over HTTP: what a tablet hears, whose photo it gets, what a phone may answer."""

import re
from typing import Any

import pytest

from server.badges import Badges
from tests.server.desk import Desk, asked
from tests.server.test_badges import picture
from tests.server.web import TabletClient, client, web_app

API = "/api/v1"
KEY = {"Idempotency-Key": "k-1"}
BEAT = f"{API}/tablets/me/heartbeat"
PHOTO = f"{API}/tablets/me/photo"


@pytest.fixture
def tablet(desk: Desk) -> TabletClient:
    """The tablet of counter 1."""
    body = {"code": "123456", "counter": "1"}
    client(desk, "admin").post(f"{API}/devices/t-1/pair", json=body, headers=KEY)
    return TabletClient(web_app(desk))


def state(tablet: TabletClient) -> dict[str, Any]:
    found: dict[str, Any] = tablet.post(BEAT, json={}).get_json()
    return found


def by(desk: Desk, name: str) -> int:
    """A visit that *name* finished at counter 1."""
    desk.issue()
    desk.counters.call_next("1", asked(None))
    return desk.counters.finish("1", asked(None)).id


def test_a_tablet_hears_the_whole_question(desk: Desk, tablet: TabletClient) -> None:
    found = state(tablet)
    assert found["question"] == {
        "levels": 5,
        "low": 2,
        "reasons": [
            *("waiting_time", "attitude", "unclear_guidance", "repeated_visits"),
            *("extra_cost", "equipment", "other"),
        ],
        "has_comment": True,
        "complaint": None,
        "languages": ["vi", "en"],
    }
    assert (found["levels"], found["window"]) == (5, None)
    about = {"url": "https://example.vn/kn", "name": "Cổng phản ánh", "name_en": "Portal"}
    values = {f"complaint_{key}": each for key, each in about.items()}
    desk.change("rating", "office", {"levels": 3, "languages": ["km", "vi"], **values})
    found = state(tablet)
    assert (found["question"]["complaint"], found["levels"]) == (about, 3)
    assert found["question"]["languages"] == ["km", "vi"]


def test_a_visit_is_asked_by_the_question_of_its_day(desk: Desk, tablet: TabletClient) -> None:
    """Around midnight the visit's day is yesterday."""
    desk.change("rating", "office", {"low": 3}, "2026-11-24")
    desk.clock.pass_s(15 * 3600 + 3590)
    by(desk, "hoa")
    desk.clock.pass_s(20)
    found = state(tablet)
    assert found["window"] is not None and found["question"]["low"] == 2
    desk.clock.pass_s(60)
    assert state(tablet)["question"]["low"] == 3


def test_the_window_says_who_served(desk: Desk, tablet: TabletClient) -> None:
    desk.person("hoa")
    Badges(desk.store, desk.photos).give("hoa", "GT-001")
    ticket = by(desk, "hoa")
    desk.clock.pass_s(10)
    window = state(tablet)["window"]
    assert re.fullmatch("[0-9a-f]{16}", window.pop("id"))
    assert window == {
        "ticket": ticket,
        "label": "A001",
        "service": "Tư pháp",
        "clerk": "hoa",
        "badge": "GT-001",
        "has_photo": False,
        "language": "vi",
        "closes_in_s": 50.0,
        "read_s": 60,
        "longest_s": 650.0,
    }


def test_a_heartbeat_tells_that_the_question_is_read_and_hears_the_end(
    desk: Desk, tablet: TabletClient
) -> None:
    by(desk, "hoa")
    reading = {"window": state(tablet)["window"]["id"], "at": ["2026-11-23T08:00:45+07:00"]}
    desk.clock.pass_s(50)
    window = tablet.post(BEAT, json={"reading": reading}).get_json()["window"]
    assert (window["closes_in_s"], window["longest_s"]) == (55.0, 610.0)


def test_an_answer_tells_when_it_was_read(desk: Desk, tablet: TabletClient) -> None:
    body = {"ticket": by(desk, "hoa"), "score": 4, "rated_at": "2026-11-23T01:01:40Z"}
    desk.clock.pass_s(600)
    assert tablet.post(f"{API}/ratings", json=body, headers=KEY).status_code == 409
    body["read_at"] = ["2026-11-23T01:00:45Z"]
    assert tablet.post(f"{API}/ratings", json=body, headers=KEY).status_code == 201


@pytest.mark.parametrize("sign", ("gestern", "2026-11-23T01:00:00"))
def test_a_sign_that_is_no_instant_is_told_so(desk: Desk, tablet: TabletClient, sign: str) -> None:
    body = {"ticket": by(desk, "hoa"), "score": 4, "read_at": [sign]}
    beat = {"reading": {"window": "0" * 16, "at": [sign]}}
    for answer in (
        tablet.post(f"{API}/ratings", json=body, headers=KEY),
        tablet.post(BEAT, json=beat),
    ):
        assert (answer.status_code, answer.json["type"]) == (422, "/problems/bad_body")


def test_a_photo_is_shown_only_while_the_window_is_open_and_the_office_wants_it(
    desk: Desk, tablet: TabletClient
) -> None:
    desk.person("hoa")
    Badges(desk.store, desk.photos).show_photo("hoa", picture())
    by(desk, "hoa")
    assert (state(tablet)["window"]["has_photo"], tablet.get(PHOTO).status_code) == (False, 404)
    desk.change("rating", "office", {"shows_photo": True})
    assert state(tablet)["window"]["has_photo"] is True
    answer = tablet.get(PHOTO)
    assert (answer.status_code, answer.content_type) == (200, "image/jpeg")
    assert answer.data.startswith(b"\xff\xd8") and answer.headers["Cache-Control"] == "no-store"
    desk.clock.pass_s(60)
    assert tablet.get(PHOTO).json["type"] == "/problems/no_such_photo"
    for role in ("kiosk", "admin", "screen"):
        assert client(desk, role).get(PHOTO).status_code == 403


def test_a_photo_that_was_taken_from_the_folder_is_none(desk: Desk, tablet: TabletClient) -> None:
    desk.person("hoa")
    Badges(desk.store, desk.photos).show_photo("hoa", picture())
    desk.change("rating", "office", {"shows_photo": True})
    by(desk, "hoa")
    with desk.store.reading() as connection:
        name = connection.execute("SELECT photo FROM people").fetchone()[0]
    desk.photos.forget(name)
    assert (state(tablet)["window"]["has_photo"], tablet.get(PHOTO).status_code) == (False, 404)


def test_an_answer_of_another_window_is_refused(desk: Desk, tablet: TabletClient) -> None:
    ticket = by(desk, "hoa")
    body = {"ticket": ticket, "score": 4, "window": "0" * 16}
    answer = tablet.post(f"{API}/ratings", json=body, headers=KEY)
    assert (answer.status_code, answer.json["type"]) == (409, "/problems/window_closed")
    body["window"] = state(tablet)["window"]["id"]
    assert tablet.post(f"{API}/ratings", json=body, headers=KEY).status_code == 201


# A phone


class Phone:
    """A browser on the page of a ticket."""

    def __init__(self, desk: Desk, ticket: int) -> None:
        self.client = web_app(desk).test_client()
        self.path = f"{API}/tickets/{ticket}/rating"
        self.question = f"{API}/tickets/{ticket}/question"
        with desk.store.reading() as connection:
            row = connection.execute("SELECT secret FROM tickets WHERE id = ?", (ticket,))
            page = self.client.get(f"/t/{row.fetchone()[0]}").get_data(as_text=True)
        found = re.search(r'"csrf": "([^"]+)"', page)
        assert found is not None
        self.headers = {**KEY, "X-CSRF-Token": found[1]}

    def rate(self, path: str = "", **body: Any) -> Any:
        return self.client.post(path or self.path, json={"score": 4, **body}, headers=self.headers)


def test_a_phone_asks_once_the_visit_is_finished(desk: Desk) -> None:
    desk.issue()
    phone = Phone(desk, 1)
    not_yet = {"state": "not_yet", "closes_in_s": None, "question": None}
    assert phone.client.get(phone.question).get_json() == not_yet
    assert phone.rate().json["type"] == "/problems/not_served"
    desk.call()
    desk.counters.finish("1", asked(None))
    desk.clock.pass_s(3600)
    found = phone.client.get(phone.question).get_json()
    assert (found["state"], found["closes_in_s"]) == ("open", 23 * 3600)
    assert found["question"]["levels"] == 5
    body = {"score": 2, "reasons": ["attitude"], "comment": "Chờ lâu"}
    for _ in range(2):
        assert phone.rate(**body).status_code == 201
    assert phone.client.get(phone.question).get_json()["state"] == "rated"
    with desk.store.reading() as connection:
        kept = connection.execute("SELECT score, channel, counter FROM ratings").fetchall()
    assert [tuple(each) for each in kept] == [(2, "phone", "1")]


def test_a_phone_hears_that_its_time_is_over(desk: Desk) -> None:
    phone = Phone(desk, desk.finished().id)
    desk.clock.pass_s(86400)
    assert phone.client.get(phone.question).get_json()["state"] == "closed"
    assert phone.rate().json["type"] == "/problems/window_closed"


def test_an_office_may_keep_phones_out(desk: Desk) -> None:
    desk.change("rating", "office", {"phone_window_min": 0})
    phone = Phone(desk, desk.finished().id)
    assert phone.client.get(phone.question).get_json()["state"] == "closed"
    assert phone.rate().status_code == 409


def test_a_phone_rates_no_ticket_but_its_own(desk: Desk) -> None:
    mine, other = desk.finished().id, desk.finished().id
    phone = Phone(desk, mine)
    elsewhere = f"{API}/tickets/{other}/rating"
    assert phone.client.get(f"{API}/tickets/{other}/question").json["type"] == "/problems/not_yours"
    assert phone.rate(elsewhere).json["type"] == "/problems/not_yours"
    assert desk.count("ratings") == 0


def test_nobody_rates_without_the_page_or_from_another_site(desk: Desk) -> None:
    phone = Phone(desk, desk.finished().id)
    for role in ("kiosk", "admin", "counter"):
        program = client(desk, role, "1" if role == "counter" else None)
        assert program.post(phone.path, json={"score": 5}, headers=KEY).status_code == 403
    stranger = web_app(desk).test_client()
    assert stranger.post(phone.path, json={"score": 5}, headers=KEY).status_code == 401
    phone.headers.pop("X-CSRF-Token")
    assert phone.rate().json["type"] == "/problems/bad_csrf"


def test_two_phones_with_one_key_rate_two_visits(desk: Desk) -> None:
    for _ in range(2):
        assert Phone(desk, desk.finished().id).rate().status_code == 201
    assert desk.count("ratings") == 2


@pytest.mark.parametrize("body", [{"score": 6}, {"score": 0}, {"comment": "x" * 501}, {"more": 1}])
def test_what_no_page_sends_is_refused(desk: Desk, body: dict[str, Any]) -> None:
    assert Phone(desk, desk.finished().id).rate(**body).status_code == 422
