"""The documents say what the program does: lists and diagrams are compared with the code."""

import importlib
import json
import re
from collections.abc import Iterator
from configparser import ConfigParser
from dataclasses import MISSING, fields
from pathlib import Path
from typing import Any, get_args, get_origin

import click
import pytest

from display.modbus import Modbus
from motcua import main
from server import config, records, slips, tickets
from server.events import EVENTS, Event, TicketEvent
from server.openapi import document
from server.plan import Numbering, Schedule, Season, Session, SpecialDay
from server.problems import SENTENCES
from server.store import DATABASE, Store
from server.wiring import OfficeServer, Place

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted(DOCS.rglob("*.md"))]
HEADINGS = {
    Schedule: "`[[schedule]]`",
    Session: "`[[schedule.session]]`",
    Season: "`[[schedule.season]]`",
    SpecialDay: "`[[day]]`",
    Numbering: "`[[numbering]]`",
}
BEGIN, END = "<!-- life: begin -->\n", "<!-- life: end -->"


def text(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8")


def rows(name: str) -> dict[str, list[str]]:
    """The table rows of a page by the code word in their first cell."""
    lines = [line for line in text(name).splitlines() if line.startswith("| `")]
    cells = [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines]
    return {each[0].strip("` "): each[1:] for each in cells}


def sections(name: str) -> dict[str, str]:
    """What stands under each heading of the second level."""
    parts = re.split(r"^## (.+)\n", text(name), flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


# Events


def steps(event: type[Event]) -> list[str]:
    """From -> to, as the page writes it."""
    if not issubclass(event, TicketEvent):
        return []
    if event in tickets.BESIDE:
        return ["any → the same"]
    return [
        f"{state or '(nothing)'} → {after[event]}"
        for state, after in tickets.LIFE.items()
        if event in after
    ]


@pytest.mark.parametrize("name", EVENTS)
def test_every_event_is_described_with_its_fields_and_its_step(name: str) -> None:
    step, own_fields = rows("reference/events.md")[name][:2]
    every_ticket_event_has = {"ticket", "label"} if issubclass(EVENTS[name], TicketEvent) else set()
    own = {each.name for each in fields(EVENTS[name])} - every_ticket_event_has
    assert set(re.findall(r"`(\w+)`", own_fields)) == own
    assert not steps(EVENTS[name]) or step == ", ".join(steps(EVENTS[name]))


def life_diagram() -> str:
    """The table ``tickets.LIFE`` as a Mermaid diagram."""
    lines = ["```mermaid", "stateDiagram-v2"]
    for state, after in tickets.LIFE.items():
        lines += [f"    {state or '[*]'} --> {to}: {event.name}" for event, to in after.items()]
    lines += [f"    {state} --> [*]" for state in tickets.LIFE if state in tickets.ENDED]
    return "\n".join([*lines, "```\n"])


def test_the_diagram_of_a_tickets_life_is_the_table() -> None:
    page = text("explanation/life-of-a-ticket.md")
    assert page.split(BEGIN)[1].split(END)[0] == life_diagram()


# Commands and settings


def commands(command: click.Command, path: str) -> Iterator[tuple[str, click.Command]]:
    if path != "motcua":
        yield path, command
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            inner = command.get_command(context, name)
            assert inner is not None
            yield from commands(inner, f"{path} {name}")


COMMANDS = dict(commands(main, "motcua"))


@pytest.mark.parametrize("path", COMMANDS)
def test_every_command_and_option_is_described(path: str) -> None:
    said = sections("reference/commands.md")[path]
    for parameter in COMMANDS[path].params:
        if isinstance(parameter, click.Option):
            assert f"| `{parameter.opts[0]}` |" in said
            if isinstance(parameter.type, click.Choice):
                assert all(f"`{choice}`" in said for choice in parameter.type.choices)


def test_no_command_is_described_that_is_not_there() -> None:
    described = {name for name in sections("reference/commands.md") if name.startswith("motcua ")}
    assert described == set(COMMANDS)


def keys(kind: Any, where: str) -> Iterator[tuple[str, Any]]:
    """Every key of ``office.toml`` with its field."""
    for each in fields(kind):
        path = f"{where}.{each.name}" if where else each.name
        origin, inner = get_origin(each.type), get_args(each.type)
        if origin is None and each.type not in (str, int, bool):
            yield from keys(each.type, path)
        elif origin is not None and origin is not tuple:
            yield from keys(inner[1], f"{path}.NAME")
        else:
            yield path, each
            if origin is tuple and inner[0] is not str:
                yield from keys(inner[0], path)


KEYS = dict(keys(config.Config, ""))


def as_toml(value: Any) -> str:
    if value is MISSING:
        return "required"
    if isinstance(value, str):
        return f'`"{value}"`'
    if isinstance(value, bool):
        return f"`{value}`".lower()
    return "`[]`" if value == () else f"`{value}`"


@pytest.mark.parametrize("key", KEYS)
def test_every_key_is_described_with_its_type_and_default(key: str) -> None:
    kind, default, meaning = rows("reference/office-toml.md")[key]
    assert kind.startswith(
        {str: "text", int: "whole number", bool: "true or false"}.get(KEYS[key].type, "list")
    )
    assert default == as_toml(KEYS[key].default)
    assert meaning


def test_no_key_is_described_that_is_not_there() -> None:
    assert {each for each in rows("reference/office-toml.md") if "." in each} == set(KEYS)


# Hours and numbers


@pytest.mark.parametrize("kind", [Schedule, Session, Season, SpecialDay, Numbering])
def test_every_key_of_hours_and_numbers_is_described(kind: type[Any]) -> None:
    said = sections("reference/hours-and-numbers.md")[HEADINGS[kind]]
    described = set(re.findall(r"^\| `(\w+)` \|", said, flags=re.MULTILINE))
    assert described == {each.name for each in fields(kind)}


def setup_keys() -> dict[str, Any]:
    """Every key of a set-up document with its field."""
    found: dict[str, Any] = {}
    for kind, record in records.KINDS.items():
        _add_keys(found, record, kind)
    return found


def _add_keys(found: dict[str, Any], record: Any, where: str) -> None:
    """The sessions of a season are those of a schedule and are described once."""
    for each in fields(record):
        found[f"{where}.{each.name}"] = each
        [inner, *_] = get_args(each.type) or [str]
        if (
            get_origin(each.type) is tuple
            and inner not in (str, int)
            and where != "schedule.season"
        ):
            _add_keys(found, inner, f"{where}.{each.name}")


SETUP_KEYS = setup_keys()


def as_setup(each: Any) -> str:
    default = each.default if each.default_factory is MISSING else each.default_factory()
    if default is MISSING:
        return "required"
    shown = list(default) if isinstance(default, tuple) else default
    return f"`{json.dumps(shown)}`"


@pytest.mark.parametrize("key", SETUP_KEYS)
def test_every_key_of_the_set_up_is_described_with_its_default(key: str) -> None:
    kind, default, meaning = rows("reference/setup.md")[key]
    kinds = {str: "text", int: "whole number", bool: "true or false"}
    assert kind.startswith(kinds.get(SETUP_KEYS[key].type, ("list", "table")))
    assert default == as_setup(SETUP_KEYS[key])
    assert meaning


def test_no_key_of_the_set_up_is_described_that_is_not_there() -> None:
    assert rows("reference/setup.md").keys() == SETUP_KEYS.keys()


# HTTP


@pytest.mark.parametrize("code", SENTENCES)
def test_every_problem_code_is_described(code: str) -> None:
    assert re.match(r"\d{3}", rows("reference/http.md")[code][0])


def test_every_request_is_described_with_its_roles(tmp_path: Path) -> None:
    (tmp_path / config.FILE).write_text('[office]\ncode = "a"\nname = "b"\n', encoding="utf-8")
    Store(tmp_path / DATABASE).close()
    server = OfficeServer(Place(folder=tmp_path))
    try:
        paths = document(server.app)["paths"]
    finally:
        server.close()
    described = rows("reference/http.md")
    for path, methods in paths.items():
        for method, about in methods.items():
            said = described[f"{method.upper()} {path}"][0]
            wanted = re.match(r"For: (.*)\.", about.get("description", ""))
            roles = wanted[1].split(", ") if wanted else ["anybody"]
            assert all(role in said for role in roles), f"{method} {path}: {roles}"


# Database


def test_every_table_and_index_is_described() -> None:
    sql = "".join(path.read_text() for path in (ROOT / "server" / "migrations").glob("*.sql"))
    made = re.findall(r"CREATE (?:TABLE|INDEX|UNIQUE INDEX) (\w+)", sql)
    assert made
    assert [name for name in made if f"`{name}`" not in text("reference/database.md")] == []


# Explanation


def resolve(name: str) -> object:
    """What a dotted name means: a module's function, or a method of a class in it."""
    parts = name.split(".")
    for length in range(len(parts) - 1, 0, -1):
        try:
            found: object = importlib.import_module(".".join(parts[:length]))
        except ModuleNotFoundError:
            continue
        for part in parts[length:]:
            found = getattr(found, part)
        return found
    raise AssertionError(f"no module holds {name}")


NAMED = re.findall(r"`((?:server|display|hardware)(?:\.\w+)+)`", text("explanation/call-next.md"))


@pytest.mark.parametrize("name", dict.fromkeys(NAMED))
def test_every_function_on_the_way_of_a_call_exists(name: str) -> None:
    assert callable(resolve(name))


def test_the_bytes_of_a_call_are_those_of_the_protocol() -> None:
    frame = Modbus(9600).frame(3, "A042", 4)
    assert frame.hex(" ").upper() in text("explanation/call-next.md")


def requirements() -> list[str]:
    setup = ConfigParser()
    setup.read(ROOT / "setup.cfg", encoding="utf-8")
    extras = setup["options.extras_require"].values()
    lines = "\n".join([setup["options"]["install_requires"], *extras]).splitlines()
    return [re.split(r"[^\w-]", line, maxsplit=1)[0] for line in lines if line]


@pytest.mark.parametrize("package", requirements())
def test_every_dependency_is_described(package: str) -> None:
    assert f"`{package}`" in text("explanation/dependencies.md")


# Pages


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_link_of_ours_leads_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)\s]+)\)", page.read_text(encoding="utf-8"))
    ours = [link for link in links if not link.startswith(("http://", "https://"))]
    for link in ours:
        path, _, heading = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        assert target.exists(), link
        assert not heading or heading in anchors(target), link


def anchors(page: Path) -> set[str]:
    """The anchors that a forge makes of the headings."""
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", each.lower()).replace(" ", "-") for each in headings}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_make_command_is_in_the_makefile(page: Path) -> None:
    made = set(re.findall(r"^([\w./-]+):", (ROOT / "Makefile").read_text(), flags=re.MULTILINE))
    wanted = re.findall(r"(?:^|`)make ([\w./-]+)", page.read_text(encoding="utf-8"), re.MULTILINE)
    assert set(wanted) <= made


def test_the_readme_shows_both_commands() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert "```\nmake demo\n```" in readme
    assert "```\nmake test\n```" in readme


def test_the_table_of_slips_is_the_code() -> None:
    page = text("explanation/slips-and-people.md")
    begin, end = "<!-- slips: begin -->\n", "<!-- slips: end -->"
    assert page.split(begin)[1].split(end)[0] == slips.as_markdown()
