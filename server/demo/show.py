"""``motcua demo``: puts the rehearsal together and runs it."""

import math
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from server.clock import FastClock
from server.config import FILE
from server.core import Core, open_core
from server.demo.client import Client
from server.demo.people import OPENS, Clerk, Crowd, Stage, take_over_http
from server.demo.tablets import RatingCitizen, TabletProcess
from server.devices import Face
from server.hours import instant
from server.queries import hall_counters
from server.running import run_server
from server.setup import SignIn, fill, make_folder
from server.wiring import OfficeServer, Place

LOOK_S = 0.02
TABLET_GAP_S = 0.4
"""Between two tablets' starts: a start takes about that long on one core."""


@dataclass(frozen=True, kw_only=True)
class Show:
    """What was asked for on the command line."""

    port: int
    speed: float
    for_s: float | None
    data: Path | None
    sample: str
    tablets: int | None


def run(show: Show) -> None:
    """Run the rehearsal until it is told to stop."""
    with _folder(show) as folder:
        sign_ins = _made(folder, show.sample)
        core = open_core(folder)
        clock = FastClock(_opening(core), show.speed)
        tokens = _Tokens(core)
        core.store.close()
        troupe = _Troupe(show, folder, clock, tokens)
        place = Place(
            folder=folder,
            port=show.port,
            now=clock.now,
            speed=show.speed,
            is_rehearsal=True,
            interfaces=("127.0.0.1",),
            faces=troupe.faces,
        )
        office = OfficeServer(place)
        _welcome(show, sign_ins)
        director = threading.Thread(target=troupe.perform, args=(office,), name="director")
        director.start()
        try:
            run_server(office)
        finally:
            troupe.end()
            director.join()


class _Tokens:
    """The tokens of the rehearsal's programs."""

    def __init__(self, core: Core) -> None:
        with core.store.reading() as connection:
            counters = hall_counters(connection, core.office.plan(connection))
        self.services = {each.number: each.services for each in counters}
        make = core.accounts.make_token
        self.admin = make("demo", "admin")
        names = {name for table in core.config.printer.values() for name in table.kiosks}
        self.kiosks = {name: make(name, "kiosk") for name in sorted(names) or ["kiosk-1"]}
        self.counters = {
            number: make(f"counter-{number}", "counter", number) for number in self.services
        }
        self.zone = core.config.zone


