"""A crowd at an office: citizens, counters and an administrator who ask for everything there is.

Each asks again with the same key until it has an answer, as our programs do, and keeps what was
acknowledged; :mod:`tests.acceptance.reckoning` compares that with the file.
"""

import http.client
import json
import random
import threading
import time
import uuid
from collections import Counter, deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from kiosk.seal import Seal
from tests.acceptance.town import API, Town
from tests.sealing import ask_sealed
from tests.server_process import Answer

SERVICES = "ABCDEFGHK"
ENDED = "K"
"""The service that ends in the middle of the load: it gives no more numbers."""
REMOVED = "G"
"""The service that is taken out of the set-up in the middle of the load."""
REFUSALS = {
    *("still_in_hand", "nothing_in_hand", "wrong_state", "service_ended", "no_such_service"),
    *("nothing_to_undo", "changed_since", "already_rated", "too_late_to_undo"),
    *("window_closed", "not_served", "other_counter"),
}
"""What the contract lets an office refuse; ``no_such_service`` is 404 and only for the removed."""
REPEATED = 0.02
"""The share of requests that are sent once more after their answer."""


@dataclass(frozen=True)
class Said:
    """An acknowledged request: the last word of its path, by which counter, and its ticket."""

    verb: str
    counter: str | None
    ticket: dict[str, Any]
    key: str


@dataclass
class Tally:
    """What the crowd has seen."""

    said: list[Said] = field(default_factory=list)
    refused: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    lost: Counter[str] = field(default_factory=Counter)
    repeated: int = 0

    @property
    def verbs(self) -> Counter[str]:
        """How many of each request were acknowledged."""
        return Counter(each.verb for each in self.said)


@dataclass
class Shared:
    """What the crowd knows in common: who was issued lately, who is parked, whether it is over."""

    tally: Tally = field(default_factory=Tally)
    issued: deque[int] = field(default_factory=lambda: deque(maxlen=400))
    parked: deque[int] = field(default_factory=lambda: deque(maxlen=100))
    counters: list[str] = field(default_factory=list)
    stop: threading.Event = field(default_factory=threading.Event)
    is_hopeless: threading.Event = field(default_factory=threading.Event)
    bears_503: bool = False


class Program:
    """A program with its token and a connection that it keeps."""

    def __init__(self, town: Town, role: str, shared: Shared, seed: int) -> None:
        self.role = role
        self.shared = shared
        self.chance = random.Random(seed)
        self.counter: str | None = role.partition("-")[2] or None
        self._port = town.server.port
        self._token = town.tokens[role]
        self._seal = Seal(role, self._token) if role.startswith("tablet-") else None
        self._wire: http.client.HTTPConnection | None = None

    def insist(
        self, path: str, body: Any = None, method: str = "POST", key: str | None = None
    ) -> tuple[int, Any]:
        """Status and JSON; asks again after a lost connection, and keeps what was answered."""
        key = key or str(uuid.uuid4())
        status, raw = self._until_answered(method, path, body, key)
        verb = "set-up" if path.startswith("/setup/") else path.rpartition("/")[2]
        answer = json.loads(raw) if raw else None
        if status in (200, 201):
            ticket = answer if isinstance(answer, dict) else {}
            self.shared.tally.said.append(Said(verb, self.counter, ticket, key))
        elif status != 204:
            self._refused(status, answer, f"{method} {path} {body}")
        is_kept = status in (200, 201, 204) and method == "POST"
        if is_kept and self.chance.random() < REPEATED:
            self._repeat(path, body, key, (status, raw))
        return status, answer

    def close(self) -> None:
        """Hang up."""
        if self._wire is not None:
            self._wire.close()

    def _repeat(self, path: str, body: Any, key: str, first: tuple[int, bytes]) -> None:
        self.shared.tally.repeated += 1
        again = self._until_answered("POST", path, body, key)
        if again != first:
            self.shared.tally.wrong.append(f"{path} {body}: {first}, then {again}")

    def _refused(self, status: int, answer: Any, asked: str) -> None:
        code = str((answer or {}).get("type", "")).rpartition("/")[2]
        wanted = 404 if code == "no_such_service" else 409
        self.shared.tally.refused[code] += 1
        if code not in REFUSALS or status != wanted:
            self.shared.tally.wrong.append(f"{asked}: {status} {answer}")

    def _until_answered(self, method: str, path: str, body: Any, key: str) -> tuple[int, bytes]:
        while True:
            try:
                status, raw = self._once(method, path, body, key)
                if status != 503 or not self.shared.bears_503:
                    return status, raw
                self.shared.tally.lost["503"] += 1
                time.sleep(0.1)
            except (OSError, http.client.HTTPException) as error:  # cut off before the answer's end
                self.shared.tally.lost[type(error).__name__] += 1
                if self.shared.is_hopeless.is_set():
                    raise
                self.close()
                self._wire = None
                time.sleep(0.2)

    def _once(self, method: str, path: str, body: Any, key: str) -> tuple[int, bytes]:
        if self._seal is not None:
            found = ask_sealed(self._seal, self._send, method, API + path, body or {}, key)
        else:
            headers = {
                "Authorization": f"Bearer {self._token}",
                "Content-Type": "application/json",
                "Idempotency-Key": key,
            }
            found = self._send(method, API + path, json.dumps(body or {}).encode(), headers)
        return found.status, found.body

    def _send(self, method: str, path: str, data: bytes, headers: dict[str, str]) -> Answer:
        if self._wire is None:
            self._wire = http.client.HTTPConnection("127.0.0.1", self._port, timeout=30)
        self._wire.request(method, path, data, headers)
        answer = self._wire.getresponse()
        named = {name.lower(): value for name, value in answer.headers.items()}
        return Answer(answer.status, answer.read(), named)


