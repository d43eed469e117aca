"""Announce and browse by zeroconf. Both work on a thread of their own: docs/reference/beacon.md."""

import logging
import queue
import socket
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

from zeroconf import (
    Error,
    InterfaceChoice,
    IPVersion,
    NonUniqueNameException,
    ServiceBrowser,
    ServiceInfo,
    ServiceStateChange,
    Zeroconf,
)

from hardware.addresses import Network, look
from hardware.beacon_record import (
    SERVER_TYPE,
    TABLET_TYPE,
    TYPE_BY_KIND,
    Beacon,
    check,
    from_txt,
    instance_name,
    to_txt,
)

__all__ = ["Announcer", "Beacon", "Browser", "Heard", "Surroundings"]

logger = logging.getLogger(__name__)

# The network may not be there yet when a tablet starts.
_RETRY_S = 5.0
# A goodbye takes 0.3 s (measured), registering in flight 1.6 s.
_END_S = 5.0
_RESOLVE_TIMEOUT_MS = 1500
_RESOLVE_TRIES = 4
# Bounds on what a noisy or hostile network can make us hold: an office has some tens.
_MAX_HEARD = 500
_MAX_NEWS = 2000
# zeroconf does not notice that the machine moves to another network (python-zeroconf#976).
_LOOK_EVERY_S = 5.0


@dataclass(frozen=True)
class Surroundings:
    """The radio's world: interfaces are the addresses of the network interfaces to use, None for
    all IPv4 ones; look tells how the network is, every look_every_s it is asked whether anything
    changed."""

    interfaces: Sequence[str] | None = None
    look: Callable[[], Network] = look
    look_every_s: float = _LOOK_EVERY_S


