"""The tablet's window: shows scenes and turns pygame's events into touches.

Written to the API that pygame 2.6 and pygame-ce 2.5 share.
"""

import os
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType

import pygame

from kiosk.draw import draw, forget_fonts, keep_picture
from kiosk.look import Look
from kiosk.packs import Pack, fonts_of
from kiosk.scene import compose, names_in
from kiosk.shapes import Scene
from kiosk.showing import Showing
from kiosk.staff import Corner
from kiosk.touch import Finger
from kiosk.words import Words

_LONGEST_WAIT_S = 1.0
_LOOK_S = 0.02  # a finger does not feel it
_CORNER = 0.16  # of the shorter side: where staff touches
NO_PACKS: Mapping[str, Pack] = MappingProxyType({})


class View:
    """A window (full screen without `size`), or with `is_headless` a picture nobody sees.

    Satisfies kiosk.front.Face. Everything but wake() belongs to the thread that made it.
    """

    def __init__(
        self,
        words: Words,
        size: tuple[int, int] | None,
        *,
        is_headless: bool,
        now_s: Callable[[], float] = time.monotonic,
        packs: Mapping[str, Pack] = NO_PACKS,
        inches: float = 0.0,
    ) -> None:
        """
        :param words: of a screen whose language is none of `packs`
        :param inches: the glass's diagonal; 0: guess
        :raises OSError: there is no display
        """
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
        self._words, self._packs, self._fonts = words, packs, fonts_of(packs)
        self._look = Look(inches, {code: pack.name for code, pack in packs.items()})
        self._corner = Corner(now_s)
        self._finger = Finger(now_s)
        self._showing: Showing | None = None
        self.picture: Path | None = None  # kept as a PNG of what is shown
        self.cut_texts: list[str] = []  # texts of the last scene that did not fit

    def show(self, showing: Showing) -> None:
        if showing == self._showing:
            return
        is_new = self._showing is None or showing.screen != self._showing.screen
        self._showing = showing
        is_painted = False
        try:
            self._finger.look_at(self._compose(), is_new=is_new)
            self._paint()
            is_painted = True
        finally:
            if not is_painted:  # it is not on the glass: the next try draws it
                self._showing = None

    def wait(self, timeout_s: float | None) -> list[str]:
        # SIGTERM is seen only between two waits, so none is for ever.
        wait_s = _LONGEST_WAIT_S if timeout_s is None else min(timeout_s, _LONGEST_WAIT_S)
        ends_at_s = time.monotonic() + wait_s
        # Not pygame.event.wait(): with drivers that can not wait, kmsdrm among them, it looks a
        # thousand times a second.
        while not (events := pygame.event.get()):
            left_s = ends_at_s - time.monotonic()
            if left_s <= 0:
                break
            time.sleep(min(_LOOK_S, left_s))
        return [name for event in events if (name := self._touch(event))]

    def wake(self) -> None:
        pygame.event.post(pygame.event.Event(pygame.USEREVENT))

    def close(self) -> None:
        forget_fonts()
        pygame.display.quit()
        pygame.font.quit()

    def names_on_page(self, showing: Showing) -> frozenset[str]:
        """The groups or services that this screen's list shows, without those of other pages."""
        return names_in(self._scene(showing))

    def _compose(self) -> Scene:
        assert self._showing is not None
        return self._scene(self._showing)

    def _scene(self, showing: Showing) -> Scene:
        size = self.surface.get_size()
        pack = self._packs.get(showing.prefs.language)
        words = pack.words if pack else self._words
        return compose(showing, size, words, self._finger.pressed, self._look)

    def _paint(self) -> None:
        self.cut_texts = draw(self.surface, self._compose(), self._fonts)
        pygame.display.flip()
        if self.picture:
            keep_picture(self.surface, self.picture)

    def _touch(self, event: pygame.event.Event) -> str | None:
        before, name = self._finger.pressed, self._follow(event) or self._in_corner(event)
        if self._finger.pressed != before:
            self._paint()
        return name

    def _in_corner(self, event: pygame.event.Event) -> str | None:
        """Staff's way in: nothing shows it. The touches count even where a button is."""
        match event.type:
            case pygame.FINGERDOWN:
                place = (event.x * self.surface.get_width(), event.y * self.surface.get_height())
            case pygame.MOUSEBUTTONDOWN if event.button == 1 and not event.touch:
                place = event.pos
            case _:
                return None
        side = min(self.surface.get_size()) * _CORNER
        return "corner" if max(place) <= side and self._corner.touch() else None

    def _follow(self, event: pygame.event.Event) -> str | None:
        width, height = self.surface.get_size()
        # SDL makes mouse events of touches too, marked `touch`: one family only, or every tap
        # would count twice.
        match event.type:
            case pygame.FINGERDOWN:
                self._finger.down(event.finger_id, int(event.x * width), int(event.y * height))
            case pygame.FINGERUP:
                x, y = int(event.x * width), int(event.y * height)
                return self._finger.up(event.finger_id, x, y)
            case pygame.MOUSEBUTTONDOWN if event.button == 1 and not event.touch:
                self._finger.down("mouse", *event.pos)
            case pygame.MOUSEBUTTONUP if event.button == 1 and not event.touch:
                return self._finger.up("mouse", *event.pos)
            case pygame.QUIT:
                return "quit"
            case pygame.VIDEORESIZE if self._showing:
                self.surface = pygame.display.get_surface() or self.surface
                self._finger.look_at(self._compose(), is_new=False)
                self._paint()
        return None
