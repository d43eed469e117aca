"""One counter with its tablet, an office, and a clock that both go by; each may die at any time.

Dying is what a power cut leaves: the files as they are on the disk at that instant, and nothing of
what was in memory.  The tablet's parts are the program's own: outbox, desk and sender.
"""

import shutil
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from flask import Flask

from kiosk.client import Client, ServerAway, ServerSaid
from kiosk.couriers import Sender
from kiosk.identity import Home
from kiosk.news import Paired, Pulsed, Touched
from kiosk.outbox import Outbox
from kiosk.rating import RateDesk
from kiosk.screens import Screen
from kiosk.seal import Seal
from kiosk.servertime import ServerTime
from kiosk.wire import Condition
from server.tablet_view import open_window
from tests.ratings.line import Line
from tests.ratings.pairing import TABLET, TOKEN
from tests.server.desk import MORNING, Desk, asked, open_desk
from tests.server.web import web_parts

COUNTER = "1"
OFFICE = "Một cửa"
WINDOW_S = 60
LONGEST_S = 660


@dataclass
class Visit:
    """A finished ticket as an observer knows it: when it was read and its counter called the next,
    what was pressed."""

    ticket: int
    window: str
    finished_at: datetime
    called_at: datetime | None = None
    read_at: list[datetime] = field(default_factory=list)
    pressed: int | None = None
    pressed_at: datetime | None = None

    @property
    def closed_at(self) -> datetime:
        """When its window closed."""
        over_at = self.finished_at + timedelta(seconds=WINDOW_S)
        for each in self.read_at:  # each was before it was over: somebody saw the question
            over_at = max(over_at, each + timedelta(seconds=WINDOW_S))
        over_at = min(over_at, self.finished_at + timedelta(seconds=LONGEST_S))
        return over_at if self.called_at is None else min(over_at, self.called_at)

    @property
    def has_kept_on(self) -> bool:
        """Whether it was answered only because it had been read."""
        over_at = self.finished_at + timedelta(seconds=WINDOW_S)
        return self.pressed_at is not None and self.pressed_at >= over_at

    @property
    def counts(self) -> bool:
        """Whether the office must have the answer in the end."""
        return self.pressed_at is not None and self.pressed_at < self.closed_at


