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
# And while people are called a lone call should not wait for it: of all instants this part may be
# ones from which a frame of the round still takes more than PROMPT_S. A third of 1 in 100, so that
# the 99th part of the calls is on time with something to spare.
LATE_SHARE = 0.003
PROMPT_S = 0.010
# But no board waits longer than this for its turn, where a protocol's silence is long.
LONGEST_ROUND_S = 300.0
# So long without a new text, and the round need not make room for one.
QUIET_S = 30.0
# A board that comes back has had no power, and the others perhaps neither: one quick round, but not
# again so soon for a board with a bad contact.
HURRY_REST_S = 300.0


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
        self._quick_s = cost_s / REFRESH_SHARE
        late_s = max(0.0, cost_s - PROMPT_S) if is_prompt else 0.0
        spaced_s = min(late_s / LATE_SHARE, LONGEST_ROUND_S / max(1, len(boards)))
        self._spacing_s = max(self._quick_s, spaced_s)
        self._refreshed_s = self._changed_s = self._hurried_s = -math.inf
        self._hurries = 0

    @property
    def round_s(self) -> float:
        """How long a round takes while people are called."""
        return max(self._refresh_s, self._spacing_s * len(self._boards))

    def pick(self, now_s: float) -> Board | None:
        """The board to send to now, or None when nothing is due."""
        return self.pick_changed(now_s) or self.pick_refresh(now_s)

    def pick_changed(self, now_s: float) -> Board | None:
        """The board that does not show what it should, or None."""
        due = [board for board in self._boards if board.is_due(now_s)]
        if due:
            self._changed_s = now_s
        return min(due, key=_urgency, default=None)

    def pick_refresh(self, now_s: float) -> Board | None:
        """The board whose turn in the refresh round it is, or None."""
        if self._refresh_due_s() > now_s:
            return None
        self._refreshed_s = now_s
        self._hurries = max(0, self._hurries - 1)
        return self._stalest()

    def hurry(self, now_s: float) -> None:
        """A board has come back: look after the others soon."""
        if now_s - self._hurried_s >= HURRY_REST_S:
            self._hurries, self._hurried_s = len(self._boards), now_s

    def next_due_s(self, now_s: float) -> float:
        """When pick() next has something without a new wish; infinity with no boards."""
        own = [due for board in self._boards if (due := board.next_due_s(now_s)) is not None]
        return min([self._refresh_due_s(), *own])

    def _refresh_due_s(self) -> float:
        board = self._stalest()
        if board is None:
            return math.inf
        quick_from_s = -math.inf if self._hurries else self._changed_s + QUIET_S
        quick_s = max(self._refreshed_s + self._quick_s, quick_from_s)
        spaced_s = min(self._refreshed_s + self._spacing_s, quick_s)
        return max(spaced_s, _tried(board) + self._refresh_s)

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