class _Troupe:
    """The simulated people and the tablets before them."""

    def __init__(self, show: Show, folder: Path, clock: FastClock, tokens: _Tokens) -> None:
        self._show = show
        self._folder = folder
        self._tokens = tokens
        self._stage = Stage(
            port=show.port,
            clock=clock,
            zone=tokens.zone,
            speed=show.speed,
            stop=threading.Event(),
        )
        numbers = list(tokens.services)
        self._raters = numbers if show.tablets is None else numbers[: show.tablets]
        self._processes: dict[str, TabletProcess] = {}
        self._pairing = threading.Lock()
        self._threads: list[threading.Thread] = []
        self.faces = {"kiosk-hall": self._face("kiosk", "kiosk-hall", None)} | {
            f"tablet-{number}": self._face("tablet", f"tablet-{number}", number)
            for number in self._raters
        }

    def perform(self, office: OfficeServer) -> None:
        """Begin once the server takes requests; end the server after ``--for``."""
        while not office.http.started:
            if self._stage.stop.wait(LOOK_S):
                return
        ends_at = time.monotonic() + (math.inf if self._show.for_s is None else self._show.for_s)
        crowd = Crowd(self._stage, self._tokens.services, self._takes())
        services = sorted({code for each in self._tokens.services.values() for code in each})
        clerks = [
            Clerk(self._stage, n, token, services) for n, token in self._tokens.counters.items()
        ]
        bodies = [self._bring_tablets, crowd.run, *(clerk.run for clerk in clerks)]
        self._threads = [threading.Thread(target=body, name="rehearsal") for body in bodies]
        for thread in self._threads:
            thread.start()
        while time.monotonic() < ends_at and not office.http.should_exit:
            self._stage.stop.wait(LOOK_S)
        self._stage.stop.set()  # before the server ends, so that nobody finds its door shut
        office.stop()

    def end(self) -> None:
        """Everybody goes home."""
        self._stage.stop.set()
        for thread in self._threads:
            thread.join()
        for process in self._processes.values():
            process.touch("quit")
        for process in self._processes.values():
            process.end()

    def _bring_tablets(self) -> None:
        for number in self._raters:
            self._bring("rate", f"tablet-{number}", number)
            if self._stage.stop.wait(TABLET_GAP_S):
                return
        self._bring("take", "kiosk-hall", None)

    def _bring(self, kind: str, name: str, counter: str | None) -> None:
        citizen = RatingCitizen(name)

        def said(screen: dict[str, Any]) -> None:
            if screen["screen"] == "pairing":
                self._pair(screen["id"], screen["code"], counter)
            elif kind == "rate":
                citizen.answer(screen, process.touch)

        label = "Ki-ốt sảnh" if counter is None else f"Quầy {counter}"
        process = TabletProcess(kind, self._folder / "tablets" / name, label, said)
        self._processes[name] = process

    def _pair(self, tablet: str, code: str, counter: str | None) -> None:
        """Be the administrator: type the code that the tablet shows, once it is heard."""
        client = Client(self._show.port, self._tokens.admin)
        while not self._stage.stop.is_set():
            with self._pairing:
                try:
                    status, _ = client.post(f"/devices/{tablet}/pair", code=code, counter=counter)
                except OSError:
                    return
            if status not in (404, 502):
                return
            self._stage.stop.wait(0.2)

    def _takes(self) -> list[Callable[[str], bool]]:
        ways = [
            take_over_http(Client(self._show.port, token), threading.Lock())
            for token in self._tokens.kiosks.values()
        ]
        return [*ways, self._take_at_kiosk]

    def _take_at_kiosk(self, service: str) -> bool:
        """A citizen at the touch kiosk, when it is free."""
        kiosk = self._processes.get("kiosk-hall")
        if kiosk is None or kiosk.screen.get("screen") != "services":
            return False
        kiosk.touch(f"service:{service}")
        return True

    def _face(self, kind: str, name: str, counter: str | None) -> Face:
        def draw() -> bytes | None:
            process = self._processes.get(name)
            return None if process is None else process.picture()

        return Face(kind=kind, counter=counter, draw=draw)


@contextmanager
def _folder(show: Show) -> Iterator[Path]:
    if show.data is not None:
        yield show.data
        return
    with tempfile.TemporaryDirectory(prefix="motcua-demo-", ignore_cleanup_errors=True) as name:
        yield Path(name)


def _made(folder: Path, sample: str) -> list[SignIn]:
    """The sample office in *folder*, unless an office is there already."""
    if (folder / FILE).exists():
        return []
    document = make_folder(folder, sample)
    core = open_core(folder, is_new=True)
    try:
        return fill(core.settings, core.accounts, document)
    finally:
        core.store.close()


def _opening(core: Core) -> datetime:
    """This morning, shortly before the doors open; never before what the journal remembers."""
    today = datetime.now(core.config.zone).date()
    morning = datetime.combine(today, OPENS, core.config.zone)
    last = core.journal.after(core.journal.newest - 1)
    return max(morning, instant(last[-1].at)) if last else morning


def _welcome(show: Show, sign_ins: list[SignIn]) -> None:
    click.echo(f"motcua demo: http://127.0.0.1:{show.port}/  (Ctrl-C ends it)")
    click.echo(f"  one minute of yours is {show.speed:g} minutes of the office's")
    for path, what in _PAGES:
        click.echo(f"  http://127.0.0.1:{show.port}{path:<9} {what}")
    for each in sign_ins:
        where = f", counter {each.counter}" if each.counter else ""
        click.echo(f"  sign in: {each.person.name} / {each.password}  ({each.person.role}{where})")


_PAGES = (
    ("/devices", "the slip, the boards and the tablets, live"),
    ("/kiosk", "take a number"),
    ("/board", "the hall screen"),
    ("/counter", "a clerk's console (sign in)"),
    ("/manage", "figures and devices (sign in)"),
)
