"""Frames on a cable that are no board's: a keypad's light, its display, a question."""

from display.board import MAX_COLLISIONS


class Loose:
    """The newest frame of each key, and which of them are due. Pure; the cable's owner locks."""

    def __init__(self) -> None:
        self._frames: dict[str, bytes] = {}
        self._due: dict[str, int] = {}  # key to collisions so far; the longest waiting first

    def put(self, key: str, frame: bytes) -> None:
        """``frame`` is due; it takes the place of one of the same key that still waits."""
        self._frames[key] = frame
        self._due[key] = 0

    def first(self) -> tuple[str, bytes] | None:
        """The key and the frame that have waited longest."""
        return next(((key, self._frames[key]) for key in self._due), None)

    def sent(self, key: str, frame: bytes) -> None:
        """``frame`` has gone out; a newer one of its key stays due."""
        if self._frames[key] == frame:
            self._due.pop(key, None)

    def collided(self, key: str, frame: bytes) -> None:
        """Another sender spoiled it: it stays due, but not for ever."""
        tries = self._due.get(key, 0) + 1
        if tries >= MAX_COLLISIONS:
            self.sent(key, frame)
        elif key in self._due:
            self._due[key] = tries

    def forget(self) -> None:
        """The cable was away: the newest frame of every key is due again."""
        self._due = dict.fromkeys(self._frames, 0)
