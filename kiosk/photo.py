"""Fetches the photo of who served, once a visit, on a thread of its own."""

import logging
import threading
from collections.abc import Callable
from pathlib import Path

from kiosk.client import Client, ServerAway, ServerSaid
from kiosk.news import News, PhotoCame
from kiosk.wire import Window

_LOGGER = logging.getLogger(__name__)


class Photos:
    """Keeps the newest photo as one file, and nothing of the ones before.

    :param file: replaced whole; readable by its owner only
    """

    def __init__(self, file: Path, put: Callable[[News], None]) -> None:
        self._file, self._put = file, put
        self._asked = ""

    def look(self, client: Client | None, window: Window | None) -> None:
        """Return at once; PhotoCame when it is there. Without a photo the tablet shows none."""
        if window is None or not window.has_photo or client is None or window.id == self._asked:
            return
        self._asked = window.id
        threading.Thread(
            target=self._fetch, args=(client, window.id), name="photo", daemon=True
        ).start()

    def _fetch(self, client: Client, window: str) -> None:
        new = self._file.with_suffix(".new")
        try:
            new.touch(mode=0o600)
            new.write_bytes(client.photo())
            new.replace(self._file)
        except (OSError, ServerAway, ServerSaid) as error:
            _LOGGER.warning("no photo of who serves: %s", error)
            return
        self._put(PhotoCame(window, str(self._file)))
