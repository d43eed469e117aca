"""The tablet put together: one loop that sleeps until a touch, news, or the end of a screen."""

import importlib.metadata
import logging
import time
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from kiosk.client import Client
from kiosk.couriers import Courier, Leaving, Live, Post, Pulse, Sender, Services, TakeNumber
from kiosk.identity import Home, at_home, load, save
from kiosk.listener import Listener
from kiosk.news import Asking, News, Paired, Reached, Scanned, Touched, Unpaired
from kiosk.outbox import Outbox
from kiosk.pairing import Agreed, Handshake
from kiosk.rating import RateDesk
from kiosk.seal import Seal
from kiosk.servertime import ServerTime
from kiosk.showing import Showing
from kiosk.taking import TakeDesk
from kiosk.wire import Card, Told

if TYPE_CHECKING:
    from hardware.beacon import Announcer, Beacon

_LOGGER = logging.getLogger(__name__)


class Face(Protocol):
    """What the citizen sees and touches."""

    def show(self, showing: Showing) -> None: ...

    def wait(self, timeout_s: float | None) -> list[str]:
        """Names of buttons touched; returns at the first touch, wake() or time-out."""

    def wake(self) -> None:
        """May be called from any thread, and from a signal."""

    def close(self) -> None: ...


@dataclass(frozen=True)
class Settings:
    """`kind` rate or take; `port` of the pairing listener, 0 for any free one."""

    kind: str
    data: Path
    name: str = ""
    language: str = "vi"
    interfaces: Sequence[str] | None = None
    port: int = 0

    @property
    def host(self) -> str:
        """Where the listener listens: one pinned interface, or all of them."""
        return self.interfaces[0] if self.interfaces and len(self.interfaces) == 1 else "0.0.0.0"


