"""Announce and browse by zeroconf. Both work on a thread of their own: docs/reference/beacon.md."""

import logging
import queue
import socket
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from zeroconf import (
    Error,
    InterfaceChoice,
    IPVersion,
    ServiceBrowser,
    ServiceInfo,
    ServiceStateChange,
    Zeroconf,
)

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

__all__ = ["Announcer", "Beacon", "Browser", "Heard"]

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
# Any address in the documentation network (RFC 5737): asked for its route, never sent anything.
_SOMEWHERE = ("192.0.2.1", 9)


class Announcer:
    """Makes one device findable from start() to close(). update() and start() return at once.

    interfaces: the addresses of the network interfaces to use; None for all IPv4 ones.
    Raises ValueError for a beacon that does not fit its record.
    """

    def __init__(self, beacon: Beacon, interfaces: Sequence[str] | None = None) -> None:
        self._beacon = check(beacon)
        self._interfaces = interfaces
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

    def close(self) -> None:
        """Say goodbye and end; at most 5 s. Harmless before start()."""
        self._orders.put(None)
        if self._thread.is_alive():
            self._thread.join(_END_S)

    def _run(self) -> None:
        try:
            self._work()
        except Exception:
            logger.exception("the announcer of %s ended", self._beacon.id)

    def _work(self) -> None:
        radio: Zeroconf | None = None
        is_registered = False
        wanted = self._orders.get()
        while wanted is not None:
            retry_s = None
            try:
                radio = radio or _open_radio(self._interfaces)
                info = _to_info(wanted, self._interfaces)
                (radio.update_service if is_registered else radio.register_service)(info)
                is_registered = True
            except (OSError, Error) as fault:
                logger.warning("%s is not announced, next try in 5 s: %s", wanted.id, fault)
                retry_s = _RETRY_S
            wanted = self._next_order(wanted, retry_s)
        if radio is not None:
            radio.close()  # says goodbye for what is registered

    def _next_order(self, wanted: Beacon, retry_s: float | None) -> Beacon | None:
        try:
            return self._orders.get(timeout=retry_s)
        except queue.Empty:
            return wanted


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
    ) -> None:
        self._interfaces = interfaces
        self._monotonic = monotonic
        self._lock = threading.Lock()
        self._heard: dict[str, tuple[Beacon, float]] = {}
        self._news: queue.Queue[_News] = queue.Queue(_MAX_NEWS)
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
        radio = _open_radio(self._interfaces)
        with self._lock:
            self._heard.clear()
        try:
            ServiceBrowser(radio, [TABLET_TYPE, SERVER_TYPE], handlers=[self._on_change])
            while not self._is_ending.is_set():
                self._handle_next(radio)
        finally:
            radio.close()

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

    def _handle_next(self, radio: Zeroconf) -> None:
        try:
            news = self._news.get(timeout=0.2)
        except queue.Empty:
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


def _to_info(beacon: Beacon, interfaces: Sequence[str] | None) -> ServiceInfo:
    name = instance_name(beacon)
    return ServiceInfo(
        TYPE_BY_KIND[beacon.kind],
        name,
        port=beacon.port,
        properties=to_txt(beacon),
        server=f"motcua-{beacon.id}.local.",
        parsed_addresses=[beacon.address or _own_address(interfaces)],
    )


def _own_address(interfaces: Sequence[str] | None) -> str:
    if interfaces:
        return interfaces[0]
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.connect(_SOMEWHERE)  # no route raises OSError: tried again later
        return str(probe.getsockname()[0])
