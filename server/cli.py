"""``motcua …``: the commands of the office server."""

import json
import math
import sys
from collections.abc import Sequence
from pathlib import Path

import click

from server.accounts import PERSON_ROLES, PROGRAM_ROLES, Person
from server.errors import OfficeError, SetupError, StoreFailed
from server.problems import Reader, sentence

ENGLISH = Reader("en", str)
FOLDER = click.Path(path_type=Path, file_okay=False)
LANGUAGE = click.option(
    "--language", default="vi", show_default=True, type=click.Choice(("vi", "en"))
)


class Plain(click.Command):
    """A command that fails with one sentence and exit status 1, never with a traceback."""

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except (SetupError, StoreFailed) as error:
            raise click.ClickException(str(error)) from error
        except OfficeError as error:
            raise click.ClickException(sentence(error.code, error.about, ENGLISH)) from error


class Plainly(click.Group):
    """A group of such commands."""

    command_class = Plain
    group_class = type


@click.group(cls=Plainly)
def server() -> None:
    """Queue tickets, counter boards and satisfaction tablets for one office."""


@server.command()
@click.argument("folder", metavar="DIR", type=FOLDER)
@click.option("--sample", help="Fill it: giao-thuy, thirty-counters, or a set-up file.")
def init(folder: Path, sample: str | None) -> None:
    """Make a new data folder."""
    from server.core import open_core
    from server.setup import fill, make_folder

    document = make_folder(folder, sample)
    core = open_core(folder, is_new=True)
    try:
        made = fill(core.settings, core.accounts, document)
    finally:
        core.store.close()
    _make_voice(folder)
    click.echo(f"{folder}: ready. Start it with: motcua serve {folder}")
    for each in made:
        where = f", counter {each.counter}" if each.counter else ""
        click.echo(f"  {each.person.role} {each.person.name} / {each.password}{where}")


def _make_voice(folder: Path) -> None:
    """The clips of a new office; it is none the less ready without."""
    from server.voice_command import make

    try:
        make(folder)
    except SetupError as error:
        click.echo(f"{folder}: {error}; calls are only chimed until it is put right", err=True)


@server.command()
@click.argument("folder", metavar="DIR", type=FOLDER)
@click.option(
    "--host", default="127.0.0.1", show_default=True, help="0.0.0.0: every network; ::, with IPv6."
)
@click.option("--port", default=8080, show_default=True, type=click.IntRange(1, 65535))
def serve(folder: Path, host: str, port: int) -> None:
    """Run the office server until it is told to stop."""
    from server.running import log_plainly, run_server
    from server.wiring import OfficeServer, Place

    log_plainly()
    run_server(OfficeServer(Place(folder=folder, host=host, port=port)))


@server.command()
@click.option("--port", default=8080, show_default=True, type=click.IntRange(1, 65535))
@click.option(
    "--speed",
    default=20.0,
    show_default=True,
    type=click.FloatRange(0.1, 3600),
    help="How much faster than time.",
)
@click.option("--for", "for_s", type=click.FloatRange(0), help="Stop after so many seconds.")
@click.option("--data", type=FOLDER, help="Keep the office here; a temporary folder without.")
@click.option("--sample", default="giao-thuy", show_default=True)
@click.option(
    "--tablets", type=click.IntRange(0), help="How many rating tablets; one a counter without."
)
def demo(
    port: int,
    speed: float,
    for_s: float | None,
    data: Path | None,
    sample: str,
    tablets: int | None,
) -> None:
    """A whole office with devices made of software and simulated citizens."""
    if math.isnan(speed):
        raise click.BadParameter("a number is wanted", param_hint="--speed")
    from server.demo.show import Show, run
    from server.running import log_plainly

    log_plainly()
    run(Show(port=port, speed=speed, for_s=for_s, data=data, sample=sample, tablets=tablets))


@server.command()
@click.argument("folder", metavar="DIR", type=FOLDER)
@click.option("--role", required=True, type=click.Choice(PROGRAM_ROLES))
@click.option("--counter", help="The counter of a counter's program.")
@click.option("--name", required=True, help="What the token is for.")
def token(folder: Path, role: str, counter: str | None, name: str) -> None:
    """Print a bearer token for a program."""
    from server.core import open_core

    core = open_core(folder)
    try:
        click.echo(core.accounts.make_token(name, role, counter))
    finally:
        core.store.close()


@server.group()
@click.argument("folder", metavar="DIR", type=FOLDER)
@click.pass_context
def user(ctx: click.Context, folder: Path) -> None:
    """People who sign in."""
    ctx.obj = folder


