"""Whose turn it is on a cable: calls, other new texts, blink steps, the slow refresh round. Pure;
told the time.

The order and its reasons: docs/reference/board-protocols.md, "One cable, many boards".
"""

import math
from collections.abc import Sequence

from display.board import Board

# The refresh round may take this part of the line. Thirty QSystem boards (300 ms each) would
# otherwise fill a 10 s round, and every call would meet a busy line.
REFRESH_SHARE = 0.25
# And a lone call should not wait for it: of all instants at most this part may be ones from which a
# frame of the round still takes longer than PROMPT_S. Under 1 in 100, so that the 99th part of the
# calls is on time.
LATE_SHARE = 0.008
PROMPT_S = 0.010


class Rota:
    """Picks among ``boards``, each refreshed every ``refresh_s`` or, where the line has no room for
    that, more slowly. A frame takes ``cost_s`` of the line; ``is_prompt``: the round makes room for
    lone calls as well.
    """

    def __init__(
        self,
        boards: Sequence[Board],
        refresh_s: float,
        cost_s: float,
        *,
        is_prompt: bool = False,
    ) -> None:
        self._boards = boards
        self._refresh_s = refresh_s
        late_s = max(0.0, cost_s - PROMPT_S) if is_prompt else 0.0
        self._spacing_s = max(cost_s / REFRESH_SHARE, late_s / LATE_SHARE)
        self._next_refresh_s = -math.inf

    @property
    def round_s(self) -> float:
        """How long a whole round takes when nothing else is sent."""
        return max(self._refresh_s, self._spacing_s * len(self._boards))

    def pick(self, now_s: float) -> Board | None:
        """The board to send to now, or None when nothing is due."""
        return self.pick_changed(now_s) or self.pick_refresh(now_s)

    def pick_changed(self, now_s: float) -> Board | None:
        """The board that does not show what it should, or None."""
        due = [board for board in self._boards if board.is_due(now_s)]
        return min(due, key=_urgency, default=None)

    def pick_refresh(self, now_s: float) -> Board | None:
        """The board whose turn in the refresh round it is, or None."""
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


def _urgency(board: Board) -> tuple[int, float]:
    """Calls, then other new texts, longest waiting first; then blinks, the longest unspoken to
    first.
    """
    if board.is_fresh:
        return (0 if board.is_blinking else 1, board.wanted_at_s)
    return (2, _tried(board))
