"""`motcua kiosk rate|take`: the programs of the tablet."""

import logging
import os
import re
import signal
import sqlite3
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from kiosk.program import Face
    from kiosk.view import View

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


_OPTIONS = (
    click.option("--data", type=click.Path(path_type=Path), help="Folder of this tablet's files."),
    click.option("--headless", "is_headless", is_flag=True, help="No display: JSON lines."),
    click.option(
        "--name", default="", callback=_name, help="What the office's devices page calls it."
    ),
    click.option(
        "--size",
        metavar="WxH",
        default="",
        callback=_size,
        help="Window or picture size; full screen without.",
    ),
    click.option("--picture", type=click.Path(path_type=Path), help="Keep a PNG of the screen."),
    click.option("--interface", "interfaces", multiple=True, help="Only on this address."),
    click.option("--port", default=0, type=click.IntRange(0, 65535), help="Pairing; 0: any."),
    click.option("--language", default="vi", type=click.Choice(_LANGUAGES), show_default=True),
)


def _with_options(command: Callable[..., None]) -> Callable[..., None]:
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


@click.group()
def kiosk() -> None:
    """Programs for tablets: rate at a counter, take in the hall."""


@kiosk.command()
@_with_options
def rate(**options: Any) -> None:
    """Ask citizens at a counter how they were served."""
    _run("rate", **options)


@kiosk.command()
@_with_options
def take(**options: Any) -> None:
    """Let citizens take a number."""
    _run("take", **options)


def _run(
    kind: str,
    *,
    data: Path | None,
    is_headless: bool,
    size: tuple[int, int] | None,
    picture: Path | None,
    language: str,
    **options: Any,
) -> None:
    from kiosk.program import Program, Settings

    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    folder = data or Path.home() / ".motcua" / f"kiosk-{kind}"
    interfaces = list(options.pop("interfaces")) or None
    settings = Settings(kind, folder, language=language, interfaces=interfaces, **options)
    try:
        face = _face(is_headless, size, picture, language)
        program = Program(settings, face)
    except (OSError, sqlite3.Error) as error:
        raise click.ClickException(f"the tablet can not start: {error}") from error
    # No exception from the handler: it could be raised, and lost, in the midst of an import.
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda number, frame: program.stop())
    try:
        program.run()
    except BrokenPipeError:  # nobody reads our lines any more
        os._exit(0)


def _face(
    is_headless: bool, size: tuple[int, int] | None, picture: Path | None, language: str
) -> "Face":
    if is_headless and size is None:
        size = (1280, 800)
    view = _view(size, language, is_headless=is_headless)
    view.picture = picture
    if not is_headless:
        return view
    from kiosk.headless import HeadlessFace

    return HeadlessFace(sys.stdout, sys.stdin.fileno(), view.show)


def _view(size: tuple[int, int] | None, language: str, *, is_headless: bool) -> "View":
    os.environ["PYGAME_HIDE_SUPPORT_PROMPT"] = "1"  # its greeting would stand among our lines
    from kiosk.view import View
    from kiosk.words import load

    return View(load(language), size, is_headless=is_headless)
