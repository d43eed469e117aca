"""Notices in the idle part of the hall screen, and what is heard: sound gives way to a call."""

import base64
import io
import json
import shutil
import wave
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser.conftest import Office, Visitor
from tests.browser.program import Program

LOOK_MS = 30_000
STILL_MS = 12_000
CALM_MS = 30_000
DUCKED = 0.15

#: A film of two seconds with a tone, as a browser records it.
RECORD = """async () => {
  const canvas = document.createElement("canvas");
  const pen = canvas.getContext("2d");
  const drawing = setInterval(() => pen.fillRect(Math.random() * 200, 0, 50, 150), 50);
  const context = new AudioContext();
  const tone = context.createOscillator();
  const out = context.createMediaStreamDestination();
  tone.connect(out);
  tone.start();
  const tracks = [...canvas.captureStream(10).getTracks(), ...out.stream.getTracks()];
  const recorder = new MediaRecorder(new MediaStream(tracks), { mimeType: "video/webm" });
  const parts = [];
  recorder.ondataavailable = (event) => parts.push(event.data);
  recorder.start();
  await new Promise((resolve) => setTimeout(resolve, 2000));
  const stopped = new Promise((resolve) => (recorder.onstop = resolve));
  recorder.stop();
  await stopped;
  clearInterval(drawing);
  const bytes = new Uint8Array(await new Blob(parts).arrayBuffer());
  return btoa(bytes.reduce((text, byte) => text + String.fromCharCode(byte), ""));
}"""

#: Keeps what was played, since the page's audio element stands nowhere in the page.
LISTEN = """
  window.played = [];
  const play = HTMLMediaElement.prototype.play;
  HTMLMediaElement.prototype.play = function () { played.push(this.src); return play.call(this); };
"""


#: What a browser says before somebody has touched the page.  The test's own looks at the page may
#: count as a touch, so that now and then sound would be allowed.
SILENCED = "window.AudioContext = class { state = 'suspended'; close() {} };"


@pytest.fixture(scope="module")
def film(chromium: Browser) -> bytes:
    page = chromium.new_page()
    page.mouse.click(1, 1)  # or there is no sound to record
    found = base64.b64decode(page.evaluate(RECORD))
    page.close()
    return found


@pytest.fixture
def folder(quiet_office: Office) -> Iterator[Path]:
    """The folder of notices of the office."""
    found = quiet_office.server.folder / "notices"
    found.mkdir()
    yield found
    shutil.rmtree(found)


def draw(path: Path, colour: str) -> None:
    Image.new("RGB", (160, 90), colour).save(path)


def shown(board: Page) -> str:
    """The file that is on the screen."""
    address = board.locator("#notice > *").get_attribute("src") or ""
    return address.partition("?")[0].removeprefix("/notices/")


def test_pictures_follow_one_another_broken_ones_are_skipped_and_new_ones_come(
    guest: Visitor, program: Program, folder: Path
) -> None:
    draw(folder / "a.png", "navy")
    (folder / "b.png").write_bytes(b"no picture")
    draw(folder / "c.png", "teal")
    board = guest.blank("full-hd")
    board.clock.install()
    board.goto("/board")
    expect(board.locator("#notice img")).to_be_visible()
    assert shown(board) == "a.png"
    expect(board.locator("#empty")).to_be_hidden()
    draw(folder / "b.png", "olive")  # put right while it runs
    board.clock.run_for(LOOK_MS)
    expect(board.locator('#notice [src*="a.png"], #notice [src*="c.png"]')).to_be_visible()
    for _ in range(3):
        board.clock.run_for(STILL_MS)
        board.wait_for_timeout(300)
        if shown(board) == "b.png":
            break
    assert shown(board) == "b.png"


def test_a_call_brings_the_numbers_back_at_once_and_calm_the_notice(
    guest: Visitor, program: Program, folder: Path
) -> None:
    draw(folder / "a.png", "navy")
    for _ in range(4):
        program.issue("A")
        program.issue("B")
    board = guest.blank("full-hd")
    board.clock.install()
    board.goto("/board")
    expect(board.locator("#notice")).to_be_visible()
    for counter in "1247":
        program.post(f"/counters/{counter}/call-next")
    board.clock.run_for(1_000)
    expect(board.locator("#calls li")).to_have_count(4)
    expect(board.locator("#notice")).to_be_hidden()
    board.clock.run_for(CALM_MS + 5_000)
    expect(board.locator("#calls li")).to_have_count(1)
    expect(board.locator("#notice")).to_be_visible()
    expect(board.locator("#counters .label")).to_have_count(4)  # where everybody else is


def wav() -> bytes:
    """Half a second of nothing."""
    found = io.BytesIO()
    with wave.open(found, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(8000)
        file.writeframes(bytes(8000))
    return found.getvalue()


def announce(board: Page, zone: str = "hall", *, for_screens: bool = True) -> None:
    """What the server says on the live stream when an announcement begins, in its stead."""
    data = {
        **{"id": 17, "zone": zone, "ticket": 5, "label": "A042", "counter": "3"},
        **{"languages": ["vi"], "duration_s": 2.0, "is_for_screens": for_screens},
        "url": "/api/v1/announcements/17.wav",
    }
    until(board, "window.streams.length > 0")
    board.evaluate(
        "data => window.streams.at(-1).dispatchEvent(new MessageEvent('announce', { data }))",
        json.dumps(data),
    )


@pytest.fixture
def heard(guest: Visitor, program: Program, folder: Path, film: bytes) -> Page:
    """A hall screen that plays a film, whose sound nobody has allowed yet."""
    (folder / "film.webm").write_bytes(film)
    board = guest.blank("full-hd")
    board.add_init_script(LISTEN)
    board.add_init_script(SILENCED)
    board.add_init_script(
        "window.streams = [];"
        "const Source = EventSource;"
        "window.EventSource = class extends Source {"
        "  constructor(url) { super(url); streams.push(this); } };"
        "EventSource.CLOSED = Source.CLOSED;"
    )

    def speak(route: Route) -> None:
        route.fulfill(body=wav(), content_type="audio/wav")

    board.route("**/api/v1/announcements/*", speak)
    board.goto("/board")
    expect(board.locator("#notice video")).to_be_visible()
    return board


def until(board: Page, what: str) -> None:
    """Wait for it; Playwright's own waiting would need ``eval``, which the page forbids."""
    for _ in range(100):
        if board.evaluate(what):
            return
        board.wait_for_timeout(50)
    raise AssertionError(what)


VOLUME = "document.querySelector('#notice video').volume"


def test_sound_waits_for_one_touch_and_gives_way_to_a_call(heard: Page) -> None:
    button = heard.get_by_role("button", name="Bật âm thanh")
    expect(button).to_be_visible()
    assert heard.evaluate("document.querySelector('video').muted")
    button.click()
    expect(button).to_be_hidden()
    assert not heard.evaluate("document.querySelector('video').muted")

    announce(heard)
    until(heard, "played.some((each) => each.endsWith('/announcements/17.wav'))")
    until(heard, f"Math.abs({VOLUME} - {DUCKED}) < 0.01")
    until(heard, f"{VOLUME} === 1")


def test_what_is_for_others_is_not_played(heard: Page) -> None:
    announce(heard, zone="west")
    announce(heard, for_screens=False)  # the server's own loudspeaker says it
    until(heard, f"Math.abs({VOLUME} - {DUCKED}) < 0.01")
    assert not any("announcements" in each for each in heard.evaluate("played"))
