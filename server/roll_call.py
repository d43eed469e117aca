"""What a tablet last said of itself, and what a person should be told about it.  Pure."""

from collections.abc import Iterator
from dataclasses import dataclass

SUSPECT_S = 15.0
"""A tablet reports every 10 s, and 2.5 s after a report that was lost."""
AWAY_S = 30.0
LOW_PERCENT = 15
"""A tablet of 10 inches draws 5 to 10 W from some 25 Wh: half an hour is left, time for a cable."""
CLOCK_S = 120
"""Harmless to ratings, which carry the server's time; but the tablet's own log misleads."""
MANY_WAITING = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A heartbeat.  *battery* in percent; both are ``None`` where the system tells nothing.

    *clock_off_s* is how far its clock is ahead of ours, in whole seconds.
    """

    screen: str = ""
    version: str = ""
    waiting_ratings: int = 0
    battery: int | None = None
    is_charging: bool | None = None
    clock_off_s: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """The counter a tablet stands at: ``open``, ``paused`` or ``closed``, and who sits there."""

    state: str = "closed"
    clerk: str = ""


NOBODY = Desk()


def presence(age_s: float | None) -> str:
    """How a tablet is, by the seconds since its last report."""
    if age_s is None or age_s >= AWAY_S:
        return "away"
    return "suspect" if age_s >= SUSPECT_S else "here"


def alerts(report: Report | None, age_s: float | None, desk: Desk, version: str) -> tuple[str, ...]:
    """What is wrong with a rating tablet, the worst first; *version* is the server's own.

    ``counter_without_tablet``, ``battery_low``, ``ratings_waiting``, ``clock_wrong``,
    ``other_version``.
    """
    return tuple(_alerts(report, presence(age_s), desk, version))


def _alerts(report: Report | None, state: str, desk: Desk, version: str) -> Iterator[str]:
    if state == "away" and desk.state == "open":
        yield "counter_without_tablet"
    if report is None or state == "away":
        return
    if report.battery is not None and report.battery <= LOW_PERCENT and not report.is_charging:
        yield "battery_low"
    if report.waiting_ratings >= MANY_WAITING:
        yield "ratings_waiting"
    if report.clock_off_s is not None and abs(report.clock_off_s) >= CLOCK_S:
        yield "clock_wrong"
    if report.version not in ("", version):
        yield "other_version"
