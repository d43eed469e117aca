"""The screens of both programs as two tables: screen × what happened → screen.

Everything that may change the screen is in these tables and nowhere else; a pair that is not in
the table changes nothing (a second tap, a late answer). docs/reference/screens.md prints them.
"""

import json
from dataclasses import dataclass
from enum import StrEnum


class Screen(StrEnum):
    PAIRING = "pairing"
    IDLE = "idle"
    ASK = "ask"
    REASONS = "reasons"
    COMMENT = "comment"
    THANKS = "thanks"
    SORRY = "sorry"
    PIN = "pin"
    STAFF = "staff"
    FAILSAFE = "failsafe"
    # the touch kiosk
    GROUPS = "groups"
    SERVICES = "services"
    SEARCH = "search"
    CONFIRM = "confirm"
    CATEGORY = "category"
    CARD = "card"
    KEYPAD = "keypad"
    ISSUING = "issuing"
    NUMBER = "number"
    PAPERLESS = "paperless"
    RETURNED = "returned"
    HELP = "help"


class Happening(StrEnum):
    PAIRED = "paired"
    UNPAIRED = "unpaired"
    TIMEOUT = "timeout"
    # what staff does, and faults of ours
    CORNER = "corner"  # four touches in the upper left corner within 3 s
    TYPED = "typed"  # a key of a keyboard on the screen
    PIN_RIGHT = "pin right"
    PIN_WRONG = "pin wrong"
    LEAVE = "leave"
    FAULT = "fault"
    MENDED = "mended"
    # the rating tablet
    WINDOW_OPENED = "window opened"  # of another ticket than the one on the screen
    WINDOW_CLOSED = "window closed"
    HIGH = "high face"  # above the score up to which reasons are asked
    LOW = "low face"  # up to that score
    NOT_KEPT = "not kept"  # the disk did not take the answer
    REASON = "reason"
    COMMENT = "comment"
    BACK = "back"
    DONE = "done"
    SKIP = "skip"
    READING = "reading"  # a touch on nothing
    PREFERENCE = "preference"  # language, larger text, high contrast, read aloud
    # the touch kiosk
    GROUP = "group"
    NO_GROUPS = "no groups"  # the office has none: its services are the first screen
    GROUPS_CAME = "groups came"
    PAGE = "page"
    FIND = "find"
    SERVICE = "service"
    TAKE = "take"
    PRIORITY = "priority"
    BACK_TO_FOUND = "back to found"  # the service was found by its name
    BECAUSE = "because"  # of one reason for priority, or without priority after all
    MISSED = "missed"
    APPOINTMENT = "appointment"
    SENT = "sent"
    MISTYPED = "mistyped"  # the server knows no such number or code
    PRESENTED = "slip or appointment"
    ISSUED = "issued"
    BACK_IN_LINE = "back in line"
    REFUSED = "refused"
    RETRY = "retry"
    SLIP_OUT = "slip out"
    SLIP_MISSING = "slip missing"
    AGAIN = "again"
    OFFERED = "card with priority"
    SHOWN = "card or rubbish"
    ANSWERED = "answered"
    ASK_HELP = "help"
    HELP_KNOWN = "help known"  # the server has told the staff, or could not


Table = dict[tuple[Screen, Happening], Screen]

_S, _H = Screen, Happening

