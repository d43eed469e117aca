"""`motcua kiosk rate|take|board`: the programs of the tablet and of the hall screen."""

import logging
import os
import re
import signal
import sqlite3
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import click

if TYPE_CHECKING:
    from kiosk.aloud import Aloud
    from kiosk.boarding import Face as BoardFace
    from kiosk.front import Face
    from kiosk.packs import Pack
    from kiosk.screen_home import ScreenHome
    from kiosk.speaker import Speaker
    from kiosk.view import View

Decorator = Callable[[Callable[..., None]], Callable[..., None]]

_LANGUAGES = ("vi", "en")
_NAME_BYTES = 120  # what a beacon carries: docs/reference/beacon.md


def _size(context: click.Context, option: click.Parameter, text: str) -> tuple[int, int] | None:
    if not text:
        return None
    found = re.fullmatch(r"(\d{3,4})x(\d{3,4})", text)
    if not found:
        raise click.BadParameter(f"{text!r} is not a size such as 1280x800")
    return int(found[1]), int(found[2])


def _name(context: click.Context, option: click.Parameter, text: str) -> str:
    if len(text.encode()) > _NAME_BYTES or not text.isprintable():
        raise click.BadParameter(f"a name is at most {_NAME_BYTES} bytes of printable text")
    return text


def _server(context: click.Context, option: click.Parameter, text: str) -> str:
    from kiosk.screen_home import check_server

    return _checked(check_server, text)


def _zone(context: click.Context, option: click.Parameter, text: str) -> str:
    from kiosk.screen_home import check_zone

    return _checked(check_zone, text)


def _checked(check: Callable[[str], str], text: str) -> str:
    try:
        return check(text) if text else ""
    except ValueError as error:
        raise click.BadParameter(str(error)) from error


_SCREEN_OPTIONS = (
    click.option("--data", type=click.Path(path_type=Path), help="Folder of this machine's files."),
    click.option("--headless", "is_headless", is_flag=True, help="No display: JSON lines."),
    click.option(
        "--size",
        metavar="WxH",
        default="",
        callback=_size,
        help="Window or picture size; full screen without.",
    ),
    click.option("--picture", type=click.Path(path_type=Path), help="Keep a PNG of the screen."),
)
_TABLET_OPTIONS = (
    *_SCREEN_OPTIONS,
    click.option(
        "--name", default="", callback=_name, help="What the office's devices page calls it."
    ),
    click.option("--interface", "interfaces", multiple=True, help="Only on this address."),
    click.option(
        "--port",
        default=None,
        type=click.IntRange(0, 65535),
        help="Pairing; 0: any; without: 47110 if it is free, else any.",
    ),
    click.option(
        "--server",
        metavar="URL",
        default="",
        callback=_server,
        help="Where the paired server may be found.",
    ),
    click.option(
        "--language", default="vi", show_default=True, help="vi, en, or one of the data folder's."
    ),
    click.option(
        "--inches",
        default=0.0,
        type=click.FloatRange(0, 100),
        help="The glass's diagonal, for buttons of 22 mm; without: guessed.",
    ),
)


_BOARD_OPTIONS = (
    click.option("--server", metavar="URL", default="", callback=_server, help="Kept for later."),
    click.option("--zone", default="", callback=_zone, help="Part of the hall; kept for later."),
    *_SCREEN_OPTIONS,
)


def _with(options: Sequence[Decorator]) -> Decorator:
    def decorate(command: Callable[..., None]) -> Callable[..., None]:
        for option in reversed(options):
            command = option(command)
        return command

    return decorate


@click.group()
def kiosk() -> None:
    """Programs without a browser: rate at a counter, take and board in the hall."""


@kiosk.command()
@_with(_TABLET_OPTIONS)
def rate(**options: Any) -> None:
    """Ask citizens at a counter how they were served."""
    _run("rate", **options)


@kiosk.command()
@_with(_TABLET_OPTIONS)
def take(**options: Any) -> None:
    """Let citizens take a number."""
    _run("take", **options)


@kiosk.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.option("--data", type=click.Path(path_type=Path), help="With the languages of this folder.")
@click.option("--size", metavar="WxH", default="", callback=_size, help="Only this size.")
@click.option("--sheets", type=click.Path(path_type=Path), help="Contact sheets into this folder.")
@click.option("--kind", default="rate", type=click.Choice(("rate", "take")), show_default=True)
def pictures(
    folder: Path, data: Path | None, size: tuple[int, int] | None, sheets: Path | None, kind: str
) -> None:
    """Paint each screen of a tablet, in every size and language, into FOLDER."""
    os.environ["PYGAME_HIDE_SUPPORT_PROMPT"] = "1"
    from kiosk.packs import load_packs
    from kiosk.pictures import SIZES, paint

    packs = load_packs("vi", data / "languages" if data else None)
    try:
        cut = paint(folder, packs, (size,) if size else SIZES, sheets, kind)
    except OSError as error:
        raise click.ClickException(f"the pictures can not be painted: {error}") from error
    lacking = {letter for pack in packs.values() for letter in pack.missing}
    for each in cut:
        click.echo(f"cut in {each.file}: {each.text}", err=True)
    for letter in sorted(lacking):
        click.echo(f"no font has this letter: {letter}", err=True)
    if cut or lacking:
        raise SystemExit(1)


