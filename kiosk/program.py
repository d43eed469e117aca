"""The tablet put together: one loop that sleeps until a touch, news, or the end of a screen."""

import importlib.metadata
import logging
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from kiosk.client import Client, ServerAway, ServerSaid
from kiosk.couriers import Courier, Leaving, Live, Post, Pulse, Sender
from kiosk.errands import Errand
from kiosk.finding import Search
from kiosk.identity import Home, at_home, load, save
from kiosk.idle_pictures import IdlePictures
from kiosk.listener import Listener
from kiosk.news import (
    Asking,
    CalledInVain,
    Faulted,
    Moved,
    News,
    Paired,
    Placed,
    Pulsed,
    Reached,
    Scanned,
    Spoken,
    Touched,
    Unpaired,
)
from kiosk.outbox import Outbox
from kiosk.pairing import Agreed, Handshake
from kiosk.photo import Photos
from kiosk.places import own_addresses
from kiosk.rating import RateDesk
from kiosk.reading import Reading
from kiosk.screens import Screen
from kiosk.seal import Seal, key_of, staff_pin
from kiosk.servertime import ServerTime
from kiosk.showing import Showing
from kiosk.staff import Facts, StaffHands
from kiosk.take_couriers import Services, run
from kiosk.taking import TakeDesk
from kiosk.wire import Condition, Told

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
    """`kind` rate or take; `port` of the pairing listener, 0 for any free one and None for the
    usual one or any; `server` an address where a paired tablet may find its server, or "";
    `languages` the tablet has words for, its own first."""

    kind: str
    data: Path
    name: str = ""
    language: str = "vi"
    interfaces: Sequence[str] | None = None
    port: int | None = None
    server: str = ""
    languages: tuple[str, ...] = ("vi", "en")
    fault_pause_s: float = 1.0  # a fault that comes at every turn must not take the processor

    @property
    def host(self) -> str:
        """Where the listener listens: one pinned interface, or all of them."""
        return self.interfaces[0] if self.interfaces and len(self.interfaces) == 1 else "0.0.0.0"


class Voice(Protocol):
    """Reads screens aloud."""

    voices: tuple[str, ...]  # languages

    def speak(self, showing: Showing, on_end: Callable[[], None]) -> None: ...

    def hush(self) -> None: ...


