"""Pictures while nobody is asked: one after another, and what comes and goes in the folder."""

import pytest

from kiosk.idle_pictures import STAY_S, IdlePictures


class Clock:
    now_s = 100.0

    def __call__(self):
        return self.now_s


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def folder(tmp_path):
    for name in ("b.PNG", "a.jpg", "notes.txt", "c.jpeg"):
        (tmp_path / name).touch()
    return tmp_path


def shown(pictures, clock, count):
    names = []
    for _ in range(count):
        names.append(pictures.current().rpartition("/")[2])
        clock.now_s += STAY_S
    return names


def test_pictures_come_in_turn_by_name(folder, clock):
    assert shown(IdlePictures(folder, clock), clock, 4) == ["a.jpg", "b.PNG", "c.jpeg", "a.jpg"]


def test_a_picture_stays_its_time(folder, clock):
    pictures = IdlePictures(folder, clock)
    first = pictures.current()
    clock.now_s += STAY_S - 0.1
    assert pictures.current() == first and pictures.next_at_s == 120.0


def test_what_comes_and_goes_is_seen(folder, clock):
    pictures = IdlePictures(folder, clock)
    assert shown(pictures, clock, 1) == ["a.jpg"]
    (folder / "b.PNG").unlink()
    assert shown(pictures, clock, 1) == ["c.jpeg"]
    for file in folder.iterdir():
        file.unlink()
    assert shown(pictures, clock, 1) == [""]
    (folder / "z.png").touch()
    assert shown(pictures, clock, 1) == ["z.png"]


def test_without_a_folder_there_is_none(tmp_path, clock):
    assert IdlePictures(tmp_path / "no", clock).current() == ""


def test_a_file_in_place_of_the_folder_is_said(tmp_path, clock, caplog):
    (tmp_path / "idle").touch()
    assert IdlePictures(tmp_path / "idle", clock).current() == "" and "idle" in caplog.text