@kiosk.command()
@_with(_BOARD_OPTIONS)
def board(**options: Any) -> None:
    """Show the hall who is called, and speak it."""
    _run_board(**options)


def _run(
    kind: str,
    *,
    data: Path | None,
    is_headless: bool,
    size: tuple[int, int] | None,
    picture: Path | None,
    language: str,
    inches: float,
    **options: Any,
) -> None:
    os.environ["PYGAME_HIDE_SUPPORT_PROMPT"] = "1"  # its greeting would stand among our lines
    from kiosk.program import Program
    from kiosk.settings import Settings

    _log()
    folder = data or Path.home() / ".motcua" / f"kiosk-{kind}"
    interfaces = list(options.pop("interfaces")) or None
    packs = _packs(language, folder)
    settings = Settings(
        kind,
        folder,
        language=language,
        interfaces=interfaces,
        languages=tuple(packs),
        **options,
    )
    try:
        view = _view(size, packs, inches, is_headless=is_headless)
        program = Program(settings, _face(view, picture, is_headless), _voice(packs, view))
    except (OSError, sqlite3.Error) as error:
        raise click.ClickException(f"the tablet can not start: {error}") from error
    _until_ended(program)


def _log() -> None:
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")


class Runs(Protocol):
    def run(self) -> None: ...

    def stop(self) -> None: ...


def _until_ended(program: Runs) -> None:
    # No exception from the handler: it could be raised, and lost, in the midst of an import.
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda number, frame: program.stop())
    try:
        program.run()
    except BrokenPipeError:  # nobody reads our lines any more
        os._exit(0)


def _packs(language: str, folder: Path) -> "dict[str, Pack]":
    from kiosk.packs import load_packs

    try:
        return load_packs(language, folder / "languages")
    except FileNotFoundError as error:
        raise click.BadParameter(str(error), param_hint="--language") from error


def _voice(packs: "dict[str, Pack]", view: "View") -> "Aloud":
    from hardware.synthesis import VOICES, synthesise
    from kiosk.aloud import Aloud

    words = {code: pack.words for code, pack in packs.items()}
    voices = tuple(code for code in VOICES if code in packs)
    return Aloud(words, synthesise, _speaker, voices, view.names_on_page)


def _speaker() -> "Speaker":
    """Opened when somebody wants to hear something, and not before."""
    from kiosk.speaker import Speaker

    speaker = Speaker(lambda is_silent: None)
    speaker.start()
    return speaker


def _face(view: "View", picture: Path | None, is_headless: bool) -> "Face":
    view.picture = picture
    if not is_headless:
        return view
    from kiosk.headless import HeadlessFace
    from kiosk.showing import as_line

    return HeadlessFace(sys.stdout, sys.stdin.fileno(), as_line, view.show)


def _view(
    size: tuple[int, int] | None, packs: "dict[str, Pack]", inches: float, *, is_headless: bool
) -> "View":
    from kiosk.view import View

    if is_headless and size is None:
        size = (1280, 800)
    own = next(iter(packs.values()))
    return View(own.words, size, is_headless=is_headless, packs=packs, inches=inches)


def _run_board(
    *,
    server: str,
    zone: str,
    data: Path | None,
    is_headless: bool,
    size: tuple[int, int] | None,
    picture: Path | None,
) -> None:
    os.environ["PYGAME_HIDE_SUPPORT_PROMPT"] = "1"
    from kiosk.boarding import BoardProgram
    from kiosk.speaker import Speaker

    _log()
    folder = data or Path.home() / ".motcua" / "kiosk-board"
    try:
        home = _home(folder, server, zone)
        face = _board_face(is_headless, size, picture)
    except OSError as error:
        raise click.ClickException(f"the screen can not start: {error}") from error
    _until_ended(BoardProgram(home, folder, face, Speaker, _LANGUAGES))


def _home(folder: Path, server: str, zone: str) -> "ScreenHome":
    """What was given, over what was remembered. :raises OSError: the folder can not be used"""
    from kiosk.screen_home import ScreenHome, load, save

    path = folder / "screen.json"
    folder.mkdir(parents=True, exist_ok=True)
    known = ScreenHome("") if server and zone else load(path) or ScreenHome("")
    home = ScreenHome(server or known.server, zone or known.zone)
    if not home.server:
        raise click.UsageError("say where the office's server is: --server http://10.0.0.5:8080")
    if home != known:
        save(path, home)
    return home


def _board_face(
    is_headless: bool, size: tuple[int, int] | None, picture: Path | None
) -> "BoardFace":
    from kiosk.board_showing import as_line
    from kiosk.board_view import BoardView
    from kiosk.words import load

    if is_headless and size is None:
        size = (1920, 1080)
    words = {language: load(language) for language in _LANGUAGES}
    view = BoardView(words, size, is_headless=is_headless)
    view.picture = picture
    if not is_headless:
        return view
    from kiosk.headless import HeadlessFace

    return HeadlessFace(sys.stdout, sys.stdin.fileno(), as_line, view.show)
