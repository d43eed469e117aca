"""The rating page's desk alone, driven by random news in the browser itself: whatever happens,
an answer is kept once a visit, released in the end, and nobody is left standing."""

import random
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from kiosk.signs import Signs
from kiosk.wire import QuestionRead, Window
from tests.browser.conftest import Visitor

DRIVE = Path(__file__).with_name("drive_desk.js").read_text(encoding="utf-8")


@pytest.fixture
def page(guest: Visitor) -> Page:
    found = guest.open("/devices")  # a page of the same server that is no tablet
    expect(found.locator("main")).to_be_visible()
    return found


def test_whatever_happens_answers_are_kept_once_and_released(page: Page) -> None:
    kept = told = 0
    for seed in range(1, 41):
        found = page.evaluate(DRIVE.partition("\n")[2], {"seed": seed * 7919, "steps": 400})
        assert found["problems"] == [], f"seed {seed}"
        kept += found["kept"]
        told += found["told"]
    assert kept > 100 and told > 100, "nothing was tried"


def walk_of(chance: random.Random) -> list[dict[str, float | int]]:
    """Signs, and now and then the server's word, in the order of time; milliseconds."""
    now, steps = 0, []
    for _ in range(60):
        now += chance.choice([100, 3000, 9000, 20000, 45000])
        closes_s, known = chance.choice([0, 5, 40, 60, 200]), chance.randint(0, 9)
        about = {"id": chance.choice([1, 1, 1, 1, 2]), "closes": closes_s, "known": known}
        steps.append({"now": now, "is_word": int(chance.random() < 0.2), **about})
    return steps


PAGE = """async (walks) => {
  const { Signs } = await import("/static/rate_signs.js");
  return walks.map((steps) => {
    let signs = new Signs();
    return steps.map(({ now, is_word, id, closes, known }) => {
      const told = { window: `w${id}`, at: signs.said.slice(0, known) };
      const word = { id: `w${id}`, closes_in_s: closes, read_s: 60, longest_s: 660 - now / 1000 };
      signs = is_word ? signs.heard(word, now, told) : signs.read(now, `${now}`);
      return [signs.endsAt, signs.said.join(), signs.hasUntold(told)];
    });
  });
}"""


def by_the_program(steps: list[dict[str, float | int]]) -> list[list[object]]:
    signs, found = Signs(), []
    for step in steps:
        now_s, id = step["now"] / 1000, f"w{step['id']}"
        told = QuestionRead(id, signs.said[: int(step["known"])])
        window = Window(1, "A", step["closes"], id=id, read_s=60, longest_s=660 - now_s)
        is_word = step["is_word"]
        signs = signs.heard(window, now_s, told) if is_word else signs.read(now_s, str(step["now"]))
        found.append([round(signs.ends_s * 1000), ",".join(signs.said), signs.has_untold(told)])
    return found


def test_signs_of_reading_keep_the_question_as_on_the_tablets_program(page: Page) -> None:
    walks = [walk_of(random.Random(seed)) for seed in range(60)]
    found = page.evaluate(PAGE, walks)
    for steps, said in zip(walks, found, strict=True):
        rounded = [[round(ends), *rest] for ends, *rest in said]
        assert rounded == by_the_program(steps)
    assert max(ends for said in found for ends, *_ in said) > 300_000
