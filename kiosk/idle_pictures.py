"""Pictures in the data folder's `idle/`, one after another while nobody is asked."""

import logging
from collections.abc import Callable
from pathlib import Path

_LOGGER = logging.getLogger(__name__)

STAY_S = 20.0
_KINDS = frozenset({".png", ".jpg", ".jpeg"})


class IdlePictures:
    """Looks into the folder at each change, so a picture put there is shown soon.

    :param now_s: monotonic seconds
    """

    def __init__(self, folder: Path, now_s: Callable[[], float]) -> None:
        self._folder, self._now_s = folder, now_s
        self._file = ""
        self._next_at_s = now_s()

    @property
    def next_at_s(self) -> float:
        """When current() may change, monotonic seconds."""
        return self._next_at_s

    def current(self) -> str:
        """The file to show now; "" when there is none."""
        now_s = self._now_s()
        if now_s >= self._next_at_s:
            self._file, self._next_at_s = self._after(self._file), now_s + STAY_S
        return self._file

    def _after(self, file: str) -> str:
        try:
            found = sorted(str(f) for f in self._folder.iterdir() if f.suffix.lower() in _KINDS)
        except FileNotFoundError:
            return ""
        except OSError as error:
            _LOGGER.warning("the pictures in %s can not be read: %s", self._folder, error)
            return ""
        later = [each for each in found if each > file]
        return (later or found or [""])[0]
