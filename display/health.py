"""How a board is doing, in the words of docs/reference/board-protocols.md."""

from dataclasses import dataclass
from typing import Literal

from display.board import Board

State = Literal["shown", "sent", "silent", "away"]


@dataclass(frozen=True)
class BoardHealth:
    """``wanted`` and ``shown`` without padding; ``shown`` None: not known. ``why`` is "" when all
    is well. ``frames`` were sent to it, ``errors`` not acknowledged, ``collisions`` spoiled by
    another sender; ``painted_s_ago`` counts from the last one that ended well.
    """

    name: str
    address: int
    state: State
    wanted: str
    shown: str | None
    last_answer_s_ago: float | None
    errors: int
    why: str
    painted_s_ago: float | None = None
    frames: int = 0
    collisions: int = 0


@dataclass(frozen=True)
class CableHealth:
    """``has_echo``: our own bytes come back. ``round_s``: how long the refresh round takes."""

    is_away: bool
    why: str
    has_echo: bool
    collisions: int
    round_s: float


def health_of(board: Board, now_s: float, *, has_answers: bool, away_why: str) -> BoardHealth:
    """The health of ``board``; ``away_why`` is "" while its cable is there."""
    return BoardHealth(
        name=board.name,
        address=board.address,
        state=_state(board, has_answers, bool(away_why)),
        wanted=board.wanted.strip(),
        shown=None if board.shown is None else board.shown.strip(),
        last_answer_s_ago=_ago(board.answered_at_s, now_s),
        errors=board.errors,
        why=away_why or board.why,
        painted_s_ago=_ago(board.painted_at_s, now_s),
        frames=board.frames,
        collisions=board.collisions,
    )


def _ago(at_s: float | None, now_s: float) -> float | None:
    return None if at_s is None else now_s - at_s


def _state(board: Board, has_answers: bool, is_away: bool) -> State:
    if is_away:
        return "away"
    if board.shown is None:
        return "silent"
    return "shown" if has_answers else "sent"
