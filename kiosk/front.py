"""What stands before the citizen: a face to look at and touch, dressed with what is ours."""

import time
from collections.abc import Callable
from dataclasses import replace
from typing import Protocol

from kiosk.idle_pictures import IdlePictures
from kiosk.screens import Screen
from kiosk.showing import Showing


class Face(Protocol):
    """What the citizen sees and touches."""

    def show(self, showing: Showing) -> None: ...

    def wait(self, timeout_s: float | None) -> list[str]:
        """Names of buttons touched; returns at the first touch, wake() or time-out."""

    def wake(self) -> None:
        """May be called from any thread, and from a signal."""

    def close(self) -> None: ...


class Front:
    """A face that also says which tablet this is and, while nobody is asked, has pictures.

    :param tablet: our id
    :param place: our address, with the port of the listener, or ""
    """

    def __init__(
        self, face: Face, pictures: IdlePictures, tablet: str, place: Callable[[], str]
    ) -> None:
        self._face, self._pictures = face, pictures
        self._tablet, self._place = tablet, place

    def show(self, showing: Showing) -> None:
        dressed = replace(showing, tablet_id=self._tablet, address=self._place())
        if showing.screen is Screen.IDLE:
            dressed = replace(dressed, picture=self._pictures.current())
        self._face.show(dressed)

    def wait(self, screen: Screen, ends_at_s: float | None) -> list[str]:
        """What was touched; at the latest when the screen's time is over or another picture due."""
        if ends_at_s is None and screen is Screen.IDLE:
            ends_at_s = self._pictures.next_at_s
        wait_s = None if ends_at_s is None else max(0.0, ends_at_s - time.monotonic())
        return self._face.wait(wait_s)