# A tablet that belongs to nobody has no idle screen and no PIN: where this says idle or pin, its
# desk says `unpaired`, which leads to pairing.
RATE: Table = {
    (_S.PAIRING, _H.PAIRED): _S.IDLE,
    (_S.PAIRING, _H.CORNER): _S.STAFF,
    (_S.PAIRING, _H.FAULT): _S.FAILSAFE,
    (_S.IDLE, _H.WINDOW_OPENED): _S.ASK,
    (_S.IDLE, _H.UNPAIRED): _S.PAIRING,
    (_S.IDLE, _H.CORNER): _S.PIN,
    (_S.IDLE, _H.FAULT): _S.FAILSAFE,
    (_S.ASK, _H.HIGH): _S.THANKS,
    (_S.ASK, _H.LOW): _S.REASONS,
    (_S.ASK, _H.NOT_KEPT): _S.SORRY,
    (_S.ASK, _H.SKIP): _S.IDLE,
    (_S.ASK, _H.TIMEOUT): _S.IDLE,
    (_S.ASK, _H.WINDOW_CLOSED): _S.IDLE,
    (_S.ASK, _H.WINDOW_OPENED): _S.ASK,
    (_S.ASK, _H.READING): _S.ASK,
    (_S.ASK, _H.PREFERENCE): _S.ASK,
    (_S.ASK, _H.UNPAIRED): _S.PAIRING,
    (_S.ASK, _H.CORNER): _S.PIN,
    (_S.ASK, _H.FAULT): _S.FAILSAFE,
    (_S.REASONS, _H.REASON): _S.REASONS,
    (_S.REASONS, _H.COMMENT): _S.COMMENT,
    (_S.REASONS, _H.DONE): _S.THANKS,
    (_S.REASONS, _H.SKIP): _S.THANKS,
    (_S.REASONS, _H.TIMEOUT): _S.THANKS,
    (_S.REASONS, _H.WINDOW_OPENED): _S.ASK,
    (_S.REASONS, _H.PREFERENCE): _S.REASONS,
    (_S.REASONS, _H.UNPAIRED): _S.PAIRING,
    (_S.REASONS, _H.CORNER): _S.PIN,
    (_S.REASONS, _H.FAULT): _S.FAILSAFE,
    (_S.COMMENT, _H.TYPED): _S.COMMENT,
    (_S.COMMENT, _H.BACK): _S.REASONS,
    (_S.COMMENT, _H.DONE): _S.THANKS,
    (_S.COMMENT, _H.SKIP): _S.THANKS,
    (_S.COMMENT, _H.TIMEOUT): _S.THANKS,
    (_S.COMMENT, _H.WINDOW_OPENED): _S.ASK,
    (_S.COMMENT, _H.PREFERENCE): _S.COMMENT,
    (_S.COMMENT, _H.UNPAIRED): _S.PAIRING,
    (_S.COMMENT, _H.CORNER): _S.PIN,
    (_S.COMMENT, _H.FAULT): _S.FAILSAFE,
    (_S.THANKS, _H.COMMENT): _S.COMMENT,
    (_S.THANKS, _H.DONE): _S.IDLE,
    (_S.THANKS, _H.TIMEOUT): _S.IDLE,
    (_S.THANKS, _H.WINDOW_OPENED): _S.ASK,
    (_S.THANKS, _H.PREFERENCE): _S.THANKS,
    (_S.THANKS, _H.UNPAIRED): _S.PAIRING,
    (_S.THANKS, _H.CORNER): _S.PIN,
    (_S.THANKS, _H.FAULT): _S.FAILSAFE,
    (_S.SORRY, _H.TIMEOUT): _S.IDLE,
    (_S.SORRY, _H.WINDOW_OPENED): _S.ASK,
    (_S.SORRY, _H.UNPAIRED): _S.PAIRING,
    (_S.SORRY, _H.CORNER): _S.PIN,
    (_S.SORRY, _H.FAULT): _S.FAILSAFE,
    (_S.PIN, _H.TYPED): _S.PIN,
    (_S.PIN, _H.PIN_WRONG): _S.PIN,
    (_S.PIN, _H.PIN_RIGHT): _S.STAFF,
    (_S.PIN, _H.LEAVE): _S.IDLE,
    (_S.PIN, _H.TIMEOUT): _S.IDLE,
    (_S.PIN, _H.WINDOW_OPENED): _S.ASK,
    (_S.PIN, _H.UNPAIRED): _S.PAIRING,
    (_S.PIN, _H.FAULT): _S.FAILSAFE,
    (_S.STAFF, _H.TYPED): _S.STAFF,
    (_S.STAFF, _H.LEAVE): _S.IDLE,
    (_S.STAFF, _H.TIMEOUT): _S.IDLE,
    (_S.STAFF, _H.PAIRED): _S.IDLE,
    (_S.STAFF, _H.UNPAIRED): _S.PAIRING,
    (_S.STAFF, _H.FAULT): _S.FAILSAFE,
    (_S.FAILSAFE, _H.MENDED): _S.IDLE,
    (_S.FAILSAFE, _H.TIMEOUT): _S.IDLE,
    (_S.FAILSAFE, _H.UNPAIRED): _S.PAIRING,
    (_S.FAILSAFE, _H.CORNER): _S.PIN,
    (_S.FAILSAFE, _H.FAULT): _S.FAILSAFE,
}

