"""Simulated citizens and clerks.  They use the same HTTP requests as everybody else.

Times are in the office's seconds; the rehearsal's clock runs *speed* times faster than time.
"""

import logging
import random
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta, tzinfo
from typing import Any

from server.clock import FastClock
from server.demo import figures
from server.demo.client import Client
from server.office import PRIORITIES

OPENS = time(7, 28)
BURST_UNTIL = timedelta(minutes=5)
BURST_GAP_S = 20.0
LAST_TICKET = time(16, 45)
DAY_ENDS = time(17, 30)
LOOK_S = 0.25
"""Real seconds between two looks of an idle clerk or of a waiting crowd."""
RATING_S = 1.2
"""Real seconds a clerk leaves the citizen for the tablet, however fast the office's clock."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class Stage:
    """What simulated people share."""

    port: int
    clock: FastClock
    zone: tzinfo
    speed: float
    stop: threading.Event

    def local(self) -> datetime:
        """The office's time of day."""
        return self.clock.now().astimezone(self.zone)

    def pause(self, office_s: float, at_least_s: float = 0.0) -> None:
        """Let *office_s* of the office's seconds go by."""
        self.stop.wait(max(office_s / self.speed, at_least_s))


class Crowd:
    """Citizens who come in and take a number, at this counter's service or that one's.

    :param takes: the ways to take a number, each called with a service; false if it is busy.
    """

    def __init__(
        self,
        stage: Stage,
        counters: Mapping[str, Sequence[str]],
        takes: Sequence[Callable[[str], bool]],
    ) -> None:
        self._stage = stage
        self._takes = takes
        self._chance = random.Random(1)
        self._choices = [service for services in counters.values() for service in services]
        self._weights = [
            1 / (len(services) * figures.mean_s(service))
            for services in counters.values()
            for service in services
        ]
        self._opened_at = stage.local()

    def run(self) -> None:
        """Come in, one after another, day after day."""
        first = list(dict.fromkeys(self._choices))
        while not self._stage.stop.is_set():
            self._wait_for_the_day()
            for service in first or self._chance.choices(self._choices, self._weights):
                self._take(service)
            first = []
            self._stage.pause(self._gap_s())

    def _wait_for_the_day(self) -> None:
        """Wait while nobody comes; over night the clock is moved on, for nobody would watch it."""
        while not self._stage.stop.is_set() and not self._is_coming(self._stage.local().time()):
            at = self._stage.local()
            if at.time() < DAY_ENDS:
                self._stage.stop.wait(LOOK_S)
                continue
            tomorrow = datetime.combine(at.date() + timedelta(days=1), OPENS, at.tzinfo)
            self._stage.clock.jump_to(tomorrow)
            self._opened_at = tomorrow

    def _is_coming(self, at: time) -> bool:
        return OPENS <= at < LAST_TICKET and (at < time(7, 30) or figures.crowd(at) > 0)

    def _gap_s(self) -> float:
        """Seconds to the next citizen: exponential, and quick in the crowd before opening."""
        if self._stage.local() - self._opened_at < BURST_UNTIL:
            return self._chance.expovariate(1 / BURST_GAP_S)
        rate = figures.BUSY * sum(self._weights) * figures.crowd(self._stage.local().time())
        return self._chance.expovariate(rate) if rate > 0 else 60.0

    def _take(self, service: str) -> None:
        ways = self._chance.sample(self._takes, len(self._takes))
        try:
            next((way for way in ways if way(service)), None)
        except OSError as error:
            _log.warning("a citizen got no number: %s", error)
            self._stage.stop.wait(1)


class Clerk:
    """Serves one counter all day: calls, waits for the citizen, serves, finishes.

    When a visitor of the demo signs in there, the simulated clerk leaves the counter to them.

    :param services: all services of the office: where a visit may go on.
    """

    def __init__(self, stage: Stage, counter: str, token: str, services: Sequence[str]) -> None:
        self._stage = stage
        self._counter = counter
        self._services = services
        self._client = Client(stage.port, token)
        self._chance = random.Random(int(counter) if counter.isdigit() else counter)
        self._served = 0

    def run(self) -> None:
        """Work until the rehearsal ends."""
        while not self._stage.stop.is_set():
            try:
                self._visit()
            except OSError as error:
                if not self._stage.stop.wait(1):  # at the end the door may shut before them
                    _log.warning("clerk %s: %s", self._counter, error)

    def _visit(self) -> None:
        if self._is_relieved():
            self._stage.stop.wait(1)
            return
        status, ticket = self._do("call-next", finish_current=True)
        if status != 200:
            self._stage.stop.wait(LOOK_S)
            return
        is_here = self._comes(ticket)
        if not self._still_has(ticket):
            return
        if not is_here:
            self._do("no-show")
            return
        self._do("start")
        self._stage.pause(self._service_s(ticket["service"]))
        if self._still_has(ticket):
            self._end(ticket["service"])
        self._served += 1
        self._stage.pause(figures.TIDY_S, RATING_S)

    def _end(self, service: str) -> None:
        """Most visits are finished; some go on elsewhere, some to the copier and back."""
        chance = self._chance.random() if self._served else 1.0
        others = [code for code in self._services if code != service]
        if chance < figures.TRANSFER and others:
            self._do("transfer", service=self._chance.choice(others), come_back=chance < 0.02)
        elif figures.TRANSFER <= chance < figures.TRANSFER + figures.PARK:
            self._do("park", return_after_s=int(figures.FETCH_S))
        else:
            self._do("finish")

    def _comes(self, ticket: dict[str, Any]) -> bool:
        """Whether the citizen called turns up, perhaps only at the second call."""
        self._stage.pause(self._chance.uniform(*figures.WALK_S))
        is_absent = self._served > 0 and self._chance.random() < figures.NO_SHOW
        if is_absent or (self._served > 0 and self._chance.random() < figures.RECALL):
            if self._still_has(ticket):
                self._do("recall")
            self._stage.pause(self._chance.uniform(*figures.WALK_S))
        return not is_absent

    def _is_relieved(self) -> bool:
        """Whether a real person has signed in at this counter: then the simulated one leaves it."""
        return self._client.get(f"/counters/{self._counter}")["clerk"] is not None

    def _still_has(self, ticket: dict[str, Any]) -> bool:
        counter = self._client.get(f"/counters/{self._counter}")
        held = counter["ticket"]
        return counter["clerk"] is None and held is not None and held["id"] == ticket["id"]

    def _service_s(self, service: str) -> float:
        """The day's first visit is a question only, so that a visitor sees a whole one soon."""
        return figures.service_s(service, self._chance) if self._served else 40.0

    def _do(self, verb: str, **body: Any) -> tuple[int, dict[str, Any]]:
        return self._client.post(f"/counters/{self._counter}/{verb}", **body)


def take_over_http(client: Client, lock: threading.Lock) -> Callable[[str], bool]:
    """A citizen at a web kiosk."""

    chance = random.Random(2)
    kinds = sorted(PRIORITIES)

    def take(service: str) -> bool:
        with lock:
            has_priority = chance.random() < figures.PRIORITY
            priority = chance.choice(kinds) if has_priority else None
            return client.post("/tickets", service=service, priority=priority)[0] == 201

    return take
