"""Plays sounds on this machine's sound card, on a thread of its own; says when it can not."""

import io
import logging
import queue
import threading
from collections.abc import Callable

import pygame

_LOGGER = logging.getLogger(__name__)


class Speaker:
    """One sound at a time: a new one ends the one before.

    :param on_state: told whether it is silent, at the start and at each change; on our thread
    """

    def __init__(self, on_state: Callable[[bool], None]) -> None:
        self._on_state = on_state
        self._orders: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        self._is_silent: bool | None = None
        self._thread = threading.Thread(target=self._run, name="speaker", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def play(self, wav: bytes) -> None:
        """Return at once."""
        self._orders.put(wav)

    def close(self) -> None:
        """End what is playing; at most 2 s."""
        self._orders.put(None)
        if self._thread.is_alive():
            self._thread.join(2.0)

    def _run(self) -> None:
        self._open()
        while (wav := self._orders.get()) is not None:
            try:
                self._play(wav)
            except Exception:  # the outermost loop of this thread
                _LOGGER.exception("a sound was not played; the next one is tried")
        pygame.mixer.quit()

    def _open(self) -> bool:
        """Tried again before each sound: a television brings its sound card when it is on."""
        if pygame.mixer.get_init():
            return True
        try:
            pygame.mixer.init(frequency=44100, size=-16, channels=2, buffer=2048)
        except pygame.error as error:
            if self._is_silent is None:
                _LOGGER.warning("no sound: %s; calls are shown and not spoken here", error)
            self._tell(is_silent=True)
            return False
        self._tell(is_silent=False)
        return True

    def _play(self, wav: bytes) -> None:
        if not self._open():
            return
        try:
            sound = pygame.mixer.Sound(file=io.BytesIO(wav))
        except pygame.error as error:
            _LOGGER.warning("a sound could not be played: %s", error)
            return
        pygame.mixer.stop()
        sound.play()

    def _tell(self, *, is_silent: bool) -> None:
        if is_silent != self._is_silent:
            self._is_silent = is_silent
            self._on_state(is_silent)
