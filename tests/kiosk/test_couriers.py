"""The couriers' decisions against a small real server; their threads run in test_program.py."""

import threading
import time

import pytest

from kiosk.client import Client
from kiosk.couriers import Leaving, Live, Post, Pulse, Sender, TakeNumber
from kiosk.news import Issued, Pulsed, Reached, Refused, SlipKnown, Unpaired
from kiosk.outbox import Outbox, new_rating
from kiosk.servertime import ServerTime
from kiosk.wire import Card
from kiosk.wire import Told as Shown
from tests.kiosk.wire_office import WireOffice

AT = "2026-11-23T08:00:00+00:00"


@pytest.fixture
def office():
    office = WireOffice()
    yield office
    office.close()


@pytest.fixture
def outbox(tmp_path):
    outbox = Outbox(tmp_path / "outbox.db")
    for ticket in (1, 2, 3):
        outbox.add(new_rating("Giao Thủy", ticket, 5, AT), is_held=False)
    yield outbox
    outbox.close()


def sender(office, outbox):
    return Sender(Client(office.url, office.seal()), outbox, "Giao Thủy")


def test_everything_that_waits_is_sent_in_order(office, outbox):
    assert sender(office, outbox).send_all()
    assert [body["ticket"] for _, body in office.posts] == [1, 2, 3] and outbox.undelivered() == 0


@pytest.mark.parametrize("status", [404, 409, 422])
def test_what_is_refused_for_good_is_not_sent_again(office, outbox, status):
    office.refuse["/api/v1/ratings"] = (status, "no")
    assert sender(office, outbox).send_all()
    assert outbox.undelivered() == 0


@pytest.mark.parametrize("status", [401, 403, 429, 500, 503])
def test_what_is_wrong_with_us_or_the_server_keeps_all(office, outbox, status):
    office.refuse["/api/v1/ratings"] = (status, "later")
    assert not sender(office, outbox).send_all()
    assert outbox.undelivered() == 3


def test_one_that_is_not_understood_does_not_hold_up_the_others(office, outbox):
    rate = office.rate
    office.rate = lambda body, key: (400, {}) if body["ticket"] == 1 else rate(body, key)
    assert not sender(office, outbox).send_all()
    assert outbox.undelivered() == 1 and len(office.ratings) == 2


def test_without_a_server_all_is_kept(office, outbox):
    office.close()
    assert not sender(office, outbox).send_all()
    assert outbox.undelivered() == 3
    office.open()


class Told(list):
    """Collects news; ends the courier after so many pieces."""

    def __init__(self, limit):
        self.limit, self.courier = limit, None

    def __call__(self, news):
        self.append(news)
        if len(self) == self.limit:
            self.courier.stop()


def pulse(office, told):
    post = Post(Client(office.url, office.seal()), told, lambda: ("idle", 0), "0.1.0")
    told.courier = Pulse(post, ServerTime(), lambda: None)
    office.on_request = told.courier.nudge  # it does not wait 5 s for its next beat
    return told.courier


def test_a_heartbeat_becomes_news(office):
    told = Told(1)
    pulse(office, told).work()
    assert isinstance(told[0], Pulsed) and told.courier.counter == "3"


def test_a_401_is_told_with_what_it_was_about(office):
    told = Told(9)
    courier = pulse(office, told)
    office.token, office.unpaired = "another", "secret"
    courier.work()
    assert told == [Unpaired(office.url, "secret")]


def test_a_401_of_a_stranger_is_a_server_that_is_away(office):
    told = Told(1)
    courier = pulse(office, told)
    office.token = "another"
    courier.work()
    assert told == [Reached(is_away=True)]


def test_who_leaves_says_so_once_and_goes(office):
    told = []
    Leaving(Client(office.url, office.seal()), told.append).work()
    assert len(office.left) == 1 and len(office.left[0]) == 32
    office.close()
    Leaving(Client(office.url, office.seal()), told.append).work()
    assert told == [Unpaired(office.url, "secret")] * 2
    office.open()


def test_one_lost_heartbeat_is_a_blink_two_are_told(office):
    told, losses = Told(3), [1, 2]
    heartbeat = office.heartbeat
    office.heartbeat = lambda body, key: (
        (losses.pop() and 500, {}) if losses else heartbeat(body, key)
    )
    pulse(office, told).work()
    assert told[:2] == [Reached(is_away=True), Reached(is_away=False)]
    assert isinstance(told[2], Pulsed)


def test_a_clock_that_is_none_is_away(office):
    told = Told(1)
    office.heartbeat = lambda body, key: (200, {"now": "noon"})
    pulse(office, told).work()
    assert told == [Reached(is_away=True)]


def take(office):
    told = []
    TakeNumber(Client(office.url, office.seal()), told.append, "A", "key").work()
    return told


@pytest.mark.parametrize("state", ["printed", "failed", "none"])
def test_a_number_and_how_its_slip_ended(office, state):
    office.slip = state
    issued, slip = take(office)
    assert isinstance(issued, Issued) and slip == SlipKnown("key", state)


def test_a_slip_that_comes_out_elsewhere_says_where(office):
    office.place = "Bàn hướng dẫn"
    assert take(office)[1:] == [
        SlipKnown("key", "queued", "Bàn hướng dẫn"),
        SlipKnown("key", "printed", "Bàn hướng dẫn"),
    ]


@pytest.mark.parametrize(("status", "why"), [(409, "closed"), (404, "failed"), (422, "failed")])
def test_a_refused_number_is_not_asked_again(office, status, why):
    office.refuse["/api/v1/tickets"] = (status, "no")
    assert take(office) == [Refused("key", why, "no")]


def test_a_lost_answer_is_asked_again_with_the_same_key(office):
    issue = office.issue

    def lose_the_first(body, key):
        office.is_deaf = not office.tickets
        return issue(body, key)

    office.issue = lose_the_first
    assert take(office)[0].ticket.label == "A001" and len(office.tickets) == 1


def test_a_card_goes_with_its_number_and_only_then(office):
    bodies = []
    issue = office.issue
    office.issue = lambda body, key: bodies.append(body) or issue(body, key)
    for card in (Card(), Card("token"), Card("token", "elderly")):
        key = f"key {card}"
        TakeNumber(Client(office.url, office.seal()), lambda news: None, "A", key, card).work()
    plain = {"service": "A", "language": "vi"}
    assert bodies == [
        plain,
        {**plain, "scan": "token"},
        {**plain, "scan": "token", "priority": "elderly"},
    ]


def test_what_was_shown_to_a_scanner_is_heard_and_rubbish_is_not(office):
    told, heard = [], threading.Event()

    def scanned(what):
        told.append(what)
        heard.set()

    nudged = threading.Event()
    live = Live(Client(office.url, office.seal()), lambda counter: False, nudged.set, scanned)
    live.start()
    assert nudged.wait(5)  # connected
    while not office._streams:
        time.sleep(0.01)
    office.tell("scan", kiosk=7)
    office.tell("called", kiosk="k-1")
    office.tell("scan", kiosk="k-1", kind="citizen_card", scan="t", priority="elderly", age=75)
    assert heard.wait(5)
    live.stop()
    assert told == [Shown("k-1", "citizen_card", "t", "elderly", 75)]
