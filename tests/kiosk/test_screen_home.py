"""Which server a hall screen belongs to, and what is remembered of it."""

import pytest

from kiosk.screen_home import BrokenHome, ScreenHome, check_server, check_zone, load, save

GOOD = [
    ("http://10.0.0.5:8080", "http://10.0.0.5:8080"),
    ("http://motcua.local/", "http://motcua.local"),
    ("http://[fd00::5]:8080", "http://[fd00::5]:8080"),
]
BAD = ["10.0.0.5:8080", "https://10.0.0.5", "http://", "http://a:99999", "http://a/board"]
BAD += ["http://u:p@a", "http://a?x=1", "ftp://a", "http://a:b"]


@pytest.mark.parametrize(("text", "kept"), GOOD)
def test_an_address(text, kept):
    assert check_server(text) == kept


@pytest.mark.parametrize("text", BAD)
def test_what_is_no_address(text):
    with pytest.raises(ValueError, match=r"."):
        check_server(text)


@pytest.mark.parametrize("text", ["", " ", "a/b", "a\n", "a" * 121])
def test_what_is_no_zone(text):
    with pytest.raises(ValueError, match="no name of a zone"):
        check_zone(text)


def test_it_is_remembered(tmp_path):
    path = tmp_path / "screen.json"
    assert load(path) is None
    home = ScreenHome("http://10.0.0.5:8080", check_zone("khu-a"))
    save(path, home)
    assert load(path) == home and list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", "null", '{"server": "x", "zone": "hall"}', '{"server": 5, "zone": 5}']
)
def test_a_file_that_is_not_ours_is_told(tmp_path, text):
    path = tmp_path / "screen.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BrokenHome, match="move it away"):
        load(path)
