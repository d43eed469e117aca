"""One board: what it should say and what it says. Only the difference is ever sent.

Pure: it is told the time, in seconds of a monotonic clock; the cable's owner does the locking.
"""

from dataclasses import dataclass, field

# Three blanks of half a second: long enough to be seen across a hall, over before anyone arrives.
BLINKS = 3
HALF_BLINK_S = 0.5
# A board that answered until now is asked once more after this; a lost bit must not hide a call.
RETRY_S = 1.0
# A step of the blink is due at exactly k half periods; floating point must not make it due a hair
# later for ever.
_ROUNDING = 1e-6
# After so many collisions in a row a board waits for the refresh round like a silent one.
MAX_COLLISIONS = 8
# A board that answers this much faster than it must is given half the time: then a lost answer and
# the early retry cost its neighbours one answer time-out together.
_SWIFT = 3


@dataclass
class Board:
    """``wanted`` and ``shown`` are texts as fitted to the board; ``shown`` None: not known."""

    name: str
    address: int
    blank: str
    wanted: str = field(init=False)
    wanted_at_s: float = 0.0
    shown: str | None = None
    is_fresh: bool = True
    """A text is wanted that has not been tried yet."""
    tried_at_s: float | None = None
    retry_at_s: float | None = None
    is_resting: bool = False
    """The last try did not end well: only the refresh round, or one early retry, speaks to it."""
    answered_at_s: float | None = None
    painted_at_s: float | None = None
    frames: int = 0
    errors: int = 0
    collisions: int = 0
    has_failed: bool = False
    """Its last frame was not acknowledged."""
    why: str = "nothing has been sent yet"
    _blink_from_s: float | None = None
    _was_fresh: bool = True
    _was_resting: bool = False
    _collided_in_a_row: int = 0
    _slowest_answer_s: float = 0.0

    def __post_init__(self) -> None:
        self.wanted = self.blank

    @property
    def is_blinking(self) -> bool:
        """The newest wish was for a text that blinks: a call."""
        return self._blink_from_s is not None

    def want(self, text: str, now_s: float, *, is_blinking: bool = False) -> None:
        """The newest wish wins. A blink of what is already shown begins with the blank."""
        begins_blank = is_blinking and text == self.shown
        self.wanted, self.wanted_at_s = text, now_s
        self._blink_from_s = None
        if is_blinking:
            self._blink_from_s = now_s - HALF_BLINK_S if begins_blank else now_s
        self.is_fresh = is_blinking or text != self.shown

    def text_at(self, now_s: float) -> str:
        """What should be on the board at this instant."""
        step = self._step_at(now_s)
        return self.blank if step is not None and step % 2 else self.wanted

    def is_different(self, now_s: float) -> bool:
        """Whether the board does not show what it should."""
        return self.text_at(now_s) != self.shown

    def is_due(self, now_s: float) -> bool:
        """Whether a changed text may go out now, ahead of the refresh round."""
        has_rested = self.retry_at_s is not None and now_s >= self.retry_at_s
        return self.is_different(now_s) and (not self.is_resting or has_rested)

    def next_due_s(self, now_s: float) -> float | None:
        """When is_due() can next turn true by itself; None: not without a new wish."""
        if self.is_resting:
            return self.retry_at_s if self.is_different(now_s) else None
        step = self._step_at(now_s)
        if step is None or self._blink_from_s is None:
            return None
        return self._blink_from_s + (step + 1) * HALF_BLINK_S

    def begin(self, now_s: float) -> None:
        """A frame is about to go out. Until it ends well the board counts as failing."""
        self.retry_at_s = None if self.is_resting else now_s + RETRY_S
        self._was_fresh, self._was_resting = self.is_fresh, self.is_resting
        self.is_resting, self.is_fresh, self.tried_at_s = True, False, now_s
        self.frames += 1

    def patience_s(self, answer_timeout_s: float) -> float:
        """How long to wait for its answer, at most ``answer_timeout_s``."""
        is_swift = self._slowest_answer_s * _SWIFT <= answer_timeout_s
        is_known = self.answered_at_s is not None
        return answer_timeout_s / 2 if is_known and is_swift else answer_timeout_s

    def accepted(
        self, text: str, now_s: float, *, has_answered: bool, answer_s: float = 0.0
    ) -> None:
        """The frame with ``text`` went out and, where there are answers, was acknowledged within
        ``answer_s``.
        """
        self.shown, self.is_resting, self.retry_at_s, self.why = text, False, None, ""
        self.painted_at_s, self.has_failed, self._collided_in_a_row = now_s, False, 0
        if has_answered:
            self.answered_at_s = now_s
            self._slowest_answer_s = max(self._slowest_answer_s, answer_s)

    def failed(self, why: str, now_s: float, *, has_answered: bool) -> None:
        """No acknowledgement. A board that has never answered, or refuses, gets no early retry."""
        if has_answered or self.answered_at_s is None:
            self.retry_at_s = None
        if has_answered:
            self.answered_at_s = now_s
        self.shown, self.is_resting, self.has_failed = None, True, True
        self.errors, self.why = self.errors + 1, why

    def collided(self, why: str, now_s: float) -> None:
        """Another sender spoiled the frame: it is due again at once, in its old place, unless the
        board did not answer before either.
        """
        self.shown, self.why = None, why
        self.collisions += 1
        self._collided_in_a_row += 1
        if self._collided_in_a_row >= MAX_COLLISIONS:
            self._collided_in_a_row, self.retry_at_s = 0, None
            self.errors += 1
            return
        self.is_resting, self.is_fresh = self._was_resting, self.is_fresh or self._was_fresh

    def forget(self) -> None:
        """The cable was away: what the board shows is not known, and it need not rest."""
        self.shown, self.is_resting, self.retry_at_s = None, False, None
        self.why = "not painted yet since the cable came back"

    def _step_at(self, now_s: float) -> int | None:
        """Which half period of the blink this is (odd: blank); None: no blink, or over."""
        if self._blink_from_s is None:
            return None
        step = int((now_s - self._blink_from_s) / HALF_BLINK_S + _ROUNDING)
        return step if step < 2 * BLINKS else None
