"""Pages for people: what each carries, in whose language, and that nothing comes from elsewhere."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from server import queries
from tests.server.desk import Desk
from tests.server.web import client, web_app

STATIC = Path(__file__).parents[2] / "server" / "static"
OPEN = [
    *("/", "/kiosk", "/rate", "/home", "/board", "/counter", "/mine", "/devices"),
    *("/manage", "/manage/ratings", "/manage/setup"),
]


def browser_of(desk: Desk) -> FlaskClient:
    return web_app(desk).test_client()


def data(html: str, name: str) -> Any:
    """The JSON that a page carries under that id."""
    found = re.search(rf'<script type="application/json" id="{name}">(.*?)</script>', html, re.S)
    assert found is not None
    return json.loads(found[1])


def link_of(desk: Desk) -> str:
    ticket = desk.issue()
    return queries.issued(desk.store.row, ticket).link


@pytest.mark.parametrize("path", OPEN)
def test_a_page_carries_words_and_settings_and_no_script_of_its_own(desk: Desk, path: str) -> None:
    html = browser_of(desk).get(path).text
    assert data(html, "words")["stale"].startswith("Màn hình chưa cập nhật")
    data(html, "settings")
    inline = [tag for tag in re.findall(r"<script[^>]*>", html) if "application/json" not in tag]
    assert all(re.search(r'type="module" src="/static/\w+\.js"', tag) for tag in inline)
    assert not re.search(r"\son\w+=|\sstyle=", html)


@pytest.mark.parametrize("path", OPEN)
def test_a_page_takes_nothing_from_elsewhere(desk: Desk, path: str) -> None:
    answer = browser_of(desk).get(path)
    assert "default-src 'self'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Cache-Control"] == "no-store"
    assert not re.search(r"(?:src|href)=\"(?:https?:)?//", answer.text)


def test_nothing_that_is_served_loads_anything_from_elsewhere() -> None:
    for path in STATIC.glob("*.*"):
        text = path.read_text(encoding="utf-8").replace("http://www.w3.org/2000/svg", "")
        assert not re.search(r"https?://|@import|url\(", text), path.name


def test_what_others_wrote_imports_only_its_neighbours_and_says_whose_it_is() -> None:
    for folder in (STATIC / "vendor").iterdir():
        assert "MIT License" in (folder / "LICENSE").read_text(encoding="utf-8")
        for path in folder.glob("*.js"):
            text = re.sub(r"/\*.*?\*/|//[^\n]*", "", path.read_text(encoding="utf-8"), flags=re.S)
            for module in re.findall(r"""(?:from|import)\s*\(?["']([^"']+)""", text):
                assert (folder / module).is_file(), f"{path}: {module}"
            assert not re.search(r"https?:|\bfetch\b|\beval\b|new Function", text), path


def test_every_module_is_served_as_javascript(desk: Desk) -> None:
    browser = browser_of(desk)
    for path in STATIC.rglob("*.js"):
        answer = browser.get(f"/static/{path.relative_to(STATIC).as_posix()}")
        assert answer.content_type == "text/javascript; charset=utf-8"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        answer.close()


def test_every_module_imports_what_is_there() -> None:
    """A wrong name in an import stops a whole page."""
    for path in STATIC.glob("*.js"):
        text = path.read_text(encoding="utf-8")
        for names, module in re.findall(r'import \{([^}]*)\} from "\./(\w+\.js)"', text):
            other = (STATIC / module).read_text(encoding="utf-8")
            exported = set(re.findall(r"export (?:async )?(?:function|const|class) (\w+)", other))
            assert {name.strip() for name in names.split(",") if name.strip()} <= exported


def test_the_reader_chooses_the_language(desk: Desk) -> None:
    browser = browser_of(desk)
    assert '<html lang="vi">' in browser.get("/").text
    answer = browser.get("/language/en?back=/kiosk")
    assert answer.headers["Location"] == "/kiosk"
    assert '<html lang="en">' in browser.get("/kiosk").text
    assert browser.get("/language/xx").status_code == 404


@pytest.mark.parametrize("back", ["//evil.example", "/\\evil.example", "https://evil.example", ""])
def test_the_way_back_stays_here(desk: Desk, back: str) -> None:
    answer = browser_of(desk).get("/language/en", query_string={"back": back})
    assert answer.headers["Location"] == "/"


def test_a_cookie_of_a_language_we_do_not_have_gives_vietnamese(desk: Desk) -> None:
    browser = browser_of(desk)
    browser.set_cookie("language", "../en")
    assert '<html lang="vi">' in browser.get("/").text


def test_the_hall_screen_says_its_headings_in_both_languages(desk: Desk) -> None:
    html = browser_of(desk).get("/board").text
    assert '<span lang="vi">SỐ</span><span lang="en">NUMBER</span>' in html


def test_a_ticket_has_a_page_for_whoever_knows_its_link(desk: Desk) -> None:
    link = link_of(desk)
    answer = browser_of(desk).get(link)
    assert answer.status_code == 200
    assert '<h1 class="label">A001</h1>' in answer.text
    assert link.removeprefix("/t/") not in answer.text.replace(f"back={link}", "")


@pytest.mark.parametrize("path", ["/t/aaaaaaaaaaaaaaaa", "/t/short", "/t/x/qr.svg"])
def test_a_wrong_link_is_a_page_for_people(desk: Desk, path: str) -> None:
    answer = browser_of(desk).get(path)
    assert answer.status_code == 404
    assert answer.content_type == "text/html; charset=utf-8"
    assert "Không có gì ở địa chỉ này." in answer.text


@pytest.mark.parametrize("host", ["10.0.0.5:8080", "motcua.lan"])
def test_the_code_of_a_link_is_an_svg_for_this_address(desk: Desk, host: str) -> None:
    answer = browser_of(desk).get(link_of(desk) + "/qr.svg", headers={"Host": host})
    assert answer.content_type.startswith("image/svg+xml")
    assert answer.data.startswith(b"<svg")


def test_the_code_of_a_kiosk_on_the_servers_own_machine_leads_phones_to_it(desk: Desk) -> None:
    browser = browser_of(desk)
    link = "/t/aaaaaaaaaaaaaaaa/qr.svg"
    codes = {
        host: browser.get(link, headers={"Host": host}).data
        for host in ("localhost:8080", "127.0.0.1:8080", "[::1]:8080")
    }
    assert len(set(codes.values())) == 1


def test_looking_at_a_ticket_does_not_take_the_kiosk_away(desk: Desk) -> None:
    browser = browser_of(desk)
    browser.get(link_of(desk))
    csrf = data(browser.get("/kiosk").text, "settings")["csrf"]
    headers = {"X-CSRF-Token": csrf, "Idempotency-Key": "k"}
    answer = browser.post("/api/v1/tickets", json={"service": "A"}, headers=headers)
    assert answer.status_code == 201


def test_a_device_without_a_picture_is_not_named_as_having_one(desk: Desk) -> None:
    known = client(desk, "admin")
    devices = known.get("/api/v1/virtual").get_json()
    faces = {each["id"]: each["has_picture"] for each in devices if each["kind"] == "printer"}
    assert faces == {"printer-hall": True, "printer-new": False}


def test_a_slip_with_its_secret_is_not_for_every_browser(desk: Desk) -> None:
    browser = browser_of(desk)
    browser.get("/kiosk")
    devices = browser.get("/api/v1/virtual").get_json()
    assert not any(each["has_picture"] for each in devices)
    assert browser.get("/api/v1/virtual/printer-hall/picture").status_code == 404
    assert client(desk, "admin").get("/api/v1/virtual/printer-hall/picture").data == b"PNG"


def test_a_language_link_leads_nowhere_else(desk: Desk) -> None:
    browser = browser_of(desk)
    for back in (
        "//evil.example",
        "/\t/evil.example",
        "/\\evil.example",
        "https://evil.example",
        "x",
    ):
        answer = browser.get("/language/vi", query_string={"back": back})
        assert answer.headers["Location"] == "/", back
    answer = browser.get("/language/en", query_string={"back": "/t/abc_-9?x=1"})
    assert answer.headers["Location"] == "/t/abc_-9?x=1"


def test_a_phone_gives_back_each_ticket_it_looked_at(desk: Desk) -> None:
    browser = browser_of(desk)
    first, second = link_of(desk), link_of(desk)
    browser.get(first)
    page = browser.get(second)
    headers = {"X-CSRF-Token": data(page.text, "settings")["csrf"], "Idempotency-Key": "k"}
    assert browser.post("/api/v1/tickets/1/cancel", headers=headers).status_code == 200


def test_two_browsers_never_share_a_key(desk: Desk) -> None:
    labels = []
    for browser in (browser_of(desk), browser_of(desk)):
        csrf = data(browser.get("/kiosk").text, "settings")["csrf"]
        headers = {"X-CSRF-Token": csrf, "Idempotency-Key": "same"}
        answer = browser.post("/api/v1/tickets", json={"service": "A"}, headers=headers)
        labels.append(answer.get_json()["label"])
    assert labels == ["A001", "A002"]


def test_a_browser_gives_back_only_the_ticket_it_was_shown(desk: Desk) -> None:
    browser = browser_of(desk)
    link = link_of(desk)
    other = desk.issue()
    csrf = data(browser.get("/kiosk").text, "settings")["csrf"]
    headers = {"X-CSRF-Token": csrf, "Idempotency-Key": "k"}
    refused = browser.post(f"/api/v1/tickets/{other.id}/cancel", headers=headers)
    assert refused.status_code == 403
    browser.get(link)
    headers["Idempotency-Key"] = "k-2"
    assert browser.post(f"/api/v1/tickets/{other.id}/cancel", headers=headers).status_code == 403
    assert browser.post("/api/v1/tickets/1/cancel", headers=headers).status_code == 200


def test_a_browser_does_not_learn_why_somebody_has_priority(desk: Desk) -> None:
    browser = browser_of(desk)
    desk.issue(priority="pregnant")
    browser.get("/kiosk")
    assert browser.get("/api/v1/tickets/1").get_json()["priority"] is None