# Where somebody chooses, and where something was told and is read.
_CHOOSING = (_S.GROUPS, _S.SERVICES, _S.SEARCH, _S.CONFIRM, _S.CATEGORY, _S.CARD, _S.KEYPAD)
_TOLD = (_S.NUMBER, _S.PAPERLESS, _S.RETURNED, _S.HELP, _S.SORRY)
_STAFF_ONLY = (_S.PIN, _S.STAFF)
_TAKING = (_S.PAIRING, *_CHOOSING, _S.ISSUING, *_TOLD, *_STAFF_ONLY, _S.FAILSAFE)

# `groups` is where every visit begins; in an office without groups it gives way to `services`.
_TAKE: Table = {
    (_S.PAIRING, _H.PAIRED): _S.GROUPS,
    (_S.GROUPS, _H.GROUP): _S.SERVICES,
    (_S.GROUPS, _H.NO_GROUPS): _S.SERVICES,
    (_S.SERVICES, _H.GROUPS_CAME): _S.GROUPS,
    **{(each, _H.PAGE): each for each in (_S.GROUPS, _S.SERVICES, _S.SEARCH)},
    **{(each, _H.FIND): _S.SEARCH for each in (_S.GROUPS, _S.SERVICES)},
    **{(each, _H.MISSED): _S.KEYPAD for each in (_S.GROUPS, _S.SERVICES)},
    **{(each, _H.APPOINTMENT): _S.KEYPAD for each in (_S.GROUPS, _S.SERVICES)},
    **{(each, _H.SERVICE): _S.CONFIRM for each in (_S.SERVICES, _S.SEARCH)},
    **{(each, _H.TYPED): each for each in (_S.SEARCH, _S.KEYPAD, _S.PIN, _S.STAFF)},
    (_S.CONFIRM, _H.TAKE): _S.ISSUING,
    (_S.CONFIRM, _H.PRIORITY): _S.CATEGORY,
    (_S.CATEGORY, _H.BECAUSE): _S.ISSUING,
    (_S.CARD, _H.ANSWERED): _S.GROUPS,
    (_S.KEYPAD, _H.SENT): _S.ISSUING,
    (_S.ISSUING, _H.ISSUED): _S.NUMBER,
    (_S.ISSUING, _H.BACK_IN_LINE): _S.RETURNED,
    (_S.ISSUING, _H.MISTYPED): _S.KEYPAD,
    (_S.ISSUING, _H.REFUSED): _S.SORRY,
    (_S.ISSUING, _H.TIMEOUT): _S.SORRY,
    (_S.SORRY, _H.RETRY): _S.ISSUING,
    (_S.NUMBER, _H.SLIP_OUT): _S.NUMBER,
    (_S.NUMBER, _H.SLIP_MISSING): _S.PAPERLESS,
    (_S.HELP, _H.HELP_KNOWN): _S.HELP,
    # back and home
    **{(each, _H.BACK): _S.GROUPS for each in (_S.SERVICES, _S.SEARCH, _S.CARD, _S.KEYPAD)},
    (_S.CONFIRM, _H.BACK): _S.SERVICES,
    (_S.CONFIRM, _H.BACK_TO_FOUND): _S.SEARCH,
    (_S.CATEGORY, _H.BACK): _S.CONFIRM,
    **{(each, _H.AGAIN): _S.GROUPS for each in _TOLD},
    **{(each, _H.TIMEOUT): _S.GROUPS for each in (*_CHOOSING, *_TOLD, *_STAFF_ONLY)},
    # Help, and how the screen looks, wherever a citizen stands.
    **{(each, _H.ASK_HELP): _S.HELP for each in (*_CHOOSING, _S.PAPERLESS, _S.SORRY)},
    **{(each, _H.PREFERENCE): each for each in (*_CHOOSING, *_TOLD)},
    # Whoever shows something begins anew.
    **{(each, _H.OFFERED): _S.CARD for each in (*_CHOOSING, *_TOLD)},
    **{(each, _H.SHOWN): _S.GROUPS for each in (*_CHOOSING, *_TOLD)},
    **{(each, _H.PRESENTED): _S.ISSUING for each in (*_CHOOSING, *_TOLD)},
    # the staff
    **{(each, _H.CORNER): _S.PIN for each in (*_CHOOSING, *_TOLD, _S.FAILSAFE)},
    (_S.PAIRING, _H.CORNER): _S.STAFF,
    (_S.PIN, _H.PIN_RIGHT): _S.STAFF,
    (_S.PIN, _H.PIN_WRONG): _S.PIN,
    **{(each, _H.LEAVE): _S.GROUPS for each in _STAFF_ONLY},
    (_S.STAFF, _H.PAIRED): _S.GROUPS,
    (_S.FAILSAFE, _H.MENDED): _S.GROUPS,
    (_S.FAILSAFE, _H.TIMEOUT): _S.GROUPS,
    **{(each, _H.UNPAIRED): _S.PAIRING for each in _TAKING if each is not _S.PAIRING},
    **{(each, _H.FAULT): _S.FAILSAFE for each in _TAKING},
}
TAKE: Table = dict(sorted(_TAKE.items(), key=lambda row: _TAKING.index(row[0][0])))

