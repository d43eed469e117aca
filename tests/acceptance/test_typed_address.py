"""A tablet at a typed address: found again by a server that was killed, and paired over IPv6."""

import socket
from pathlib import Path

import pytest

from kiosk.listener import Listener
from kiosk.pairing import Handshake
from tests.acceptance.town import Town, make_tokens, until
from tests.kiosk.headless_tablet import HeadlessTablet
from tests.server_process import SERVE, ServerProcess, free_port

SAID = {"id": "b1", "kind": "rate", "name": "Máy quầy 3", "version": "0.1.0", "asking": True}


def states(town: Town, tablet: str = "b1") -> list[str]:
    return [each["state"] for each in town.get("/devices", "admin") if each["id"] == tablet]


def test_a_typed_address_is_asked_after_a_power_cut(folder: Path) -> None:
    tokens = make_tokens(folder)
    tablet = Listener(
        Handshake("b1"), lambda agreed, peer: None, "127.0.0.1", 0, lambda: dict(SAID)
    )
    tablet.start()
    address = f"127.0.0.1:{tablet.port}"
    try:
        with ServerProcess(folder) as server:
            town = Town(server, tokens)
            assert town.ask("admin", "POST", "/devices/hear", {"address": address}).status == 200
            server.kill()
        with ServerProcess(folder) as server:
            town = Town(server, tokens)
            until(lambda: states(town) == ["asking"], "the tablet is found again")
            [kept] = town.get("/devices/addresses", "admin")
            assert (kept["address"], kept["device"], kept["typed_by"]) == (address, "b1", "admin")
            town.post("admin", "/devices/addresses/remove", {"address": address})
            assert states(town) == [] and town.get("/devices/addresses", "admin") == []
    finally:
        tablet.close()


@pytest.mark.skipif(not socket.has_dualstack_ipv6(), reason="this machine has no IPv6")
def test_a_tablet_is_paired_over_ipv6_while_others_use_ipv4(folder: Path, tmp_path: Path) -> None:
    tokens = make_tokens(folder)
    (tmp_path / "tablet").mkdir()
    with ServerProcess(folder, program=(*SERVE, "--host", "::")) as server:
        town = Town(server, tokens)  # which asks at 127.0.0.1
        port = free_port()
        tablet = HeadlessTablet("rate", tmp_path / "tablet", f"--port={port}", interface=None)
        try:
            asking = tablet.sees("pairing")
            address = f"[::1]:{port}"
            found = town.ask("admin", "POST", "/devices/hear", {"address": address}).json
            assert (found["address"], found["state"]) == (address, "asking")
            pairing = {"code": asking["code"], "counter": "3"}
            assert town.post("admin", f"/devices/{found['id']}/pair", pairing).status == 200
            until(lambda: states(town, found["id"]) == ["here"], "the tablet reports")
            kept = (tmp_path / "tablet" / "tablet.json").read_text(encoding="utf-8")
            assert f'"http://[::1]:{server.port}"' in kept
        finally:
            tablet.kill()
