"""The touch kiosk as a process of its own: JSON lines out, touches in, a small office behind."""

import pytest

from kiosk.seal import key_of, staff_pin
from tests.kiosk.headless_tablet import HeadlessTablet, paired_folder
from tests.kiosk.wire_office import WireOffice

GROUPS = [
    {"code": "people", "name": "Hộ tịch", "services": ["A"]},
    {"code": "land", "name": "Đất đai", "services": ["B"]},
]
SERVICES = [
    {"code": "A", "name": "Tư pháp", "open": True, "prefix": "A", "waiting": 3},
    {"code": "B", "name": "Đất đai", "open": False, "prefix": "B", "why": "quota"},
]


@pytest.fixture
def office():
    office = WireOffice()
    office.services, office.groups = SERVICES, GROUPS
    yield office
    office.close()


@pytest.fixture
def kiosk(office, tmp_path):
    kiosk = HeadlessTablet("take", paired_folder(tmp_path / "t", office, None))
    kiosk.sees("services")  # the list is not there yet
    kiosk.sees("groups")
    yield kiosk
    kiosk.kill()


def test_three_touches_and_a_number(office, kiosk):
    kiosk.touch("group:people")
    assert kiosk.sees("services")["group"] == "people"
    kiosk.touch("service:A")
    assert kiosk.sees("confirm")["service"] == "A"
    kiosk.touch("take")
    kiosk.sees("issuing")
    assert kiosk.sees("number")["label"] == "A001"
    kiosk.touch("again")
    assert kiosk.sees("groups") == {"screen": "groups"}
    assert len(office.tickets) == 1


def test_search_priority_and_the_language_of_the_slip(office, kiosk):
    bodies, issue = [], office.issue
    office.issue = lambda body, key: bodies.append(body) or issue(body, key)
    kiosk.touch("language:en")
    kiosk.touch("find")
    assert kiosk.sees("search")["found"] == ["A", "B"]
    for key in "tu":
        kiosk.touch(f"key:{key}")
        line = kiosk.sees("search")
    assert (line["typed"], line["found"]) == ("tu", ["A"])
    kiosk.touch("service:B")  # shut
    kiosk.touch("service:A")
    kiosk.sees("confirm")
    kiosk.touch("priority")
    kiosk.sees("category")
    kiosk.touch("because:disabled")
    kiosk.sees("issuing")
    kiosk.sees("number")
    assert bodies == [{"service": "A", "language": "en", "priority": "disabled"}]


def test_without_a_server_it_says_so_and_the_same_key_gives_one_number(office, kiosk):
    kiosk.touch("group:people")
    kiosk.sees("services")
    kiosk.touch("service:A")
    kiosk.sees("confirm")
    office.is_deaf = True  # it does the thing, and the answer is lost
    kiosk.touch("take")
    kiosk.sees("issuing")
    assert kiosk.sees("sorry")["why"] == "away"
    office.is_deaf = False
    kiosk.touch("retry")
    kiosk.sees("issuing")
    assert kiosk.sees("number")["label"] == "A001" and len(office.tickets) == 1


def test_help_and_who_is_coming(office, kiosk):
    kiosk.touch("help")
    assert [kiosk.sees("help")["help"] for _ in range(2)] == ["asking", "told"]
    office.is_coming = True
    assert kiosk.sees("help")["help"] == "coming"


def test_staff_unpairs_the_kiosk_behind_the_pin(office, kiosk):
    kiosk.touch("corner")
    kiosk.sees("pin")
    for digit in staff_pin(key_of(office.token)):
        kiosk.touch(f"key:{digit}")
    while (line := kiosk.lines.get(timeout=15))["screen"] == "pin":
        pass
    assert line["screen"] == "staff"
    kiosk.touch("unpair")
    assert kiosk.sees("staff")["sure"]
    kiosk.touch("sure")
    while (line := kiosk.lines.get(timeout=15))["screen"] == "staff":
        pass
    assert line["screen"] == "pairing" and len(line["code"]) == 6
    assert kiosk.quit() == 0
