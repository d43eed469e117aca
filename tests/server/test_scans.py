"""What is shown to a scanner: one person one limit, tokens that end, and nothing of a card left."""

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from server.events import Called
from server.persons import Persons
from server.scans import KEPT_S, SAME_S, CounterScans
from tests.server.booking import MONDAY, at, book, prepare
from tests.server.desk import ADMIN, Desk, asked, open_desk
from tests.server.web import client

NAME, HOME = "Trần Thị Ngọc Ánh", "Số 1, Phường Hàng Bạc"
OLD = f"036150000001|012345678|{NAME}|01011950|Nữ|{HOME}|15042021"
YOUNG = f"036190000002||{NAME}|01021990|Nữ|{HOME}|15042021"
CHILD = f"036315000003||{NAME}|01022015|Nữ|{HOME}|15042021"
HEALTH = "DN4791234567890|5472e1baa76e20546869|01/01/1950|1|x"


@pytest.fixture
def kiosk(desk: Desk) -> FlaskClient:
    return client(desk, "kiosk")


def shown(desk: Desk, text: str) -> dict[str, object]:
    """What ``/live`` said of *text* shown at kiosk ``hall``."""
    desk.clock.pass_s(SAME_S)
    desk.scans.at_kiosk("hall", text)
    return desk.told[-1]


def issue(kiosk: FlaskClient, key: str, **body: object):  # type: ignore[no-untyped-def]
    body = {"service": "A", **body}
    return kiosk.post("/api/v1/tickets", json=body, headers={"Idempotency-Key": key})


def test_a_card_becomes_a_token_and_an_offer(desk: Desk) -> None:
    said = shown(desk, OLD)
    token = said.pop("scan")
    assert isinstance(token, str)
    assert len(token) >= 20
    assert said == {
        **{"event": "scan", "kiosk": "hall", "kind": "citizen_card"},
        **{"priority": "elderly", "age": 75},
    }
    said = shown(desk, YOUNG)
    assert (said["priority"], said["age"]) == (None, None)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (HEALTH, "health_card"),
        (CHILD, "child"),
        ("rubbish", "rubbish"),
        (OLD.replace("01011950", "01011951"), "rubbish"),
        ("Z999", "rubbish"),
        ("http://x/t/abcdefghij_-ABCD", "rubbish"),
        ("http://x/a/abcdefghij_-ABCD", "rubbish"),
    ],
)
def test_what_gives_no_token(desk: Desk, text: str, kind: str) -> None:
    assert shown(desk, text) == {"event": "scan", "kiosk": "hall", "kind": kind, "scan": None}
    assert desk.count("salts") == 0


def test_a_card_held_to_the_reader_is_told_once(desk: Desk) -> None:
    for _ in range(5):
        desk.scans.at_kiosk("hall", OLD)
        desk.clock.pass_s(SAME_S / 2)
    assert len(desk.told) == 1
    desk.scans.at_kiosk("west", OLD)
    desk.scans.at_kiosk("hall", YOUNG)
    assert len(desk.told) == 3


def test_a_ticket_by_card_counts_for_the_person_and_is_theirs_to_give_back(
    desk: Desk, kiosk: FlaskClient
) -> None:
    token = shown(desk, OLD)["scan"]
    first = issue(kiosk, "k1", scan=token, priority="elderly")
    assert first.status_code == 201
    assert issue(kiosk, "k1", scan=token, priority="elderly").json == first.json  # a repeat
    again = issue(kiosk, "k2", scan=token)
    assert (again.status_code, again.json["type"]) == (409, "/problems/scan_over")
    refused = issue(kiosk, "k3", scan=shown(desk, OLD)["scan"])
    assert (refused.status_code, refused.json["type"]) == (409, "/problems/person_service")
    assert issue(kiosk, "k4", scan=shown(desk, YOUNG)["scan"]).status_code == 201
    assert issue(kiosk, "k5").status_code == 201  # no card, no limit
    desk.office.cancel(first.json["id"], asked(None))
    assert issue(kiosk, "k6", scan=shown(desk, OLD)["scan"]).status_code == 201


def test_an_office_without_the_limit_takes_cards_too(desk: Desk, kiosk: FlaskClient) -> None:
    desk.change("rules", "office", {"person_day": 0, "person_service": 0})
    for n in range(4):
        assert issue(kiosk, f"k{n}", scan=shown(desk, OLD)["scan"]).status_code == 201


def test_a_token_is_over_after_its_time_and_at_midnight(desk: Desk, kiosk: FlaskClient) -> None:
    token = shown(desk, OLD)["scan"]
    desk.clock.pass_s(KEPT_S)
    assert issue(kiosk, "k1", scan=token).json["type"] == "/problems/scan_over"
    desk.clock.pass_s(16 * 3600 - 60 - desk.clock().timestamp() % 3600)  # a minute to midnight
    token = shown(desk, OLD)["scan"]
    desk.clock.pass_s(61)
    assert issue(kiosk, "k2", scan=token).json["type"] == "/problems/scan_over"


def test_a_refused_number_leaves_the_token(desk: Desk, kiosk: FlaskClient) -> None:
    token = shown(desk, OLD)["scan"]
    assert issue(kiosk, "k1", scan=token, service="ZZ").status_code == 404
    assert issue(kiosk, "k2", scan=token).status_code == 201


