"""The hall screen's window. It is not touched, so it sleeps until it is woken."""

import contextlib
import logging
import os
import queue
from collections.abc import Mapping
from pathlib import Path

import pygame

from kiosk.board_scene import compose_board
from kiosk.board_showing import BoardShowing
from kiosk.draw import draw, forget_fonts, keep_picture
from kiosk.words import Words

_LOGGER = logging.getLogger(__name__)
# A key, the window's end and SIGTERM are looked for this often. Not pygame.event.wait: under some
# drivers it looks a thousand times a second.
_LOOK_S = 0.5


class BoardView:
    """A window (full screen without `size`), or with `is_headless` a picture nobody sees.

    Satisfies kiosk.boarding.Face. Everything but wake() belongs to the thread that made it.
    """

    def __init__(
        self, words: Mapping[str, Words], size: tuple[int, int] | None, *, is_headless: bool
    ) -> None:
        """:raises OSError: there is no display"""
        if is_headless:
            os.environ["SDL_VIDEODRIVER"] = "dummy"
        try:
            pygame.display.init()
            pygame.font.init()
            flags = pygame.RESIZABLE if size else pygame.FULLSCREEN
            self.surface = pygame.display.set_mode(size or (0, 0), flags)
        except pygame.error as error:
            raise OSError(f"no display: {error}") from error
        pygame.display.set_caption("motcua")
        pygame.mouse.set_visible(size is not None)
        with contextlib.suppress(pygame.error):
            pygame.display.set_allow_screensaver(False)
        self._words = words
        self._showing: BoardShowing | None = None
        self._wakes: queue.SimpleQueue[None] = queue.SimpleQueue()
        self.picture: Path | None = None  # kept as a PNG of what is shown
        self.cut_texts: list[str] = []  # texts of the last scene that did not fit
        self._told: set[str] = set()  # of these, what the log knows already

    def show(self, showing: BoardShowing) -> None:
        if showing != self._showing:
            self._showing = showing
            self._paint(showing)

    def wait(self, timeout_s: float | None) -> list[str]:
        """["quit"] when somebody wants the screen to end; returns early for that and for wake()."""
        wait_s = _LOOK_S if timeout_s is None else min(max(timeout_s, 0.001), _LOOK_S)
        with contextlib.suppress(queue.Empty):
            self._wakes.get(timeout=wait_s)
            while True:
                self._wakes.get_nowait()
        ends = [self._is_end(event) for event in pygame.event.get()]
        return ["quit"] if any(ends) else []

    def wake(self) -> None:
        self._wakes.put(None)

    def close(self) -> None:
        forget_fonts()
        pygame.display.quit()
        pygame.font.quit()

    def _paint(self, showing: BoardShowing) -> None:
        scene = compose_board(showing, self.surface.get_size(), self._words)
        self.cut_texts = draw(self.surface, scene)
        for text in set(self.cut_texts) - self._told:
            _LOGGER.warning("too long for its place on the screen: %s", text)
        self._told |= set(self.cut_texts)
        pygame.display.flip()
        if self.picture:
            keep_picture(self.surface, self.picture)

    def _is_end(self, event: pygame.event.Event) -> bool:
        match event.type:
            case pygame.QUIT:
                return True
            case pygame.KEYDOWN:
                return bool(event.key == pygame.K_ESCAPE)
            case pygame.VIDEORESIZE | pygame.WINDOWEXPOSED if self._showing:
                self.surface = pygame.display.get_surface() or self.surface
                self._paint(self._showing)
        return False
