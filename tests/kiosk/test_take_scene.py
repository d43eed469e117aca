"""The touch kiosk at every size: all inside, nothing over anything, buttons for fingers."""

from dataclasses import replace
from itertools import combinations, product

import pytest

from kiosk.scene import compose
from kiosk.screens import Screen
from kiosk.shapes import QrShape, Text
from kiosk.showing import Prefs
from kiosk.take_examples import MANY_SERVICES, OFFER, SHUT, service, showings
from kiosk.words import load

WIDE = [(800, 480), (1024, 600), (1280, 800), (1920, 1080)]
SIZES = [*WIDE, *[(height, width) for width, height in WIDE]]
ALL = dict(showings())

LOOKS = ["help", "language:en", "larger", "contrast", "speak"]

cases = pytest.mark.parametrize(
    ("showing", "size"),
    [pytest.param(s, z, id=f"{n}-{z}") for (n, s), z in product(ALL.items(), SIZES)],
)


def overlap(a, b):
    return a.x < b.x + b.w and b.x < a.x + a.w and a.y < b.y + b.h and b.y < a.y + a.h


@cases
@pytest.mark.parametrize("is_large", [False, True])
def test_all_is_inside_and_nothing_is_over_anything(showing, size, is_large):
    prefs = Prefs("vi", is_large=is_large)
    scene = compose(replace(showing, prefs=prefs), size, load("vi"))
    for shape in scene.shapes:
        x, y, w, h = shape.rect
        assert x >= 0 and y >= 0 and x + w <= size[0] and y + h <= size[1], shape
        assert w > 0 and h > 0, shape
    drawn = [shape for shape in scene.shapes if isinstance(shape, Text | QrShape)]
    for a, b in combinations(drawn, 2):
        assert not overlap(a.rect, b.rect), (a, b)


@cases
def test_buttons_are_apart_and_large_enough_for_a_finger(showing, size):
    """22 mm, or a sixth of the shorter side where the glass is small; how to read, three quarters
    of that; keys, which are learned as one, half of it."""
    finger = (0.16 if min(size) <= 800 else 0.11) * min(size)
    buttons = compose(showing, size, load("vi")).buttons
    for a, b in combinations(buttons, 2):
        assert not overlap(a.rect, b.rect) and a.name != b.name
    for button in buttons:
        is_key = button.name.startswith("key:") or showing.screen is Screen.SEARCH
        height = 0.1 if is_key else 0.75 if button.name in LOOKS[1:] else 1
        assert button.rect.h >= height * finger, button
        assert button.rect.w >= 0.07 * min(size) if is_key else finger, button


def names(name, size=(1280, 800), **fields):
    scene = compose(replace(ALL[name], **fields), size, load("vi"))
    return [b.name for b in scene.buttons]


def texts(name, language="vi", **fields):
    showing = replace(ALL[name], prefs=Prefs(language), **fields)
    scene = compose(showing, (1280, 800), load(language))
    return [shape.text for shape in scene.shapes if isinstance(shape, Text)]


def test_the_buttons_of_each_screen():
    start = ["find", "keypad:appointment", "keypad:missed"]
    groups = ["group:people", "group:land", "group:social", "group:result", "group:"]
    assert names("groups") == [*LOOKS, *start, *groups]
    assert names("group") == [*LOOKS, "back", *start, "service:B"]  # E gives no numbers
    assert names("confirm") == [*LOOKS, "back", "take", "priority"]
    assert names("with-a-card") == [*LOOKS, "back", "take"]
    assert names("shut-meanwhile") == [*LOOKS, "back"]
    because = [f"because:{each}" for each in ("elderly", "disabled", "pregnant", "merit")]
    assert names("category") == [*LOOKS, *because, "back", "because:none"]
    assert names("number") == names("returned") == names("help") == ["speak", "again"]
    assert names("refused") == ["speak", "help", "again"]
    assert names("no-answer") == ["speak", "help", "again", "retry"]
    assert names("found")[-1] == "service:A" and "key:q" in names("found")


@pytest.mark.parametrize("name", ALL)
def test_where_the_language_has_no_voice_there_is_no_button_to_hear(name):
    is_said = ALL[name].screen is not Screen.ISSUING
    assert ("speak" in names(name)) == is_said
    assert "speak" not in names(name, voices=("km",))


def test_the_keypad_has_the_letters_of_labels_only_where_they_are_typed():
    digits = {f"key:{each}" for each in "1234567890"} | {"key:erase"}
    assert set(names("appointment")) == {*LOOKS, "back", "send", *digits}
    prefixes = {f"key:{each}" for each in "ABCDEFGHI"}
    assert set(names("missed")) == {*LOOKS, "back", "send", *digits, *prefixes}


def test_without_appointments_nobody_is_asked_for_one():
    offer = replace(OFFER, services=(service(0, has_slots=False),), groups=())
    assert "keypad:appointment" not in names("services", offer=offer)


@pytest.mark.parametrize("size", SIZES)
def test_every_service_is_on_one_of_the_pages_and_one_touch_turns_them(size):
    seen, page = set(), 0
    while True:
        visit = replace(ALL["pages"].visit, page=page)
        shown = names("pages", size, visit=visit)
        services = {name for name in shown if name.startswith("service:")}
        if not services - seen:
            break
        assert "page" in shown and not services & seen
        seen, page = seen | services, page + 1
    assert seen == {f"service:{each.code}" for each in MANY_SERVICES.services}


def test_closed_and_used_up_and_paused_are_said_with_when_it_goes_on():
    said = texts("services")
    assert "Tạm ngừng cấp số. Cấp số tiếp lúc 07:00 ngày 24/11." in said
    assert "Đã hết số. Cấp số tiếp lúc 07:00 ngày 24/11." in said
    assert "30 người đang chờ. Quầy đang tạm nghỉ." in said
    today = replace(OFFER, today="2026-11-24")
    assert "Đã hết số. Cấp số tiếp lúc 07:00." in texts("services", offer=today)


def test_a_day_on_which_nothing_is_given_says_so_once_and_where_an_ended_service_went():
    [said] = [text for text in texts("holiday") if "Hôm nay nghỉ" in text]
    assert said.startswith("Hôm nay nghỉ: Giỗ Tổ Hùng Vương. Cấp số tiếp lúc 07:00 ngày 24/11.")
    assert "Trung tâm tỉnh" in said
    over = replace(SHUT, services=tuple(service(i, is_open=False, why="over") for i in range(2)))
    assert any(t.startswith("Hiện chưa cấp số.") for t in texts("holiday", offer=over))


def test_papers_are_said_before_a_number_is_taken_in_the_citizens_language():
    assert "•  Giấy chứng nhận quyền sử dụng đất (bản gốc)" in texts("confirm")
    offer = replace(
        OFFER, services=(service(0, documents={"en": ["Passport"], "vi": ["Hộ chiếu"]}),)
    )
    assert "•  Passport" in texts("confirm", "en", offer=offer)
    assert "•  Hộ chiếu" in texts("confirm", offer=offer)
    assert "Civil status and justice" in texts("confirm", "en")
