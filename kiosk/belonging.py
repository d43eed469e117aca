"""To which office a tablet belongs: being paired, finding its server again, leaving."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import replace

from kiosk.client import Client, ServerAway, ServerSaid
from kiosk.couriers import Leaving
from kiosk.crew import Cargo, Crew
from kiosk.errands import Errand
from kiosk.finding import Search
from kiosk.identity import Home, at_home, load, save
from kiosk.news import Asking, CalledInVain, Moved, News, Paired, Pulsed, Reached, Scanned, Unpaired
from kiosk.pairing import Agreed, Handshake
from kiosk.photo import Photos
from kiosk.seal import Seal, key_of, staff_pin
from kiosk.settings import Settings, own_version
from kiosk.take_couriers import run
from kiosk.wire import Told

_LOGGER = logging.getLogger(__name__)


class Belonging:
    """Keeps `tablet.json`, and the couriers while there is an office to carry to.

    :param changed: called when the tablet belongs to another office, or to none
    :raises OSError: the data folder can not be used
    """

    def __init__(self, settings: Settings, cargo: Cargo, changed: Callable[[], None]) -> None:
        self._settings, self._cargo, self._changed = settings, cargo, changed
        self._path = settings.data / "tablet.json"
        self.identity = load(self._path)
        self.handshake = Handshake(self.identity.id)
        self.handshake.on_code = lambda code: cargo.put(Asking(code))
        self._crew = Crew(settings.kind, cargo, self._scanned)
        known = [settings.server] if settings.server else []
        self._search = Search(self._proves, cargo.put, known, settings.interfaces)
        self._photos = Photos(settings.data / "photo", cargo.put)
        self._client: Client | None = None  # of our server

    @property
    def home(self) -> Home | None:
        return self.identity.home

    def pin(self) -> str:
        """Staff's, or "" while the tablet belongs to nobody."""
        return staff_pin(key_of(self.home.token)) if self.home else ""

    def link(self, path: str) -> str:
        """The whole address of a page of our server, or ""."""
        return self.home.url + path if self.home and path else ""

    def begin(self) -> None:
        """Say how it stands."""
        home = self.home
        self._cargo.put(Paired(home) if home else Asking(self.handshake.ask()))

    def hear(self, news: News) -> Sequence[News]:
        """Act on it; what the desk is to be told."""
        match news:
            case Paired(home):
                self._connect(home)
            case Unpaired(url, token):
                is_ours = self.home is not None and (url, token) == (self.home.url, self.home.token)
                return self._forget() if is_ours else ()
            case Moved(url, token):
                return (*self._move(url, token), news)
            case Reached(is_away) if is_away and self.home:
                self._search.begin(self.home)
            case Reached():
                self._search.end()
            case Pulsed(pulse):
                self._photos.look(self._client, pulse.window)
        return (news,)

    def call_home(self, url: str) -> None:
        """Move to the server at this address, if it proves to be ours; returns at once.

        The news are Moved, or CalledInVain when it is not there.
        """
        if self.home:
            self._search.visit(self.home, url)
        else:
            self._cargo.put(CalledInVain(url))

    def unpair(self) -> None:
        """Leave the office soon, and tell it if it can be reached; the outbox is kept.

        May be called from any thread.
        """
        if client := self._client:
            Leaving(client, self._cargo.put).start()

    def agreed(self, agreed: Agreed, address: str) -> None:
        """A server has paired us. Runs on the listener's thread.

        :raises OSError: it could not be written
        """
        offer = agreed.offer
        url = f"{offer.scheme}://{address}:{offer.port}"
        home = Home(url, agreed.token, offer.office, offer.counter, offer.spki, offer.server)
        self.identity = save(self._path, at_home(self.identity, home))
        self.handshake.rest()
        self._cargo.put(Paired(home))

    def do(self, errand: Errand) -> None:
        """Start it; its answer comes as news."""
        if client := self._client:
            run(errand, client, self._cargo.put).start()

    def nudge_sender(self) -> None:
        self._crew.nudge_sender()

    def nudge_pulse(self) -> None:
        self._crew.nudge_pulse()

    def stop(self) -> None:
        """Carry nothing any more."""
        self._disconnect()

    def end(self, timeout_s: float) -> None:
        """Wait, after stop(), until nobody uses the outbox."""
        self._crew.end(timeout_s)

    def _connect(self, home: Home) -> None:
        self._disconnect()
        self._client = self._client_at(home, home.url)
        self._cargo.outbox.adopt(home.office, home.owner)
        self._crew.start(self._client, home)
        self._changed()

    def _disconnect(self) -> None:
        self._search.end()
        self._crew.stop()
        self._client = None

    def _move(self, url: str, token: str) -> Sequence[News]:
        home = self.home
        if home is None or home.token != token or home.url == url:
            return ()
        _LOGGER.warning("the server is at %s now, and no longer at %s", url, home.url)
        self._keep(replace(home, url=url))
        self._connect(replace(home, url=url))
        return (Reached(is_away=False),)

    def _forget(self) -> Sequence[News]:
        """We do not belong to the office any more; the outbox is kept."""
        _LOGGER.warning("this tablet belongs to no office any more; it asks to be paired")
        self._disconnect()
        self._keep(None)
        asking = Asking(self.handshake.ask())
        self._changed()
        return (Reached(is_away=False), asking)

    def _keep(self, home: Home | None) -> None:
        self.identity = at_home(self.identity, home)
        try:
            save(self._path, self.identity)
        except OSError:
            _LOGGER.exception("tablet.json could not be written")

    def _client_at(self, home: Home, url: str) -> Client:
        return Client(url, Seal(self.identity.id, home.token), self._settings.language)

    def _proves(self, home: Home, url: str) -> bool:
        """Whether our server answers at `url`; on the thread of whoever looks for it."""
        try:
            self._client_at(home, url).heartbeat(own_version(), self._cargo.status())
        except ServerSaid as said:  # proven like any other answer; what it means the pulse will see
            _LOGGER.info("our server is at %s, and says %s", url, said)
        except ServerAway as away:
            _LOGGER.info("our server is not at %s: %s", url, away)
            return False
        return True

    def _scanned(self, told: Told) -> None:
        """A scanner of the server may stand at any kiosk: ours is named by our id."""
        if told.kiosk == self.identity.id:
            self._cargo.put(Scanned(told))
