"""The photo of who serves: once a visit, whole, and only its owner may read it."""

import queue

import pytest

from kiosk.client import ServerAway
from kiosk.news import PhotoCame
from kiosk.photo import Photos
from kiosk.wire import Window


class Office:
    def __init__(self):
        self.asked, self.errors = 0, []

    def photo(self):
        self.asked += 1
        if self.errors:
            raise self.errors.pop()
        return b"picture %d" % self.asked


@pytest.fixture
def office():
    return Office()


def window(id, has_photo=True):
    return Window(17, "A017", 60.0, id=id, has_photo=has_photo)


def test_one_photo_a_visit(tmp_path, office):
    news = queue.Queue()
    photos = Photos(tmp_path / "photo", news.put)
    for _ in range(3):
        photos.look(office, window("aa"))
    assert news.get(timeout=10) == PhotoCame("aa", str(tmp_path / "photo"))
    photos.look(office, window("bb"))
    assert news.get(timeout=10).window == "bb"
    assert office.asked == 2 and (tmp_path / "photo").read_bytes() == b"picture 2"
    assert (tmp_path / "photo").stat().st_mode & 0o77 == 0
    assert [f.name for f in tmp_path.iterdir()] == ["photo"]


def test_nobody_is_asked_without_a_photo_a_window_or_a_server(tmp_path, office):
    photos = Photos(tmp_path / "photo", None)
    photos.look(office, None)
    photos.look(office, window("aa", has_photo=False))
    photos.look(None, window("aa"))
    assert office.asked == 0


def test_a_photo_that_can_not_be_had_is_no_photo(tmp_path, office):
    news = queue.Queue()
    photos = Photos(tmp_path / "photo", news.put)
    office.errors.append(ServerAway("gone"))
    photos.look(office, window("aa"))
    while office.errors:
        pass
    photos.look(office, window("bb"))
    assert news.get(timeout=10).window == "bb"
