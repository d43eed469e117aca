"""The composition root: the one place where real things are chosen and put together."""

import logging
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import timedelta
from importlib.metadata import version
from pathlib import Path

from flask import Flask

from hardware import beacon
from hardware.synthesis import synthesise
from server import pairing, paper_view, queries, tickets
from server.address import own_address
from server.app import create_app
from server.board_view import BoardView
from server.browser_tablets import BrowserTablets
from server.calling_card import calling_card, where_to_call
from server.clock import Now, Watch, behind, machine_now, unmoved
from server.comment_words import screener
from server.config import Config
from server.contests import Contests
from server.core import open_core, today
from server.devices import Device, Devices, Face, Heard, Surroundings
from server.folder_lock import locked
from server.follow_boards import BoardFollower
from server.follow_day import DayFollower
from server.follow_keypads import KeypadFollower
from server.follow_results import ResultFollower
from server.follow_slips import Printing, SlipFollower
from server.followers import Follower, Following
from server.front import Front, Server
from server.hearing import Hearing, ask
from server.home import HomeNumbers
from server.hours import instant
from server.keypads import KeyDesk, Keys
from server.live import Live
from server.logo_file import logo_of
from server.machines import Machines, SpoolQueue
from server.metrics import Measured, metrics
from server.notices import FOLDER as NOTICES
from server.notices import Notices
from server.printer_desk import Machinery, PrinterDesk
from server.prompts import Prompts
from server.reprints import Reprints
from server.routes.parts import Parts
from server.scans import CounterScans, Scans
from server.seal_desk import SealDesk
from server.slip_layout import Stationery
from server.speaking import Speaking, Spoken
from server.stray_counters import STRAY, strays
from server.upkeep import Upkeep
from server.words import Words

_log = logging.getLogger(__name__)

