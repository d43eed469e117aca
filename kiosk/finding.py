"""Finding the office's server again when it is away: docs/reference/beacon.md, *The way back*."""

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol
from urllib.parse import urlsplit

from kiosk.couriers import Courier, Put
from kiosk.identity import Home
from kiosk.news import CalledInVain, Moved

if TYPE_CHECKING:
    from hardware.beacon import Beacon, Heard

LOOK_EVERY_S = 1.0
FIRST_PAUSE_S = 5.0
LONGEST_PAUSE_S = 120.0
# What a hostile network can make us do: addresses remembered (a browser hears of 500 beacons with
# four each), and tries in a row.
MOST_KNOWN = 2000
AT_ONCE = 4

# Whether our server is at an address; blocks for some 5 s.
Proves = Callable[[Home, str], bool]


class Ears(Protocol):
    """What hears beacons (hardware.beacon.Browser)."""

    def start(self) -> None: ...

    def heard(self) -> "list[Heard]": ...

    def close(self) -> None: ...


def addresses_of(beacons: "Iterable[Beacon]", home: Home) -> list[str]:
    """Where a server that says it is ours may be: each first address before any other one."""
    if not home.server:
        return []
    ours = [each for each in beacons if (each.kind, each.id) == ("server", home.server)]
    firsts = [(each.address, each.port) for each in ours]
    others = [(address, each.port) for each in ours for address in each.others]
    scheme = urlsplit(home.url).scheme
    urls = (f"{scheme}://{address}:{port}" for address, port in firsts + others)
    return [url for url in dict.fromkeys(urls) if url != home.url]


@dataclass
class _Tried:
    failures: int = 0
    again_at_s: float = 0.0


class Trials:
    """Which addresses may be tried now: one that failed waits longer each time."""

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        self._tried: dict[str, _Tried] = {}

    def due(self, urls: Sequence[str]) -> list[str]:
        """At most AT_ONCE of them, those with the fewest failures first."""
        now_s = self._monotonic()
        known = {url: self._tried.get(url, _Tried()) for url in urls}
        due = [url for url, tried in known.items() if tried.again_at_s <= now_s]
        return sorted(due, key=lambda url: known[url].failures)[:AT_ONCE]

    def failed(self, url: str) -> None:
        tried = self._tried.pop(url, _Tried())
        pause_s = min(LONGEST_PAUSE_S, FIRST_PAUSE_S * 2.0 ** min(tried.failures, 10))
        self._tried[url] = _Tried(tried.failures + 1, self._monotonic() + pause_s)
        while len(self._tried) > MOST_KNOWN:  # the one that failed longest ago
            del self._tried[next(iter(self._tried))]


class Finder(Courier):
    """Looks for the server until it is found or stop(): where it is heard, and at `known`."""

    def __init__(
        self,
        home: Home,
        ears: Ears,
        proves: Proves,
        put: Put,
        known: Sequence[str] = (),
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        """:param proves: whether our server is at an address; only that moves the tablet
        :param known: addresses that a person gave
        """
        super().__init__("finder")
        self._home, self._ears, self._proves, self._put = home, ears, proves, put
        self._known = [url for url in known if url != home.url]
        self._trials = Trials(monotonic)

    def work(self) -> None:
        self._ears.start()
        try:
            while not self._is_over and not self.try_all():
                self._rest(LOOK_EVERY_S)
        finally:
            self._ears.close()

    def try_all(self) -> bool:
        """One round; true when the server was found."""
        heard = addresses_of((each.beacon for each in self._ears.heard()), self._home)
        for url in self._trials.due([*self._known, *heard]):
            if self._is_over:
                return True
            if self._proves(self._home, url):
                if not self._is_over:
                    self._put(Moved(url, self._home.token))
                return True
            self._trials.failed(url)
        return False


class Visit(Courier):
    """Looks once whether the server is at the address a person typed."""

    def __init__(self, home: Home, url: str, proves: Proves, put: Put) -> None:
        super().__init__("visit")
        self._home, self._url, self._proves, self._put = home, url, proves, put

    def work(self) -> None:
        if self._proves(self._home, self._url):
            self._put(Moved(self._url, self._home.token))
        else:
            self._put(CalledInVain(self._url))


class Search:
    """Whether a tablet looks for its server now. For one thread."""

    def __init__(
        self, proves: Proves, put: Put, known: Sequence[str], interfaces: Sequence[str] | None
    ) -> None:
        self._proves, self._put = proves, put
        self._known, self._interfaces = known, interfaces
        self._finder: Finder | None = None

    def begin(self, home: Home) -> None:
        """Look for it, unless that is done already."""
        if self._finder is None:
            from hardware.beacon import Browser  # 90 ms: not for every tablet at every start

            ears = Browser(self._interfaces)
            self._finder = Finder(home, ears, self._proves, self._put, self._known)
            self._finder.start()

    def end(self) -> None:
        if self._finder is not None:
            self._finder.stop()
            self._finder = None

    def visit(self, home: Home, url: str) -> None:
        """See whether it is at `url`: the news are Moved or CalledInVain."""
        Visit(home, url, self._proves, self._put).start()
