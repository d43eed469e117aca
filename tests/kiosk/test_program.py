"""The whole program as a real process against a real, small server."""

import signal
import time

import pytest

from hardware.beacon import Browser
from server.pairing import Offer, Tablet, pair
from tests.kiosk.headless_tablet import HeadlessTablet, paired_folder
from tests.kiosk.wire_office import WireOffice

SERVER_ID = "8f1d2c3b4a596877"
WINDOW = {"ticket": 17, "label": "A042", "service": "Tư pháp", "clerk": None, "closes_in_s": 60.0}


def wait_for(is_so):
    ends_at_s = time.monotonic() + 60
    while not is_so():
        assert time.monotonic() < ends_at_s
        time.sleep(0.02)


@pytest.fixture
def office():
    office = WireOffice()
    yield office
    office.close()


@pytest.fixture
def start(tmp_path):
    started = []

    def start(kind, folder, *options):
        started.append(HeadlessTablet(kind, folder, *options))
        return started[-1]

    yield start
    for tablet in started:
        if tablet.process.poll() is None:
            tablet.kill()


def free_port():
    office = WireOffice()
    office.close()
    return office.port


def test_pair_ask_rate(office, start, tmp_path):
    port = free_port()
    tablet = start("rate", tmp_path / "t", "--port", str(port))
    shown = tablet.sees("pairing")
    offer = Offer("http", office.port, "3", "Giao Thủy", SERVER_ID)
    office.token = pair(Tablet(shown["id"], "127.0.0.1", port), shown["code"], offer)
    tablet.sees("idle")
    wait_for(lambda: office.heartbeats and office._streams)
    office.window = WINDOW
    office.tell("finished", ticket=17, label="A042", counter="3")
    assert tablet.sees("ask") == {"screen": "ask", "ticket": 17, "label": "A042"}
    tablet.touch("very_satisfied")
    tablet.sees("thanks")
    wait_for(lambda: office.ratings)
    tablet.sees("idle")
    assert tablet.quit() == 0
    [body] = office.ratings.values()
    assert (body["ticket"], body["score"], body["reasons"]) == (17, 5, [])
    assert len(office.posts) == 1 and tablet.errors == []


def test_the_network_hears_it_ask_and_then_rest(office, start, tmp_path):
    browser = Browser(["127.0.0.1"])
    browser.start()
    tablet = start("rate", tmp_path / "t", "--name", "Máy quầy 3")
    shown = tablet.sees("pairing")

    def heard(is_asking):
        beacons = {h.beacon.id: h.beacon for h in browser.heard()}
        found = beacons.get(shown["id"])
        return found if found and found.is_asking == is_asking else None

    wait_for(lambda: heard(True))
    beacon = heard(True)
    assert (beacon.kind, beacon.name, beacon.address) == ("rate", "Máy quầy 3", "127.0.0.1")
    offer = Offer("http", office.port, "3", "Giao Thủy", SERVER_ID)
    office.token = pair(Tablet(beacon.id, beacon.address, beacon.port), shown["code"], offer)
    tablet.sees("idle")
    wait_for(lambda: heard(False))
    browser.close()


def test_reasons_after_a_low_face(office, start, tmp_path):
    office.window = WINDOW
    tablet = start("rate", paired_folder(tmp_path / "t", office))
    tablet.sees("idle")
    tablet.sees("ask")
    tablet.touch("dissatisfied")
    tablet.sees("reasons")
    tablet.touch("waiting_time")
    tablet.touch("attitude")
    tablet.touch("waiting_time")
    tablet.touch("done")
    tablet.sees("thanks")
    wait_for(lambda: office.ratings)
    [body] = office.ratings.values()
    assert (body["score"], body["reasons"]) == (2, ["attitude"])


def test_server_away_tablet_killed_both_back_counted_once(office, start, tmp_path):
    folder = paired_folder(tmp_path / "t", office)
    office.window = WINDOW
    tablet = start("rate", folder)
    tablet.sees("idle")
    tablet.sees("ask")
    office.close()
    tablet.touch("very_dissatisfied")
    tablet.sees("reasons")
    tablet.kill()
    tablet = start("rate", folder)
    tablet.sees("idle")
    office.open()
    wait_for(lambda: office.ratings)
    wait_for(lambda: office.heartbeats[-1]["waiting_ratings"] == 0)
    assert len(office.ratings) == 1 and len(office.posts) == 1
    assert tablet.quit() == 0