SLIP_MAX_AGE = timedelta(minutes=3)
PAPER_RUNS_OUT = "the paper roll is nearly at its end"
"""As a printer's own sensor has it."""
SAVE_EVERY = 100
"""Entries the follower of days may handle twice: one more commit in a hundred, not in two."""
END_S = 2.0
"""For all device threads together; the whole end may take 5 s."""


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where the server stands: its folder, address and clock.

    *speed* is how many times faster than time the clock *now* runs (rehearsals); *interfaces* are
    addresses to look for tablets on, ``None`` for those of ``office.toml``.
    """

    folder: Path
    host: str = "127.0.0.1"
    port: int = 8080
    now: Now = machine_now
    speed: float = 1.0
    is_rehearsal: bool = False
    interfaces: tuple[str, ...] | None = None
    faces: Mapping[str, Face] = field(default_factory=dict)


class OfficeServer:
    """One office server, put together and ready to run.

    :raises SetupError: if another server has this folder, or the set-up is not in order.
    """

    def __init__(self, place: Place) -> None:
        self.place = place
        self._stop = threading.Event()
        self._threads: list[threading.Thread] = []
        with ExitStack() as opened:  # closes again what a failing start had opened
            self._lock = locked(place.folder)
            opened.callback(self._lock.release)
            self.core = open_core(place.folder, place.now, place.speed)
            opened.callback(self.core.store.close)
            self.machines = Machines(self.core.config, self._report_for, place.now, self._take_scan)
            opened.callback(self.machines.close)
            self.core.printers.connect(self.machines.spools)
            self._assemble()
            opened.callback(self._join)
            self._opened = opened.pop_all()

    def _assemble(self) -> None:
        core, place = self.core, self.place
        self.words = Words()
        self.live = Live(core.journal)
        self.browser = beacon.Browser(_interfaces(place, core.config))
        self.hearing = Hearing(self._browsed, ask, time.monotonic)
        self._office_id = core.accounts.office_id()
        self._announcer = beacon.Announcer(
            calling_card(self._office_id, core.config.office.name, place.port),
            where_to_call(place.host, _interfaces(place, core.config)),
        )
        self.browsers = BrowserTablets(core.store, time.monotonic)
        self.devices = Devices(core.store, core.ledger, core.office, self._surroundings())
        self._stationery = self._make_stationery()
        self._queues = {name: SpoolQueue(spool=each) for name, each in self.machines.spools.items()}
        self._machinery = self._make_machinery()
        self._slips = self._slip_follower()
        self._results = ResultFollower(
            core.store,
            core.settings,
            core.results,
            self._machinery,
            SLIP_MAX_AGE * place.speed,
        )
        view = BoardView(core.store, core.office)
        self._boards = BoardFollower(self.machines.hung, view, time.monotonic)
        self.scans = Scans(core.store, core.office, core.persons, self.live.tell)
        self._counter_scans = CounterScans(core.store, core.office, core.counters, self._refuse_at)
        keys = Keys(core.store, core.office, core.counters)
        pads = self.machines.keypads
        self._pads = KeypadFollower(pads.pads, keys.seats, lambda: core.journal.newest)
        self._key_desk = KeyDesk(pads.presses, pads.pads, keys.press, self._pads.paint)
        self.speaking = self._make_speaking()
        self._followers = self._make_followers()
        self.app = self._make_app()
        front = Front(self.app.wsgi_app, self.live)
        self.http = Server(front, self.live, place.host, place.port)

    def run(self) -> None:
        """Serve until SIGTERM, SIGINT or :meth:`stop`; the devices follow meanwhile."""
        with self._opened:
            self._compare_clock()
            self.browser.start()
            self._announcer.start()
            self._slips.recover()
            self._results.recover()
            for each in strays(self.core.config, today(self.core.store, self.core.office)):
                _log.warning(each.sentence)
            self._boards.paint()
            self._pads.paint()
            self._start_threads()
            self.http.run()

    def stop(self) -> None:
        """End :meth:`run` from another thread."""
        self.http.should_exit = True

    def close(self) -> None:
        """Give back what was opened, without having run."""
        self._opened.close()

    def _compare_clock(self) -> None:
        """Say so in the log if the clock is before what the journal remembers."""
        for entry in self.core.journal.after(self.core.journal.newest - 1):
            if said := behind(instant(entry.at), self.place.now()):
                _log.warning(said)

    def _start_threads(self) -> None:
        # Daemons: a port that hangs in its opening must not keep the program from ending.
        self._threads = [
            threading.Thread(target=body, args=(self._stop,), name=name, daemon=True)
            for name, body in self._bodies()
        ]
        for thread in self._threads:
            thread.start()

    def _join(self) -> None:
        """End the threads, waiting :data:`END_S` for all of them together."""
        self._stop.set()
        self._announcer.leave()
        for bus in self.machines.buses.values():
            bus.wake()
        until = time.monotonic() + END_S
        for thread in self._threads:
            thread.join(max(0.0, until - time.monotonic()))
        self._announcer.close(max(0.5, until - time.monotonic()))
        self.browser.close()

    def _report_for(self, printer: str) -> Callable[[str, str, str], None]:
        """Tickets and result slips each hear of their own jobs."""
        paper, results = self.core.paper.report_of(printer), self.core.results

        def report(job: str, state: str, reason: str) -> None:
            paper(job, state, reason)
            results.report(job, state, reason)

        return report

    def _take_scan(self, scanner: str, text: str) -> None:
        """What a scanner read goes to its kiosk or to its counter."""
        table = self.core.config.scanner[scanner]
        if table.kiosk:
            self.scans.at_kiosk(table.kiosk, text)
        else:
            self._counter_scans.at_counter(table.counter, text)

    def _refuse_at(self, counter: str) -> None:
        for pad in self.machines.keypads.pads:
            if pad.counter == counter:
                pad.refuse(time.monotonic())

    def _make_speaking(self) -> Speaking:
        core = self.core
        return Speaking(
            self.place.folder,
            core.config.sound.device,
            Spoken(
                plan=lambda: today(core.store, core.office),
                is_called=self._is_called,
                language_of=self._language_of,
                tell=self.live.tell,
                monotonic=time.monotonic,
                store=core.store,
                now=core.office.now,
            ),
        )

    def _is_called(self, ticket: int, counter: str) -> bool:
        """Whether *ticket* is called at *counter* now and has not been begun with."""
        with self.core.store.reading() as connection:
            found = queries.hall_counter(connection, self.core.office.plan(connection), counter)
        held = None if found is None else found.ticket
        return held is not None and (held.id, held.state) == (ticket, tickets.CALLED)

    def _language_of(self, ticket: int) -> str:
        with self.core.store.reading() as connection:
            return queries.language_of(connection, ticket)

    def _bodies(self) -> list[tuple[str, Callable[[threading.Event], None]]]:
        followers = [(f"follower-{each.name}", each.run) for each in self._followers]
        core = self.core
        jumped = unmoved if self.place.is_rehearsal else Watch(self.place.now).jumped
        upkeep = Upkeep(
            core.store,
            core.office,
            chores=(
                lambda now: core.paper.catch_up(),
                core.rolls.watch,
                core.paces.look,
                lambda now: self.scans.sweep(),
            ),
            jumped=jumped,
            endings=(core.appointments.expire, core.persons.forget),
        )
        own = [
            ("upkeep", upkeep.run),
            ("keys", self._key_desk.run),
            ("voice", self.speaking.run),
            ("hearing", self.hearing.run),
        ]
        return [*followers, *own, *self.machines.threads()]

    def _make_followers(self) -> list[Follower]:
        on = Following(store=self.core.store, journal=self.core.journal, office=self.core.office)
        day = DayFollower(self.core.store, self.core.office)
        return [
            Follower(
                *("boards", on, self._boards.handle),
                save_every=None,
                between=self._boards.look_again,
            ),
            Follower("slips", on, self._slips.handle, save_every=None),
            Follower("results", on, self._results.handle, save_every=None),
            Follower("keypads", on, self._pads.handle, save_every=None),
            Follower("live", on, self.live.handle, save_every=None),
            Follower("voice", on, self.speaking.follower.handle, save_every=None),
            Follower("day", on, day.handle, save_every=SAVE_EVERY),
        ]

    def _make_app(self) -> Flask:
        core = self.core
        measured = Measured(
            store=core.store,
            office=core.office,
            journal=core.journal,
            devices=self.devices,
            live=self.live,
            printers=core.printers,
            followers=self._followers,
            cables=self.machines.cable_figures,
            keypads=self.machines.keypads.dropped,
        )
        return create_app(
            Parts(
                config=core.config,
                store=core.store,
                journal=core.journal,
                settings=core.settings,
                office=core.office,
                counters=core.counters,
                appointments=core.appointments,
                home_numbers=HomeNumbers(core.office, core.persons),
                persons=core.persons,
                paces=core.paces,
                accounts=core.accounts,
                ratings=core.ratings,
                readings=core.readings,
                contests=Contests(
                    *(core.store, core.ledger, core.office),
                    screener(self.words.in_language("vi")),
                ),
                photos=core.photos,
                paper=core.paper,
                reprints=Reprints(core.office, core.printers),
                rolls=core.rolls,
                devices=self.devices,
                browsers=self.browsers,
                live=self.live,
                printers=PrinterDesk(core.store, core.settings, self._machinery),
                results=core.results,
                helps=core.helps,
                notices=Notices(self.place.folder / NOTICES),
                scans=self.scans,
                seals=SealDesk(core.store, time.monotonic),
                words=self.words,
                metrics=metrics(measured),
                faces={**self.machines.faces, **self.place.faces},
                board_texts=self.machines.texts,
                wav=self.speaking.announcer.wav,
                prompt=Prompts(self.place.folder, synthesise, self.words.in_language).wav,
                try_out=self.speaking.try_out,
                speed=self.place.speed,
                is_rehearsal=self.place.is_rehearsal,
            )
        )

    def _slip_follower(self) -> SlipFollower:
        core = self.core
        printers = {
            name: Printing(
                queue=queue,
                profile=self.machines.profiles[name],
                shelf=self.machines.shelves[name],
            )
            for name, queue in self._queues.items()
        }
        return SlipFollower(
            *(core.store, core.settings, core.paper, self.words, self._stationery),
            printers,
            core.paces,
        )

    def _make_machinery(self) -> Machinery:
        return Machinery(
            models=self.machines.profiles,
            queues=self._queues,
            stationery=self._stationery,
            words=self.words,
            now=self.core.office.now,
        )

    def _make_stationery(self) -> Stationery:
        core, place = self.core, self.place
        return Stationery(
            office=core.config.office.name,
            hotline=core.config.office.hotline,
            address=self._address,
            zone=core.config.zone,
            max_age=SLIP_MAX_AGE * place.speed,
            logo=logo_of(place.folder, core.config.office.logo, self.machines.profiles.values()),
        )

    def _address(self) -> str:
        """Where phones find this server; asked anew each time, for a network may come up late."""
        given = self.core.config.office.address
        return given.rstrip("/") or f"http://{own_address()}:{self.place.port}"

    def _surroundings(self) -> Surroundings:
        return Surroundings(
            heard=lambda: [*self.hearing.heard(), *self.browsers.heard()],
            machines=self._roll,
            pair=self._pair,
            monotonic=time.monotonic,
            version=version("motcua"),
            hear=self.hearing.hear,
        )

    def _browsed(self) -> list[Heard]:
        return [_heard(each) for each in self.browser.heard() if each.beacon.kind != "server"]

    def _roll(self) -> list[Device]:
        """The machines; one that is well says so when its paper runs out or its counter is not
        there."""
        core = self.core
        with core.store.reading() as connection:
            papers = paper_view.printer_papers(connection, core.printers)
            today = core.office.plan(connection)
        said = {f"printer-{each.printer}": PAPER_RUNS_OUT for each in papers if each.is_low}
        said |= {each.device: STRAY for each in strays(core.config, today)}
        machines = [
            replace(each, why=said[each.id]) if each.id in said and not each.why else each
            for each in self.machines.roll()
        ]
        return machines + self.speaking.roll()

    def _pair(
        self, heard: Heard, code: str, counter: str | None, keep: Callable[[str], None]
    ) -> None:
        if heard.is_browser:
            return self.browsers.pair(heard.id, code, keep)
        offer = pairing.Offer(
            "http", self.place.port, counter, self.core.config.office.name, self._office_id
        )
        tablet = pairing.Tablet(heard.id, heard.address, heard.port)
        pairing.pair(tablet, code, offer, keep)
        return None


def _heard(found: beacon.Heard) -> Heard:
    said = found.beacon
    return Heard(
        id=said.id,
        kind=said.kind,
        name=said.name,
        address=said.address,
        port=said.port,
        is_asking=said.is_asking,
        heard_s_ago=found.heard_s_ago,
    )


def _interfaces(place: Place, config: Config) -> tuple[str, ...] | None:
    chosen = place.interfaces if place.interfaces is not None else config.network.interfaces
    return chosen or None
