"""The JSON line of each screen, as docs/reference/screens.md shows it."""

import json
from pathlib import Path

import pytest

from kiosk.screens import Screen
from kiosk.showing import Showing, as_line
from kiosk.staff import Facts, StaffView
from kiosk.typing import Keyboard
from kiosk.visit import Offer, Visit
from kiosk.wire import Service, Ticket, Told, Window

TICKET = Ticket(1, "A042")
OFFER = Offer((Service("A", "Tư pháp"), Service("B", "Đất đai")))
FACTS = Facts(server="http://x", waiting=3)
LINES = [
    (
        Showing(Screen.PAIRING, code="304799", tablet_id="8fd8", address="10.0.0.7:47110"),
        {"code": "304799", "id": "8fd8", "address": "10.0.0.7:47110"},
    ),
    (Showing(Screen.IDLE, counter="3"), {}),
    (Showing(Screen.ASK, window=Window(17, "A042", 9.0)), {"ticket": 17, "label": "A042"}),
    (Showing(Screen.REASONS, reasons=frozenset({"other"})), {}),
    (Showing(Screen.COMMENT, keyboard=Keyboard("Tốt")), {"typed": "Tốt"}),
    (Showing(Screen.THANKS), {}),
    (
        Showing(Screen.PIN, staff=StaffView(digits=3)),
        {"digits": 3, "wrong": False, "paused": False},
    ),
    (Showing(Screen.STAFF, staff=StaffView(facts=FACTS)), {"server": "http://x", "waiting": 3}),
    (
        Showing(Screen.STAFF, staff=StaffView(facts=FACTS, keyboard=Keyboard("http"))),
        {"server": "http://x", "waiting": 3, "typed": "http"},
    ),
    (
        Showing(Screen.STAFF, staff=StaffView(facts=FACTS, is_sure=True)),
        {"server": "http://x", "waiting": 3, "sure": True},
    ),
    (Showing(Screen.FAILSAFE, why="OSError"), {"why": "OSError"}),
    (Showing(Screen.GROUPS), {}),
    (Showing(Screen.SERVICES), {}),
    (
        Showing(Screen.SERVICES, visit=Visit(group="land", note="citizen_card")),
        {"group": "land", "note": "citizen_card"},
    ),
    (
        Showing(Screen.SEARCH, offer=OFFER, visit=Visit(typed="dat")),
        {"typed": "dat", "found": ["B"]},
    ),
    (Showing(Screen.CONFIRM, visit=Visit(service="B")), {"service": "B"}),
    (Showing(Screen.CATEGORY, visit=Visit(service="B")), {"service": "B"}),
    (Showing(Screen.CARD, visit=Visit(told=Told(age=75))), {"age": 75}),
    (
        Showing(Screen.KEYPAD, visit=Visit(keypad="missed", typed="A04", problem="No A04.")),
        {"keypad": "missed", "typed": "A04", "problem": "No A04."},
    ),
    (Showing(Screen.ISSUING), {}),
    (Showing(Screen.NUMBER, ticket=TICKET), {"label": "A042"}),
    (
        Showing(Screen.NUMBER, ticket=TICKET, place="Bàn hướng dẫn"),
        {"label": "A042", "place": "Bàn hướng dẫn"},
    ),
    (
        Showing(Screen.PAPERLESS, ticket=TICKET, slip="none", link="http://x/t/1"),
        {"label": "A042", "slip": "none", "link": "http://x/t/1"},
    ),
    (Showing(Screen.RETURNED, ticket=TICKET), {"label": "A042"}),
    (Showing(Screen.HELP, visit=Visit(help="told")), {"help": "told"}),
    (
        Showing(Screen.SORRY, why="closed", said="Next: 13:00."),
        {"why": "closed", "said": "Next: 13:00."},
    ),
]


@pytest.mark.parametrize(("showing", "rest"), LINES)
def test_the_line_of_a_screen(showing, rest):
    assert as_line(showing) == {"screen": str(showing.screen), **rest}


def test_the_paper_shows_a_line_of_every_screen_with_the_same_keys():
    paper = Path("docs/reference/screens.md").read_text(encoding="utf-8")
    touched, _ = paper.split("\n## `board`")  # a hall screen has lines of its own
    shown = [json.loads(line) for line in touched.splitlines() if line.startswith('{"screen"')]
    assert [list(line) for line in shown] == [list(as_line(showing)) for showing, _ in LINES]