@user.command("add")
@click.argument("name")
@click.option("--role", required=True, type=click.Choice(PERSON_ROLES))
@click.option("--full-name", help="As on the name badge.")
@click.pass_obj
def user_add(folder: Path, name: str, role: str, full_name: str | None) -> None:
    """Add a person; the password is asked for, or read from standard input."""
    from server.core import open_core

    if sys.stdin.isatty():
        password = click.prompt("Password", hide_input=True, confirmation_prompt=True)
    else:
        password = sys.stdin.readline().rstrip("\r\n")
    core = open_core(folder)
    try:
        core.accounts.add_person(Person(name, full_name or name, role), password)
    finally:
        core.store.close()


@user.command("edit")
@click.argument("name")
@click.option("--badge", help="The number on the badge; '' for none.")
@click.option("--photo", type=click.Path(path_type=Path), help="A JPEG, PNG or WebP file.")
@click.option("--no-photo", is_flag=True, help="Take the photo away.")
@click.pass_obj
def user_edit(
    folder: Path, name: str, badge: str | None, photo: Path | None, no_photo: bool
) -> None:
    """What a tablet shows of a person: badge and photo."""
    from server.core import open_core

    if badge is None and photo is None and not no_photo:
        raise click.UsageError("say what to change: --badge, --photo or --no-photo")
    if photo is not None and no_photo:
        raise click.UsageError("say --photo or --no-photo, one of the two")
    core = open_core(folder)
    try:
        if badge is not None:
            core.badges.give(name, badge)
        if photo is not None:
            core.badges.show_photo(name, _picture(photo))
        if no_photo:
            core.badges.hide_photo(name)
    finally:
        core.store.close()


