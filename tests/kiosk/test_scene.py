"""Every screen at every size: all inside, nothing on top of anything, buttons large enough."""

from itertools import combinations, product

import pytest

from kiosk.rate_asking import FACES
from kiosk.scene import FACE_WORDS, REASON_WORDS, compose
from kiosk.screens import Screen
from kiosk.shapes import Box, FaceShape, Mark, QrShape, Text, Tick
from kiosk.showing import Showing
from kiosk.wire import REASONS, Service, Ticket, Window

SIZES = [(800, 480), (1280, 800), (1920, 1080), (600, 1024), (1080, 1920)]
OFFICE = "Trung tâm Phục vụ hành chính công xã Giao Thủy"
NAMES = [
    "Tư pháp – Hộ tịch",
    "Đất đai – Môi trường",
    "Lao động – Thương binh và Xã hội",
    "Nông nghiệp và Phát triển nông thôn",
]
SERVICES = tuple(
    Service(chr(65 + i), NAMES[i % 4], is_open=i != 4, waiting=i * 5) for i in range(9)
)
TICKET = Ticket(1, "A042", ahead=12, link="/t/1Xq9zkP3v7Qm")
CLOSED = (
    "Tài nguyên môi trường hôm nay không cấp số (Ngày Văn hóa Việt Nam). Cấp số tiếp: 07:00 25/11."
)
WINDOW = Window(17, "A042", 42.0, "Tư pháp – Hộ tịch", "Nguyễn Thị Hoa")


def showings():
    """One of each screen, with the longest content that is usual."""
    more = {
        Screen.PAIRING: {"office": "", "code": "304799", "tablet_id": "8fd87bfd287b6c27"},
        Screen.ASK: {"window": WINDOW},
        Screen.REASONS: {"reasons": frozenset({"attitude"})},
        Screen.SERVICES: {"services": SERVICES, "counter": None},
        Screen.CARD: {"age": 75, "counter": None},
        Screen.WITH_CARD: {"services": SERVICES, "counter": None, "note": "priority"},
        Screen.NUMBER: {
            **{"ticket": TICKET, "slip": "printed", "counter": None},
            "place": "Bàn hướng dẫn tầng 1",
        },
        Screen.PAPERLESS: {
            "ticket": TICKET,
            "slip": "failed",
            "link": "http://192.168.10.5:8080/t/1Xq9zkP3v7Qm",
        },
        Screen.SORRY: {"why": "closed", "said": CLOSED},
    }
    for screen in Screen:
        fields = {"office": OFFICE, "counter": "12", "is_away": True} | more.get(screen, {})
        yield Showing(screen, **fields)


cases = pytest.mark.parametrize(
    ("showing", "size"),
    [pytest.param(s, z, id=f"{s.screen}-{z}") for s in showings() for z in SIZES],
)


def overlap(a, b):
    return a.x < b.x + b.w and b.x < a.x + a.w and a.y < b.y + b.h and b.y < a.y + a.h


@cases
def test_all_is_inside(showing, size):
    for shape in compose(showing, size, str).shapes:
        x, y, w, h = shape.rect
        assert x >= 0 and y >= 0 and x + w <= size[0] and y + h <= size[1], shape
        assert w > 0 and h > 0, shape


@cases
def test_nothing_is_written_or_drawn_over_anything(showing, size):
    marks = (Text, FaceShape, Tick, QrShape, Mark)
    drawn = [shape for shape in compose(showing, size, str).shapes if isinstance(shape, marks)]
    for a, b in combinations(drawn, 2):
        assert not overlap(a.rect, b.rect), (a, b)


@cases
def test_buttons_are_apart_and_large_enough_for_a_glove(showing, size):
    buttons = compose(showing, size, str).buttons
    for a, b in combinations(buttons, 2):
        assert not overlap(a.rect, b.rect) and a.name != b.name
    # 9 % of the shorter side is 9 mm on a 7-inch tablet (WCAG asks for some 6) and 20 mm on 19".
    assert all(min(b.rect.w, b.rect.h) >= 0.09 * min(size) for b in buttons)


def names(screen, **fields):
    return [b.name for b in compose(Showing(screen, **fields), (800, 480), str).buttons]


def test_the_buttons_of_each_screen():
    assert names(Screen.ASK) == [*FACES, "skip"]
    assert names(Screen.REASONS) == [*REASONS, "skip", "done"]
    assert names(Screen.NUMBER) == names(Screen.PAPERLESS) == ["again"]
    assert names(Screen.SORRY, why="away") == ["again"]
    assert names(Screen.CARD, age=60) == ["accept", "decline"]
    assert names(Screen.SORRY, why="not kept") == names(Screen.THANKS) == []


def test_a_closed_service_is_no_button():
    assert "service:E" not in names(Screen.SERVICES, services=SERVICES)
    assert len(names(Screen.SERVICES, services=SERVICES)) == 8


@pytest.mark.parametrize(
    ("count", "size"), list(product([0, 1, 5, 12, 16], [(800, 480), (600, 1024)]))
)
def test_any_number_of_services_has_its_buttons(count, size):
    services = tuple(Service(str(i), "x") for i in range(count))
    scene = compose(Showing(Screen.SERVICES, services=services), size, str)
    assert len(scene.buttons) == count


def test_a_pressed_button_looks_pressed():
    rest = compose(Showing(Screen.ASK), (800, 480), str)
    held = compose(Showing(Screen.ASK), (800, 480), str, "neutral")
    changed = [a for a, b in zip(rest.shapes, held.shapes, strict=True) if a != b]
    assert len(changed) == 1 and isinstance(changed[0], Box)


def test_every_face_and_reason_has_words():
    assert FACE_WORDS.keys() == FACES.keys() and set(REASON_WORDS) == set(REASONS)
