"""Whose turn it is on a cable: new texts, then blink steps, then the slow refresh round. Pure; told
the time.

The order and its reasons: docs/reference/board-protocols.md, "One cable, many boards".
"""

import math
from collections.abc import Sequence

from display.board import Board

# The refresh round may take this part of the line. Thirty QSystem boards (300 ms each) would
# otherwise fill a 10 s round, and every call would meet a busy line.
REFRESH_SHARE = 0.25


class Rota:
    """Picks among ``boards``, each refreshed every ``refresh_s``; a frame costs ``cost_s``."""

    def __init__(self, boards: Sequence[Board], refresh_s: float, cost_s: float) -> None:
        self._boards = boards
        self._refresh_s = refresh_s
        self._spacing_s = cost_s / REFRESH_SHARE
        self._next_refresh_s = -math.inf

    def pick(self, now_s: float) -> Board | None:
        """The board to send to now, or None when nothing is due."""
        due = [board for board in self._boards if board.is_due(now_s)]
        if due:
            return min(due, key=_urgency)
        if self._refresh_due_s() > now_s:
            return None
        self._next_refresh_s = now_s + self._spacing_s
        return self._stalest()

    def next_due_s(self, now_s: float) -> float:
        """When pick() next has something without a new wish; infinity with no boards."""
        own = [due for board in self._boards if (due := board.next_due_s(now_s)) is not None]
        return min([self._refresh_due_s(), *own])

    def _refresh_due_s(self) -> float:
        board = self._stalest()
        return (
            math.inf
            if board is None
            else max(self._next_refresh_s, _tried(board) + self._refresh_s)
        )

    def _stalest(self) -> Board | None:
        return min(self._boards, key=_tried, default=None)


def _tried(board: Board) -> float:
    return -math.inf if board.tried_at_s is None else board.tried_at_s


def _urgency(board: Board) -> tuple[bool, float]:
    """New texts, longest waiting first; then blinks, the longest unspoken to first."""
    return (not board.is_fresh, board.wanted_at_s if board.is_fresh else _tried(board))
