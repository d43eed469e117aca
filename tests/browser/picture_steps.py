"""The steps from screen to screen of ``/rate`` and ``/kiosk``, for pictures of them.

Each goes on where the one before it left the page, or begins anew. The name of a step is that of
its screen in ``screens.json``, and after a hyphen what is special about it.
"""

from tests.browser.picture_rate import RATE
from tests.browser.picture_take import TAKE

STEPS = {"rate": RATE, "take": TAKE}
NOT_THERE = {("take", "pairing"): "a browser takes numbers without being paired"}
"""Screens of the table that the browser's pages do not have, and why."""


def screen_of(step: str) -> str:
    """The screen that *step* is a picture of."""
    return step.partition("-")[0]
