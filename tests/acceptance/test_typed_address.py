"""A tablet at a typed address is found again by a server that was killed and started anew."""

from pathlib import Path

from kiosk.listener import Listener
from kiosk.pairing import Handshake
from tests.acceptance.town import Town, make_tokens, until
from tests.server_process import ServerProcess

SAID = {"id": "b1", "kind": "rate", "name": "Máy quầy 3", "version": "0.1.0", "asking": True}


def states(town: Town) -> list[str]:
    return [each["state"] for each in town.get("/devices", "admin") if each["id"] == "b1"]


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