class World:
    """Everything happens by its methods; nothing happens by itself."""

    def __init__(self, folder: Path, line: Line, template: Path, app: Flask) -> None:
        self.at = MORNING
        self.visits: list[Visit] = []
        self.lost: list[Visit] = []  # which the office forgot when it was put back from a copy
        self._copy: tuple[Path, int] | None = None
        self._folder, self._line, self._app, self._files = folder, line, app, 0
        self._office_file = folder / "office-0.db"
        self._outbox_file = folder / "outbox-0.db"
        shutil.copy(template, self._office_file)
        self._office: ExitStack | None = None
        self.desk: Desk | None = None
        self._outbox: Outbox | None = None
        self.tablet: RateDesk | None = None
        self.start_office()
        self.start_tablet()

    def pass_s(self, seconds: float) -> None:
        """Time passes, for both."""
        self.at += timedelta(seconds=seconds)
        if self.desk is not None:
            self.desk.clock.at = self.at
        ends_at_s = None if self.tablet is None else self.tablet.ends_at_s
        if self.tablet is not None and ends_at_s is not None and ends_at_s <= self._seconds():
            self.tablet.time_out()

    def start_office(self) -> None:
        """The office comes back, from what is on its disk."""
        if self._office is None:
            self._office = ExitStack()
            self.desk = self._office.enter_context(open_desk(self._office_file))
            self.desk.clock.at = self.at
            self._app.extensions["motcua"] = web_parts(self.desk)  # its routes never change
            self._line.app = self._app

    def kill_office(self) -> None:
        """Power cut."""
        if self._office is not None:
            self._line.app = None
            self._office_file = self._image(self._office_file, "office")
            self._office.close()
            self._office = self.desk = None

    def copy_office(self) -> None:
        """Somebody makes a copy of the office, as the evening does."""
        if self._office is not None:
            self._copy = (self._image(self._office_file, "copy"), len(self.visits))

    def put_back(self) -> None:
        """The disk broke: the office comes back as the copy has it, and gives its numbers again."""
        if self._copy is not None:
            self.kill_office()
            file, known = self._copy
            self._office_file = self._image(file, "office")
            self.lost += self.visits[known:]
            del self.visits[known:]
            if self.visits:  # the call that closed its window has not happened any more
                self.visits[-1].called_at = None
            self.start_office()

    def start_tablet(self) -> None:
        """The tablet comes back; it knows what is in its file."""
        if self.tablet is None:
            self._outbox = Outbox(self._outbox_file)
            self._time = ServerTime(self._seconds)
            self.tablet = RateDesk(self._outbox, self._time, lambda: None, self._seconds)
            self.tablet.handle(Paired(Home(self._line.url, TOKEN, OFFICE, COUNTER)))
            self._client = Client(self._line.url, Seal(TABLET, TOKEN))
            self._sender = Sender(self._client, self._outbox, OFFICE)

    def kill_tablet(self) -> None:
        """Power cut."""
        if self._outbox is not None:
            self._outbox_file = self._image(self._outbox_file, "outbox")
            self._outbox.close()
            self._outbox = self.tablet = None

    def serve(self) -> None:
        """Somebody is called, served and let go."""
        if self.desk is None:
            return
        self.desk.issue()
        if self.visits:
            last = self.visits[-1]
            last.called_at = last.called_at or self.at
        self.desk.call(COUNTER)
        ticket = self.desk.counters.finish(COUNTER, asked(None))
        with self.desk.store.reading() as connection:
            window = open_window(connection, self.desk.office, COUNTER)
        assert window is not None
        self.visits.append(Visit(ticket.id, window.end.id, self.at))

    def beat(self) -> None:
        """The tablet's heartbeat."""
        if self.tablet is None:
            return
        try:
            told = self.tablet.question_read
            pulse = self._client.heartbeat("0", Condition("idle", 0, reading=told))
        except (ServerAway, ServerSaid):
            return
        self._time.learn(pulse.now, self._seconds(), self._seconds())
        self.tablet.handle(Pulsed(pulse, told))

    def press(self, face: str, score: int) -> None:
        """A finger on a face, or where a face was a moment ago."""
        if self.tablet is None:
            return
        if self.tablet.showing.screen is not Screen.ASK:
            self.tablet.handle(Touched(face))
            return
        visit = self._asked_about()
        self.tablet.handle(Touched(face))
        assert self.tablet.showing.screen in (Screen.THANKS, Screen.REASONS)
        assert visit.pressed is None, "asked twice about one visit"
        visit.pressed, visit.pressed_at = score, self.at

    def read(self) -> None:
        """A finger beside everything, of somebody who reads."""
        if self.tablet is not None and self.tablet.showing.screen is Screen.ASK:
            visit, known = self._asked_about(), self.tablet.question_read
            self.tablet.handle(Touched("glass"))
            assert self.tablet.showing.screen is Screen.ASK
            if self.tablet.question_read != known:
                visit.read_at.append(self.at)

    def _asked_about(self) -> Visit:
        """The visit that the tablet asks about."""
        assert self.tablet is not None and self.tablet.showing.window is not None
        window = self.tablet.showing.window.id
        return next(each for each in self.visits + self.lost if each.window == window)

    def touch(self, name: str) -> None:
        """A finger on anything else."""
        if self.tablet is not None:
            self.tablet.handle(Touched(name))

    def send(self) -> bool:
        """The sender's round."""
        return self.tablet is not None and self._sender.send_all()

    def undelivered(self) -> int:
        """How many answers the tablet still keeps."""
        assert self._outbox is not None
        return self._outbox.undelivered()

    def close(self) -> None:
        """The end of this world."""
        self.kill_tablet()
        self.kill_office()

    def _seconds(self) -> float:
        return (self.at - MORNING).total_seconds()

    def _image(self, file: Path, name: str) -> Path:
        """The files of a database as they lie on the disk now, under another name."""
        self._files += 1
        image = self._folder / f"{name}-{self._files}.db"
        for rest in ("", "-wal"):
            source = file.with_name(file.name + rest)
            if source.exists():
                shutil.copy(source, image.with_name(image.name + rest))
        return image
