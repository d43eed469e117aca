"""What the touch kiosk knows: what the office offers, and what this citizen has done. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from kiosk.hall_wire import WHOLE_HALL, Zone
from kiosk.search import find
from kiosk.wire import Card, Group, Service, Told

OTHERS = ""  # the code of the group of those that stand in none
MISSED, APPOINTMENT = "missed", "appointment"
DIGITS = "1234567890"
LETTERS = "abcdefghijklmnopqrstuvwxyz"
_MOST_LETTERS = {MISSED: 8, APPOINTMENT: 12}
_MOST_SEARCHED = 40


@dataclass(frozen=True)
class Offer:
    """What the office offers now. `today` is its date, `YYYY-MM-DD`, or empty.

    `services` are those that are served here; `ended` those that are not any more.
    """

    services: tuple[Service, ...] = ()
    ended: tuple[Service, ...] = ()
    groups: tuple[Group, ...] = ()
    hall: Zone = WHOLE_HALL
    today: str = ""

    def service(self, code: str) -> Service | None:
        return next((each for each in self.services if each.code == code), None)

    def group(self, code: str) -> Group | None:
        return next((each for each in self.groups if each.code == code), None)

    def of_group(self, code: str | None) -> tuple[Service, ...]:
        """The services of a group in its order; all of them where none was chosen."""
        group = None if code is None else self.group(code)
        found = [self.service(each) for each in group.services] if group else self.services
        return tuple(each for each in found if each)

    @property
    def has_slots(self) -> bool:
        return any(each.has_slots for each in self.services)

    @property
    def prefixes(self) -> tuple[str, ...]:
        """The beginnings that labels can have."""
        return tuple(sorted({each.prefix for each in self.services if each.prefix}))

    @property
    def zone(self) -> tzinfo:
        try:
            return ZoneInfo(self.hall.timezone)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            return UTC


@dataclass(frozen=True)
class Visit:
    """What one citizen has done; a new one is the next citizen's.

    `group` is None until one is chosen. `keypad` says what the keypad is open for. `told` is what
    the scanner was shown, `card` what goes with the next number.
    """

    group: str | None = None
    page: int = 0
    typed: str = ""
    service: str = ""
    is_found: bool = False  # by its name, not in its group
    keypad: str = ""
    problem: str = ""  # why what was typed was not taken, in the server's words
    told: Told = field(default_factory=Told)
    card: Card = field(default_factory=Card)
    note: str = ""  # what was shown: a kind of the wire's, or priority
    help: str = ""  # asking, told, coming, failed
    can_retry: bool = False


def begun_anew(visit: Visit) -> Visit:
    """The same citizen chooses again: the card that was shown still goes with the number."""
    return Visit(told=visit.told, card=visit.card, note=visit.note)


def grouped(services: Sequence[Service], groups: Sequence[Group]) -> tuple[Group, ...]:
    """The groups that have a service, and one for those that are in none; none for one group."""
    codes = [each.code for each in services]
    filled = [each for each in groups if any(code in codes for code in each.services)]
    inside = {code for each in filled for code in each.services}
    rest = [code for code in codes if code not in inside]
    if rest and filled:
        filled.append(Group(OTHERS, "", services=rest))
    return tuple(filled) if len(filled) > 1 else ()


def typed(visit: Visit, key: str, prefixes: Sequence[str] = ()) -> str | None:
    """The text after one key of the search or the keypad; None: no such key there."""
    text, kind = visit.typed, visit.keypad
    if key == "erase":
        return text[:-1]
    if not kind:
        is_key = key in LETTERS or key in DIGITS
        text = text + (" " if key == "space" else key if is_key else "")
        return text[:_MOST_SEARCHED] if is_key or key == "space" else None
    is_letter = kind == MISSED and not text and key in prefixes
    return (text + key)[: _MOST_LETTERS[kind]] if key and (key in DIGITS or is_letter) else None


def listed(offer: Offer, visit: Visit, *, is_search: bool) -> tuple[Service, ...]:
    """The services on the screen: of the group, or those that a search has found."""
    return find(visit.typed, offer.services) if is_search else offer.of_group(visit.group)


def opening(opens_at: str | None, offer: Offer) -> tuple[str, str]:
    """When numbers are given next, on the office's clock: `13:00`, and the day `23/11` if not
    today; both empty where that is not known."""
    try:
        at = datetime.fromisoformat(opens_at or "").astimezone(offer.zone)
    except ValueError:
        return "", ""
    is_today = at.date().isoformat() == offer.today
    return f"{at:%H:%M}", "" if is_today else f"{at:%d/%m}"


def day_of(now: str, zone: tzinfo) -> str:
    """The date of the instant `now` (RFC 3339) there; empty for what is none."""
    try:
        return datetime.fromisoformat(now).astimezone(zone).date().isoformat()
    except ValueError:
        return ""
