"""The sheet: units, header, colours that can be read."""

from itertools import product

import pytest

from kiosk.screens import Screen
from kiosk.shapes import Text
from kiosk.sheet import GREY, INK, NAVY, PAPER, PRESSED, SHUT, WARNING, WHITE, Sheet
from kiosk.showing import Showing


def texts(sheet):
    return [shape.text for shape in sheet.shapes if isinstance(shape, Text)]


def sheet(size=(800, 480), **fields):
    return Sheet(Showing(Screen.ASK, **fields), size, str, "")


def test_a_unit_is_a_hundredth_of_the_shorter_side():
    assert sheet((800, 480)).u(10) == 48 == sheet((480, 800)).u(10)


def test_office_and_counter_are_in_the_header():
    assert texts(sheet(office="Giao Thủy", counter="3")) == ["Counter 3", "Giao Thủy"]
    assert texts(sheet()) == []


def test_a_lost_server_takes_room_from_the_body():
    away = sheet(is_away=True)
    assert "No connection" in texts(away)[0] and away.body.h < sheet().body.h


def light(colour):
    parts = [c / 255 for c in colour]
    parts = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


PAIRS = [*product([INK, NAVY], [PAPER, WHITE, PRESSED]), (GREY, PAPER), (GREY, WHITE)]
PAIRS += [(WHITE, NAVY), (INK, WARNING)]


@pytest.mark.parametrize(("ink", "ground"), PAIRS)
def test_texts_have_a_contrast_of_seven_to_one(ink, ground):
    low, high = sorted([light(ink), light(ground)])
    assert (high + 0.05) / (low + 0.05) >= 7


def test_a_closed_service_can_still_be_read():
    assert (light(SHUT) + 0.05) / (light(GREY) + 0.05) >= 4.5
