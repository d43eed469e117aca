"""Our beacons against Avahi, the zeroconf of others, over a wire."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.hardware.wires import until
from tests.network.lan import Lan, Machine, Running
from tests.network.office import WAIT_S, Office, Tablet

#: Two programs are started and stopped several times.
pytestmark = pytest.mark.timeout(300)

BUS = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>system</type><listen>unix:path={bus}</listen><auth>EXTERNAL</auth>
<policy context="default"><allow user="*"/><allow own="*"/><allow send_type="method_call"/>
<allow send_destination="*"/><allow receive_sender="*"/></policy></busconfig>
"""
AVAHI = "[server]\nhost-name=board\nuse-ipv6=no\nenable-dbus=yes\n"
DAEMON = ("--no-drop-root", "--no-chroot", "--no-rlimits", "--no-proc-title")
TXT = ("v=1", "id=b7", "kind=rate", "name=Quầy 7", "version=0.1.0", "asking=1")


class Avahi:
    """A machine with Avahi on it and a message bus of its own."""

    def __init__(self, lan: Lan, machine: Machine, folder: Path) -> None:
        self._lan, self._machine = lan, machine
        self._env = {"DBUS_SYSTEM_BUS_ADDRESS": f"unix:path={folder / 'bus'}"}
        (folder / "bus.conf").write_text(BUS.format(bus=folder / "bus"))
        (folder / "avahi.conf").write_text(AVAHI)
        self._run("dbus-daemon", f"--config-file={folder / 'bus.conf'}", "--nofork", "--nopidfile")
        until((folder / "bus").exists)
        self._run("avahi-daemon", "-f", str(folder / "avahi.conf"), *DAEMON)
        until(lambda: self._ask("avahi-browse", "-t", "-a").returncode == 0)

    def publish(self, name: str, kind: str, port: int, *txt: str) -> Running:
        return self._run("avahi-publish", "-s", name, kind, str(port), *txt)

    def sees(self, kind: str) -> str:
        """What it resolves of this type, a line each."""
        return self._ask("avahi-browse", "-t", "-r", "-p", kind).stdout

    def _run(self, *words: str) -> Running:
        return self._lan.run(Running(self._machine.command(*words), self._env))

    def _ask(self, *words: str) -> subprocess.CompletedProcess[str]:
        env = {**os.environ, **self._env}
        command = self._machine.command(*words)
        return subprocess.run(
            command, env=env, capture_output=True, text=True, check=False, timeout=20
        )


@pytest.fixture
def avahi(lan: Lan, tmp_path: Path) -> Iterator[Avahi]:
    assert shutil.which("dbus-daemon"), "Avahi without D-Bus"
    yield Avahi(lan, lan.machine("10.77.0.5"), tmp_path)


def resolved(avahi: Avahi, kind: str, *parts: str) -> bool:
    lines = [line for line in avahi.sees(kind).splitlines() if line.startswith("=")]
    return any(all(part in line for part in parts) for line in lines)


def test_avahi_sees_server_and_tablet_and_the_server_its_tablet(
    lan: Lan, avahi: Avahi, tmp_path: Path
) -> None:
    office = Office(lan, lan.machine("10.77.0.1"), tmp_path / "office")
    tablet = Tablet(lan, lan.machine("10.77.0.2"), tmp_path / "tablet")
    office.start(8080)
    tablet.start("--name", "May quay 3")
    id = tablet.shows("pairing")["id"]

    words = (";10.77.0.2;47110;", f'"id={id}"', '"kind=rate"', '"name=May quay 3"', '"asking=1"')
    until(lambda: resolved(avahi, "_motcua-kiosk._tcp", *words), WAIT_S)
    words = (";10.77.0.1;8080;", '"kind=server"', '"v=1"', '"asking=0"')
    until(lambda: resolved(avahi, "_motcua._tcp", *words), WAIT_S)

    office.stop()  # with a goodbye
    until(lambda: not resolved(avahi, "_motcua._tcp", "10.77.0.1"), WAIT_S)

    publishing = avahi.publish("Máy của hãng khác", "_motcua-kiosk._tcp", 8090, *TXT)
    office.start(8080)
    until(lambda: office.state("b7") == "asking" and office.state(id) == "asking", WAIT_S)
    publishing.end()
    until(lambda: office.state("b7") == "", WAIT_S)


def test_a_tablet_comes_back_to_a_server_that_avahi_announces(
    lan: Lan, avahi: Avahi, tmp_path: Path
) -> None:
    office = Office(lan, lan.machine("10.77.0.1"), tmp_path / "office")
    tablet = Tablet(lan, lan.machine("10.77.0.2"), tmp_path / "tablet")
    office.start(8080)
    tablet.start()
    shown = tablet.shows("pairing")
    until(lambda: office.state(shown["id"]) == "asking", WAIT_S)
    pairing = {"code": shown["code"], "counter": "3"}
    assert office.post(f"/devices/{shown['id']}/pair", pairing)[0] == 200
    tablet.shows("idle")
    office.stop()
    office.machine.move("10.77.0.9")

    id = tablet.home["server"]
    txt = ("v=1", f"id={id}", "kind=server", "name=x", "version=0.1.0", "asking=0")
    avahi.publish("False", "_motcua._tcp", 9, *txt)  # a liar: nobody is at port 9
    office.start(8080)
    until(lambda: office.state(shown["id"]) == "here", WAIT_S)
    assert tablet.home["url"] == "http://10.77.0.9:8080"