# Seconds a screen stays when nothing happens; a screen that is not here stays for ever. ASK ends
# when the server says the window closes, within this bound.
STAY_S: dict[Screen, float] = {
    _S.ASK: 120.0,
    _S.REASONS: 30.0,
    _S.COMMENT: 60.0,
    _S.THANKS: 5.0,
    _S.SORRY: 30.0,  # a sentence to read, and a way to try again
    _S.PIN: 30.0,
    _S.STAFF: 120.0,
    _S.FAILSAFE: 10.0,  # then it is tried again
    _S.GROUPS: 45.0,  # begins anew: the next citizen may stand there
    _S.SERVICES: 45.0,
    _S.SEARCH: 45.0,
    _S.CONFIRM: 60.0,  # papers are read here
    _S.CATEGORY: 30.0,
    _S.CARD: 30.0,
    _S.KEYPAD: 30.0,
    _S.ISSUING: 12.0,  # the request gives up after 8 s; this only guards against a lost answer
    _S.NUMBER: 10.0,  # longer than the 8 s in which the slip is looked for
    _S.PAPERLESS: 30.0,  # time to find a phone and aim it
    _S.RETURNED: 20.0,
    _S.HELP: 20.0,
}
# A screen stays at least so long when it is read aloud, made larger or put into another language
# (ask: as long as the window is open, which reading moves), and *thanks* when it shows where to
# complain.
READ_S = 30.0
HEARD_S = 120.0  # and so long while it is being read: longer than any reading takes


@dataclass(frozen=True)
class Shown:
    """A screen and the monotonic second at which it times out (None: never)."""

    screen: Screen
    ends_at_s: float | None = None


def show(screen: Screen, now_s: float) -> Shown:
    """`screen`, from now for as long as it stays."""
    stay_s = STAY_S.get(screen)
    return Shown(screen, None if stay_s is None else now_s + stay_s)


def after(table: Table, shown: Shown, happening: Happening, now_s: float) -> Shown | None:
    """The screen after `happening`, or None when the table has no such row."""
    screen = table.get((shown.screen, happening))
    return None if screen is None else show(screen, now_s)


def as_markdown(table: Table) -> str:
    """The table as docs/reference/screens.md prints it."""
    rows = [f"| {screen} | {happening} | {to} |" for (screen, happening), to in table.items()]
    return "\n".join(["| screen | what happens | then |", "|---|---|---|", *rows]) + "\n"


def as_json() -> str:
    """Both tables and the times, as the browser's pages read them (server/static/screens.json)."""

    def rows(table: Table) -> dict[str, dict[str, str]]:
        steps: dict[str, dict[str, str]] = {}
        for (screen, happening), to in table.items():
            steps.setdefault(screen, {})[happening] = to
        return steps

    whole = {"rate": rows(RATE), "take": rows(TAKE), "stay_s": STAY_S, "read_s": READ_S}
    return json.dumps(whole, indent=1) + "\n"


if __name__ == "__main__":  # python -m kiosk.screens > server/static/screens.json
    print(as_json(), end="")
