"""The kiosk reads its screens aloud, when somebody asks for it."""

import pytest
from playwright.sync_api import Page, Request, expect

from server.kiosk_prompts import SENTENCES, is_own, label_in
from tests.browser.conftest import Visitor
from tests.browser.kiosk_steps import begin, choose
from tests.browser.program import Program

AT_ONCE = """
  const start = AudioBufferSourceNode.prototype.start;
  AudioBufferSourceNode.prototype.start = function (at) {
    start.call(this, at);
    setTimeout(() => this.onended(), 0);
  };
"""
"""A sound is over when it has begun."""
FOR_EVER = """
  const start = AudioBufferSourceNode.prototype.start;
  AudioBufferSourceNode.prototype.start = function (at) {
    this.loop = true;
    start.call(this, at);
  };
"""

SEEN = """async () => {
  const { promptsOf } = await import("/static/kiosk_aloud.js");
  const service = { code: "B", open: true, why: null, waiting: 2 };
  const [shut, idle] = [{ ...service, open: false }, { ...service, waiting: 0 }];
  const ticket = { label: "A042", state: "waiting", ahead: 3 };
  const first = { ...ticket, ahead: 0 };
  const seen = { service, ticket, groups: [{ code: "land" }, { code: "" }], services: [service],
    papers: ["x"], isResting: true, isOld: false };
  const of = (screen, more = {}) => promptsOf({ ...seen, screen, ...more });
  return [
    ...["groups", "services", "search", "confirm", "category", "card", "returned"]
      .map((each) => of(each)),
    ...["missed", "appointment"].map((keypad) => of("keypad", { keypad })),
    ...["printing", "printed"].map((slip) => of("number", { slip, ticket: first })),
    ...["paperless", "no-printer"].map((slip) => of("paperless", { slip })),
    ...["asking", "told", "coming", "failed"].map((help) => of("help", { help })),
    ...["quota_reached", "closed_now", "unreachable", "bad_body"]
      .map((why) => of("sorry", { why })),
    ...["quota", "day_off"].map((why) => of("confirm", { service: { ...shut, why } })),
    of("services", { services: [] }),
    of("confirm", { service: idle, isResting: false, isOld: true, papers: [] }),
  ];
}"""


@pytest.fixture
def asked(guest: Visitor) -> tuple[Page, list[str]]:
    """A kiosk, and the prompts it asks for, as they come."""
    kiosk = guest.blank()
    names: list[str] = []

    def note(request: Request) -> None:
        if "/prompts/" in request.url:
            names.append(request.url.rpartition("/")[2].removesuffix(".wav?language=vi"))

    kiosk.on("request", note)
    kiosk.add_init_script(AT_ONCE)
    kiosk.goto("/kiosk")
    begin(kiosk)
    expect(kiosk.locator("#speak")).to_be_visible()
    return kiosk, names


def hear(kiosk: Page, names: list[str]) -> list[str]:
    """Touch *read aloud*; what was asked for until it is over."""
    names.clear()
    kiosk.wait_for_timeout(400)  # right after a change of screen no touch counts
    kiosk.click("#speak")
    expect(kiosk.locator("#speak")).to_have_attribute("aria-pressed", "false", timeout=60_000)
    return list(names)


def test_what_stands_there_is_read(asked: tuple[Page, list[str]], program: Program) -> None:
    kiosk, names = asked
    groups = [f"group-{each['code']}" for each in program.get("/groups")]
    assert hear(kiosk, names) == groups  # the sentence before them is there already
    choose(kiosk, "B")
    assert hear(kiosk, names) == [
        *("service-B", "kiosk-nobody-waits", "kiosk-papers", "papers-B"),
        *("kiosk-take", "kiosk-priority"),
    ]
    with kiosk.expect_response("**/api/v1/tickets") as issued:
        kiosk.click("#take")
    heard = hear(kiosk, names)
    assert heard[:2] == ["kiosk-number", f"number-{issued.value.json()['label']}"]
    assert heard[2] == "kiosk-first"


def test_a_reading_ends_with_its_screen_and_keeps_it_until_then(guest: Visitor) -> None:
    kiosk = guest.blank()
    kiosk.clock.install()
    kiosk.add_init_script(FOR_EVER)
    kiosk.goto("/kiosk")
    begin(kiosk)
    expect(kiosk.locator("#speak")).to_be_visible()
    kiosk.click("#missed")
    kiosk.clock.run_for(1_000)
    with kiosk.expect_response("**/prompts/kiosk-missed.wav*"):  # before time runs
        kiosk.click("#speak")
    expect(kiosk.locator("#speak")).to_have_text("Dừng đọc")
    kiosk.clock.run_for(60_000)
    expect(kiosk.locator("#keypad")).to_be_visible()
    kiosk.click("#keypad [data-back]")
    expect(kiosk.locator("#speak")).to_have_text("Đọc thành tiếng")
    expect(kiosk.locator("#speak")).to_have_attribute("aria-pressed", "false")


def test_every_screen_is_read_by_prompts_that_the_server_knows(
    asked: tuple[Page, list[str]],
) -> None:
    kiosk, _ = asked
    found = kiosk.evaluate(SEEN)
    assert all(found)
    names = {name for each in found for name in each}
    assert {each for each in names if not (is_own(each) or label_in(each))} == SENTENCES.keys()


def test_without_a_voice_there_is_no_button(guest: Visitor) -> None:
    kiosk = guest.blank()
    kiosk.route("**/prompts/*", lambda route: route.fulfill(status=404, json={}))
    with kiosk.expect_response("**/prompts/*"):
        kiosk.goto("/kiosk")
    begin(kiosk)
    expect(kiosk.locator("#speak")).to_be_hidden()
