"""Tablets near by: those heard on the network, and those asked at an address a person typed.

Where multicast does not pass, nothing is heard; docs/reference/beacon.md says what is done then.
"""

import http.client
import json
import logging
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, replace

from hardware.beacon_record import Beacon, check
from server.asking import Request
from server.devices import Heard
from server.errors import StoreFailed, Unknown
from server.pairing import TabletUnreachable
from server.spots import Spot, read_spot
from server.tablet_addresses import TabletAddresses, Typed

ASK_EVERY_S = 10.0
ASKERS = 16
"""Asked at once: where nothing answers, each waits its two seconds."""
SILENT_S = 30.0
"""A tablet that does not answer for so long is not near by any more."""
_ANSWER_BYTES = 4096
_TIMEOUT_S = 2.0

_log = logging.getLogger(__name__)


Ask = Callable[[Spot], Heard]
"""What answers to ``GET /who``; :raises TabletUnreachable: :raises Unknown: ``no_tablet_there``"""


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
class _Answer:
    """What was *said* at *at_s*."""

    said: Heard
    at_s: float


@dataclass(frozen=True, kw_only=True)
class TypedAddress:
    """An address at which a tablet is asked for; *device* and *name* are of the tablet that answers
    there now, ``None`` where none does."""

    address: str
    typed_at: str
    typed_by: str
    device: str | None
    name: str | None


class Hearing:
    """All tablets near by; safe from any thread."""

    def __init__(
        self,
        browsed: Callable[[], list[Heard]],
        ask: Ask,
        monotonic: Callable[[], float],
        addresses: TabletAddresses,
    ) -> None:
        self._browsed = browsed
        self._ask = ask
        self._monotonic = monotonic
        self._addresses = addresses
        self._answers: dict[Spot, _Answer] = {}
        self._lock = threading.Lock()  # never held while the office's file is asked

    def heard(self) -> list[Heard]:
        """Each tablet once; where it answered at a typed address, the last of these holds."""
        typed = sorted(self._fresh().values(), key=lambda each: -each.heard_s_ago)
        return list({each.id: each for each in [*self._browsed(), *typed]}.values())

    def hear(self, text: str, by: str) -> Heard:
        """Ask at the address that somebody typed, and keep it.

        :raises Malformed: ``bad_address``, ``link_local_address``.
        :raises Refused: ``too_many_addresses``.
        :raises TabletUnreachable: nothing answers. :raises Unknown: ``no_tablet_there``.
        """
        spot = read_spot(text)
        said = self._ask(spot)
        self._addresses.keep(spot, said.id, by)
        self._note(spot, said)
        return said

    def typed(self) -> list[TypedAddress]:
        """Every address that is asked."""
        fresh = self._fresh()
        return [_told(each, fresh.get(each.spot)) for each in self._addresses.all()]

    def stop_asking(self, text: str, request: Request) -> None:
        """Ask no more at an address.

        :raises Malformed: ``bad_address``, ``link_local_address``.
        :raises Unknown: ``no_such_address``.
        """
        spot = read_spot(text)
        self._addresses.remove(spot, request)
        with self._lock:
            self._answers.pop(spot, None)

    def look(self, is_over: Callable[[], bool] = lambda: False) -> None:
        """Ask at every typed address, unless it *is_over* meanwhile."""

        def ask_at(spot: Spot) -> None:
            with suppress(TabletUnreachable, Unknown):
                if not is_over():
                    said = self._ask(spot)
                    if self._addresses.has(spot):  # else it was removed meanwhile
                        self._note(spot, said)

        spots = [each.spot for each in self._addresses.all()]
        with self._lock:  # an address that gave way to another one of its tablet
            self._answers = {at: each for at, each in self._answers.items() if at in spots}
        if spots:
            with ThreadPoolExecutor(min(ASKERS, len(spots)), "asking") as askers:
                list(askers.map(ask_at, spots))

    def run(self, stop: threading.Event) -> None:
        """:meth:`look` at once, and then every :data:`ASK_EVERY_S` until *stop*."""
        while not stop.is_set():
            try:
                with suppress(StoreFailed):  # the store has said so in the log
                    self.look(stop.is_set)
            except Exception:  # the outermost loop of this thread
                _log.exception("asking for tablets stumbled; it goes on in ten seconds")
            stop.wait(ASK_EVERY_S)

    def _note(self, spot: Spot, said: Heard) -> None:
        with self._lock:
            self._answers[spot] = _Answer(said, self._monotonic())

    def _fresh(self) -> dict[Spot, Heard]:
        """What answered lately, and where."""
        now_s = self._monotonic()
        with self._lock:
            answers = list(self._answers.items())
        return {
            spot: replace(each.said, heard_s_ago=now_s - each.at_s)
            for spot, each in answers
            if now_s - each.at_s < SILENT_S
        }


def _told(typed: Typed, heard: Heard | None) -> TypedAddress:
    return TypedAddress(
        address=str(typed.spot),
        typed_at=typed.at,
        typed_by=typed.by,
        device=heard.id if heard else None,
        name=heard.name if heard else None,
    )
