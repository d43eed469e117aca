"""The threads that carry things between a tablet and its server; each tells the desk by news."""

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

import msgspec

from kiosk.client import Client, ServerAway, ServerSaid
from kiosk.news import News, Pulsed, Reached, Unpaired
from kiosk.outbox import Outbox, Rating
from kiosk.pace import Backoff
from kiosk.servertime import ServerTime
from kiosk.wire import Condition, LiveData, Told, read

_LOGGER = logging.getLogger(__name__)

HEARTBEAT_S = 10.0
AGAIN_S = 2.5  # after a lost one: the office suspects us after 15 s
_MISSES = 2  # heartbeats lost before people are told: one is a Wi-Fi blink

Put = Callable[[News], None]
Nudge = Callable[[], None]
Status = Callable[[], Condition]


class Courier:
    """A daemon thread that runs `work` until it returns; `nudge` cuts its waiting short."""

    def __init__(self, name: str) -> None:
        self._nudged = threading.Event()
        self._is_over = False
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Ask it to end; it says nothing any more."""
        self._is_over = True
        self._nudged.set()

    def join(self, timeout_s: float) -> None:
        if self._thread.is_alive():
            self._thread.join(timeout_s)

    def nudge(self) -> None:
        self._nudged.set()

    def work(self) -> None:
        raise NotImplementedError

    def _run(self) -> None:
        try:
            self.work()
        except Exception:
            if self._is_over:  # what it worked with is closed already
                return
            _LOGGER.exception("courier %s died", self._thread.name)

    def _rest(self, timeout_s: float | None) -> None:
        self._nudged.wait(timeout_s)
        if not self._is_over:
            self._nudged.clear()


@dataclass(frozen=True)
class Post:
    """What couriers share: the server, where news goes, and what to tell of ourselves."""

    client: Client
    put: Put
    status: Status
    version: str


class Pulse(Courier):
    """The heartbeat: every 10 s, sooner after a lost one, and when nudged."""

    def __init__(self, post: Post, server_time: ServerTime, on_back: Callable[[], None]) -> None:
        """:param on_back: called when the server answers after it had been lost"""
        super().__init__("pulse")
        self._post, self._server_time, self._on_back = post, server_time, on_back
        self._misses = 0
        self.counter: str | None = None

    def work(self) -> None:
        while not self._is_over:
            try:
                self._beat()
            except ServerSaid as said:
                if said.status == 401:
                    return self._tell(Unpaired(self._post.client.url, self._post.client.token))
                self._miss(said)
            except ServerAway as away:
                self._miss(away)
            self._rest(AGAIN_S if self._misses else HEARTBEAT_S)

    def _beat(self) -> None:
        asked_s = time.monotonic()
        condition = self._post.status()
        pulse = self._post.client.heartbeat(self._post.version, condition)
        try:
            self._server_time.learn(pulse.now, asked_s, time.monotonic())
        except ValueError as error:
            raise ServerAway("its clock is not RFC 3339") from error
        self.counter = pulse.counter
        if self._misses:
            self._on_back()
        if self._misses >= _MISSES:
            self._tell(Reached(is_away=False))
        self._misses = 0
        self._tell(Pulsed(pulse, condition.reading))

    def _miss(self, why: Exception) -> None:
        self._misses += 1
        if self._misses == _MISSES:
            _LOGGER.warning("the server at %s is away: %s", self._post.client.url, why)
            self._tell(Reached(is_away=True))

    def _tell(self, news: News) -> None:
        if not self._is_over:
            self._post.put(news)


class Leaving(Courier):
    """Tells the server that the tablet leaves, once: it goes whether it was heard or not."""

    def __init__(self, client: Client, put: Put) -> None:
        super().__init__("leaving")
        self._client, self._put = client, put

    def work(self) -> None:
        try:
            self._client.unpair()
        except (ServerAway, ServerSaid) as error:
            _LOGGER.warning("the server does not know that this tablet has left: %s", error)
        self._put(Unpaired(self._client.url, self._client.token))


class Live(Courier):
    """Listens to /live and nudges when an event concerns us; after each reconnect as well."""

    def __init__(
        self,
        client: Client,
        concerns: Callable[[str | None], bool],
        nudge: Nudge,
        scanned: Callable[[Told], None] = lambda told: None,
    ) -> None:
        """:param concerns: given an event's counter
        :param scanned: told what was shown to a kiosk, any kiosk
        """
        super().__init__("live")
        self._scanned = scanned
        self._client, self._concerns, self._nudge_other = client, concerns, nudge
        self._backoff = Backoff(1.0, 10.0)

    def work(self) -> None:
        while not self._is_over:
            try:
                self._listen()
            except (ServerAway, ServerSaid) as error:
                _LOGGER.info("the live stream ended: %s", error)
            self._rest(self._backoff.wait_s())

    def _listen(self) -> None:
        is_first = True
        for event in self._client.live():
            if self._is_over:
                return
            if is_first:
                self._backoff.reset()
            if is_first or (event and self._concerns(_counter(event.data))):
                self._nudge_other()
            if event and event.name == "scan" and (told := _told(event.data)):
                self._scanned(told)
            is_first = False


def _counter(data: str) -> str | None:
    try:
        return read(LiveData, data.encode()).counter
    except msgspec.MsgspecError:
        return None


def _told(data: str) -> Told | None:
    try:
        return read(Told, data.encode())
    except msgspec.MsgspecError:
        return None


class Sender(Courier):
    """Empties the outbox; waits without looking while it is empty."""

    def __init__(self, client: Client, outbox: Outbox, office: str) -> None:
        super().__init__("sender")
        self._client, self._outbox, self._office = client, outbox, office
        self._backoff = Backoff(1.0, 30.0)

    def work(self) -> None:
        while not self._is_over:
            if self.send_all():
                self._backoff.reset()
                self._rest(None)
            else:
                self._rest(self._backoff.wait_s())

    def send_all(self) -> bool:
        """One round, oldest first. True when nothing is left to send."""
        left = False
        for rating in self._outbox.waiting(self._office):
            if self._is_over:
                return False
            try:
                settled = self._send(rating)
            except ServerAway:
                return False
            if settled is None:
                return False
            left = left or not settled
        return not left

    def _send(self, rating: Rating) -> bool | None:
        """True when settled; False to try this one again later; None to leave all for later."""
        try:
            self._client.rate(rating)
        except ServerSaid as said:
            if said.status in (404, 409, 422):
                _LOGGER.warning("the rating of ticket %d was refused: %s", rating.ticket, said)
                self._outbox.settle(rating.id, "refused", str(said))
                return True
            is_about_us = said.status in (401, 403, 429) or said.status >= 500
            return None if is_about_us else False
        self._outbox.settle(rating.id, "sent")
        return True