def _picture(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise SetupError(f"{path}: {error.strerror}") from error


@server.group()
@click.argument("folder", metavar="DIR", type=FOLDER)
@click.pass_context
def journal(ctx: click.Context, folder: Path) -> None:
    """The journal of what happened."""
    ctx.obj = folder


@journal.command("export")
@click.pass_obj
def journal_export(folder: Path) -> None:
    """Write the journal out as JSON lines."""
    from dataclasses import asdict

    from server.core import open_core

    core = open_core(folder)
    try:
        seq = 0
        while entries := core.journal.after(seq):
            for entry in entries:
                line = {"seq": entry.seq, "at": entry.at, "event": entry.event.name}
                click.echo(json.dumps({**line, **asdict(entry.event)}, ensure_ascii=False))
            seq = entries[-1].seq
    finally:
        core.store.close()


@journal.command("verify")
@click.pass_obj
def journal_verify(folder: Path) -> None:
    """Check that tickets, labels and states follow from the journal."""
    from server.core import open_core
    from server.verify import breaks

    core = open_core(folder)
    try:
        with core.store.reading() as connection:
            first = next(breaks(connection), None)
    finally:
        core.store.close()
    if first is not None:
        raise click.ClickException(first)
    click.echo(f"{core.journal.newest} entries, every promise holds")


@server.group()
@click.argument("folder", metavar="DIR", type=FOLDER)
@click.pass_context
def setup(ctx: click.Context, folder: Path) -> None:
    """Services, counters, schedules and rules as one file."""
    ctx.obj = folder


@setup.command("export")
@click.argument("target", metavar="[FILE]", required=False, type=click.Path(path_type=Path))
@click.pass_obj
def setup_export(folder: Path, target: Path | None) -> None:
    """Write the whole set-up as TOML, to standard output or a new file."""
    from server.core import open_core
    from server.setup_file import to_toml, write_new

    core = open_core(folder)
    try:
        with core.store.reading() as connection:
            text = to_toml(core.settings.export(connection))
    finally:
        core.store.close()
    if target is None:
        click.echo(text, nl=False)
    else:
        write_new(target, text)


@setup.command("import")
@click.argument("source", metavar="FILE")
@click.option(
    "--even-if-waiting", is_flag=True, help="Also when it leaves people waiting for nobody."
)
@click.pass_obj
def setup_import(folder: Path, source: str, even_if_waiting: bool) -> None:
    """Make the set-up what a file or a sample says, all or nothing."""
    from server.core import open_core
    from server.setup_file import BY_COMMAND, read_document

    document = read_document(source)
    core = open_core(folder)
    try:
        changed = core.settings.import_(document, BY_COMMAND, even_if_waiting=even_if_waiting)
    finally:
        core.store.close()
    click.echo(f"{folder}: changes: {changed}")


@server.group()
@click.argument("folder", metavar="DIR", type=FOLDER)
@click.argument("name", metavar="NAME")
@click.pass_context
def printer(ctx: click.Context, folder: Path, name: str) -> None:
    """A printer of the office, by its name in office.toml."""
    ctx.obj = (folder, name)


@printer.command("strip")
@click.option("--line", type=click.IntRange(1, 99), help="Print nothing: this line reads right.")
@click.option("--port", default=8080, show_default=True, type=click.IntRange(1, 65535))
@click.pass_obj
def printer_strip(about: tuple[Path, str], line: int | None, port: int) -> None:
    """Find out how a printer takes Vietnamese: print the test strip, ask for the line."""
    from server.strip_command import choose_line, print_strip

    folder, name = about
    if line is None:
        click.echo(print_strip(folder, name, port))
        line = click.prompt("The number of the line that reads right", type=click.IntRange(1, 99))
    click.echo(f"{name}: {choose_line(folder, name, line)}, from the next slip on")


@server.group()
@click.argument("folder", metavar="DIR", type=FOLDER)
@click.pass_context
def board(ctx: click.Context, folder: Path) -> None:
    """The LED boards of the office, while its server is stopped."""
    ctx.obj = folder


@board.command("probe")
@click.option("--url", help="Look on this port; on every cable of office.toml without.")
@click.option("--protocol", metavar="NAME", help="Ask by this protocol only.")
@click.option("--seconds", type=click.FloatRange(0, min_open=True), help="Stop after so many.")
@click.pass_obj
def board_probe(folder: Path, url: str | None, protocol: str | None, seconds: float | None) -> None:
    """Find which protocol, speed and address answer; boards keep what they show."""
    from server.board_bench import Bench
    from server.board_probe import Wanted, probe

    wanted = Wanted(url=url, name=protocol, seconds=seconds)
    probe(Bench(folder=folder, tell=click.echo), wanted)


@board.command("test")
@click.option("--cable", metavar="NAME", help="Only this board_bus of office.toml.")
@click.option("--raw", is_flag=True, help="Every frame, and bytes piece by piece as they came.")
@click.pass_obj
def board_test(folder: Path, cable: str | None, raw: bool) -> None:
    """Flash each board with its counter's number and show the bytes both ways."""
    from server.board_bench import Bench
    from server.board_flash import flash

    flash(Bench(folder=folder, tell=click.echo), cable, raw)


@server.group()
@click.argument("folder", metavar="DIR", type=FOLDER)
@click.pass_context
def voice(ctx: click.Context, folder: Path) -> None:
    """The voice that calls numbers, and its clips in DIR/voice."""
    ctx.obj = folder


@voice.command("list")
@LANGUAGE
@click.pass_obj
def voice_list(folder: Path, language: str) -> None:
    """Print every clip: who says it now, its file, and the text to read at the microphone."""
    from server.voice_command import listed

    for line in listed(folder, language):
        click.echo(line)


@voice.command("make")
@click.option("--anew", is_flag=True, help="All of them, also those that are there.")
@click.pass_obj
def voice_make(folder: Path, anew: bool) -> None:
    """Make the clips that are missing."""
    from server.voice_command import make

    click.echo(f"{folder}: clips made: {make(folder, is_anew=anew)}")


@voice.command("say")
@click.argument("label")
@click.argument("counter")
@LANGUAGE
@click.option("--times", default=1, show_default=True, type=click.IntRange(1, 99))
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Into this new file.")
@click.pass_obj
def voice_say(
    folder: Path, label: str, counter: str, language: str, times: int, out: Path | None
) -> None:
    """Call LABEL to COUNTER, to hear how it sounds."""
    from server.voice_command import say

    click.echo(say(folder, (label, counter, times), language, out))


@server.command()
@click.argument("folder", metavar="DIR", type=FOLDER)
@click.argument("target", metavar="FILE", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--without-notices", is_flag=True, help="Leave the films and pictures out.")
def backup(folder: Path, target: Path, without_notices: bool) -> None:
    """Write the whole office to one file, while the server runs or not."""
    from server.backup import backup as write

    written = write(folder, target, has_notices=not without_notices)
    click.echo(f"{target}: {target.stat().st_size} bytes, {written.files} files")
    if written.left_out:
        click.echo(f"not in it: {_some(written.left_out)}", err=True)


@server.command()
@click.argument("source", metavar="FILE", type=click.Path(path_type=Path, dir_okay=False))
@click.argument("folder", metavar="DIR", type=FOLDER)
def restore(source: Path, folder: Path) -> None:
    """Make a data folder from a backup."""
    from server.backup import restore as read

    without = read(source, folder)
    click.echo(f"{folder}: restored. Start it with: motcua serve {folder}")
    if without:
        click.echo(f"there is no photo in {source} of: {', '.join(without)}", err=True)


def _some(names: Sequence[str], most: int = 10) -> str:
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return f"{', '.join(names[:most])}{more}"


@server.command()
@click.argument("folder", metavar="DIR", type=FOLDER)
def doctor(folder: Path) -> None:
    """Look at everything that could keep this office from working."""
    from datetime import UTC, datetime

    from server.doctor import findings

    faults = 0
    for finding in findings(folder, datetime.now(UTC)):
        click.echo(("ok     " if finding.is_well else "FAULT  ") + finding.text)
        faults += not finding.is_well
    if faults:
        raise click.ClickException(f"faults found: {faults}")
