"""Announcing and browsing for real, on the loopback interface."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from zeroconf import IPVersion, ServiceInfo, Zeroconf

from hardware.beacon import Announcer, Beacon, Browser, Heard
from tests.hardware.wires import until

LOOPBACK = ["127.0.0.1"]
TABLET = Beacon("rate-b1", "rate", "Quầy 3", "127.0.0.1", 8090, "0.1.0", True)
SERVER = Beacon("hall", "server", "Một cửa", "", 8080, "0.1.0", False)


STRANGER = "stranger-of-tomorrow"
OURS = {TABLET.id, SERVER.id, STRANGER}


def is_ours(heard: Heard) -> bool:
    return heard.beacon.id in OURS


def ours(browser: Browser) -> list[str]:
    """The ids heard of those that these tests announce; a tablet next door may be heard too."""
    return [heard.beacon.id for heard in browser.heard() if is_ours(heard)]


@pytest.fixture
def browser() -> Iterator[Browser]:
    browser = Browser(LOOPBACK, monotonic=lambda: 1000.0)
    browser.start()
    yield browser
    browser.close()


def test_a_tablet_is_heard_asks_and_says_goodbye(browser: Browser) -> None:
    tablet, server = Announcer(TABLET, LOOPBACK), Announcer(SERVER, LOOPBACK)
    tablet.start()
    server.start()
    until(lambda: ours(browser) == ["hall", "rate-b1"])
    hall, b1 = (heard for heard in browser.heard() if is_ours(heard))
    assert (b1.beacon, b1.heard_s_ago) == (TABLET, 0.0)
    assert hall.beacon == replace(SERVER, address="127.0.0.1")

    tablet.update(replace(TABLET, is_asking=False))
    until(lambda: not any(heard.beacon.is_asking for heard in browser.heard() if is_ours(heard)))

    tablet.close()
    server.close()
    until(lambda: ours(browser) == [])


def test_a_stranger_of_the_same_type_is_not_heard(browser: Browser) -> None:
    radio = Zeroconf(interfaces=LOOPBACK, ip_version=IPVersion.V4Only)
    kind = "_motcua-kiosk._tcp.local."
    future = {"v": "9", "id": STRANGER}
    radio.register_service(
        ServiceInfo(kind, f"x.{kind}", 80, parsed_addresses=LOOPBACK, properties=future)
    )
    tablet = Announcer(TABLET, LOOPBACK)
    tablet.start()
    until(lambda: "rate-b1" in ours(browser))
    assert ours(browser) == ["rate-b1"]
    tablet.close()
    radio.close()


def test_a_missing_interface_stops_nothing(caplog: pytest.LogCaptureFixture) -> None:
    nowhere = ["192.0.2.99"]  # an address this machine does not have (RFC 5737)
    browser, announcer = Browser(nowhere), Announcer(TABLET, nowhere)
    browser.start()
    announcer.start()
    until(lambda: "is not announced" in caplog.text and "not listening" in caplog.text)
    assert browser.heard() == []
    announcer.close()
    browser.close()


def test_closing_before_starting_is_harmless() -> None:
    Browser(LOOPBACK).close()
    Announcer(TABLET, LOOPBACK).close()


def test_a_beacon_that_cannot_be_announced_is_refused_at_once() -> None:
    with pytest.raises(ValueError, match="of kind rate, take or server"):
        Announcer(replace(TABLET, kind="board"), LOOPBACK)
    announcer = Announcer(TABLET, LOOPBACK)
    with pytest.raises(ValueError, match="keeps its id and service type"):
        announcer.update(replace(TABLET, id="b2"))
    announcer.update(replace(TABLET, kind="take"))
