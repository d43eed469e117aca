"""Each fault in the middle of a slip, over a pseudo-terminal and over RFC 2217."""

import os
import time
from collections.abc import Callable

import pytest

from printer.profiles import PROFILES, PrinterProfile, profile_named
from printer.virtual_body import Build
from tests.hardware.wires import until
from tests.printer.faults.judge import ends, judge
from tests.printer.faults.rig import Rig, rigged

# pyserial 3.5 starts its RFC 2217 reader with Thread.setDaemon and setName.
pytestmark = pytest.mark.filterwarnings("ignore:set(Daemon|Name).*:DeprecationWarning")
KINDS = [*(["pty"] if hasattr(os, "openpty") else []), "rfc2217"]
BY_ID, IN_ORDER = PROFILES["TM-T20II"], profile_named("generic-80")
PAIRED = list(zip(KINDS, (IN_ORDER, BY_ID), strict=False))
CROSSED = list(zip(KINDS, (BY_ID, IN_ORDER), strict=False))
MID_SLIP = 300  # bytes; a slip has 590

Act = Callable[[Rig], None]


def echo(is_on: bool) -> Act:
    def act(rig: Rig) -> None:
        rig.tap.echoes = is_on

    return act


FAULTS: dict[str, tuple[Act, Act]] = {
    "paper out": (lambda rig: rig.printer.paper_out(), lambda rig: rig.printer.load_paper()),
    "cover open": (lambda rig: rig.printer.open_cover(), lambda rig: rig.printer.close_cover()),
    "cutter": (lambda rig: rig.printer.jam_cutter(), lambda rig: rig.printer.free_cutter()),
    "cable": (lambda rig: rig.cable.unplug(), lambda rig: rig.cable.plug()),
    "power": (lambda rig: rig.printer.power_off(), lambda rig: rig.printer.power_on()),
    "noise": (lambda rig: rig.say_noise(), lambda rig: None),
    "echo": (echo(True), echo(False)),
    "xoff": (lambda rig: rig.printer.stall(), lambda rig: rig.printer.go_on()),
    "speed": (lambda rig: rig.printer.set_speed(True), lambda rig: rig.printer.set_speed(False)),
}


@pytest.mark.parametrize(("kind", "profile"), PAIRED)
@pytest.mark.parametrize("fault", FAULTS)
def test_every_slip_is_out_once_or_went_without_paper(
    fault: str, kind: str, profile: PrinterProfile
) -> None:
    suffer(fault, kind, profile)


@pytest.mark.soak
@pytest.mark.parametrize(("kind", "profile"), CROSSED)
@pytest.mark.parametrize("fault", FAULTS)
def test_and_with_the_other_proof(fault: str, kind: str, profile: PrinterProfile) -> None:
    suffer(fault, kind, profile)


def suffer(fault: str, kind: str, profile: PrinterProfile) -> None:
    """Break it in the second slip, mend it, and count what is on paper."""
    break_it, mend = FAULTS[fault]
    with rigged(kind, profile) as rig:
        rig.put(1)
        until(lambda: ends(rig.said).get("ticket:1") == "printed")
        rig.tap.after(MID_SLIP, lambda: break_it(rig))
        rig.put(2, 3)
        assert rig.tap.is_done.wait(20)
        until(lambda: rig.ended >= 2)
        rig.put(4)
        mend(rig)
        rig.put(5)
        rig.settle()
        rig.put(6)
        rig.settle()
        judge(rig.numbers, rig.said, rig.printer.texts())
        assert ends(rig.said)["ticket:6"] == "printed"


@pytest.mark.parametrize("kind", KINDS)
def test_a_silent_printer(kind: str) -> None:
    with rigged(kind, PROFILES["TM-T20II"]) as rig:
        rig.printer.profile = profile_named("generic-80")
        rig.put(1)
        rig.settle()
        judge(rig.numbers, rig.said, rig.printer.texts())
        assert ends(rig.said) == {"ticket:1": "unknown"}


@pytest.mark.parametrize("kind", KINDS)
def test_the_roll_ends_in_a_slip_and_the_buffer_prints_the_rest(kind: str) -> None:
    with rigged(kind, PROFILES["TM-T20II"], Build(speed_mm_s=150, roll_mm=130)) as rig:
        rig.put(1, 2)
        until(lambda: ("ticket:2", "unknown", "paper_out") in rig.said)
        assert rig.spool.holds("ticket:2")
        rig.printer.load_paper()
        rig.settle()
        until(lambda: ("ticket:2", "printed", "late") in rig.said)
        judge(rig.numbers, rig.said, rig.printer.texts())


@pytest.mark.parametrize("kind", KINDS)
def test_a_buffer_of_45_bytes_loses_nothing(kind: str) -> None:
    with rigged(kind, PROFILES["TM-T20II"], Build(buffer_bytes=45, speed_mm_s=400)) as rig:
        rig.put(1, 2)
        rig.settle()
        assert set(ends(rig.said).values()) == {"printed"}
        judge(rig.numbers, rig.said, rig.printer.texts())


@pytest.mark.soak
@pytest.mark.parametrize("kind", KINDS)
def test_xoff_for_a_minute(kind: str) -> None:
    with rigged(kind, PROFILES["TM-T20II"]) as rig:
        rig.tap.after(MID_SLIP, rig.printer.stall)
        rig.put(1)
        until(lambda: rig.ended)
        time.sleep(60)
        rig.printer.go_on()
        until(lambda: ("ticket:1", "printed", "late") in rig.said)
        judge(rig.numbers, rig.said, rig.printer.texts())
