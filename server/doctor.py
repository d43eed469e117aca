"""``motcua doctor``: what keeps this office from working, a plain sentence each."""

import shutil
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from pathlib import Path

from filelock import FileLock, Timeout

from hardware.ports import Line, PortAway
from hardware.print_ports import open_any
from hardware.sound import sound_named
from server.clock import SLACK, behind
from server.config import Config, load
from server.errors import SetupError
from server.folder_lock import LOCK
from server.hours import business_day, instant
from server.machines import VIRTUAL
from server.plan import Plan
from server.records import plan_on
from server.setting_rows import history
from server.speaking import SPEAKS
from server.store import DATABASE
from server.stray_counters import strays

LEAST_FREE_BYTES = 500_000_000
"""A year of a busy office is about 100 MB; below this something else is filling the disk."""
LOOKED_BACK = 10_000
"""Entries in which a clock that went back is looked for: a day or two of a busy office."""
_LATEST = "SELECT seq, at FROM journal ORDER BY seq DESC LIMIT ?"


@dataclass(frozen=True)
class Finding:
    """One thing looked at."""

    is_well: bool
    text: str


def findings(folder: Path, now: datetime) -> Iterator[Finding]:
    """Look at everything, one after another; what depends on a fault is not looked at."""
    try:
        config = load(folder)
    except SetupError as error:
        yield Finding(False, str(error))
        return
    yield Finding(True, f"{folder}: office.toml is in order")
    yield from _database(folder, now)
    yield _disk(folder)
    yield from _board_counters(folder, config, now)
    yield from _rolls(folder, config)
    yield from _devices(folder, config)
    yield from _sound(folder, config, now)


def _database(folder: Path, now: datetime) -> Iterator[Finding]:
    path = folder / DATABASE
    if not path.is_file():
        yield Finding(False, f"{path} is not there: restore a backup, or start with 'motcua init'")
        return
    try:
        with closing(sqlite3.connect(path, timeout=5)) as connection:
            said = connection.execute("PRAGMA quick_check").fetchone()[0]
            entries = connection.execute(_LATEST, (LOOKED_BACK,)).fetchall()
    except sqlite3.Error as error:
        yield Finding(False, f"{path} cannot be read ({error}): restore the last backup")
        return
    if said == "ok":
        yield Finding(True, f"{path}: SQLite finds no damage")
    else:
        yield Finding(False, f"{path} is damaged ({said}): restore the last backup")
    yield from _clock([(seq, instant(at)) for seq, at in entries], now)


def _clock(latest: list[tuple[int, datetime]], now: datetime) -> Iterator[Finding]:
    """Compare the clock with the journal's *latest* entries, the last first."""
    if latest and (said := behind(latest[0][1], now)):
        yield Finding(False, said)
    else:
        yield Finding(True, f"the clock says {now:%Y-%m-%d %H:%M} UTC, not before the journal")
    for (seq, at), (_, before) in pairwise(latest):
        if before > at + SLACK:
            yield Finding(
                False,
                f"the clock went back from {before:%Y-%m-%d %H:%M} to {at:%Y-%m-%d %H:%M} UTC at "
                f"journal entry {seq}: see that a time server sets it",
            )
            return


def _board_counters(folder: Path, config: Config, now: datetime) -> Iterator[Finding]:
    """A board for a counter that does not exist stays dark without a word, and so does a keypad."""
    plan = _plan(folder, config, now)
    if plan is None:
        return  # reported already
    for each in strays(config, plan):
        yield Finding(False, each.sentence)


def _plan(folder: Path, config: Config, now: datetime) -> Plan | None:
    try:
        with closing(sqlite3.connect(folder / DATABASE, timeout=5)) as connection:
            return plan_on(history(connection), business_day(now, config.zone), {})
    except sqlite3.Error:
        return None


def _sound(folder: Path, config: Config, now: datetime) -> Iterator[Finding]:
    """A zone that is to be spoken to by a card which cannot be opened stays silent."""
    plan = _plan(folder, config, now)
    wanting = [] if plan is None else [z.name for z in plan.zones.values() if z.voice in SPEAKS]
    if not wanting:
        return
    sound = sound_named(config.sound.device, folder, time.monotonic)
    sound.prepare()
    why = sound.why or "opens"
    sound.close()
    zones = ", ".join(wanting)
    yield Finding(why == "opens", f"sound.device {config.sound.device} (zone {zones}): {why}")


def _rolls(folder: Path, config: Config) -> Iterator[Finding]:
    """Paper that runs out, by what was counted; a file that is older counts none."""
    try:
        with closing(sqlite3.connect(folder / DATABASE, timeout=5)) as connection:
            used_mm = dict(connection.execute("SELECT printer, used_mm FROM rolls").fetchall())
    except sqlite3.Error:
        return  # reported already, or not counted yet
    for name, table in config.printer.items():
        left_m = max(0.0, table.roll_m - used_mm.get(name, 0) / 1000)
        if table.roll_m and left_m < table.warn_m:
            yield Finding(
                False, f"printer.{name}: about {left_m:.1f} m of paper are left: put in a new roll"
            )


def _disk(folder: Path) -> Finding:
    free = shutil.disk_usage(folder).free
    text = f"{free / 1e9:.1f} GB free on the disk of {folder}"
    return Finding(free >= LEAST_FREE_BYTES, text)


def _devices(folder: Path, config: Config) -> Iterator[Finding]:
    """Try every port, unless a running server has them in its hands."""
    lines = {f"printer.{name}": Line(t.url, baud=t.baud) for name, t in config.printer.items()}
    lines |= {
        f"board_bus.{name}": Line(t.url, baud=t.baud, rs485=t.rs485).formed(t.form)
        for name, t in config.board_bus.items()
    }
    lines |= {f"keypad_bus.{n}": Line(t.url, baud=t.baud) for n, t in config.keypad_bus.items()}
    lines |= {f"scanner.{name}": Line(t.url, baud=t.baud) for name, t in config.scanner.items()}
    lock = FileLock(folder / LOCK)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        yield Finding(True, "the server is running and has the ports; /manage shows each device")
        return
    try:
        for name, line in lines.items():
            yield _port(name, line)
    finally:
        lock.release()


def _port(name: str, line: Line) -> Finding:
    if line.url == VIRTUAL:
        return Finding(True, f"{name}: made of software")
    try:
        open_any(line).close()
    except PortAway as error:
        return Finding(False, f"{name}: {error}")
    return Finding(True, f"{name}: {line.url} opens")
