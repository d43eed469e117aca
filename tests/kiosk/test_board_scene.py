"""The hall screen at every size: all inside, nothing over anything, and readable from afar."""

from dataclasses import replace
from itertools import combinations

import pygame
import pytest

from kiosk.board_scene import compose_board
from kiosk.board_sheet import CAPITAL, FAR_CAPITAL
from kiosk.board_side import ranges
from kiosk.draw import fitted_px, forget_fonts
from kiosk.shapes import Arrow, Picture, Rect, Text
from kiosk.words import load
from tests.kiosk.hall_pictures import ZONE, calls, hall, pictures

SIZES = [(1280, 720), (1920, 1080), (3840, 2160), (1080, 1920)]
WORDS = {language: load(language) for language in ("vi", "en")}
cases = pytest.mark.parametrize(
    ("showing", "size"),
    [pytest.param(s, z, id=f"{n}-{z[0]}x{z[1]}") for n, s in pictures() for z in SIZES],
)


def inked(shape):
    """Where there is ink: a line of figures needs less than its letters' height."""
    return shape.rect if not getattr(shape, "is_tight", False) else shape.rect.inset(0, 1)


def overlap(a, b):
    return a.x < b.x + b.w and b.x < a.x + a.w and a.y < b.y + b.h and b.y < a.y + a.h


@cases
def test_all_is_inside(showing, size):
    for shape in compose_board(showing, size, WORDS).shapes:
        x, y, w, h = shape.rect
        assert x >= 0 and y >= 0 and x + w <= size[0] and y + h <= size[1], shape
        assert w > 0 and h > 0, shape


@cases
def test_nothing_is_written_or_drawn_over_anything(showing, size):
    marks = (Text, Arrow, Picture)
    shapes = [s for s in compose_board(showing, size, WORDS).shapes if isinstance(s, marks)]
    for a, b in combinations(shapes, 2):
        assert not overlap(inked(a), inked(b)), (a, b)


def texts(showing, size=(1920, 1080)):
    return [s for s in compose_board(showing, size, WORDS).shapes if isinstance(s, Text)]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("counters", [1, 4, 8, 30])
def test_every_call_in_hand_is_on_the_screen(counters, size):
    said = [text.text for text in texts(hall(counters), size)]
    for call in calls(counters):
        assert call.label in said and call.counter in said


@pytest.fixture
def fonts():
    pygame.font.init()
    yield
    forget_fonts()
    pygame.font.quit()


@cases
def test_large_calls_can_be_read_at_ten_metres(showing, size, fonts):
    """50 mm is 9.35 % of the shorter side of a 43-inch 16:9 screen (535 mm)."""
    scene = compose_board(showing, size, WORDS)
    shares = {
        text.text: fitted_px(scene, text) * CAPITAL / min(size)
        for text in scene.shapes
        if isinstance(text, Text) and text.group in ("first", "calls")
    }
    assert all(share >= 0.0935 for share in shares.values()), shares


def test_ten_metres_are_fifty_millimetres_on_a_43_inch_screen():
    height_mm = 43 * 25.4 * 9 / (16**2 + 9**2) ** 0.5
    assert round(height_mm) == 535 and FAR_CAPITAL / 100 * height_mm >= 10_000 / 200


def test_the_newest_call_is_the_largest():
    first, *rest = [t for t in texts(hall(8)) if t.group in ("first", "calls")]
    assert first.text == "A042" and all(first.rect.h > 1.2 * t.rect.h for t in rest[1:])


def test_lit_calls_are_drawn_the_other_way_round():
    def colour(is_lit):
        call = replace(calls(1)[0], is_lit=is_lit)
        return next(t.colour for t in texts(hall(1, calls=(call,))) if t.group == "first")

    assert colour(is_lit=True) != colour(is_lit=False)


def test_a_notice_stands_beside_the_calls_or_in_their_place():
    beside = compose_board(hall(8, notice="/n/a.png"), (1920, 1080), WORDS)
    instead = compose_board(hall(8, 0, notice="/n/a.png"), (1920, 1080), WORDS)
    for scene in (beside, instead):
        assert sum(isinstance(shape, Picture) for shape in scene.shapes) == 1
    assert "WAITING" not in said(beside) and "ĐANG CHỜ" in said(instead)


def said(scene):
    return " | ".join(s.text for s in scene.shapes if isinstance(s, Text))


def test_more_services_than_can_be_read_come_page_by_page():
    showing = hall(12, services=hall(9).services * 2)
    found = set()
    for page in range(6):
        found |= {t.text for t in texts(replace(showing, page=page)) if t.group == "services"}
    assert len(found) == 9


def test_the_news_come_page_by_page_one_language_after_the_other():
    def news(page):
        return said(compose_board(hall(4, page=page), (1920, 1080), WORDS)).rpartition(" | ")[0]

    spoken = [page for page in range(4) if "15:00" in news(page)]
    assert spoken == [3] and "đặt lịch hẹn" in "".join(map(news, range(3)))


@pytest.mark.parametrize(
    ("minutes", "text"), [(30, "trong 30 phút"), (0, "lấy số mới"), (None, "hỏi nhân viên")]
)
def test_the_rule_of_coming_back_stands_beside_who_was_missed(minutes, text):
    zone = replace_zone(requeue_min=minutes)
    assert text in said(compose_board(hall(4, zone=zone), (1920, 1080), WORDS))
    nobody = compose_board(hall(4, zone=zone, missed=()), (1920, 1080), WORDS)
    assert text not in said(nobody)


def replace_zone(**changes):
    import msgspec

    return msgspec.structs.replace(ZONE, **changes)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_stale_is_said_in_all_languages_whichever_s_turn_it_is(language):
    scene = compose_board(hall(8, stale_since="09:38", language=language), (1920, 1080), WORDS)
    assert "Mất kết nối với máy chủ lúc 09:38" in said(scene)
    assert "Connection to the server lost at 09:38" in said(scene)


def test_counters_in_a_row_are_said_shortly():
    assert ranges(("1", "2", "3", "5", "7", "8", "A", "B")) == "1–3, 5, 7, 8, A, B"
    assert ranges(()) == ""


def test_the_arithmetic_of_rectangles_holds_on_a_tiny_window():
    for size in ((100, 100), (320, 100)):
        assert compose_board(hall(30), size, WORDS).shapes
    assert Rect(0, 0, 5, 5).inset(9, 9).w == 0
