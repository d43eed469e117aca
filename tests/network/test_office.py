"""The whole product in a network of its own: found, paired, moved, and found again."""

from pathlib import Path

import pytest

from tests.hardware.wires import until
from tests.network.lan import Lan
from tests.network.office import WAIT_S, Office, Tablet, stays

#: Two programs are started and stopped several times.
pytestmark = pytest.mark.timeout(300)


def test_tablet_and_server_find_each_other_again_and_again(lan: Lan, tmp_path: Path) -> None:
    office = Office(lan, lan.machine("10.77.0.1"), tmp_path / "office")
    tablet = Tablet(lan, lan.machine("10.77.0.2"), tmp_path / "tablet")
    office.start(8080)
    tablet.start("--name", "Máy quầy 3")
    shown = tablet.shows("pairing")
    assert shown["address"] == "10.77.0.2:47110"
    until(lambda: office.state(shown["id"]) == "asking", WAIT_S)
    pairing = {"code": shown["code"], "counter": "3"}
    assert office.post(f"/devices/{shown['id']}/pair", pairing)[0] == 200
    tablet.shows("idle")
    home = tablet.home

    office.stop()  # the server moves
    office.machine.move("10.77.0.9")
    office.start(8088)
    until(lambda: office.state(shown["id"]) == "here", WAIT_S)
    assert tablet.home == {**home, "url": "http://10.77.0.9:8088"}

    tablet.machine.move("10.77.0.22")  # the tablet moves
    until(lambda: office.state(shown["id"]) == "here", WAIT_S)
    assert office.post(f"/devices/{shown['id']}/unpair", {})[0] == 204
    until(lambda: tablet.shows("pairing")["address"] == "10.77.0.22:47110", WAIT_S)
    until(lambda: office.state(shown["id"]) == "asking", WAIT_S)
    pairing = {"code": tablet.shows("pairing")["code"], "counter": "5"}
    until(lambda: office.post(f"/devices/{shown['id']}/pair", pairing)[0] == 200, WAIT_S)
    tablet.shows("idle")


def test_where_multicast_is_blocked_both_are_told(lan: Lan, tmp_path: Path) -> None:
    office = Office(lan, lan.machine("10.77.0.1"), tmp_path / "office")
    tablet = Tablet(lan, lan.machine("10.77.0.2"), tmp_path / "tablet")
    office.machine.block_multicast()
    tablet.machine.block_multicast()
    office.start(8080)
    tablet.start()
    shown = tablet.shows("pairing")
    stays(lambda: office.state(shown["id"]) == "", 5.0)
    assert office.post("/devices/hear", {"address": "10.77.0.2:1"})[0] == 502
    status, found = office.post("/devices/hear", {"address": shown["address"]})
    assert (status, found["id"], found["state"]) == (200, shown["id"], "asking")
    assert office.state(shown["id"]) == "asking"
    pairing = {"code": shown["code"], "counter": "3"}
    assert office.post(f"/devices/{shown['id']}/pair", pairing)[0] == 200
    tablet.shows("idle")

    office.stop()
    office.machine.move("10.77.0.9")
    office.start(8080)
    stays(lambda: office.state(shown["id"]) == "away", 12.0)
    tablet.stop()
    tablet.start("--server", "http://10.77.0.9:8080")
    until(lambda: office.state(shown["id"]) == "here", WAIT_S)
    until(lambda: tablet.home["url"] == "http://10.77.0.9:8080", WAIT_S)