class Program:
    """Owns everything that has to be closed. Use once: run()."""

    def __init__(self, settings: Settings, face: Face, voice: Voice | None = None) -> None:
        """:raises OSError, sqlite3.Error: the data folder or the port can not be used"""
        self._settings, self._face, self._voice = settings, face, voice
        settings.data.mkdir(parents=True, exist_ok=True)
        self._identity_path = settings.data / "tablet.json"
        self._identity = load(self._identity_path)
        self._outbox = Outbox(settings.data / "outbox.db")
        self._handshake = Handshake(self._identity.id)
        self._handshake.on_code = lambda code: self._put(Asking(code))
        self._listener = Listener(
            self._handshake, self._agreed, settings.host, settings.port, self._who
        )
        self._server_time = ServerTime()
        self._inbox: deque[News] = deque()
        self._is_over = False
        self._couriers: list[Courier] = []
        known = [settings.server] if settings.server else []
        self._search = Search(self._proves, self._put, known, settings.interfaces)
        self._addresses = own_addresses(settings.interfaces)
        self._client: Client | None = None  # of our server
        self._announcer: Announcer | None = None
        self._pictures = IdlePictures(settings.data / "idle", time.monotonic)
        self._photos = Photos(settings.data / "photo", self._put)
        self._desk = self._make_desk()

    def stop(self) -> None:
        """Make run() return soon. May be called from a signal."""
        self._is_over = True
        self._face.wake()

    def call_home(self, url: str) -> None:
        """Move to the server at this address, if it proves to be ours; returns at once.

        The news are Moved, or CalledInVain when it is not there.
        """
        if home := self._identity.home:
            self._search.visit(home, url)
        else:
            self._put(CalledInVain(url))

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
        if self._settings.server and self._identity.home:
            self.call_home(self._settings.server)
        self._announce()

    def _loop(self) -> None:
        while not self._is_over:
            try:
                self._turn()
            except BrokenPipeError:  # nobody reads our lines any more
                raise
            except Exception as error:
                # The outermost loop: what citizens see must never stand still.
                _LOGGER.exception("a fault; the failsafe screen is shown")
                self._fail(error)

    def _turn(self) -> None:
        """One wait, and what came of it."""
        touched = self._face.wait(self._wait_s())
        if "quit" in touched:
            self._is_over = True
            return
        for name in touched:
            self._desk.handle(Touched(name))
            self._show()
        self._drain()
        ends_at_s = self._desk.ends_at_s
        if ends_at_s is not None and ends_at_s <= time.monotonic():
            self._desk.time_out()
        self._show()

    def _fail(self, error: Exception) -> None:
        """Say that something of ours failed. The table says when it is tried again."""
        time.sleep(self._settings.fault_pause_s)
        try:
            self._desk.handle(Faulted(type(error).__name__))
            self._show()
        except BrokenPipeError:
            raise
        except Exception:
            _LOGGER.exception("the failsafe screen could not be shown either")

    def _wait_s(self) -> float | None:
        """Until the screen's time is over, or another picture is due."""
        ends_at_s = self._desk.ends_at_s
        if ends_at_s is None and self._desk.showing.screen is Screen.IDLE:
            ends_at_s = self._pictures.next_at_s
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
            case Moved(url, token):
                self._move(url, token)
            case Reached(is_away) if is_away and self._identity.home:
                self._search.begin(self._identity.home)
            case Reached():
                self._search.end()
            case Pulsed(pulse):
                self._photos.look(self._client, pulse.window)
        self._desk.handle(news)

    def _connect(self, home: Home) -> None:
        self._disconnect()
        seal = Seal(self._identity.id, home.token)
        self._client = client = Client(home.url, seal, self._settings.language)
        pulse = Pulse(self._post(client), self._server_time, self._nudge_sender)
        self._outbox.adopt(home.office, home.owner)
        sender = Sender(client, self._outbox, home.owner)
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
        self._search.end()
        for courier in self._couriers:
            courier.stop()
        self._couriers, self._client = [], None

    def _move(self, url: str, token: str) -> None:
        home = self._identity.home
        if home and home.token == token and home.url != url:
            _LOGGER.warning("the server is at %s now, and no longer at %s", url, home.url)
            self._keep(replace(home, url=url))
            self._desk.handle(Reached(is_away=False))
            self._connect(replace(home, url=url))

    def _proves(self, home: Home, url: str) -> bool:
        """Whether our server answers at `url`; on the thread of whoever looks for it."""
        client = Client(url, Seal(self._identity.id, home.token), self._settings.language)
        try:
            client.heartbeat(_version(), self._status())
        except ServerSaid as said:  # proven like any other answer; what it means the pulse will see
            _LOGGER.info("our server is at %s, and says %s", url, said)
        except ServerAway as away:
            _LOGGER.info("our server is not at %s: %s", url, away)
            return False
        return True

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
        home = Home(url, agreed.token, offer.office, offer.counter, offer.spki, offer.server)
        self._identity = save(self._identity_path, at_home(self._identity, home))
        self._handshake.rest()
        self._put(Paired(home))

    def _make_desk(self) -> RateDesk | TakeDesk:
        if self._settings.kind == "take":
            reading = Reading(self._settings.languages)
            return TakeDesk(self._do, self._link, hands=self._hands(), reading=reading)
        reading = Reading(self._settings.languages, speak=self._speak, hush=self._hush)
        if self._voice:
            known = [code for code in self._settings.languages if code in self._voice.voices]
            reading = replace(reading, voices=tuple(known))
        return RateDesk(
            self._outbox,
            self._server_time,
            self._nudge_sender,
            hands=self._hands(),
            reading=reading,
        )

    def _hands(self) -> StaffHands:
        return StaffHands(self._pin, self._facts, self.unpair, self.call_home, self.stop)

    def _pin(self) -> str:
        home = self._identity.home
        return staff_pin(key_of(home.token)) if home else ""

    def _facts(self) -> Facts:
        home = self._identity.home
        waiting = self._outbox.undelivered()
        return Facts(self._place(), home.url if home else "", _version(), waiting)

    def _speak(self, showing: Showing) -> None:
        if self._voice:
            self._voice.speak(showing, lambda: self._put(Spoken()))

    def _hush(self, showing: Showing) -> None:
        if self._voice:
            self._voice.hush()

    def _do(self, errand: Errand) -> None:
        if client := self._client:
            run(errand, client, self._put).start()

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

    def _status(self) -> Condition:
        from hardware.battery import battery  # 20 ms: after the first screen is there

        power = battery()
        screen, kept = str(self._desk.showing.screen), self._outbox.undelivered()
        clock = datetime.now(UTC).isoformat(timespec="seconds")
        return Condition(screen, kept, power.percent, power.is_charging, clock)

    def _put(self, news: News) -> None:
        self._inbox.append(news)
        self._face.wake()

    def _show(self) -> None:
        """After each piece of news, so that no screen is passed over."""
        showing = replace(self._desk.showing, tablet_id=self._identity.id, address=self._place())
        if showing.screen is Screen.IDLE:
            showing = replace(showing, picture=self._pictures.current())
        self._face.show(showing)

    def _place(self) -> str:
        return f"{self._addresses[0]}:{self._listener.port}" if self._addresses else ""

    def _announce(self) -> None:
        from hardware.beacon import Announcer  # 90 ms: after the first screen is there

        self._announcer = Announcer(
            self._beacon(), self._settings.interfaces, on_move=self._moved_house
        )
        self._announcer.start()

    def _moved_house(self, addresses: Sequence[str]) -> None:
        """Runs on the announcer's thread, after a change of the network and at its start."""
        self._addresses = tuple(addresses)
        self._put(Placed())

    def _who(self) -> dict[str, object]:
        """What we say of ourselves to a server that asks; as much as the beacon tells to all."""
        said = self._beacon()
        return {
            "id": said.id,
            "kind": said.kind,
            "name": said.name,
            "version": said.version,
            "asking": said.is_asking,
        }

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