# Slips and appointments


def test_a_slip_at_the_kiosk_is_its_label(desk: Desk) -> None:
    ticket = desk.issue()
    row = desk.store.row("SELECT secret FROM tickets WHERE id = ?", ticket.id)
    assert row is not None
    for text in (f"http://10.0.0.5:8080/t/{row['secret']}", "A001", "a001"):
        said = shown(desk, text)
        assert (said["kind"], said["label"], said["scan"]) == ("slip", "A001", None)


def test_an_appointment_is_arrived_at_by_its_token(desk: Desk) -> None:
    prepare(desk)
    kiosk = client(desk, "kiosk")
    booked = book(desk, day=MONDAY, start="09:00")
    at(desk, "08:50")
    said = shown(desk, booked.code)
    assert booked.code not in str(said)
    answer = kiosk.post(
        "/api/v1/appointments/arrive",
        json={"scan": said["scan"]},
        headers={"Idempotency-Key": "k1"},
    )
    assert (answer.status_code, answer.json["service"]) == (201, "A")  # type: ignore[index]
    over = kiosk.post(
        "/api/v1/appointments/arrive", json={"scan": "x"}, headers={"Idempotency-Key": "k2"}
    )
    assert over.json["type"] == "/problems/scan_over"  # type: ignore[index]


# At a counter


class AtCounter:
    """A scanner at counter 2."""

    def __init__(self, desk: Desk) -> None:
        self.refused: list[str] = []
        self._scans = CounterScans(desk.store, desk.office, desk.counters, self.refused.append)

    def show(self, text: str) -> bool:
        return self._scans.at_counter("2", text)


def test_a_slip_at_an_open_counter_is_called_and_once(desk: Desk) -> None:
    desk.person("hoa")
    desk.counters.open("2", asked(None))
    desk.issue()
    desk.issue()
    scanner = AtCounter(desk)
    before = desk.journal.newest
    assert scanner.show("A002")
    assert scanner.show("A002")
    [called] = desk.events(before)
    assert isinstance(called, Called)
    assert (called.label, called.counter, called.clerk, called.why) == (
        "A002",
        "2",
        "hoa",
        "chosen",
    )
    assert not scanner.show("A001")  # still in hand
    assert scanner.refused == ["2"]


@pytest.mark.parametrize("text", ["A001", "A999", OLD, "12345678", "rubbish"])
def test_a_closed_counter_or_rubbish_calls_nobody(desk: Desk, text: str) -> None:
    desk.issue()
    if text != "A001":
        desk.counters.open("2", asked(None))
    before = desk.journal.newest
    scanner = AtCounter(desk)
    assert not scanner.show(text)
    assert (desk.journal.newest, scanner.refused) == (before, ["2"])


# Privacy


def strings(thing: object, seen: set[int], depth: int = 8) -> Iterator[str]:
    """Every text and byte string that can be reached from *thing*."""
    if id(thing) in seen or depth == 0:
        return
    seen.add(id(thing))
    if isinstance(thing, str | bytes | bytearray):
        yield thing if isinstance(thing, str) else thing.decode("latin-1")
    elif isinstance(thing, dict):
        for each in (*thing.keys(), *thing.values()):
            yield from strings(each, seen, depth - 1)
    elif isinstance(thing, list | tuple | set | frozenset):
        for each in thing:
            yield from strings(each, seen, depth - 1)
    else:
        held = list(getattr(thing, "__dict__", {}).values())
        slots = [n for kind in type(thing).__mro__ for n in getattr(kind, "__slots__", ())]
        held += [getattr(thing, name) for name in slots if hasattr(thing, name)]
        for each in held:
            yield from strings(each, seen, depth - 1)


def test_nothing_of_a_card_is_left_anywhere(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    kiosk_texts: list[bytes] = []
    with open_desk(tmp_path / "office.db") as desk:
        kiosk = client(desk, "kiosk")
        desk.counters.open("2", asked(None, by=ADMIN))
        for n, text in enumerate((OLD, YOUNG, CHILD, OLD.replace("1950", "1951"), HEALTH)):
            said = shown(desk, text)
            body = {} if said["scan"] is None else {"scan": said["scan"]}
            kiosk_texts.append(issue(kiosk, f"k{n}", **body).data)
            AtCounter(desk).show(text)
            desk.scans.at_kiosk(f"kiosk-{n}", text)  # the last thing that kiosk was shown
        held = list(strings([desk.scans, desk.told, desk.persons], set()))
        assert any("hall" in each for each in held)  # the walk does reach what is held
    files = [path.read_bytes() for path in tmp_path.iterdir()]
    for secret in ("036150000001", "036190000002", "036315000003", "Ngọc", "Hàng Bạc", "01011950"):
        assert not [each for each in held if secret in each], secret
        assert secret not in caplog.text
        assert not [each for each in (*files, *kiosk_texts) if secret.encode() in each], secret


def test_a_claim_of_a_card_and_of_a_typed_number_are_one(desk: Desk) -> None:
    persons: Persons = desk.persons
    today = desk.office.local().date()
    assert persons.claim(OLD, today) == persons.claim("036150000001", today)
