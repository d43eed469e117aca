"""The folder of notices: what is listed, what is given out, and what never is."""

import os
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from server.errors import Unknown
from server.notices import LARGEST_FILE, Notices
from server.plan import Zone
from tests.server.desk import Desk
from tests.server.web import web_app

HALL = Zone(name="hall", still_s=9)
PNG = b"\x89PNG" + bytes(range(256)) * 4


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "notices"
    folder.mkdir()
    for name in ("b.png", "a.mp4", "notes.txt", ".hidden.png"):
        (folder / name).write_bytes(PNG)
    (folder / "empty.png").touch()
    (folder / "folder.png").mkdir()
    return folder


@pytest.fixture
def browser(desk: Desk, folder: Path) -> FlaskClient:
    return web_app(desk, notices=folder).test_client()


def names(folder: Path, zone: Zone = HALL) -> list[str]:
    return [each.url.partition("?")[0] for each in Notices(folder).of(zone)]


def test_pictures_and_videos_are_listed_by_name(folder: Path) -> None:
    assert names(folder) == ["/notices/a.mp4", "/notices/b.png"]
    assert [(each.kind, each.seconds) for each in Notices(folder).of(HALL)] == [
        ("video", 0),
        ("still", 9),
    ]


def test_a_zone_has_its_own_in_its_own_order_and_leaves_out_what_is_not_there(folder: Path) -> None:
    zone = Zone(name="west", notices=("b.png", "gone.png", "a.mp4"))
    assert names(folder, zone) == ["/notices/b.png", "/notices/a.mp4"]


def test_without_a_folder_there_is_nothing(tmp_path: Path) -> None:
    assert names(tmp_path / "notices") == []


def test_a_file_is_seen_as_soon_as_it_is_there_and_anew_when_it_changes(folder: Path) -> None:
    before = Notices(folder).of(HALL)
    (folder / "c.webp").write_bytes(PNG)
    os.utime(folder / "b.png", (1, 1))
    after = Notices(folder).of(HALL)
    assert len(after) == 3
    assert before[1].url != after[1].url


def test_names_with_marks_kept_apart_are_found(folder: Path) -> None:
    (folder / "thông báo.png").write_bytes(PNG)  # NFD
    zone = Zone(name="x", notices=("thông báo.png",))
    assert len(names(folder, zone)) == 1


def test_a_file_that_is_much_too_large_is_left_out(folder: Path) -> None:
    with (folder / "z.webm").open("wb") as file:
        file.truncate(LARGEST_FILE + 1)  # no disk is used for it
    assert names(folder) == ["/notices/a.mp4", "/notices/b.png"]


@pytest.mark.skipif(not hasattr(os, "symlink"), reason="no links here")
def test_a_link_out_of_the_folder_is_no_notice(folder: Path) -> None:
    (folder.parent / "secret.png").write_bytes(PNG)
    (folder / "link.png").symlink_to(folder.parent / "secret.png")
    assert "/notices/link.png" not in names(folder)
    with pytest.raises(Unknown):
        Notices(folder).path("link.png")


# Over HTTP


def given(browser: FlaskClient, path: str, **headers: str) -> TestResponse:
    """The answer, read to its end: its file is closed."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return browser.get(f"/notices/{path}", headers=named, buffered=True)


def test_a_file_is_given_out_whole_in_part_and_not_twice(browser: FlaskClient) -> None:
    whole = given(browser, "b.png")
    assert (whole.status_code, whole.data, whole.mimetype) == (200, PNG, "image/png")
    assert whole.headers["X-Content-Type-Options"] == "nosniff"
    assert whole.headers["Cache-Control"] == "public, max-age=3600"
    part = given(browser, "a.mp4", Range="bytes=4-7")
    assert (part.status_code, part.data) == (206, PNG[4:8])
    assert part.headers["Content-Range"] == f"bytes 4-7/{len(PNG)}"
    same = given(browser, "b.png", If_None_Match=whole.headers["ETag"])
    assert (same.status_code, same.data) == (304, b"")
    beyond = given(browser, "a.mp4", Range=f"bytes={len(PNG)}-")
    assert beyond.status_code == 416


@pytest.mark.parametrize(
    "path",
    [
        *("notes.txt", ".hidden.png", "empty.png", "folder.png", "gone.png", "..%2Foffice.db"),
        *("%2e%2e/office.db", "..%5Coffice.db", "%00.png", "/etc/passwd", "a.mp4%00", ""),
    ],
)
def test_nothing_else_is_given_out(browser: FlaskClient, path: str) -> None:
    assert given(browser, path).status_code in (404, 308)
