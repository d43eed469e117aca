"""All that a screen needs to be drawn, and the line that tells a program about it."""

from dataclasses import dataclass, field

from kiosk.screens import Screen
from kiosk.staff import NO_VIEW, StaffView
from kiosk.typing import Keyboard
from kiosk.visit import Offer, Visit, listed
from kiosk.wire import AS_EVER, Question, Ticket, Window

_MOST_FOUND = 12


@dataclass(frozen=True)
class Prefs:
    """How this citizen wants to read. `language` is empty for the tablet's own."""

    language: str = ""
    is_large: bool = False
    has_contrast: bool = False


@dataclass(frozen=True)
class Showing:
    """One screen with its content; two equal showings look the same."""

    screen: Screen
    office: str = ""
    counter: str | None = None
    code: str = ""
    tablet_id: str = ""
    address: str = ""  # of this tablet, with the port of its listener: "10.0.0.7:47110"
    is_away: bool = False
    window: Window | None = None
    reasons: frozenset[str] = frozenset()
    question: Question = AS_EVER
    prefs: Prefs = Prefs()
    languages: tuple[str, ...] = ()  # to choose from, when there are two or more
    voices: tuple[str, ...] = ()  # the languages that can be read aloud
    is_speaking: bool = False
    keyboard: Keyboard | None = None  # of the comment
    can_comment: bool = False  # the rating is still here
    score_is_low: bool = False  # reasons were asked
    complaint: str = ""  # address to complain at, shown as a code
    photo: str = ""  # file, of who served
    picture: str = ""  # file, shown while nobody is asked
    staff: StaffView = NO_VIEW
    ticket: Ticket | None = None
    slip: str = ""  # queued, printed, failed, none, late
    place: str = ""  # where the slip comes out, if at another printer than this kiosk's
    link: str = ""  # whole address of the citizen's page
    why: str = ""
    said: str = ""  # by the server, why it gives no number
    offer: Offer = field(default_factory=Offer)
    visit: Visit = field(default_factory=Visit)


def as_line(showing: Showing) -> dict[str, object]:
    """The JSON line of this screen (docs/reference/screens.md)."""
    line: dict[str, object] = {"screen": str(showing.screen)}
    match showing.screen:
        case Screen.PAIRING:
            line |= {"code": showing.code, "id": showing.tablet_id, "address": showing.address}
        case Screen.ASK if showing.window:
            line |= {"ticket": showing.window.ticket, "label": showing.window.label}
        case Screen.COMMENT if showing.keyboard:
            line |= {"typed": showing.keyboard.text}
        case Screen.PIN:
            view = showing.staff
            line |= {"digits": view.digits, "wrong": view.is_wrong, "paused": view.is_paused}
        case Screen.STAFF:
            line |= _staff_line(showing.staff)
        case Screen.FAILSAFE:
            line |= {"why": showing.why}
        case Screen.SORRY:
            line |= {"why": showing.why, "said": showing.said}
    return line | take_line(showing)


def _staff_line(view: StaffView) -> dict[str, object]:
    line: dict[str, object] = {"server": view.facts.server, "waiting": view.facts.waiting}
    if view.keyboard:
        line |= {"typed": view.keyboard.text}
    return (
        line | ({"sure": True} if view.is_sure else {}) | ({"said": view.said} if view.said else {})
    )


def take_line(showing: Showing) -> dict[str, object]:
    """What only the touch kiosk's screens have."""
    visit = showing.visit
    match showing.screen:
        case Screen.GROUPS | Screen.SERVICES | Screen.SEARCH:
            return _list_line(showing)
        case Screen.CONFIRM | Screen.CATEGORY:
            return {"service": visit.service}
        case Screen.CARD:
            return {"age": visit.told.age}
        case Screen.KEYPAD:
            return {"keypad": visit.keypad, "typed": visit.typed, "problem": visit.problem}
        case Screen.NUMBER | Screen.RETURNED if showing.ticket:
            place = {"place": showing.place} if showing.place else {}
            return {"label": showing.ticket.label, **place}
        case Screen.PAPERLESS if showing.ticket:
            return {"label": showing.ticket.label, "slip": showing.slip, "link": showing.link}
        case Screen.HELP:
            return {"help": visit.help}
    return {}


def _list_line(showing: Showing) -> dict[str, object]:
    visit, offer = showing.visit, showing.offer
    note: dict[str, object] = {"note": visit.note} if visit.note else {}
    match showing.screen:
        case Screen.SERVICES if visit.group is not None:
            return {"group": visit.group, **note}
        case Screen.SEARCH:
            found = listed(offer, visit, is_search=True)
            return {"typed": visit.typed, "found": [each.code for each in found[:_MOST_FOUND]]}
    return note
