"""A whole tablet whose server moved, against small servers that announce themselves."""

import json
import os

import pytest
from zeroconf import IPVersion, ServiceInfo, Zeroconf

from hardware.beacon import Announcer, Beacon
from hardware.beacon_record import SERVER_TYPE, to_txt
from tests.hardware.wires import until
from tests.kiosk.headless_tablet import HeadlessTablet, paired_folder
from tests.kiosk.test_program import WINDOW
from tests.kiosk.wire_office import WireOffice

OFFICE = f"8f1d{os.getpid():012x}"  # servers that other processes announce are heard, too
LOOPBACK = ["127.0.0.1"]
WAIT_S = 90  # two heartbeats have to be lost first


def wait_for(is_so):
    until(is_so, WAIT_S)


def card(port, office=OFFICE):
    return Beacon(office, "server", "Giao Thủy", "127.0.0.1", port, "0.1.0", False)


@pytest.fixture
def office():
    office = WireOffice()
    yield office
    office.close()


@pytest.fixture
def stranger():
    """Another server, which knows nothing of our tablet's key and is announced as ours."""
    stranger = WireOffice(token="of somebody else")
    radio = Zeroconf(interfaces=LOOPBACK, ip_version=IPVersion.V4Only)
    radio.register_service(
        ServiceInfo(
            SERVER_TYPE,
            f"motcua-stranger.{SERVER_TYPE}",
            port=stranger.port,
            properties=to_txt(card(stranger.port)),
            parsed_addresses=LOOPBACK,
        )
    )
    yield stranger
    radio.close()
    stranger.close()


@pytest.fixture
def start(tmp_path):
    started = []

    def start(folder, *options):
        started.append(HeadlessTablet("rate", folder, *options))
        return started[-1]

    yield start
    for tablet in started:
        if tablet.process.poll() is None:
            tablet.kill()


def move(office):
    """To another port; where it was nobody answers any more."""
    office.close()
    office.port = 0
    office.open()


def home_of(folder):
    return json.loads((folder / "tablet.json").read_text())["home"]


def test_a_server_that_moved_is_found_and_gets_what_was_rated_meanwhile(
    office, stranger, start, tmp_path
):
    folder = paired_folder(tmp_path / "t", office, server=OFFICE)
    office.window = WINDOW
    tablet = start(folder)
    tablet.sees("idle")
    tablet.sees("ask")
    move(office)
    tablet.touch("very_satisfied")
    tablet.sees("thanks")
    announcer = Announcer(card(office.port), LOOPBACK)
    announcer.start()
    wait_for(lambda: office.ratings)
    announcer.close()
    wait_for(lambda: home_of(folder)["url"] == office.url)
    assert len(office.ratings) == 1 and stranger.ratings == {}
    assert home_of(folder)["token"] == office.token
    tablet.sees("idle")
    tablet.kill()

    office.heartbeats.clear()
    start(folder).sees("idle")
    wait_for(lambda: office.heartbeats)


def test_a_tablet_that_starts_after_the_move_finds_it_too(office, start, tmp_path):
    folder = paired_folder(tmp_path / "t", office, server=OFFICE)
    move(office)
    announcer = Announcer(card(office.port), LOOPBACK)
    announcer.start()
    start(folder).sees("idle")
    wait_for(lambda: home_of(folder)["url"] == office.url)
    announcer.close()


def test_an_address_that_was_typed_is_taken_from_our_server(office, start, tmp_path):
    folder = paired_folder(tmp_path / "t", office)
    move(office)
    start(folder, "--server", office.url).sees("idle")
    wait_for(lambda: home_of(folder)["url"] == office.url)


def test_a_stranger_is_not_gone_to(office, stranger, start, tmp_path):
    folder = paired_folder(tmp_path / "t", office, server=OFFICE)
    url = office.url
    asked = []
    stranger.on_request = lambda: asked.append(True)
    tablet = start(folder, "--server", stranger.url)
    tablet.sees("idle")
    wait_for(lambda: asked and office.heartbeats)
    office.close()
    asked.clear()
    wait_for(lambda: asked)  # it is heard as our server, and looked at
    assert home_of(folder) == {**home_of(folder), "url": url, "token": office.token}
    assert tablet.process.poll() is None and tablet.lines.empty()
    office.open()
    office.heartbeats.clear()
    wait_for(lambda: office.heartbeats)


def test_a_tablet_that_was_unpaired_while_its_server_moved_hears_of_it(office, start, tmp_path):
    folder = paired_folder(tmp_path / "t", office, server=OFFICE)
    tablet = start(folder)
    tablet.sees("idle")
    office.token, office.unpaired = "another", office.token
    move(office)
    announcer = Announcer(card(office.port), LOOPBACK)
    announcer.start()
    wait_for(lambda: home_of(folder) is None)
    tablet.sees("pairing")
    announcer.close()
