"""Signs that the question is being read, and how long it stays by them. Pure.

The rule is that of docs/reference/ratings.md, *While it is being read*; the server has it too, and
both come to the same end from the same signs.
"""

from dataclasses import dataclass, replace

from kiosk.wire import QuestionRead, Window

MOST = 64  # that the server hears of


@dataclass(frozen=True)
class Signs:
    """Of one window. Seconds are monotonic.

    :ivar window: its id
    :ivar ends_s: when the question ends, by what is known now
    :ivar limit_s: when it ends however it is read
    :ivar read_s: for how long a sign keeps it; 0: an older server hears no signs
    :ivar at_s: when it was being read
    :ivar said: the same in the server's clock, RFC 3339
    """

    window: str = ""
    ends_s: float = 0.0
    limit_s: float = 0.0
    read_s: float = 0.0
    at_s: tuple[float, ...] = ()
    said: tuple[str, ...] = ()

    @property
    def next_s(self) -> float:
        """When another sign may be noted: a touch on each heel of the other says nothing new."""
        return self.at_s[-1] + self.read_s / 4 if self.at_s else 0.0

    def heard(self, window: Window, now_s: float, told: QuestionRead | None) -> "Signs":
        """After the server's word about a window, which knows the signs it was `told` just before;
        another window has none yet."""
        is_same = window.id == self.window
        known = len(told.at) if told and told.window == window.id else 0
        heard = Signs(
            window.id,
            now_s + max(window.closes_in_s, 0.0),
            now_s + window.longest_s,
            window.read_s,
            self.at_s if is_same else (),
            self.said if is_same else (),
        )
        for at_s in heard.at_s[known:]:
            heard = heard._moved(at_s)
        return heard

    def read(self, now_s: float, said: str) -> "Signs":
        """After a sign, `said` in the server's clock; the same when it moves nothing."""
        moved = self._moved(now_s)
        if moved is self or now_s < self.next_s or len(self.at_s) >= MOST:
            return self
        return replace(moved, at_s=(*self.at_s, now_s), said=(*self.said, said))

    def has_untold(self, told: QuestionRead | None) -> bool:
        """Whether there are signs besides those `told`."""
        known = len(told.at) if told and told.window == self.window else 0
        return len(self.said) > known

    def _moved(self, at_s: float) -> "Signs":
        ends_s = min(at_s + self.read_s, self.limit_s)
        return replace(self, ends_s=ends_s) if at_s < self.ends_s < ends_s else self
