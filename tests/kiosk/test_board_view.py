"""Real pictures of the hall under SDL's dummy driver."""

import pygame
import pytest
from PIL import Image

from kiosk.board_view import BoardView
from kiosk.words import load
from tests.kiosk.hall_pictures import hall, pictures

SIZES = [(1280, 720), (1920, 1080), (3840, 2160), (1080, 1920)]
WORDS = {language: load(language) for language in ("vi", "en")}


@pytest.fixture
def view():
    view = BoardView(WORDS, (1280, 720), is_headless=True)
    yield view
    view.close()


@pytest.mark.parametrize("size", SIZES)
def test_no_text_is_cut_on_any_screen(size):
    view = BoardView(WORDS, size, is_headless=True)
    for name, showing in pictures():
        view.show(showing)
        assert view.cut_texts == [], name
    view.close()


def test_a_text_too_long_is_reported_once(view, caplog):
    for clock in ("09:41", "09:42"):
        view.show(hall(1, missed=("A" * 500,), clock=clock))
    assert view.cut_texts == ["A" * 500] and caplog.text.count("too long") == 1


def test_the_picture_is_replaced_at_each_change(view, tmp_path):
    view.picture = tmp_path / "screen.png"
    seen = []
    for clock in ("09:41", "09:41", "09:42"):
        view.show(hall(4, clock=clock))
        seen.append(view.picture.read_bytes())
    assert seen[0] == seen[1] != seen[2]
    assert list(tmp_path.iterdir()) == [view.picture]


def colours(view):
    raw = pygame.image.tobytes(view.surface, "RGB")
    return Image.frombytes("RGB", view.surface.get_size(), raw).getcolors(1 << 20)


def test_a_notice_is_shown_whole_and_anew_when_its_file_changes(view, tmp_path):
    file = tmp_path / "notice.png"
    for index, colour in enumerate([(200, 30, 30), (30, 200, 30)]):
        Image.new("RGB", (400 + index, 300), colour).save(file)
        view.show(hall(4, 0, notice=str(file), clock=f"09:4{index}"))
        assert any(seen == colour and count > 100_000 for count, seen in colours(view))


def test_a_notice_that_is_no_picture_or_gone_harms_nothing(view, tmp_path, caplog):
    broken = tmp_path / "broken.png"
    broken.write_bytes(b"\x89PNG rubbish")
    view.show(hall(4, notice=str(broken)))
    view.show(hall(4, notice=str(broken), clock="09:42"))
    view.show(hall(4, notice=str(tmp_path / "gone.png")))
    assert caplog.text.count("is no picture") == 1


def post(kind, **fields):
    pygame.event.post(pygame.event.Event(kind, **fields))


def test_wake_and_the_end_of_the_window(view):
    view.wake()
    assert view.wait(None) == []
    post(pygame.KEYDOWN, key=pygame.K_a)
    assert view.wait(0.01) == []
    post(pygame.KEYDOWN, key=pygame.K_ESCAPE)
    assert view.wait(0.01) == ["quit"]
    post(pygame.QUIT)
    assert view.wait(0.01) == ["quit"]


def test_it_is_drawn_anew_when_the_window_changes(view):
    view.show(hall(4))
    view.surface.fill((0, 0, 0))
    post(pygame.VIDEORESIZE, size=(1280, 720), w=1280, h=720)
    view.wait(0.01)
    assert len(colours(view)) > 10
