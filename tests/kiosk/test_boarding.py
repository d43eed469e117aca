"""The hall screen put together: a real program, a real socket, an office made of bytes."""

import json
import time

import pytest
from PIL import Image

from kiosk.hall_client import HallClient
from kiosk.hall_couriers import is_ours
from kiosk.hall_wire import Announcement
from tests.kiosk.hall_office import HallOffice, counter
from tests.kiosk.headless_screen import HeadlessScreen
from tests.kiosk.sounds import wav
from tests.kiosk.test_speaker import loud_s, until_loud_for, until_quiet

WEST = {"name": "west", "counters": ["2"], "is_whole": False, "languages": ["vi"]}
SAID = {"id": 17, "zone": "hall", "ticket": 6, "label": "A006", "counter": "1"}
SAID |= {"languages": ["vi"], "duration_s": 0.6, "url": "/api/v1/announcements/17.wav"}
SAID |= {"is_for_screens": True}


@pytest.fixture
def office():
    office = HallOffice()
    yield office
    office.close()


@pytest.fixture
def start(tmp_path):
    screens = []

    def begin(*options, folder="screen", **env):
        screens.append(HeadlessScreen(tmp_path / folder, *options, **env))
        return screens[-1]

    yield begin
    for screen in screens:
        assert screen.quit() == 0, screen.errors


def labels(line):
    return [call["label"] for call in line["calls"]]


def flashing(line):
    return [call["label"] for call in line["calls"] if call["flashes"]]


def test_a_call_is_seen_at_once_and_flashes(office, start):
    office.counters = [counter("1", 5)]
    screen = start("--server", office.url)
    assert screen.next()["screen"] == "connecting"
    line = screen.until(lambda line: line.get("calls"))
    assert labels(line) == ["A005"] and not flashing(line) and line["waiting"] == {"A": 2}
    screen.listens(office)
    office.counters = [counter("1", 6, called_at="2026-11-24T02:41:09.000Z")]
    office.tell("called", ticket=6)
    assert flashing(screen.until(lambda line: labels(line) == ["A006"])) == ["A006"]
    office.counters = [counter("1", 6, calls=1), counter("2", 7)]
    office.tell("called", ticket=7)
    assert set(flashing(screen.until(lambda line: len(line["calls"]) == 2))) == {"A006", "A007"}


def test_most_answers_are_nothing_changed(office, start):
    screen = start("--server", office.url)
    screen.until(lambda line: line["screen"] == "hall")
    screen.listens(office)
    office.tell("issued", ticket=9)
    screen.wait_for(lambda: ("/api/v1/hall", 304) in [(p, s) for p, _, s in office.asked])


def test_a_server_that_comes_later_and_is_lost_and_comes_back(office, start):
    office.close()
    screen = start("--server", office.url)
    assert screen.next()["screen"] == "connecting"
    office.open()
    screen.until(lambda line: line["screen"] == "hall")
    office.counters = [counter("1", 5)]
    screen.listens(office)
    office.tell("called", ticket=5)
    screen.until(lambda line: labels(line) == ["A005"])
    office.close()
    line = screen.until(lambda line: line["stale_since"])
    assert line["stale_since"] == "09:41" and not flashing(line)
    office.counters = [counter("1", 9)]  # called while nobody could see it, by the clock long ago
    office.office_at = office.office_at.replace(hour=3)
    office.open()
    line = screen.until(lambda line: not line["stale_since"])
    assert labels(line) == ["A009"] and not flashing(line)


def test_a_zone_is_remembered_with_its_server(office, start):
    office.zones["west"] = WEST
    office.counters = [counter("1", 5), counter("2", 6)]
    for options in (("--server", office.url, "--zone", "west"), ()):
        screen = start(*options)
        screen.until(lambda line: line["screen"] == "hall" and labels(line) == ["A006"])
        assert screen.quit() == 0


def test_a_zone_that_is_not_there_is_said_until_it_is(office, start):
    screen = start("--server", office.url, "--zone", "west")
    line = screen.until(lambda line: line["screen"] == "no_zone")
    assert line["zone"] == "west"
    office.zones["west"] = WEST
    screen.listens(office)
    office.tell("setting_changed", kind="zone")
    screen.until(lambda line: line["screen"] == "hall")


