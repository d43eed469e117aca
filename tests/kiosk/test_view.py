"""Real pictures under SDL's dummy driver, and real pygame events."""

import unicodedata

import font_roboto
import pygame
import pytest
from PIL import Image, ImageFont

from kiosk.screens import Screen
from kiosk.showing import Showing
from kiosk.touch import GUARD_S
from kiosk.view import View
from kiosk.words import load
from tests.kiosk.test_scene import showings

SIZES = [(800, 480), (1920, 1080), (600, 1024)]
ASK = Showing(Screen.ASK, office="Giao Thủy")


class Clock:
    def __init__(self):
        self.now_s = 10.0

    def __call__(self):
        return self.now_s


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def view(clock):
    view = View(load("vi"), (800, 480), is_headless=True, now_s=clock)
    yield view
    view.close()


@pytest.fixture
def asking(view, clock):
    """The question is on the glass, long enough to be touched."""
    view.show(Showing(Screen.ASK, office="Giao Thủy"))
    view.wait(0.01)
    clock.now_s += GUARD_S
    return view


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("size", SIZES)
def test_no_text_is_cut_on_any_screen(size, language):
    view = View(load(language), size, is_headless=True)
    for showing in showings():
        view.show(showing)
        assert view.cut_texts == [], showing.screen
    view.close()


def test_a_text_too_long_is_reported(view):
    view.show(Showing(Screen.IDLE, office="Ủy ban " * 200))
    assert view.cut_texts == ["Ủy ban " * 200]


VOWELS = ["a", "ă", "â", "e", "ê", "i", "o", "ô", "ơ", "u", "ư", "y"]
LETTERS = "đĐ" + "".join(
    v + mark for v in VOWELS for mark in ("", *"\u0300\u0301\u0303\u0309\u0323")
)


@pytest.mark.parametrize("name", ["Roboto", "RobotoBold"])
def test_the_font_has_every_vietnamese_letter(name):
    font = ImageFont.truetype(font_roboto.font_files[name], 40)
    nothing = bytes(font.getmask("\U0010fffd"))
    letters = unicodedata.normalize("NFC", LETTERS + LETTERS.upper())
    pictures = [bytes(font.getmask(letter)) for letter in set(letters)]
    assert len(pictures) == 2 + 2 * 72 and nothing not in pictures
    assert len(set(pictures)) == len(pictures)


def test_the_picture_is_replaced_whole_at_each_change(view, tmp_path):
    view.picture = tmp_path / "screen.png"
    seen = []
    for showing in (ASK, ASK, Showing(Screen.THANKS)):
        view.show(showing)
        seen.append(view.picture.read_bytes())
    assert seen[0] == seen[1] != seen[2]
    with Image.open(view.picture) as image:
        assert image.size == (800, 480)
    assert list(tmp_path.iterdir()) == [view.picture]


def post(kind, **fields):
    pygame.event.post(pygame.event.Event(kind, **fields))


FACE = {"x": 0.1, "y": 0.6}  # very satisfied, wide
PIXEL = {"pos": (80, 288), "button": 1}


def test_a_finger_counts_once_though_sdl_makes_a_mouse_of_it(asking):
    post(pygame.FINGERDOWN, finger_id=1, **FACE)
    post(pygame.MOUSEBUTTONDOWN, touch=True, **PIXEL)
    post(pygame.FINGERUP, finger_id=1, **FACE)
    post(pygame.MOUSEBUTTONUP, touch=True, **PIXEL)
    assert asking.wait(0.05) == ["very_satisfied"]


def test_a_mouse_counts_and_its_button_looks_pressed(asking):
    before = asking.surface.copy().get_buffer().raw
    post(pygame.MOUSEBUTTONDOWN, touch=False, **PIXEL)
    assert asking.wait(0.05) == [] and asking.surface.get_buffer().raw != before
    post(pygame.MOUSEBUTTONUP, touch=False, **PIXEL)
    assert asking.wait(0.05) == ["very_satisfied"]


def test_wake_and_the_window_closed(view):
    view.wake()
    assert view.wait(None) == []
    post(pygame.QUIT)
    assert "quit" in view.wait(None)
