"""The JSON line of each screen, as docs/reference/screens.md shows it."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.board_showing import BoardScreen, BoardShowing
from kiosk.board_showing import as_line as board_line
from kiosk.screens import Screen
from kiosk.showing import Showing, as_line
from kiosk.wire import Ticket, Window
from tests.kiosk.hall_pictures import ZONE, hall

TICKET = Ticket(1, "A042")
LINES = [
    (Showing(Screen.PAIRING, code="304799", tablet_id="8fd8"), {"code": "304799", "id": "8fd8"}),
    (Showing(Screen.IDLE, counter="3"), {}),
    (Showing(Screen.ASK, window=Window(17, "A042", 9.0)), {"ticket": 17, "label": "A042"}),
    (Showing(Screen.REASONS, reasons=frozenset({"other"})), {}),
    (Showing(Screen.THANKS), {}),
    (Showing(Screen.SERVICES), {}),
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
    (
        Showing(Screen.SORRY, why="closed", said="Next: 13:00."),
        {"why": "closed", "said": "Next: 13:00."},
    ),
]


CONNECTING = BoardShowing(BoardScreen.CONNECTING, ZONE, "http://10.0.0.5:8080")


@pytest.mark.parametrize(("showing", "rest"), LINES)
def test_the_line_of_a_screen(showing, rest):
    assert as_line(showing) == {"screen": str(showing.screen), **rest}


def lines_of_the_paper(screens):
    paper = Path("docs/reference/screens.md").read_text(encoding="utf-8").splitlines()
    lines = [json.loads(line) for line in paper if line.startswith('{"screen"')]
    return [list(line) for line in lines if line["screen"] in set(screens)]


def test_the_paper_shows_a_line_of_every_screen_with_the_same_keys():
    assert lines_of_the_paper(Screen) == [list(as_line(showing)) for showing, _ in LINES]


def test_the_paper_shows_the_lines_of_the_hall_screen():
    lines = [list(board_line(showing)) for showing in (CONNECTING, hall(8))]
    assert lines_of_the_paper(BoardScreen) == lines
    assert list(board_line(replace(CONNECTING, screen=BoardScreen.NO_ZONE))) == lines[0]
