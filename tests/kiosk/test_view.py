"""Real pictures under SDL's dummy driver, and real pygame events."""

import unicodedata
from dataclasses import replace

import font_roboto
import pygame
import pytest
from PIL import Image, ImageFont

from kiosk.packs import load_packs
from kiosk.screens import Screen
from kiosk.showing import Prefs, Showing
from kiosk.touch import GUARD_S
from kiosk.view import View
from kiosk.words import load
from tests.kiosk.test_scene import more_showings, showings

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
    for showing in [*showings(), *more_showings()]:
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


CORNER = {"pos": (20, 20), "button": 1}


def test_four_touches_in_the_corner_are_staff_and_three_are_nobody(asking, clock):
    for count in range(4):
        clock.now_s += 0.5
        post(pygame.MOUSEBUTTONDOWN, touch=False, **CORNER)
        post(pygame.MOUSEBUTTONUP, touch=False, **CORNER)
        assert asking.wait(0.05) == (["corner"] * (count == 3) + ["glass"])


def test_a_finger_in_the_corner_counts_once_though_sdl_makes_a_mouse_of_it(asking, clock):
    for _ in range(3):
        clock.now_s += 0.5
        post(pygame.FINGERDOWN, finger_id=1, x=0.02, y=0.02)
        post(pygame.MOUSEBUTTONDOWN, touch=True, **CORNER)
        post(pygame.FINGERUP, finger_id=1, x=0.02, y=0.02)
        assert asking.wait(0.05) == ["glass"]


def test_the_citizens_language_and_colours_are_on_the_glass(clock):
    packs = load_packs("vi")
    view = View(packs["vi"].words, (800, 480), is_headless=True, packs=packs)
    seen = set()
    for prefs in (Prefs("vi"), Prefs("en"), Prefs("en", is_large=True), Prefs("xx")):
        view.show(Showing(Screen.ASK, prefs=prefs))
        seen.add(view.surface.get_buffer().raw)
    assert len(seen) == 3  # a language that is not there is the tablet's own
    view.show(Showing(Screen.ASK, prefs=Prefs("vi", has_contrast=True)))
    assert view.surface.get_at((2, 470))[:3] == (0, 0, 0)
    view.close()


def test_a_screen_that_could_not_be_drawn_is_drawn_at_the_next_try(view, tmp_path):
    view.picture = tmp_path / "no" / "picture.png"
    with pytest.raises(pygame.error):
        view.show(ASK)
    view.picture.parent.mkdir()
    view.show(ASK)
    assert view.picture.exists()


@pytest.mark.parametrize("size", SIZES)
def test_larger_letters_are_larger(size):
    from kiosk.draw import fitted_px
    from kiosk.scene import compose
    from kiosk.shapes import Text

    view = View(load("vi"), size, is_headless=True)  # pygame's fonts
    for showing in more_showings():
        if not showing.prefs.is_large or showing.screen is Screen.COMMENT:
            continue
        usual = replace(showing, prefs=Prefs("vi"))
        heights = []
        for each in (usual, showing):
            scene = compose(each, size, load("vi"))
            texts = [t for t in scene.shapes if isinstance(t, Text)]
            heights.append([(t.text, fitted_px(scene, t)) for t in texts])
        pairs = list(zip(*heights, strict=True))
        assert all(large[1] >= small[1] for small, large in pairs), showing.screen
        assert sum(large[1] > small[1] for small, large in pairs) >= len(pairs) // 4
    view.close()
