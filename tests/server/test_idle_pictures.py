"""The folder of pictures for rating pages: stills by name, and nothing else."""

from pathlib import Path

import pytest

from server.idle_pictures import LARGEST_FILE, MOST, STAY_S, IdlePictures
from tests.server.desk import Desk
from tests.server.web import web_app

JPEG = b"\xff\xd8" + bytes(100)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    found = tmp_path / "pictures"
    found.mkdir()
    for name in ("hoa sen.jpg", "b.webp", "a.PNG", "film.mp4", "notes.txt"):
        (found / name).write_bytes(JPEG)
    with (found / "poster.png").open("wb") as file:
        file.truncate(LARGEST_FILE + 1)
    return found


def test_stills_are_listed_by_name_and_what_is_too_large_is_not(folder: Path) -> None:
    found = IdlePictures(folder).all()
    addresses = [each.url.partition("?v=")[0] for each in found]
    assert addresses == ["/pictures/a.PNG", "/pictures/b.webp", "/pictures/hoa%20sen.jpg"]
    assert {(each.kind, each.seconds) for each in found} == {("still", STAY_S)}
    for n in range(MOST):
        (folder / f"many{n}.png").write_bytes(JPEG)
    assert len(IdlePictures(folder).all()) == MOST


def test_a_page_asks_what_there_is_and_gets_it(desk: Desk, folder: Path) -> None:
    browser = web_app(desk, notices=folder).test_client()
    for each in browser.get("/api/v1/pictures").json:
        answer = browser.get(each["url"], buffered=True)
        assert (answer.status_code, answer.data) == (200, JPEG)
        assert answer.mimetype.startswith("image/")
    film = browser.get("/pictures/film.mp4")
    assert (film.status_code, film.json["type"]) == (404, "/problems/no_such_picture")


def test_without_a_folder_there_are_none(desk: Desk) -> None:
    assert web_app(desk).test_client().get("/api/v1/pictures").json == []
