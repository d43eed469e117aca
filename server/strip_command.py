"""``motcua printer DIR NAME strip``: through the running server, or by the port itself without."""

import json
import secrets
import threading
import urllib.error
import urllib.request
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote

from printer.strip import strip
from server.asking import Asker, Request
from server.core import Core, open_core
from server.errors import SetupError
from server.folder_lock import locked
from server.machines import Machines, SpoolQueue
from server.plan import Printer
from server.printer_desk import choice_of
from server.printer_profiles import as_set_up, model_of
from server.records import write
from server.settings import Change

COMMAND = "motcua printer"
PATIENCE_S = 30.0
"""A strip of twelve lines takes a second or two; a printer that is away says so after ten."""


def print_strip(folder: Path, name: str, port: int) -> str:
    """Print the strip; a sentence about what became of it.

    :raises SetupError: if there is no such printer or no paper came out.
    """
    core = open_core(folder)
    try:
        record = _record(core, name)
        try:
            lock = locked(folder)
        except SetupError:  # a server has the ports
            return _ask_server(core, name, port)
        try:
            return _print_here(core, name, record)
        finally:
            lock.release()
    finally:
        core.store.close()


def choose_line(folder: Path, name: str, line: int) -> str:
    """Let the printer be as *line* says; the way and its pages, in words.

    :raises Unknown: ``no_such_line``. :raises SetupError: if there is no such printer.
    """
    core = open_core(folder)
    try:
        record = _record(core, name)
        found = choice_of(model_of(core.config.printer[name]), record, line)
        change = Change(kind="printer", key=name, value=write(found))
        core.settings.change(change, Request(Asker(COMMAND, "admin"), None, ()))
    finally:
        core.store.close()
    pages = (found.tcvn_lower_page, found.tcvn_upper_page, found.cp1258_page)
    return " ".join([found.vietnamese, *(str(page) for page in pages if page >= 0)])


def _record(core: Core, name: str) -> Printer:
    if name not in core.config.printer:
        there = ", ".join(core.config.printer) or "none"
        raise SetupError(f"there is no printer {name!r} in office.toml; there: {there}")
    with core.store.reading() as connection:
        plan = core.settings.plan(connection, core.settings.today())
    return plan.printers.get(name, Printer(name=name))


def _print_here(core: Core, name: str, record: Printer) -> str:
    ended: list[tuple[str, str]] = []
    done, stop = threading.Event(), threading.Event()

    def report(_: str, state: str, reason: str) -> None:
        if state != "printing":
            ended.append((state, reason))
            done.set()

    table = core.config.printer[name]
    machines = Machines(replace(core.config, printer={name: table}, board_bus={}), lambda _: report)
    thread = threading.Thread(target=machines.spools[name].run, args=(stop,))
    thread.start()
    try:
        profile = as_set_up(machines.profiles[name], record)
        SpoolQueue(spool=machines.spools[name]).put_job("strip:1", strip(profile))
        done.wait(PATIENCE_S)
    finally:
        stop.set()
        thread.join()
        machines.close()
    state, reason = ended[0] if ended else ("failed", "silent")
    if state != "printed":
        raise SetupError(f"{name}: the strip did not come out ({reason or state})")
    return f"{name}: the strip is out"


def _ask_server(core: Core, name: str, port: int) -> str:
    """Through the server that has the ports, as an administrator for this one request."""
    token = core.accounts.make_token(COMMAND, "admin")
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}/api/v1/printers/{quote(name)}/strip",
        data=json.dumps({}).encode(),
        method="POST",
        headers={
            "Authorization": f"Bearer {token}",
            "Content-Type": "application/json",
            "Idempotency-Key": secrets.token_hex(8),
        },
    )
    try:
        with urllib.request.urlopen(request, timeout=PATIENCE_S):
            return f"{name}: the strip is on its way"
    except (urllib.error.URLError, OSError) as error:
        raise SetupError(
            f"the server of this folder does not answer on port {port} ({error}): "
            "say its port with --port"
        ) from None
    finally:
        core.accounts.forget_token(token)