def test_an_answer_that_was_lost_is_sent_again_with_the_same_key(office, start, tmp_path):
    office.window = WINDOW
    tablet = start("rate", paired_folder(tmp_path / "t", office))
    tablet.sees("idle")
    tablet.sees("ask")
    office.is_deaf = True
    tablet.touch("neutral")
    tablet.sees("thanks")
    wait_for(lambda: office.posts)
    office.is_deaf = False
    wait_for(lambda: len(office.posts) == 2)
    assert len(office.ratings) == 1


def test_unpaired_by_401_asks_again_with_a_new_code_and_keeps_the_outbox(office, start, tmp_path):
    folder = paired_folder(tmp_path / "t", office)
    office.refuse["/api/v1/ratings"] = (503, "later")
    office.window = WINDOW
    port = free_port()
    tablet = start("rate", folder, "--port", str(port))
    tablet.sees("idle")
    tablet.sees("ask")
    tablet.touch("satisfied")
    tablet.sees("thanks")
    office.token, office.unpaired = "another", office.token
    office.tell("finished", counter="3")
    shown = tablet.sees("pairing")
    office.refuse = {}
    offer = Offer("http", office.port, "3", "Giao Thủy", SERVER_ID)
    office.token = pair(Tablet(shown["id"], "127.0.0.1", port), shown["code"], offer)
    tablet.sees("idle")
    wait_for(lambda: office.ratings)


def test_take_a_number(office, start, tmp_path):
    tablet = start("take", paired_folder(tmp_path / "t", office, None))
    tablet.sees("services")
    tablet.touch("service:A")
    assert tablet.sees("confirm")["service"] == "A"
    tablet.touch("take")
    tablet.touch("take")
    tablet.sees("issuing")
    assert tablet.sees("number")["label"] == "A001"
    tablet.touch("again")
    tablet.sees("services")
    assert len(office.tickets) == 1 and tablet.quit() == 0


def test_take_a_number_without_paper(office, start, tmp_path):
    office.slip = "failed"
    tablet = start("take", paired_folder(tmp_path / "t", office, None))
    tablet.sees("services")
    tablet.touch("service:A")
    tablet.sees("confirm")
    tablet.touch("take")
    tablet.sees("issuing")
    tablet.sees("number")
    assert tablet.sees("paperless")["link"] == f"{office.url}/t/1"


def test_take_when_the_quota_is_reached(office, start, tmp_path):
    office.refuse["/api/v1/tickets"] = (409, "No more numbers today.")
    tablet = start("take", paired_folder(tmp_path / "t", office, None))
    tablet.sees("services")
    tablet.touch("service:A")
    tablet.sees("confirm")
    tablet.touch("take")
    tablet.sees("issuing")
    sorry = tablet.sees("sorry")
    assert (sorry["why"], sorry["said"]) == ("closed", "No more numbers today.")


def test_rubbish_on_standard_input_and_its_end_change_nothing(office, start, tmp_path):
    tablet = start("rate", paired_folder(tmp_path / "t", office))
    tablet.sees("idle")
    for line in (b"", b"{", b"\xff\xfe", b'{"touch": 5}', b'{"touch":"nothing"}', b"x" * 9000):
        tablet.write(line)
    tablet.process.stdin.close()
    wait_for(lambda: office.heartbeats and office._streams)
    office.window = WINDOW
    office.tell("finished", counter="3")
    tablet.sees("ask")


def test_sigterm_ends_it_cleanly(office, start, tmp_path):
    tablet = start("rate", paired_folder(tmp_path / "t", office))
    tablet.sees("idle")
    tablet.process.send_signal(signal.SIGTERM)
    assert tablet._close() == 0 and tablet.errors == []


def test_a_broken_identity_is_one_sentence(start, tmp_path):
    (tmp_path / "tablet.json").write_text("{}")
    tablet = start("rate", tmp_path)
    assert tablet._close() == 1
    assert b"Traceback" not in b"".join(tablet.errors) and len(tablet.errors) == 1
