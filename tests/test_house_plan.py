"""The house plan, read from the imports: who may import whom, and what importing may do.

Rooms open doors downward only; each third party has one home; no module imports itself by way of
others, not even inside a function; importing a module opens, reads and starts nothing.
"""

import ast
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ROOMS = ("display", "hardware", "kiosk", "printer", "server")

#: What each room may import of the others.  ``motcua`` stands above both programs.
DOORS = {
    "display": set[str](),
    "printer": set[str](),
    "hardware": set[str](),
    "kiosk": {"hardware"},
    "server": {"display", "printer", "hardware"},
    "motcua": {"server", "kiosk"},
}
#: ``python -m server`` is ``motcua``: the one door upward.
UPWARD = {("server.__main__", "motcua"), ("kiosk.__main__", "kiosk.cli")}

#: The server's rules: pure, and of their own room they know only each other.
RULES = (
    *("errors", "tickets", "events", "turn", "labels", "hours", "window", "rows", "slips", "waits"),
    *("plan", "plan_check", "records", "tables", "schedule", "schedule_check", "slots", "bookings"),
    *("slip_check", "slip_defaults", "dossier", "zone_check", "board_words", "shapes"),
    *("announcements", "keys", "cards", "seals", "rating_check", "spots"),
    *("shares", "rating_marks", "comment_screen", "vietnamese_names", "contest_rules"),
)

#: Office words become device words in the followers; the wiring and the machines choose devices.
DEVICE_HANDS = {
    "display": {
        *("server.machines", "server.board_setup", "server.board_protocols"),
        *("server.board_bench", "server.board_probe", "server.board_flash", "server.pad_machines"),
        *("server.voice", "server.speaking", "server.voice_command", "server.prompts"),
    },
    "printer": {
        *("server.machines", "server.follow_slips", "server.slip_layout"),
        *(
            "server.printer_profiles",
            "server.slip_preview",
            "server.printer_desk",
            "server.strip_command",
            "server.follow_results",
            "server.logo_file",
        ),
    },
    "hardware": {
        *("server.machines", "server.wiring", "server.doctor", "server.demo"),
        *("server.board_setup", "server.board_bench", "server.board_probe", "server.board_flash"),
        *("server.pad_machines", "server.pads", "server.scan_machines"),
        *("server.speaking", "server.voice_command"),
        *("server.calling_card", "server.hearing", "server.address"),
    },
}

#: Where each third party may be imported: a module, or a package with all that is in it.
HOMES = {
    "flask": {"server.app", "server.routes", "server.openapi", "server.wiring"},
    "flask_wtf": {"server.routes"},
    "wtforms": {"server.routes"},
    "markupsafe": {"server.routes.pages"},
    "werkzeug": {"server.app", "server.accounts"},
    "uvicorn": {"server.front", "server.kept"},
    "tomli_w": {"server.setup_file"},
    "sqlite_utils": {"server.store"},
    "greenlet": {"server.pausing"},
    "filelock": {"server.folder_lock", "server.doctor"},
    "msgspec": {
        "server.wire_ratings",
        *("server.wire", "server.problems", "server.openapi", "server.routes"),
        *("server.acts", "server.asking", "server.journal", "server.live"),
        *("kiosk.wire", "kiosk.client", "kiosk.couriers"),
        *("kiosk.hall_wire", "kiosk.hall_couriers"),
    },
    "prometheus_client": {"server.metrics", "server.roll_metrics"},
    "psutil": {"hardware.battery"},
    "babel": {"server.words", "kiosk.words"},
    "holidays": {"server.public_holidays"},
    "click": {"motcua", "server.cli", "server.demo", "kiosk.cli"},
    "spake2": {"server.pairing", "kiosk.pairing"},
    "segno": {"server.routes.pages", "printer.virtual_paper", "kiosk.draw"},
    "serial": {"hardware"},
    "win32print": {"hardware.print_ports"},
    "zeroconf": {"hardware.beacon"},
    "ifaddr": {"hardware.addresses"},
    "escpos": {"printer.pen"},
    "PIL": {"printer", "server.photos"},
    "font_roboto": {"printer", "kiosk.draw", "kiosk.packs"},
    "fontpkg_noto_sans_khmer": {"printer.fonts", "kiosk.packs"},
    "pygame": {"kiosk.draw", "kiosk.view", "kiosk.board_view", "kiosk.speaker", "hardware.sound"},
    "espeakng_loader": {"hardware.espeak"},
}

#: What would do something while a module is imported.
DEEDS = {
    "connect",
    "open",
    "read_bytes",
    "read_text",
    "mkdir",
    "mkdtemp",
    "run",
    "start",
    "serial_for_url",
    "Popen",
    "socket",
    "Thread",
    "Timer",
    "Lock",
    "now",
    "today",
    "monotonic",
    "getenv",
    "urlopen",
}


@cache
def files() -> dict[str, Path]:
    """Every module of ours, by its dotted name."""
    found = [ROOT / "motcua.py", *(path for room in ROOMS for path in (ROOT / room).rglob("*.py"))]
    return {name_of(path): path for path in found}


@cache
def modules() -> dict[str, ast.Module]:
    """What stands in each; read by the tests, not by whoever only collects them."""
    return {
        name: ast.parse(path.read_text(encoding="utf-8"), str(path))
        for name, path in files().items()
    }


def name_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


@cache
def imported(name: str) -> frozenset[str]:
    """The modules that *name* imports, at its top and inside its functions; ours by full name."""
    found = set()
    for node in ast.walk(modules()[name]):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name} imports by a relative name"
            assert node.module is not None
            found |= {_part(node.module, alias.name) for alias in node.names}
    return frozenset(found)


