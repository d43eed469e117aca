"""All that a screen needs to be drawn, and the line that tells a program about it."""

from dataclasses import dataclass

from kiosk.screens import Screen
from kiosk.wire import Service, Ticket, Window


@dataclass(frozen=True)
class Showing:
    """One screen with its content; two equal showings look the same."""

    screen: Screen
    office: str = ""
    counter: str | None = None
    code: str = ""
    tablet_id: str = ""
    is_away: bool = False
    window: Window | None = None
    reasons: frozenset[str] = frozenset()
    services: tuple[Service, ...] = ()
    ticket: Ticket | None = None
    slip: str = ""  # queued, printed, failed, none, late
    place: str = ""  # where the slip comes out, if at another printer than this kiosk's
    link: str = ""  # whole address of the citizen's page
    why: str = ""
    said: str = ""  # by the server, why it gives no number
    note: str = ""  # what was shown to the scanner: a kind of the wire's, or priority
    age: int | None = None  # from which priority is offered


def as_line(showing: Showing) -> dict[str, object]:
    """The JSON line of this screen (docs/reference/screens.md)."""
    line: dict[str, object] = {"screen": str(showing.screen)}
    match showing.screen:
        case Screen.PAIRING:
            line |= {"code": showing.code, "id": showing.tablet_id}
        case Screen.ASK if showing.window:
            line |= {"ticket": showing.window.ticket, "label": showing.window.label}
        case Screen.NUMBER if showing.ticket:
            line |= {"label": showing.ticket.label}
            if showing.place:
                line |= {"place": showing.place}
        case Screen.PAPERLESS if showing.ticket:
            line |= {"label": showing.ticket.label, "slip": showing.slip, "link": showing.link}
        case Screen.CARD:
            line |= {"age": showing.age}
        case Screen.SORRY:
            line |= {"why": showing.why, "said": showing.said}
    return line