class Citizens(Program):
    """A kiosk: people take numbers, some give them back, some come back after their call."""

    def __init__(self, town: Town, shared: Shared, seed: int, how_many: int | None) -> None:
        super().__init__(town, "kiosk", shared, seed)
        self._left = how_many
        self._mine: deque[int] = deque(maxlen=30)

    def step(self) -> bool:
        """One request; false when everybody has a number."""
        if self._left == 0:
            return False
        roll = self.chance.random()
        if self._mine and roll < 0.06:
            self.insist(f"/tickets/{self.chance.choice(self._mine)}/cancel")
        elif self._mine and roll < 0.10:
            self.insist(f"/tickets/{self.chance.choice(self._mine)}/requeue")
        else:
            self._take()
        return True

    def _take(self) -> None:
        wanted = self.chance.choice(SERVICES)
        body: dict[str, Any] = {"service": wanted}
        if self.chance.random() < 0.1:
            body["priority"] = self.chance.choice(("elderly", "disabled", "pregnant", "merit"))
        if self.chance.random() < 0.1:
            body["then"] = self.chance.sample("ABCDEFH", self.chance.randint(1, 2))
        status, ticket = self.insist("/tickets", body)
        if status != 201:
            return
        self._left = None if self._left is None else self._left - 1
        self._mine.append(ticket["id"])
        self.shared.issued.append(ticket["id"])


class Desk(Program):
    """A counter: mostly the right button, sometimes a wrong one."""

    def __init__(self, town: Town, role: str, shared: Shared, seed: int) -> None:
        super().__init__(town, role, shared, seed)
        self._has_one = False
        tablet = f"tablet-{self.counter}"
        self._tablet = Program(town, tablet, shared, seed + 1) if tablet in town.tokens else None

    def step(self) -> bool:
        """One request."""
        is_mistaken = self.chance.random() < 0.03
        acts = _WITH_ONE if self._has_one != is_mistaken else _WITHOUT
        [act] = self.chance.choices(list(acts), list(acts.values()))
        status, answer = act(self)
        if status == 200 and isinstance(answer, dict) and "state" in answer and "label" in answer:
            self._has_one = answer["state"] in ("called", "serving")
        elif status == 409:
            self._has_one = answer["type"].endswith("still_in_hand")
        elif status == 204:
            time.sleep(0.02)
        return True

    def close(self) -> None:
        """Hang up, the tablet too."""
        super().close()
        if self._tablet is not None:
            self._tablet.close()

    def _ask(self, verb: str, body: Any = None) -> tuple[int, Any]:
        return self.insist(f"/counters/{self.counter}/{verb}", body)

    def call_next(self) -> tuple[int, Any]:
        return self._ask("call-next", {"finish_current": self._has_one})

    def call(self) -> tuple[int, Any]:
        if not self.shared.issued:
            return self.call_next()
        return self._ask("call", {"ticket": self.chance.choice(self.shared.issued)})

    def resume(self) -> tuple[int, Any]:
        if not self.shared.parked:
            return self.call_next()
        return self._ask("resume", {"ticket": self.chance.choice(self.shared.parked)})

    def park(self) -> tuple[int, Any]:
        after = {"return_after_s": self.chance.randint(1, 5)} if self.chance.random() < 0.5 else {}
        status, answer = self._ask("park", after)
        if status == 200:
            self.shared.parked.append(answer["id"])
        return status, answer

    def transfer(self) -> tuple[int, Any]:
        body: dict[str, Any] = {}
        if self.chance.random() < 0.7:
            body["service"] = self.chance.choice(SERVICES)
        else:
            body["counter"] = self.chance.choice(self.shared.counters)
        if self.chance.random() < 0.3:
            body["place"] = "first"
        body["come_back"] = self.chance.random() < 0.2
        return self._ask("transfer", body)

    def finish(self) -> tuple[int, Any]:
        status, answer = self._ask("finish")
        is_rated = status == 200 and answer["state"] == "finished" and self.chance.random() < 0.3
        if self._tablet and is_rated:
            score = self.chance.randint(1, 5)
            self._tablet.insist("/ratings", {"ticket": answer["id"], "score": score})
        return status, answer

    def walk_direct(self) -> tuple[int, Any]:
        return self._ask("walk-direct", {"service": self.chance.choice("ABCDEFH")})

    def rest(self) -> tuple[int, Any]:
        self._ask("pause", {"reason": "họp"})
        return self._ask("open")

    def recall(self) -> tuple[int, Any]:
        return self._ask("recall")

    def start(self) -> tuple[int, Any]:
        return self._ask("start")

    def no_show(self) -> tuple[int, Any]:
        return self._ask("no-show")

    def undo(self) -> tuple[int, Any]:
        return self._ask("undo")


