"""Look for our office at an address that staff typed, on a thread of its own."""

import logging
import threading
from collections.abc import Callable
from dataclasses import replace

from kiosk.client import Client, ServerAway, ServerSaid
from kiosk.identity import Home
from kiosk.news import News, Paired, StaffTold

_LOGGER = logging.getLogger(__name__)


def _(text: str) -> str:
    """Marks a catalogue text."""
    return text


class HomeCall(threading.Thread):
    """Asks the server at `url` once: when it knows us, we are at home there.

    :param ask: asks it as our client; raises as a client does when it is not ours
    :param settle: keeps the new home; raises OSError when it can not
    """

    def __init__(
        self,
        home: Home,
        url: str,
        put: Callable[[News], None],
        ask: Callable[[Client], object],
        settle: Callable[[Home], None],
    ) -> None:
        super().__init__(name="home call", daemon=True)
        self._home, self._put, self._ask, self._settle = replace(home, url=url), put, ask, settle

    def run(self) -> None:
        try:
            self._ask(Client(self._home.url, self._home.token))
            self._settle(self._home)
        except (OSError, ServerAway, ServerSaid, ValueError) as error:  # ValueError: no address
            _LOGGER.warning("not at home at %s: %s", self._home.url, error)
            self._put(StaffTold(_("No server that knows this tablet answers there.")))
            return
        self._put(Paired(self._home))
