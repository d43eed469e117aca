"""Badges and photos: what a tablet may show of whoever served, and nothing more."""

import io
from pathlib import Path

import pytest
from PIL import Image

from server.accounts import Person
from server.badges import Badges
from server.errors import Malformed, Unknown
from tests.server.desk import Desk


def picture(size: tuple[int, int] = (1200, 800), form: str = "JPEG", colour: str = "red") -> bytes:
    """A photo with a place and a maker in it, as cameras write them."""
    about = Image.Exif()
    about[0x010F] = "Maker"
    about[0x0112] = 6  # turned by 90 degrees
    drawn = io.BytesIO()
    Image.new("RGB", size, colour).save(drawn, form, exif=about)
    return drawn.getvalue()


@pytest.fixture
def badges(desk: Desk) -> Badges:
    desk.person("hoa")
    desk.person("nam")
    return Badges(desk.store, desk.photos)


def of(desk: Desk, name: str) -> tuple[str, str]:
    with desk.store.reading() as connection:
        row = connection.execute("SELECT badge, photo FROM people WHERE name = ?", (name,))
        return tuple(row.fetchone())


def files(desk: Desk, tmp_path: Path) -> list[str]:
    return sorted(each.name for each in (tmp_path / "photos").glob("*"))


def test_a_badge_is_given_and_taken(desk: Desk, badges: Badges) -> None:
    badges.give("hoa", "GT-001")
    assert of(desk, "hoa") == ("GT-001", "") and of(desk, "nam") == ("", "")
    badges.give("hoa", "")
    assert of(desk, "hoa")[0] == ""


@pytest.mark.parametrize("badge", ["x" * 33, " GT", "a\nb"])
def test_a_badge_that_could_not_be_read_is_refused(desk: Desk, badges: Badges, badge: str) -> None:
    with pytest.raises(Malformed, match="bad_badge"):
        badges.give("hoa", badge)
    with pytest.raises(Malformed, match="bad_badge"):
        desk.accounts.add_person(Person("yen", "Yến", "clerk", badge), "correct horse")


def test_nobody_gets_a_badge_or_a_photo_who_is_not_there(
    desk: Desk, badges: Badges, tmp_path: Path
) -> None:
    with pytest.raises(Malformed, match="no_such_clerk"):
        badges.give("nobody", "GT-001")
    with pytest.raises(Malformed, match="no_such_clerk"):
        badges.show_photo("nobody", picture())
    assert files(desk, tmp_path) == []


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_a_photo_is_kept_small_upright_and_without_what_the_camera_wrote(
    desk: Desk, badges: Badges, form: str
) -> None:
    badges.show_photo("hoa", picture(form=form))
    kept = Image.open(io.BytesIO(desk.photos.read(of(desk, "hoa")[1])))
    assert (kept.format, kept.size) == ("JPEG", (341, 512))
    assert not kept.getexif()


@pytest.mark.parametrize("data", [b"", b"no picture", picture()[:400], b"GIF89a" + bytes(50)])
def test_what_is_no_picture_is_refused(desk: Desk, badges: Badges, data: bytes) -> None:
    with pytest.raises(Malformed, match="no_picture"):
        badges.show_photo("hoa", data)
    assert of(desk, "hoa") == ("", "")


def test_a_photo_taken_away_is_gone_from_the_disk(
    desk: Desk, badges: Badges, tmp_path: Path
) -> None:
    badges.show_photo("hoa", picture())
    badges.show_photo("hoa", picture(colour="blue"))
    assert files(desk, tmp_path) == [of(desk, "hoa")[1]]
    badges.hide_photo("hoa")
    assert files(desk, tmp_path) == [] and of(desk, "hoa")[1] == ""


def test_a_photo_that_another_has_too_stays(desk: Desk, badges: Badges, tmp_path: Path) -> None:
    for name in ("hoa", "nam"):
        badges.show_photo(name, picture())
    badges.hide_photo("hoa")
    assert files(desk, tmp_path) == [of(desk, "nam")[1]]


@pytest.mark.parametrize("name", ["", "../office.db", "x.jpg", "0123456789abcdef.jpg"])
def test_nothing_but_a_photo_is_given_out(desk: Desk, name: str) -> None:
    assert not desk.photos.has(name)
    with pytest.raises(Unknown, match="no_such_photo"):
        desk.photos.read(name)
