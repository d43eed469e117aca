"""How a board is doing, in the words of docs/reference/board-protocols.md."""

from dataclasses import dataclass
from typing import Literal

from display.board import Board

State = Literal["shown", "sent", "silent", "away"]


@dataclass(frozen=True)
class BoardHealth:
    """``wanted`` and ``shown`` without padding; ``shown`` None: not known. ``why`` is "" when all
    is well.
    """

    name: str
    address: int
    state: State
    wanted: str
    shown: str | None
    last_answer_s_ago: float | None
    errors: int
    why: str


def health_of(board: Board, now_s: float, *, has_answers: bool, away_why: str) -> BoardHealth:
    """The health of ``board``; ``away_why`` is "" while its cable is there."""
    answered_at_s = board.answered_at_s
    return BoardHealth(
        name=board.name,
        address=board.address,
        state=_state(board, has_answers, bool(away_why)),
        wanted=board.wanted.strip(),
        shown=None if board.shown is None else board.shown.strip(),
        last_answer_s_ago=None if answered_at_s is None else now_s - answered_at_s,
        errors=board.errors,
        why=away_why or board.why,
    )


def _state(board: Board, has_answers: bool, is_away: bool) -> State:
    if is_away:
        return "away"
    if board.shown is None:
        return "silent"
    return "shown" if has_answers else "sent"
