"""Tablets near by: those heard on the network, and those asked at an address a person typed.

Where multicast does not pass, nothing is heard; docs/reference/beacon.md says what is done then.
"""

import http.client
import ipaddress
import json
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace

from hardware.beacon_record import Beacon, check
from server.devices import Heard
from server.errors import Malformed, Refused, Unknown
from server.pairing import TabletUnreachable

USUAL_PORT = 47110
"""Where a tablet listens unless that port is taken."""
ASK_EVERY_S = 10.0
FORGOTTEN_S = 600.0
"""An address where nothing answers for so long is not asked any more."""
SILENT_S = 30.0
"""A tablet that does not answer for so long is not near by any more."""
MOST_ADDRESSES = 64
_ANSWER_BYTES = 4096
_TIMEOUT_S = 2.0


@dataclass(frozen=True)
class Spot:
    """A place on the network."""

    address: str
    port: int


Ask = Callable[[Spot], Heard]
"""What answers to ``GET /who``; :raises TabletUnreachable: :raises Unknown: ``no_tablet_there``"""


def read_spot(text: str) -> Spot:
    """``10.0.0.7:47110``, or without the port. :raises Malformed: ``bad_address``"""
    host, colon, port = text.strip().partition(":")
    try:
        address = ipaddress.IPv4Address(host)
        spot = Spot(str(address), int(port) if colon else USUAL_PORT)
    except ValueError:
        raise Malformed("bad_address") from None
    is_digits = not colon or (port.isascii() and port.isdigit())
    if address.is_multicast or address.is_unspecified or not is_digits or not 0 < spot.port < 65536:
        raise Malformed("bad_address")
    return spot


def read_who(spot: Spot, data: bytes) -> Heard | None:
    """The tablet that gave this answer; ``None`` if no tablet of ours would."""
    try:
        said = json.loads(data)
    except (ValueError, RecursionError):
        return None
    match said:
        case {
            "id": str(id),
            "kind": "rate" | "take" as kind,
            "name": str(name),
            "version": str(version),
            "asking": bool(is_asking),
        }:
            try:
                beacon = check(Beacon(id, kind, name, spot.address, spot.port, version, is_asking))
            except ValueError:
                return None
            return Heard(
                id=beacon.id,
                kind=beacon.kind,
                name=beacon.name,
                address=spot.address,
                port=spot.port,
                is_asking=is_asking,
                heard_s_ago=0.0,
            )
    return None


def ask(spot: Spot) -> Heard:
    """``GET /who`` at *spot*, in 2 s at the most for each step.

    :raises TabletUnreachable: nothing answers. :raises Unknown: ``no_tablet_there``.
    """
    connection = http.client.HTTPConnection(spot.address, spot.port, timeout=_TIMEOUT_S)
    try:
        connection.request("GET", "/who")
        answer = connection.getresponse()
        data = answer.read(_ANSWER_BYTES)
    except OSError as error:
        raise TabletUnreachable from error
    except http.client.HTTPException as error:
        raise Unknown("no_tablet_there") from error
    finally:
        connection.close()
    found = read_who(spot, data) if answer.status == 200 else None
    if found is None:
        raise Unknown("no_tablet_there")
    return found


@dataclass(frozen=True)
class _Typed:
    """*said* at *at_s*, or never since it was typed."""

    said: Heard
    at_s: float


class Hearing:
    """All tablets near by; safe from any thread."""

    def __init__(
        self, browsed: Callable[[], list[Heard]], ask: Ask, monotonic: Callable[[], float]
    ) -> None:
        self._browsed = browsed
        self._ask = ask
        self._monotonic = monotonic
        self._typed: dict[Spot, _Typed] = {}
        self._lock = threading.Lock()

    def heard(self) -> list[Heard]:
        """Each tablet once; where it answered at a typed address, that one holds."""
        now_s = self._monotonic()
        with self._lock:
            typed = [
                replace(each.said, heard_s_ago=now_s - each.at_s)
                for each in self._typed.values()
                if now_s - each.at_s < SILENT_S
            ]
        return list({each.id: each for each in [*self._browsed(), *typed]}.values())

    def hear(self, text: str) -> Heard:
        """Ask at the address that somebody typed, and remember it.

        :raises Malformed: ``bad_address``. :raises Refused: ``too_many_addresses``.
        :raises TabletUnreachable: nothing answers. :raises Unknown: ``no_tablet_there``.
        """
        spot = read_spot(text)
        said = self._ask(spot)
        with self._lock:
            if spot not in self._typed and len(self._typed) >= MOST_ADDRESSES:
                raise Refused("too_many_addresses", most=MOST_ADDRESSES)
            self._keep(spot, said)
        return said

    def look(self) -> None:
        """Ask again at every typed address."""
        with self._lock:
            spots = list(self._typed)
        for spot in spots:
            try:
                said = self._ask(spot)
            except (TabletUnreachable, Unknown):
                self._forget(spot)
            else:
                with self._lock:
                    self._keep(spot, said)

    def run(self, stop: threading.Event) -> None:
        """:meth:`look` every :data:`ASK_EVERY_S` until *stop*."""
        while not stop.wait(ASK_EVERY_S):
            self.look()

    def _keep(self, spot: Spot, said: Heard) -> None:
        """One address a tablet: it may have moved."""
        self._typed = {at: each for at, each in self._typed.items() if each.said.id != said.id}
        self._typed[spot] = _Typed(said, self._monotonic())

    def _forget(self, spot: Spot) -> None:
        with self._lock:
            typed = self._typed.get(spot)
            if typed and self._monotonic() - typed.at_s >= FORGOTTEN_S:
                del self._typed[spot]
