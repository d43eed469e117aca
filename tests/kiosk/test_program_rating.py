"""The rating tablet as a real process: comments, languages and staff, against a small server."""

import time

import pytest

from kiosk.seal import key_of, staff_pin
from tests.kiosk.headless_tablet import HeadlessTablet, paired_folder
from tests.kiosk.wire_office import WireOffice

QUESTION = {
    "levels": 5,
    "low": 2,
    "reasons": ["attitude", "parking"],
    "has_comment": True,
    "complaint": {"url": "https://pakn.example", "name": "Phản ánh", "name_en": ""},
    "languages": ["vi", "en"],
}
WINDOW = {
    **{"ticket": 17, "label": "A042", "service": "Tư pháp", "clerk": "Nguyễn Thị Hoa"},
    **{"id": "0011223344556677", "badge": "7", "has_photo": False, "language": "en"},
    "closes_in_s": 60.0,
}


class AskingOffice(WireOffice):
    """Says how it wants to be asked about."""

    def heartbeat(self, body, key):
        status, said = super().heartbeat(body, key)
        return status, {**said, "question": QUESTION}


@pytest.fixture
def office():
    office = AskingOffice()
    yield office
    office.close()


@pytest.fixture
def tablet(office, tmp_path):
    tablet = HeadlessTablet("rate", paired_folder(tmp_path / "t", office), "--port", "0")
    tablet.sees("idle")
    yield tablet
    if tablet.process.poll() is None:
        tablet.kill()


def wait_for(is_so):
    ends_at_s = time.monotonic() + 30
    while not is_so():
        assert time.monotonic() < ends_at_s
        time.sleep(0.02)


def ask(office, tablet, window):
    wait_for(lambda: office._streams)
    office.window = window
    office.tell("finished", ticket=window["ticket"], label="A042", counter="3")
    tablet.sees("ask")


def test_a_low_face_with_its_reason_and_a_comment(office, tablet):
    ask(office, tablet, WINDOW)
    for touch in ("language:vi", "larger", "dissatisfied"):
        tablet.touch(touch)
    tablet.sees("reasons")
    for touch in ("parking", "comment"):
        tablet.touch(touch)
    assert tablet.sees("comment")["typed"] == ""
    for key in ("key:C", "key:h", "key:â", "key:m", "key:dot"):
        tablet.touch(key)
    for typed in ("C", "Ch", "Châ", "Châm", "Chậm"):
        assert tablet.sees("comment")["typed"] == typed
    assert not office.posts  # it may still grow
    tablet.touch("done")
    tablet.sees("thanks")
    wait_for(lambda: office.ratings)
    [body] = office.ratings.values()
    assert (body["score"], body["reasons"], body["comment"]) == (2, ["parking"], "Chậm")
    assert body["window"] == WINDOW["id"] and tablet.errors == []


def test_a_rating_that_is_held_when_the_process_dies_is_sent_by_the_next(office, tablet, tmp_path):
    ask(office, tablet, WINDOW)
    tablet.touch("very_satisfied")
    tablet.sees("thanks")
    tablet.kill()
    again = HeadlessTablet("rate", tmp_path / "t", "--port", "0")
    again.sees("idle")
    wait_for(lambda: office.ratings)
    [body] = office.ratings.values()
    assert (body["score"], body["comment"]) == (5, None)
    again.kill()


def test_staff_unpairs_the_tablet_behind_its_pin(office, tablet):
    tablet.touch("corner")
    tablet.sees("pin")
    for digit in staff_pin(key_of(office.token)):
        tablet.touch(f"key:{digit}")
    for _ in range(5):
        tablet.sees("pin")
    assert tablet.sees("staff")["server"] == office.url
    tablet.touch("unpair")
    assert tablet.sees("staff")["sure"]
    tablet.touch("sure")
    tablet.sees("staff")
    tablet.sees("pairing")
    assert office.left


def test_an_address_where_our_server_is_not_is_said(office, tablet):
    other = WireOffice(token="another tablet's")
    tablet.touch("corner")
    tablet.sees("pin")
    for digit in staff_pin(key_of(office.token)):
        tablet.touch(f"key:{digit}")
    for _ in range(5):
        tablet.sees("pin")
    tablet.sees("staff")
    tablet.touch("server")
    tablet.sees("staff")
    for letter in other.url.removeprefix("http://"):
        tablet.touch(f"key:{letter}")
        tablet.sees("staff")
    tablet.touch("done")
    assert "Looking" in tablet.sees("staff")["said"]
    assert "No server" in tablet.sees("staff")["said"]
    other.close()


def test_a_touch_beside_everything_tells_the_office_at_once(office, tablet):
    ask(office, tablet, {**WINDOW, "read_s": 60.0, "longest_s": 660.0})
    tablet.touch("glass")
    wait_for(lambda: any("reading" in each for each in office.heartbeats))
    [told] = {str(each["reading"]) for each in office.heartbeats if "reading" in each}
    assert WINDOW["id"] in told
    tablet.touch("very_satisfied")
    tablet.sees("thanks")
    tablet.touch("done")
    wait_for(lambda: office.ratings)
    [rating] = office.ratings.values()
    assert len(rating["read_at"]) == 1
