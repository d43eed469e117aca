"""Every module of ours can be imported where the POSIX-only modules do not exist.

The import is tried in a fresh interpreter in which those modules are hidden *from our files only*:
the standard library and the packages we use choose by the platform they run on, and on POSIX
pyserial itself needs termios. A finder on sys.meta_path would not do, because a module that
something else has imported already is found in sys.modules before any finder is asked; so the
interpreter's `__import__` looks at the file that is importing. Functions that only POSIX has in
`os` and `signal` are taken away before our files are read: `from os import openpty` fails too.
"""

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
ROOMS = ["display", "hardware", "kiosk", "printer", "server"]
POSIX_ONLY = [
    *("_posixsubprocess", "crypt", "curses", "fcntl", "grp", "nis", "ossaudiodev", "posix", "pty"),
    *("pwd", "readline", "resource", "spwd", "syslog", "termios", "tty"),
]
POSIX_NAMES = {
    "os": ["openpty", "ttyname", "getuid", "geteuid", "getgid", "setsid", "mkfifo", "nice"],
    "signal": ["SIGHUP", "SIGUSR1", "SIGUSR2", "SIGALRM", "alarm", "pause", "sigwait"],
}

IMPORT_ALL = """
import builtins, importlib, json, os, signal, sys
root, modules, hidden, names = json.loads(sys.stdin.read())
found = builtins.__import__

def portable(name, globals=None, locals=None, fromlist=(), level=0):
    importer = (globals or {}).get("__file__") or ""
    is_ours = importer.startswith(root + os.sep) and "site-packages" not in importer
    if is_ours and level == 0 and name.partition(".")[0] in hidden:
        raise ModuleNotFoundError(f"{importer} imports {name}, which only POSIX has")
    return found(name, globals, locals, fromlist, level)

# These read the names below while being imported, by the platform they run on.
for used in ("asyncio", "multiprocessing", "serial", "socketserver", "subprocess", "uuid"):
    importlib.import_module(used)
for module, gone in names.items():
    for name in gone:
        if hasattr(sys.modules[module], name):
            delattr(sys.modules[module], name)
builtins.__import__ = portable
sys.path.insert(0, root)
failed = {}
for module in modules:
    try:
        importlib.import_module(module)
    except ImportError as fault:
        failed[module] = str(fault)
    except AttributeError as fault:
        failed[module] = str(fault)
print(json.dumps(failed))
"""


def our_modules() -> list[str]:
    """Dotted names of all modules in the five rooms, and motcua itself."""
    files = [path for room in ROOMS for path in sorted((ROOT / room).rglob("*.py"))]
    dotted = [".".join(path.relative_to(ROOT).with_suffix("").parts) for path in files]
    names = [name.removesuffix(".__init__") for name in dotted]
    return ["motcua", *(name for name in names if not name.endswith("__main__"))]


def failures(root: Path, modules: list[str]) -> dict[str, str]:
    """What could not be imported with the POSIX-only modules hidden from the files under root."""
    done = subprocess.run(
        [sys.executable, "-c", IMPORT_ALL],
        input=json.dumps([str(root), modules, POSIX_ONLY, POSIX_NAMES]),
        capture_output=True,
        text=True,
        cwd=root,
        timeout=100,
    )
    assert done.returncode == 0, done.stderr
    failed: dict[str, str] = json.loads(done.stdout.splitlines()[-1])
    return failed


def test_every_module_can_be_imported_without_the_posix_only_ones() -> None:
    assert failures(ROOT, our_modules()) == {}


def test_a_module_that_needs_one_is_found(tmp_path: Path) -> None:
    (tmp_path / "locks.py").write_text("import fcntl\n")
    (tmp_path / "terms.py").write_text("from os import openpty\n")
    (tmp_path / "waits.py").write_text("import signal\nWAKE = signal.SIGALRM\n")
    (tmp_path / "lazy.py").write_text("def go():\n    import tty\n    return tty\n")
    failed = failures(tmp_path.resolve(), ["locks", "terms", "waits", "lazy"])
    assert sorted(failed) == ["locks", "terms", "waits"]
