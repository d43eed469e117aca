"""What a rating tablet asks with: its faces, and the keyboard for a comment. Pure."""

from kiosk.showing import Showing
from kiosk.typing import Keyboard

FACES = {
    "very_satisfied": 5,
    "satisfied": 4,
    "neutral": 3,
    "dissatisfied": 2,
    "very_dissatisfied": 1,
}


def offered(levels: int) -> tuple[int, ...]:
    """The scores to choose from, best first: with three levels the outermost are left out."""
    return (4, 3, 2) if levels == 3 else (5, 4, 3, 2, 1)


def begun(showing: Showing) -> Keyboard:
    """An empty keyboard for a comment in the citizen's language."""
    return Keyboard(has_tones=showing.prefs.language in ("", "vi"))
