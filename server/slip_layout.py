"""What stands on a slip, from top to bottom."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

from printer.slip import QR, Big, Line, Part, Rule, Slip, Space
from server.hours import session
from server.words import Translate


@dataclass(frozen=True, kw_only=True)
class Stationery:
    """What is the same on every slip of an office; *address* says where phones reach the
    server now.

    A slip older than *max_age* after an outage is not printed: its citizen has moved on.
    """

    office: str
    hotline: str
    address: Callable[[], str]
    zone: tzinfo
    max_age: timedelta


@dataclass(frozen=True, kw_only=True)
class SlipWords:
    """What one ticket puts on its slip; *due_at* is the time of an appointment."""

    label: str
    secret: str
    service: str
    ahead: int
    issued_at: datetime
    session: str
    is_priority: bool
    is_reprint: bool = False
    due_at: datetime | None = None


def slip_of(words: SlipWords, stationery: Stationery, translate: Translate) -> Slip:
    """The slip of one ticket.  It must never look like the legal receipt *Mẫu 01*."""
    at = words.issued_at.astimezone(stationery.zone)
    name = words.session or session(at, stationery.zone)
    half = {"morning": translate("Morning"), "afternoon": translate("Afternoon")}
    place = translate("Waiting before you: {ahead}").format(ahead=words.ahead)
    if words.due_at is not None:
        due = words.due_at.astimezone(stationery.zone)
        place = translate("Appointment: {time}").format(time=f"{due:%H:%M}")
    lines: list[Part] = [
        Line(stationery.office.upper(), is_bold=True),
        Rule(),
        Line(translate("QUEUE NUMBER")),
        Big(words.label),
        *([Line(translate("REPRINT"), size=2, is_bold=True)] if words.is_reprint else []),
        Line(words.service, size=2, is_bold=True),
        *([Line(translate("Priority"))] if words.is_priority else []),
        Space(8),
        Line(place),
        Line(translate("Time: {time}").format(time=f"{at:%H:%M %d/%m/%Y}")),
        Line(translate("Session: {session}").format(session=half.get(name, name))),
        QR(f"{stationery.address()}/t/{words.secret}", translate("Scan to see your place in line")),
        Space(8),
        Line(translate("Please keep this slip and wait to be called. Thank you!")),
    ]
    if stationery.hotline:
        hotline = translate("Hotline: {hotline}").format(hotline=stationery.hotline)
        lines.append(Line(hotline))
    return Slip(tuple(lines))
