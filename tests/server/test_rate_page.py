"""The rating page as it is served: every language in it, and the QR code of where to complain."""

import json
from typing import Any

import pytest

from server.words import LANGUAGES
from tests.server.desk import Desk
from tests.server.web import web_app

URL = "https://dichvucong.gov.vn/phan-anh"


def settings(desk: Desk, path: str) -> Any:
    html = web_app(desk).test_client().get(path).get_data(as_text=True)
    return json.loads(html.partition('id="settings">')[2].partition("</script>")[0])


def test_every_language_says_the_same_things(desk: Desk) -> None:
    found = settings(desk, "/rate")
    assert tuple(found["languages"]) == LANGUAGES
    vi, en = (found["tongues"][each] for each in LANGUAGES)
    assert vi.keys() == en.keys()
    assert vi["face_5"] == "Rất hài lòng" and en["face_5"] == "Very satisfied"
    assert {key for key in vi if vi[key] == en[key]} == set()


def test_a_name_is_no_longer_than_the_list_takes(desk: Desk) -> None:
    assert settings(desk, "/rate")["name"] == ""
    assert settings(desk, "/rate?name=" + "x" * 100)["name"] == "x" * 64


@pytest.mark.parametrize("asked", [None, URL, "https://example.com/"])
def test_no_code_is_drawn_but_of_the_offices_own_address(desk: Desk, asked: str | None) -> None:
    query = {} if asked is None else {"url": asked}
    client = web_app(desk).test_client()
    assert client.get("/rate/complaint.svg", query_string=query).status_code == 404
    desk.change("rating", "office", {"complaint_url": URL})
    answer = client.get("/rate/complaint.svg", query_string=query)
    assert answer.status_code == (200 if asked == URL else 404)
    assert asked != URL or answer.mimetype == "image/svg+xml"
