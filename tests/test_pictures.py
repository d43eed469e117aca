"""The pictures of the browser's pages leave no screen out; looking at them needs a browser."""

import json
from pathlib import Path

import pytest

from tests.browser.picture_steps import NOT_THERE, STEPS, screen_of

SERVER = Path(__file__).parents[1] / "server"
TABLE = json.loads((SERVER / "static" / "screens.json").read_text(encoding="utf-8"))
PAGES = {"rate": "rate.html", "take": "kiosk.html"}


@pytest.mark.parametrize("program", PAGES)
def test_every_screen_of_the_table_has_a_picture(program: str) -> None:
    shown = {screen_of(name) for name in STEPS[program]}
    missing = {screen for which, screen in NOT_THERE if which == program}
    assert shown | missing == set(TABLE[program])
    assert not shown & missing


def test_what_has_no_picture_is_not_in_the_page() -> None:
    for program, screen in NOT_THERE:
        page = (SERVER / "templates" / PAGES[program]).read_text(encoding="utf-8")
        assert f'<section id="{screen}"' not in page
