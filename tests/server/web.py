"""The web application of a desk: real routes over the real store, devices as told."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient

from kiosk.seal import Seal
from printer.profiles import profile_named
from printer.render import Printout
from server.app import create_app
from server.browser_tablets import BrowserTablets
from server.cables import BoardFigures, CableFigures
from server.comment_words import screener
from server.config import Config, OfficeTable, PrinterTable
from server.contests import Contests
from server.devices import Device, Devices, Face, Heard, Surroundings
from server.help import Helps
from server.live import Live
from server.metrics import Measured, metrics
from server.notices import Notices
from server.pairing import NotAsking, TabletUnreachable, TooManyTries, WrongCode
from server.printer_desk import Machinery, PrinterDesk
from server.results import Results
from server.routes.parts import Parts
from server.seal_desk import SealDesk
from server.slip_layout import Stationery
from server.words import Words
from tests.sealing import ask_sealed
from tests.server.desk import ZONE, Desk
from tests.server_process import Answer

PRINTER = Device(id="printer-hall", kind="printer", name="hall", state="ready", queued=0)
CABLES = [
    CableFigures(
        name="west",
        is_away=False,
        has_echo=True,
        collisions=3,
        round_s=88.0,
        boards=(
            BoardFigures(
                address=33,
                state="shown",
                frames=12,
                errors=1,
                collisions=2,
                answered_s_ago=4.5,
                painted_s_ago=4.5,
            ),
            BoardFigures(
                address=34,
                state="silent",
                frames=5,
                errors=5,
                collisions=0,
                answered_s_ago=None,
                painted_s_ago=None,
            ),
        ),
    )
]
PRINTERS = {"hall": PrinterTable(url="virtual:", kiosks=("kiosk-1",))}
EPOCH = "00112233aabbccdd"
CODES = {
    "000403": WrongCode,
    "000409": NotAsking,
    "000429": TooManyTries,
    "000502": TabletUnreachable,
}


@cache
def words() -> Words:
    """The catalogues, which nothing changes: reading them takes longer than most tests."""
    return Words()


def web_app(desk: Desk, jobs: "Jobs | None" = None, notices: Path = Path("nowhere")) -> Flask:
    """The application; a tablet ``t-1`` is asking, and codes in :data:`CODES` go wrong."""
    return create_app(web_parts(desk, jobs, notices))


def web_parts(desk: Desk, jobs: "Jobs | None" = None, notices: Path = Path("nowhere")) -> Parts:
    """What :func:`web_app` is made of."""
    around = Surroundings(
        heard=lambda: [_TABLET], machines=lambda: [PRINTER], pair=_pair, monotonic=lambda: 0.0
    )
    devices = Devices(desk.store, desk.ledger, desk.office, around)
    live = Live(desk.journal)
    return Parts(
        config=Config(
            office=OfficeTable(code="x", name="Một cửa"),
            printer=PRINTERS,
        ),
        store=desk.store,
        journal=desk.journal,
        settings=desk.settings,
        office=desk.office,
        counters=desk.counters,
        appointments=desk.appointments,
        home_numbers=desk.home_numbers,
        persons=desk.persons,
        paces=desk.paces,
        accounts=desk.accounts,
        ratings=desk.ratings,
        readings=desk.readings,
        contests=Contests(
            *(desk.store, desk.ledger, desk.office), screener(Words().in_language("vi"))
        ),
        photos=desk.photos,
        paper=desk.paper,
        reprints=desk.reprints,
        rolls=desk.rolls,
        helps=Helps(desk.store, desk.ledger, desk.office),
        devices=devices,
        browsers=BrowserTablets(desk.store, lambda: 0.0),
        live=live,
        printers=printer_desk(desk, jobs),
        scans=desk.scans,
        seals=SealDesk(desk.store, lambda: 0.0, EPOCH),
        results=Results(desk.store, desk.ledger, desk.clock, PRINTERS),
        notices=Notices(notices),
        words=words(),
        metrics=metrics(
            Measured(
                store=desk.store,
                office=desk.office,
                journal=desk.journal,
                devices=devices,
                live=live,
                printers=desk.printers,
                keypads=lambda: {("west", "collision"): 2},
                followers=[],
                cables=lambda: CABLES,
            )
        ),
        faces={
            "printer-hall": Face(kind="printer", counter=None, draw=lambda: b"PNG"),
            "printer-new": Face(kind="printer", counter=None, draw=lambda: None),
        },
        board_texts=lambda: {"board-west-33": "A001"},
        wav={1: b"RIFF"}.get,
        prompt=lambda name, language: b"RIFF" if name == "ask" else None,
    )


class Jobs:
    """A printer's spool that remembers what it was given, by the jobs' ids."""

    def __init__(self) -> None:
        self.printed: dict[str, Printout] = {}

    def put_job(self, id: str, printout: Printout) -> None:
        self.printed[id] = printout


def printer_desk(desk: Desk, jobs: Jobs | None = None) -> PrinterDesk:
    """One printer, ``hall``, an Epson."""
    stationery = Stationery(
        office="Một cửa",
        hotline="0228 3895 110",
        address=lambda: "http://10.0.0.5:8080",
        zone=ZONE,
        max_age=timedelta(minutes=3),
    )
    machinery = Machinery(
        models={"hall": profile_named("TM-T82")},
        queues={"hall": jobs or Jobs()},
        stationery=stationery,
        words=words(),
        now=desk.clock,
    )
    return PrinterDesk(desk.store, desk.settings, machinery)


class TabletClient:
    """A paired tablet of *app*: asks as a FlaskClient does, sealed, and checks every proof."""

    def __init__(self, app: Flask, tablet: str = "t-1") -> None:
        self._client = app.test_client()
        self._seal = Seal(tablet, f"token-of-{tablet}", lambda: 0.0)

    def get(self, path: str) -> Any:
        return self._ask("GET", path, None, "")

    def post(self, path: str, json: object = None, headers: Mapping[str, str] = {}) -> Any:
        return self._ask("POST", path, json, headers.get("Idempotency-Key", ""))

    def _ask(self, method: str, path: str, body: object, key: str) -> Any:
        answers: list[Any] = []

        def send(method: str, path: str, data: bytes, headers: dict[str, str]) -> Answer:
            said = self._client.open(path, method=method, data=data, headers=headers)
            answers.append(said)
            named = {name.lower(): value for name, value in said.headers}
            answer = Answer(said.status_code, said.data, named)
            said.close()  # what was read is kept
            return answer

        ask_sealed(self._seal, send, method, path, body, key)
        return answers[-1]


def client(desk: Desk, role: str, counter: str | None = None) -> FlaskClient:
    """A program of that role."""
    found = web_app(desk).test_client()
    token = desk.accounts.make_token(f"{role}-1", role, counter)
    found.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {token}"
    return found


_TABLET = Heard(
    id="t-1",
    kind="rate",
    name="Máy 1",
    address="127.0.0.1",
    port=1,
    is_asking=True,
    heard_s_ago=1.0,
)


def _pair(heard: Heard, code: str, counter: str | None, keep: Callable[[str], None]) -> None:
    if code in CODES:
        raise CODES[code]
    keep(f"token-of-{heard.id}")
