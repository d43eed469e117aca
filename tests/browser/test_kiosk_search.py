"""Searching at the kiosk; the browser finds what the kiosk program finds, in the same order."""

import json
import random
from typing import Any

import msgspec
from playwright.sync_api import Page, expect

from kiosk.search import find, fold
from kiosk.wire import Service
from tests.browser.conftest import Visitor
from tests.browser.kiosk_steps import begin
from tests.browser.program import Program

SYLLABLES = (
    *("đăng", "ký", "Khai", "SINH", "kết", "hôn", "đất", "Đai", "sổ", "đỏ", "giấy", "phép"),
    *("dựng", "hộ", "tịch", "ưu", "ươn", "ệ", "Ữ", "x1"),
)
JOINTS = [" ", "  ", ", ", " - ", "/", ""]


def search(page: Page, cases: list[Any]) -> list[Any]:
    """What the page's own module finds: the codes, for each text among each list of services."""
    return list(
        page.evaluate(
            """async (cases) => {
              const { find } = await import("/static/kiosk_search.js");
              const codes = (found) => found.map((each) => each.code);
              return cases.map(([typed, services]) => codes(find(typed, services)));
            }""",
            cases,
        )
    )


def some_text(chance: random.Random, most: int) -> str:
    text = ""
    for _ in range(chance.randint(0, most)):
        text += chance.choice(SYLLABLES)[: chance.randint(1, 6)] + chance.choice(JOINTS)
    return text


def some_case(chance: random.Random) -> list[Any]:
    services = [
        {
            **{
                "code": f"{n}",
                "name": some_text(chance, 4) or "x",
                "name_en": some_text(chance, 2),
            },
            "keywords": [some_text(chance, 3) for _ in range(chance.randint(0, 3))],
            "documents": {"vi": [some_text(chance, 2)]},
            **{"open": True, "waiting": 0},
        }
        for n in range(6)
    ]
    return [some_text(chance, 3), services]


def test_both_kiosks_find_the_same(guest: Visitor) -> None:
    chance = random.Random(1)
    cases = [some_case(chance) for _ in range(300)]
    wanted = [
        [each.code for each in find(typed, msgspec.convert(services, list[Service]))]
        for typed, services in cases
    ]
    assert sum(0 < len(each) < 6 for each in wanted) > 50  # it is no empty comparison
    page = guest.open("/kiosk")
    assert search(page, cases) == wanted


def test_both_kiosks_fold_every_vietnamese_letter_alike(guest: Visitor) -> None:
    letters = "aăâeêioôơuưyđ"
    marks = ["", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323"]
    texts = [each + mark for each in letters + letters.upper() for mark in marks]
    folded = guest.open("/kiosk").evaluate(
        """async (texts) => {
          const { fold } = await import("/static/kiosk_search.js");
          return texts.map((each) => fold(each.normalize("NFC")));
        }""",
        texts,
    )
    assert folded == [fold(each) for each in texts]
    assert set(folded) == set("aeiouyd")


def test_a_service_is_found_by_what_people_call_it_while_typing(
    guest: Visitor, program: Program
) -> None:
    program.set("service", "A", keywords=["Đăng ký khai sinh", "Sổ hộ khẩu"])
    kiosk = guest.open("/kiosk", "small-kiosk")
    begin(kiosk)
    kiosk.click("#to-search")
    expect(kiosk.locator("[data-found]")).to_have_count(9)  # nothing is typed yet
    for key in "khau":
        kiosk.click(f"[data-letter={key}]")
    expect(kiosk.locator("[data-found]")).to_have_count(1)
    expect(kiosk.locator("[data-found=A] .inside")).to_have_text("Sổ hộ khẩu")
    kiosk.click("[data-letter=x]")
    expect(kiosk.locator("#find-said")).to_contain_text("Không tìm thấy")
    kiosk.click("[data-letter=erase]")
    kiosk.click("[data-found=A]")
    expect(kiosk.locator("#confirm-heading")).to_have_text("Tư pháp")
    kiosk.click("#confirm [data-back]")
    expect(kiosk.locator("#find")).to_have_value("khau")  # where one came from
    kiosk.click("[data-found=A]")
    kiosk.click("#take")
    expect(kiosk.locator("#label")).to_contain_text("A")


def test_the_language_is_changed_in_the_middle_and_nothing_is_lost(
    guest: Visitor, program: Program
) -> None:
    kiosk = guest.open("/kiosk")
    begin(kiosk)
    kiosk.click("#larger")
    kiosk.click("[data-group=land]")
    kiosk.click("[data-service=B]")
    kiosk.click(".top .language")
    expect(kiosk.locator("html")).to_have_attribute("lang", "en")
    expect(kiosk.locator("#confirm-heading")).to_have_text("Land and environment")
    expect(kiosk.locator("#paper-list li").first).to_have_text("Identity card")
    expect(kiosk.locator("html")).to_have_attribute("data-larger", "")
    with kiosk.expect_response("**/api/v1/tickets") as issued:
        kiosk.click("#take")
    assert json.loads(issued.value.request.post_data)["language"] == "en"
    kiosk.click("#number [data-again]")
    expect(kiosk.locator("html")).to_have_attribute("lang", "vi")  # the next citizen's
    begin(kiosk)
    assert kiosk.locator("html").get_attribute("data-larger") is None