class Program:
    """Owns everything that has to be closed. Use once: run()."""

    def __init__(self, settings: Settings, face: Face) -> None:
        """:raises OSError, sqlite3.Error: the data folder or the port can not be used"""
        self._settings, self._face = settings, face
        settings.data.mkdir(parents=True, exist_ok=True)
        self._identity_path = settings.data / "tablet.json"
        self._identity = load(self._identity_path)
        self._outbox = Outbox(settings.data / "outbox.db")
        self._handshake = Handshake(self._identity.id)
        self._handshake.on_code = lambda code: self._put(Asking(code))
        self._listener = Listener(self._handshake, self._agreed, settings.host, settings.port)
        self._server_time = ServerTime()
        self._inbox: deque[News] = deque()
        self._is_over = False
        self._couriers: list[Courier] = []
        self._client: Client | None = None  # of our server
        self._announcer: Announcer | None = None
        self._desk = self._make_desk()

    def stop(self) -> None:
        """Make run() return soon. May be called from a signal."""
        self._is_over = True
        self._face.wake()

    def unpair(self) -> None:
        """Leave the office soon, and tell it if it can be reached; the outbox is kept.

        May be called from any thread.
        """
        if client := self._client:
            Leaving(client, self._put).start()

    def run(self) -> None:
        """Until stop(), or until somebody touches `quit`."""
        try:
            self._begin()
            self._loop()
        finally:
            self._end()

    def _begin(self) -> None:
        self._listener.start()
        if self._identity.home is None:
            self._inbox.append(Asking(self._handshake.ask()))
        else:
            self._inbox.append(Paired(self._identity.home))
        self._drain()
        self._announce()

    def _loop(self) -> None:
        while not self._is_over:
            touched = self._face.wait(self._wait_s())
            if "quit" in touched:
                return
            for name in touched:
                self._desk.handle(Touched(name))
                self._show()
            self._drain()
            if self._wait_s() == 0.0:
                self._desk.time_out()
                self._show()

    def _wait_s(self) -> float | None:
        ends_at_s = self._desk.ends_at_s
        return None if ends_at_s is None else max(0.0, ends_at_s - time.monotonic())

    def _drain(self) -> None:
        while self._inbox:
            self._handle(self._inbox.popleft())
            self._show()

    def _handle(self, news: News) -> None:
        match news:
            case Paired(home):
                self._connect(home)
            case Unpaired(url, token):
                home_now = self._identity.home
                if home_now and (url, token) == (home_now.url, home_now.token):
                    self._forget()
                return
        self._desk.handle(news)

    def _connect(self, home: Home) -> None:
        self._disconnect()
        seal = Seal(self._identity.id, home.token)
        self._client = client = Client(home.url, seal, self._settings.language)
        pulse = Pulse(self._post(client), self._server_time, self._nudge_sender)
        sender = Sender(client, self._outbox, home.office)
        self._couriers = [pulse, sender]
        if self._settings.kind == "take":
            services = Services(client, self._put)
            live = Live(client, lambda counter: True, services.nudge, self._scanned)
            self._couriers += [services, live]
        else:
            self._couriers.append(Live(client, lambda n: n == pulse.counter, pulse.nudge))
        for courier in self._couriers:
            courier.start()
        self._tell_network()

    def _disconnect(self) -> None:
        for courier in self._couriers:
            courier.stop()
        self._couriers, self._client = [], None

    def _forget(self) -> None:
        """We do not belong to the office any more; the outbox is kept."""
        _LOGGER.warning("this tablet belongs to no office any more; it asks to be paired")
        self._disconnect()
        self._keep(None)
        self._desk.handle(Reached(is_away=False))
        self._desk.handle(Asking(self._handshake.ask()))
        self._tell_network()

    def _keep(self, home: Home | None) -> None:
        self._identity = at_home(self._identity, home)
        try:
            save(self._identity_path, self._identity)
        except OSError:
            _LOGGER.exception("tablet.json could not be written")

    def _agreed(self, agreed: Agreed, address: str) -> None:
        """Runs on the listener's thread. :raises OSError: it could not be written"""
        offer = agreed.offer
        url = f"{offer.scheme}://{address}:{offer.port}"
        home = Home(url, agreed.token, offer.office, offer.counter, offer.spki)
        self._identity = save(self._identity_path, at_home(self._identity, home))
        self._handshake.rest()
        self._put(Paired(home))

    def _make_desk(self) -> RateDesk | TakeDesk:
        if self._settings.kind == "take":
            return TakeDesk(self._take, self._link)
        return RateDesk(self._outbox, self._server_time, self._nudge_sender)

    def _take(self, service: str, key: str, card: Card) -> None:
        if client := self._client:
            TakeNumber(client, self._put, service, key, card).start()

    def _scanned(self, told: Told) -> None:
        """A scanner of the server may stand at any kiosk: ours is named by our id."""
        if told.kiosk == self._identity.id:
            self._put(Scanned(told))

    def _link(self, path: str) -> str:
        home = self._identity.home
        return home.url + path if home and path else ""

    def _nudge_sender(self) -> None:
        for courier in self._couriers:
            if isinstance(courier, Sender):
                courier.nudge()

    def _post(self, client: Client) -> Post:
        return Post(client, self._put, self._status, _version())

    def _status(self) -> tuple[str, int]:
        return str(self._desk.showing.screen), self._outbox.undelivered()

    def _put(self, news: News) -> None:
        self._inbox.append(news)
        self._face.wake()

    def _show(self) -> None:
        """After each piece of news, so that no screen is passed over."""
        self._face.show(replace(self._desk.showing, tablet_id=self._identity.id))

    def _announce(self) -> None:
        from hardware.beacon import Announcer  # 90 ms: after the first screen is there

        self._announcer = Announcer(self._beacon(), self._settings.interfaces)
        self._announcer.start()

    def _tell_network(self) -> None:
        if self._announcer:
            self._announcer.update(self._beacon())

    def _beacon(self) -> "Beacon":
        from hardware.beacon import Beacon

        return Beacon(
            id=self._identity.id,
            kind=self._settings.kind,
            name=self._settings.name or f"{self._settings.kind} {self._identity.id[:4]}",
            address="",
            port=self._listener.port,
            version=_version(),
            is_asking=self._identity.home is None,
        )

    def _end(self) -> None:
        couriers = self._couriers
        self._disconnect()
        self._listener.close()
        if self._announcer:
            self._announcer.close()
        for courier in couriers:
            if isinstance(courier, Sender):
                courier.join(1.0)
        self._outbox.close()
        self._face.close()


def _version() -> str:
    try:
        return importlib.metadata.version("motcua")
    except importlib.metadata.PackageNotFoundError:
        return "unknown"