_WITHOUT: dict[Callable[[Desk], tuple[int, Any]], int] = {
    Desk.call_next: 80,
    Desk.call: 4,
    Desk.resume: 8,
    Desk.walk_direct: 2,
    Desk.undo: 4,
    Desk.rest: 2,
}
_WITH_ONE: dict[Callable[[Desk], tuple[int, Any]], int] = {
    Desk.start: 25,
    Desk.finish: 35,
    Desk.call_next: 15,
    Desk.recall: 6,
    Desk.no_show: 6,
    Desk.park: 5,
    Desk.transfer: 5,
    Desk.undo: 3,
}


EVEN_IF_WAITING = "?even_if_waiting=yes"


class Administrator(Program):
    """Changes the set-up while everybody is at work: each change once, in this order."""

    def __init__(self, town: Town, shared: Shared) -> None:
        super().__init__(town, "admin", shared, 0)
        answer = town.ask("admin", "GET", "/setup/counter")
        self._counters = {each["key"]: each["value"] for each in answer.json}
        services = town.ask("admin", "GET", "/setup/service").json
        self._services = {each["key"]: each["value"] for each in services}

    def change_everything(self) -> None:
        """Rename a service, add a counter, end one service softly and take one out."""
        self._put("service", "A", {**self._services["A"], "name": "Hộ tịch"})
        extra = {"name": "Tiếp đón", "services": ["A", "B"]}
        self._put("counter", "31", extra)
        self._put("service", ENDED, {**self._services[ENDED], "has_ended": True})
        for number, counter in self._counters.items():
            if REMOVED in counter["services"]:
                left = [code for code in counter["services"] if code != REMOVED]
                self._put("counter", number, {**counter, "services": left})
        self.insist(f"/setup/service/{REMOVED}/end{EVEN_IF_WAITING}")

    def _put(self, kind: str, key: str, value: dict[str, Any]) -> None:
        self.insist(f"/setup/{kind}/{key}{EVEN_IF_WAITING}", {"value": value}, "PUT")


class Crowd:
    """Everybody at once, each on a thread: a context manager that ends them all.

    *bears_503*: a full disk is waited for, as a lost connection is.
    """

    def __init__(
        self,
        town: Town,
        *,
        kiosks: int,
        desks: Iterable[str],
        each: int | None,
        seed: int = 7,
        bears_503: bool = False,
    ) -> None:
        self.shared = Shared(counters=list(desks), bears_503=bears_503)
        self._town = town
        self._seed = seed
        self.citizens = [Citizens(town, self.shared, seed + n, each) for n in range(kiosks)]
        self.desks = [
            Desk(town, f"counter-{number}", self.shared, seed * 1000 + int(number))
            for number in self.shared.counters
        ]
        self._threads = {
            program: threading.Thread(target=self._live, args=(program,))
            for program in (*self.citizens, *self.desks)
        }

    @property
    def tally(self) -> Tally:
        """What was seen."""
        return self.shared.tally

    def join(self, number: str) -> None:
        """One more counter, that begins at once."""
        desk = Desk(self._town, f"counter-{number}", self.shared, self._seed * 1000 + int(number))
        self.desks.append(desk)
        self._threads[desk] = threading.Thread(target=self._live, args=(desk,))
        self._threads[desk].start()

    def wait_for_citizens(self) -> None:
        """Until everybody has a number."""
        for program in self.citizens:
            self._threads[program].join()

    def __enter__(self) -> "Crowd":
        for thread in self._threads.values():
            thread.start()
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        self.shared.stop.set()
        if kind is not None:  # the test has failed, and perhaps no server will ever answer
            self.shared.is_hopeless.set()
        for thread in self._threads.values():
            thread.join()

    def _live(self, program: Citizens | Desk) -> None:
        try:
            while not self.shared.stop.is_set() and program.step():
                pass
        except Exception as error:
            self.tally.wrong.append(f"{program.role} stumbled: {error!r}")
            raise
        finally:
            program.close()
