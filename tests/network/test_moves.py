"""Beacons in a network that changes under them: addresses, ports, cables."""

import signal

from tests.hardware.wires import until
from tests.network.lan import Lan, Machine, Running

HEARS_S = 40.0


def announce(lan: Lan, machine: Machine, port: int, kind: str = "rate") -> Running:
    return lan.run(machine.python("-m", "tests.network.air", "announce", "b1", kind, str(port)))


def browse(lan: Lan, machine: Machine) -> Running:
    return lan.run(machine.python("-m", "tests.network.air", "browse"))


def hears(browser: Running, *beacons: list[object]) -> None:
    until(lambda: browser.last == list(beacons), HEARS_S)


def test_an_office_without_a_gateway(lan: Lan) -> None:
    server, tablet = lan.machine("10.77.0.1"), lan.machine("10.77.0.2")
    browser = browse(lan, server)
    announce(lan, tablet, 8090)
    hears(browser, ["b1", "10.77.0.2", 8090])


def test_a_tablet_that_gets_another_address(lan: Lan) -> None:
    server, tablet = lan.machine("10.77.0.1"), lan.machine("10.77.0.2")
    browser = browse(lan, server)
    announce(lan, tablet, 8090)
    hears(browser, ["b1", "10.77.0.2", 8090])
    tablet.move("10.77.0.33")
    hears(browser, ["b1", "10.77.0.33", 8090])


def test_a_server_that_gets_another_address_hears_and_is_heard(lan: Lan) -> None:
    server, tablet = lan.machine("10.77.0.1"), lan.machine("10.77.0.2")
    at_server, at_tablet = browse(lan, server), browse(lan, tablet)
    announce(lan, server, 8080, "server")
    hears(at_tablet, ["b1", "10.77.0.1", 8080])
    server.move("10.77.0.44")
    hears(at_tablet, ["b1", "10.77.0.44", 8080])
    hears(at_server, ["b1", "10.77.0.44", 8080])


def test_a_tablet_that_lost_power_and_comes_back_with_another_port(lan: Lan) -> None:
    server, tablet = lan.machine("10.77.0.1"), lan.machine("10.77.0.2")
    browser = browse(lan, server)
    announcer = announce(lan, tablet, 8090)
    hears(browser, ["b1", "10.77.0.2", 8090])
    announcer.end(signal.SIGKILL)  # without a goodbye
    announce(lan, tablet, 8091)
    hears(browser, ["b1", "10.77.0.2", 8091])


def test_what_was_said_while_the_cable_was_out_is_asked_for(lan: Lan) -> None:
    server, tablet = lan.machine("10.77.0.1"), lan.machine("10.77.0.2")
    browser = browse(lan, server)
    announcer = announce(lan, tablet, 8090)
    hears(browser, ["b1", "10.77.0.2", 8090])
    server.unplug()
    announcer.end(signal.SIGKILL)
    other = browse(lan, tablet)
    announce(lan, tablet, 8091)
    hears(other, ["b1", "10.77.0.2", 8091])  # so it has been announced, to nobody
    server.plug()
    hears(browser, ["b1", "10.77.0.2", 8091])


def test_a_network_that_comes_up_late(lan: Lan) -> None:
    server, tablet = lan.machine(), lan.machine()
    browser = browse(lan, server)
    announce(lan, tablet, 8090)
    server.move("10.77.0.1")
    tablet.move("10.77.0.2")
    hears(browser, ["b1", "10.77.0.2", 8090])


def test_phones_are_sent_to_a_server_without_a_gateway(lan: Lan) -> None:
    server = lan.machine("10.77.0.1")
    said = "import json; from server.address import own_address; print(json.dumps([own_address()]))"
    running = lan.run(server.python("-c", said))
    until(lambda: running.last == ["10.77.0.1"])