def test_a_notice_is_fetched_once_and_an_unwanted_one_goes(office, start, tmp_path):
    Image.new("RGB", (40, 30), (200, 30, 30)).save(tmp_path / "a.png")
    office.files["/notices/a.png?v=1"] = (tmp_path / "a.png").read_bytes()
    office.zones["hall"]["notices"] = [
        {"url": "/notices/a.png?v=1", "kind": "still", "seconds": 12},
        {"url": "/notices/b.mp4?v=1", "kind": "video", "seconds": 0},
        {"url": "//elsewhere/c.png", "kind": "still", "seconds": 12},
        {"url": "/notices/gone.png", "kind": "still", "seconds": 12},
    ]
    screen = start("--server", office.url)
    line = screen.until(lambda line: line.get("notice"))
    notices = tmp_path / "screen" / "notices"
    assert [file.name for file in notices.iterdir()] == [line["notice"]]
    screen.listens(office)
    office.tell("setting_changed", kind="zone")
    screen.wait_for(lambda: ("/notices/a.png?v=1", 304) in [(p, s) for p, _, s in office.asked])
    assert "elsewhere" not in json.dumps(office.asked) and "b.mp4" not in json.dumps(office.asked)
    office.zones["hall"]["notices"] = []
    office.tell("setting_changed", kind="zone")
    screen.until(lambda line: line["notice"] == "")
    screen.wait_for(lambda: not list(notices.iterdir()))


@pytest.fixture
def hearing(office, start, tmp_path):
    """A screen whose sound goes to a file, and which shows the call of SAID."""
    office.counters = [counter("1", 6)]
    office.files[SAID["url"]] = wav(0.6)
    heard = tmp_path / "heard.raw"
    env = {"SDL_AUDIODRIVER": "disk", "SDL_DISKAUDIOFILE": str(heard)}
    screen = start("--server", office.url, **env)
    screen.until(lambda line: line.get("calls"))
    screen.listens(office)
    screen.heard = heard
    return screen


def test_a_call_is_spoken_and_flashes_meanwhile(office, hearing):
    office.tell("announce", **SAID)
    line = hearing.until(lambda line: line["announcing"])
    assert line["announcing"] == 17 and flashing(line) == ["A006"] and not line["silent"]
    until_loud_for(hearing.heard, 0.59)
    until_quiet(hearing.heard)
    assert loud_s(hearing.heard) == pytest.approx(0.6, abs=0.02)
    hearing.until(lambda line: line["announcing"] is None)


@pytest.mark.parametrize(
    "changes",
    [{"zone": "west"}, {"is_for_screens": False}, {"url": "/gone.wav"}, {"duration_s": 7.2}],
)
def test_what_is_not_for_us_or_rubbish_is_not_heard(office, hearing, changes):
    office.tell("announce", **(SAID | changes))
    office.tell("announce", label="not understood")
    time.sleep(0.3)
    office.files["/good.wav"] = wav(0.2)
    office.tell("announce", **(SAID | {"url": "/good.wav", "duration_s": 0.2}))
    until_loud_for(hearing.heard, 0.19)
    until_quiet(hearing.heard)
    assert loud_s(hearing.heard) == pytest.approx(0.2, abs=0.02)


def test_without_a_sound_card_the_screen_says_so_and_goes_on(office, start):
    office.counters = [counter("1", 6)]
    screen = start("--server", office.url, SDL_AUDIODRIVER="nothing")
    screen.until(lambda line: line.get("silent") and line["calls"])
    screen.listens(office)
    office.tell("announce", **SAID)
    assert flashing(screen.until(lambda line: line["announcing"])) == ["A006"]
    assert sum(b"no sound" in line for line in screen.errors) == 1


@pytest.mark.parametrize("url", ["http://evil/x.wav", "//evil/x.wav", "x.wav", "/a\nb", "/ă"])
def test_a_sound_is_only_fetched_from_our_server(url):
    assert not is_ours(Announcement(1, "hall", url, 1.0), "hall")
    assert is_ours(Announcement(1, "hall", "/api/v1/announcements/1.wav", 1.0), "hall")


RUBBISH = [b"", b"[]", b'{"counters": 5}', b"\xff", b"{" * 5000]


def test_rubbish_for_a_hall_keeps_the_screen_as_it_was(office, start):
    office.counters = [counter("1", 5)]
    screen = start("--server", office.url)
    screen.until(lambda line: line.get("calls"))
    screen.listens(office)
    whole = office.body
    for number, body in enumerate(RUBBISH, 10):
        office.body = lambda path, body=body: body if path == "/api/v1/hall" else whole(path)
        before = len(office.asked)
        office.tell("called", ticket=7)
        screen.wait_for(lambda before=before: len(office.asked) > before)
        office.body = whole
        office.counters = [counter("1", number)]
        office.tell("called", ticket=number)
        screen.until(lambda line, number=number: labels(line) == [f"A{number:03d}"])


def test_too_long_an_answer_is_nonsense(office):
    office.files["/x"] = b"x" * 1000
    client = HallClient(office.url)
    assert client.get("/x", "", 1000).body == b"x" * 1000
    with pytest.raises(OSError, match="more than 999 bytes"):
        client.get("/x", "", 999)
