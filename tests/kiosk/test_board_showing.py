"""The JSON lines of the hall screen."""

import json
from dataclasses import replace
from pathlib import Path

from kiosk.board_showing import BoardScreen, BoardShowing, as_line
from tests.kiosk.hall_pictures import ZONE, hall

CONNECTING = BoardShowing(BoardScreen.CONNECTING, ZONE, "http://10.0.0.5:8080")


def test_the_paper_shows_the_lines_with_the_same_keys():
    paper = Path("docs/reference/screens.md").read_text(encoding="utf-8").split("\n## `board`")[1]
    shown = [json.loads(line) for line in paper.splitlines() if line.startswith('{"screen"')]
    lines = [as_line(showing) for showing in (CONNECTING, hall(8))]
    assert [list(line) for line in shown] == [list(line) for line in lines]
    assert as_line(replace(CONNECTING, screen=BoardScreen.NO_ZONE)).keys() == lines[0].keys()


def test_the_clock_the_flicker_and_the_pages_make_no_line():
    showing = hall(4)
    calls = tuple(replace(call, is_lit=not call.is_lit) for call in showing.calls)
    later = replace(showing, clock="09:42", page=7, calls=calls)
    assert as_line(later) == as_line(showing) and later != showing