def _part(module: str, word: str) -> str:
    """``from server import wire`` imports ``server.wire``, not a word of ``server``."""
    whole = f"{module}.{word}"
    return whole if whole in modules() else module


def room(name: str) -> str:
    return name.partition(".")[0]


def is_within(name: str, homes: set[str]) -> bool:
    return any(name == home or name.startswith(f"{home}.") for home in homes)


@pytest.mark.parametrize("name", files())
def test_doors_open_downward_only(name: str) -> None:
    ours = {each for each in imported(name) if room(each) in DOORS}
    through = {(name, each) for each in ours if room(each) != room(name)} - UPWARD
    assert {room(each) for _, each in through} <= DOORS[room(name)]


@pytest.mark.parametrize("name", sorted(each for each in files() if room(each) == "server"))
def test_only_some_of_the_server_know_devices(name: str) -> None:
    for device_room, hands in DEVICE_HANDS.items():
        if any(room(each) == device_room for each in imported(name)):
            assert is_within(name, hands), f"{name} imports {device_room}"


@pytest.mark.parametrize("rule", RULES)
def test_the_rules_import_the_standard_library_and_each_other(rule: str) -> None:
    ours = {each for each in imported(f"server.{rule}") if room(each) in DOORS}
    assert ours <= {f"server.{each}" for each in RULES}
    rest = {room(each) for each in imported(f"server.{rule}") - ours}
    assert rest <= sys.stdlib_module_names
    assert not rest & {"sqlite3", "threading", "time", "socket", "asyncio", "logging", "os"}


@pytest.mark.parametrize("name", files())
def test_each_third_party_has_its_home(name: str) -> None:
    others = {room(each) for each in imported(name)} - DOORS.keys() - sys.stdlib_module_names
    for party in others:
        assert party in HOMES, f"{name} imports {party}, which has no home in the plan"
        assert is_within(name, HOMES[party]), f"{name} imports {party}"


def test_every_home_is_lived_in() -> None:
    for party, homes in HOMES.items():
        users = {name for name in modules() if party in {room(each) for each in imported(name)}}
        for home in homes:
            assert any(is_within(user, {home}) for user in users), f"{home} has no {party}"


def test_routes_ask_and_do_not_write() -> None:
    """No SQL statement and no table's name in a route: that is for queries and the office."""
    for name in modules():
        if name.startswith("server.routes."):
            assert "sqlite3" not in imported(name), name
            assert not {"server.journal", "server.ledger"} & imported(name) - allowed(name), name


def allowed(name: str) -> set[str]:
    """Shapes that routes hand on, and the seq a snapshot is of."""
    return {
        "server.routes.parts": {"server.journal"},
        "server.routes.hall": {"server.journal"},
        "server.routes.tickets": {"server.ledger"},
        "server.routes.counters": {"server.ledger"},
    }.get(name, set())


def test_there_is_no_cycle() -> None:
    graph = {name: {each for each in imported(name) if each in modules()} for name in modules()}
    assert list(cycles(graph)) == []


def cycles(graph: dict[str, set[str]]) -> Iterator[list[str]]:
    """What is left after taking away, again and again, every module that imports nothing left."""
    left = {name: set(targets) - {name} for name, targets in graph.items()}
    while free := {name for name, targets in left.items() if not targets}:
        left = {name: targets - free for name, targets in left.items() if name not in free}
    if left:
        yield sorted(left)


def test_a_cycle_would_be_found() -> None:
    assert list(cycles({"a": {"b"}, "b": {"c"}, "c": {"b"}, "d": set()})) == [["a", "b", "c"]]


@pytest.mark.parametrize("name", files())
def test_importing_does_nothing(name: str) -> None:
    for call in _calls_at_import(modules()[name].body):
        function = call.func
        word = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
        assert word not in DEEDS, f"{name}, line {call.lineno}: {word}() while importing"


def _calls_at_import(body: list[ast.stmt]) -> Iterator[ast.Call]:
    """The calls that run when a module is imported: not those inside functions."""
    for statement in body:
        if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef):
            for expression in [*statement.decorator_list, *statement.args.defaults]:
                yield from _calls(expression)
        elif isinstance(statement, ast.ClassDef):
            yield from _calls_at_import(statement.body)
        elif not _is_main(statement):
            yield from _calls(statement)


def _calls(node: ast.AST) -> Iterator[ast.Call]:
    """Calls in *node*; what stands in a lambda waits until somebody calls it."""
    if isinstance(node, ast.Lambda):
        return
    if isinstance(node, ast.Call):
        yield node
    for child in ast.iter_child_nodes(node):
        yield from _calls(child)


def _is_main(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.If) and "__main__" in ast.dump(statement.test)


@pytest.mark.parametrize("name", files())
def test_no_module_keeps_state_of_its_own(name: str) -> None:
    for node in ast.walk(modules()[name]):
        assert not isinstance(node, ast.Global), f"{name}, line {node.lineno}: global"


@pytest.mark.parametrize("name", files())
def test_nothing_is_caught_without_saying_what(name: str) -> None:
    """``except Exception`` only where a traceback goes to the log or to the caller's future."""
    for node in ast.walk(modules()[name]):
        if isinstance(node, ast.ExceptHandler):
            assert node.type is not None, f"{name}, line {node.lineno}: a bare except"
            if isinstance(node.type, ast.Name) and node.type.id in ("Exception", "BaseException"):
                said = ast.unparse(ast.Module(node.body, []))
                told = (".exception(", ".set_exception(", "self._undo(")
                assert any(way in said for way in told), f"{name}, {node.lineno}"