class Announcer:
    """Makes one device findable from start() to close(). update() and start() return at once.

    After a change of the network the device is announced anew, and on_move is called with the
    addresses it has now, on the announcer's thread; so it is when the first one is announced.
    Raises ValueError for a beacon that does not fit its record.
    """

    def __init__(
        self,
        beacon: Beacon,
        interfaces: Sequence[str] | None = None,
        *,
        around: Surroundings | None = None,
        on_move: Callable[[Sequence[str]], None] = lambda addresses: None,
    ) -> None:
        self._beacon = check(beacon)
        self._around = around or Surroundings(interfaces)
        self._on_move = on_move
        self._orders: queue.SimpleQueue[Beacon | None] = queue.SimpleQueue()
        self._orders.put(self._beacon)
        self._thread = threading.Thread(target=self._run, name="announcer", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def update(self, beacon: Beacon) -> None:
        """Say something else about the same device. Raises ValueError for another id or type."""
        if instance_name(check(beacon)) != instance_name(self._beacon):
            raise ValueError("an announcer keeps its id and service type")
        self._orders.put(check(beacon))

    def leave(self) -> None:
        """Begin to say goodbye, and return at once."""
        self._orders.put(None)

    def close(self, within_s: float = _END_S) -> None:
        """Say goodbye and end, or without it when that takes longer. Harmless before start()."""
        self.leave()
        if self._thread.is_alive():
            self._thread.join(within_s)

    def _run(self) -> None:
        try:
            self._work()
        except Exception:
            logger.exception("the announcer of %s ended", self._beacon.id)

    def _work(self) -> None:
        air = _OnAir(self._around.interfaces)
        wanted = self._orders.get()
        said = ""
        while wanted is not None:
            wait_s = self._around.look_every_s
            try:
                network = self._around.look()
                if air.say(wanted, network):
                    self._on_move(self._around.interfaces or network.addresses)
                said = ""
            except (OSError, Error) as fault:
                wait_s = _RETRY_S
                if said != (said := _why(fault)):  # once, not every 5 s of a night
                    logger.warning("%s is not announced, trying every 5 s: %s", wanted.id, said)
            wanted = self._next_order(wanted, wait_s)
        air.close()

    def _next_order(self, wanted: Beacon, wait_s: float) -> Beacon | None:
        try:
            return self._orders.get(timeout=wait_s)
        except queue.Empty:
            return wanted


class _OnAir:
    """What is announced now, by a radio that knows the network as it was when it was opened."""

    def __init__(self, interfaces: Sequence[str] | None) -> None:
        self._interfaces = interfaces
        self._radio: Zeroconf | None = None
        self._network: Network | None = None
        self._said: Beacon | None = None

    def say(self, beacon: Beacon, network: Network) -> bool:
        """Announce it, if that is not what is said already. True: by a new radio."""
        if network != self._network:
            self.close()
        if beacon == self._said:
            return False
        info = _to_info(beacon, self._interfaces or network.addresses)
        is_new = self._radio is None
        self._radio = self._radio or _open_radio(self._interfaces)
        try:
            (self._radio.register_service if is_new else self._radio.update_service)(info)
        except (OSError, Error):
            self.close()
            raise
        self._network, self._said = network, beacon
        return is_new

    def close(self) -> None:
        if self._radio is not None:
            self._radio.close()  # says goodbye for what is registered
        self._radio = self._network = self._said = None


@dataclass(frozen=True)
class Heard:
    """A beacon, and how long ago it last said something new; silence is no sign of death."""

    beacon: Beacon
    heard_s_ago: float


@dataclass(frozen=True)
class _News:
    service_type: str
    name: str
    is_gone: bool = False
    tries: int = 0


class Browser:
    """Listens for tablets and servers from start() to close(). start() returns at once."""

    def __init__(
        self,
        interfaces: Sequence[str] | None = None,
        *,
        monotonic: Callable[[], float] = time.monotonic,
        around: Surroundings | None = None,
    ) -> None:
        self._around = around or Surroundings(interfaces)
        self._monotonic = monotonic
        self._lock = threading.Lock()
        self._heard: dict[str, tuple[Beacon, float]] = {}
        self._news: queue.Queue[_News | None] = queue.Queue(_MAX_NEWS)
        self._is_ending = threading.Event()
        self._thread = threading.Thread(target=self._run, name="browser", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def heard(self) -> list[Heard]:
        """What is in the air, by id."""
        now_s = self._monotonic()
        with self._lock:
            heard = [Heard(beacon, now_s - at_s) for beacon, at_s in self._heard.values()]
        return sorted(heard, key=lambda h: (h.beacon.id, h.beacon.kind))

    def close(self) -> None:
        """Stop listening; at most 5 s. Harmless before start()."""
        self._is_ending.set()
        with suppress(queue.Full):  # then the thread does not wait anyway
            self._news.put_nowait(None)
        if self._thread.is_alive():
            self._thread.join(_END_S)

    def _run(self) -> None:
        try:
            while not self._is_ending.is_set():
                try:
                    self._listen()
                except (OSError, Error) as fault:
                    logger.warning("not listening for tablets, next try in 5 s: %s", fault)
                    self._is_ending.wait(_RETRY_S)
        except Exception:
            logger.exception("the browser ended")

    def _listen(self) -> None:
        """Until the end, or until the network is another one."""
        network = self._around.look()
        radio = _open_radio(self._around.interfaces)
        with self._lock:
            self._heard.clear()
        try:
            ServiceBrowser(radio, [TABLET_TYPE, SERVER_TYPE], handlers=[self._on_change])
            while not self._is_ending.is_set() and self._around.look() == network:
                self._handle_for(self._around.look_every_s, radio)
        finally:
            radio.close()

    def _handle_for(self, duration_s: float, radio: Zeroconf) -> None:
        until_s = time.monotonic() + duration_s
        while not self._is_ending.is_set() and time.monotonic() < until_s:
            self._handle_next(radio, until_s - time.monotonic())

    def _on_change(
        self, zeroconf: Zeroconf, service_type: str, name: str, state_change: ServiceStateChange
    ) -> None:
        """Runs on zeroconf's thread, which must not wait: only passes the news on."""
        is_gone = state_change is ServiceStateChange.Removed
        self._pass_on(_News(service_type, name, is_gone))

    def _pass_on(self, news: _News) -> None:
        try:
            self._news.put_nowait(news)
        except queue.Full:
            logger.warning("too much news from the network, passed over: %s", news.name)

    def _handle_next(self, radio: Zeroconf, within_s: float) -> None:
        try:
            news = self._news.get(timeout=max(0.0, within_s))
        except queue.Empty:
            return
        if news is None:  # close() woke us
            return
        if news.is_gone:
            with self._lock:
                self._heard.pop(news.name, None)
            return
        try:
            self._resolve(radio, news)
        except (Error, ValueError) as fault:  # a malformed name must not stop the listening
            logger.info("not a beacon of ours: %s: %s", news.name, fault)

    def _resolve(self, radio: Zeroconf, news: _News) -> None:
        info = ServiceInfo(news.service_type, news.name)
        if info.request(radio, _RESOLVE_TIMEOUT_MS):
            self._hear(info)
        elif news.tries + 1 < _RESOLVE_TRIES:
            self._pass_on(replace(news, tries=news.tries + 1))

    def _hear(self, info: ServiceInfo) -> None:
        addresses = info.parsed_addresses(IPVersion.V4Only)
        beacon = from_txt(info.properties, addresses, info.port or 0)
        if beacon is None or TYPE_BY_KIND[beacon.kind] != info.type:
            logger.info("not a beacon of ours: %s", info.name)
            return
        with self._lock:
            if info.name in self._heard or len(self._heard) < _MAX_HEARD:
                self._heard[info.name] = (beacon, self._monotonic())


def _open_radio(interfaces: Sequence[str] | None) -> Zeroconf:
    for address in interfaces or ():
        # A missing one raises OSError here; Zeroconf would raise too, and leave its socket open.
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
            probe.bind((address, 0))
    choice = InterfaceChoice.All if interfaces is None else list(interfaces)
    return Zeroconf(interfaces=choice, ip_version=IPVersion.V4Only)


def _to_info(beacon: Beacon, addresses: Sequence[str]) -> ServiceInfo:
    """Raises OSError when there is no address to be found at."""
    if not beacon.address and not addresses:
        raise OSError("this machine has no network address")
    return ServiceInfo(
        TYPE_BY_KIND[beacon.kind],
        instance_name(beacon),
        port=beacon.port,
        properties=to_txt(beacon),
        server=f"motcua-{beacon.id}.local.",
        parsed_addresses=[beacon.address] if beacon.address else list(addresses),
    )


def _why(fault: Exception) -> str:
    if isinstance(fault, NonUniqueNameException):
        return "another machine announces the same id"
    return str(fault) or type(fault).__name__
