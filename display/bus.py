"""The owner of one cable with many boards: one thread runs it, any thread may say what to show.

show() stores the wish and wakes the thread; the thread sends what is due, one frame at a time, with
the silence the protocol demands. Nothing a board or the cable does is felt by whoever calls show().
"""

import logging
import threading
import time
from collections.abc import Callable, Mapping

from display.board import Board
from display.exchange import Outcome, Port, exchange
from display.health import BoardHealth, health_of
from display.protocol import Protocol, checked_address
from display.rota import Rota

AWAY_RETRY_S = 0.5  # how often a port that is away is tried; it may itself back off for longer
FAULT_PAUSE_S = 1.0  # after a fault of our own the thread goes on, but not in a tight loop
STOP_LOOK_S = 0.5  # an Event cannot wake a Condition; wake() after stop.set() ends run() at once

_log = logging.getLogger(__name__)


class Bus:
    """``boards`` is name → address, ``width`` the places on each, ``refresh_s`` the refresh round.

    Raises ValueError on an address the protocol lacks or one used twice, and on a bad width.
    """

    def __init__(
        self,
        port: Port,
        protocol: Protocol,
        boards: Mapping[str, int],
        *,
        width: int = 4,
        refresh_s: float = 10.0,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._port, self._protocol, self._width, self._monotonic = port, protocol, width, monotonic
        blank = protocol.fit("", width)
        _check_addresses(protocol, boards)
        self._boards = {name: Board(name, address, blank) for name, address in boards.items()}
        self._rota = Rota(list(self._boards.values()), refresh_s, _cost_s(protocol, width))
        self._news = threading.Condition()
        self._has_news = False
        self._quiet_until_s = monotonic()
        self._away_why = ""
        self._openings = 0

    def show(self, name: str, text: str, *, is_blinking: bool = False) -> None:
        """From now on the board ``name`` says ``text``. KeyError when there is none."""
        fitted = self._protocol.fit(text, self._width)
        with self._news:
            self._boards[name].want(fitted, self._monotonic(), is_blinking=is_blinking)
            self._has_news = True
            self._news.notify()

    def wake(self) -> None:
        """Make run() look around now, for instance at its stop event."""
        with self._news:
            self._has_news = True
            self._news.notify()

    def health(self) -> list[BoardHealth]:
        """How each board is doing, in the order given at the start."""
        has_answers = self._protocol.answer_timeout_s > 0
        with self._news:
            now_s = self._monotonic()
            return [
                health_of(board, now_s, has_answers=has_answers, away_why=self._away_why)
                for board in self._boards.values()
            ]

    def run(self, stop: threading.Event) -> None:
        """The thread's body: until ``stop`` is set, send what is due and sleep until more is."""
        while not stop.is_set():
            try:
                wait_s = self.step()
            except Exception:
                _log.exception("board cable: a fault of our own; going on in %s s", FAULT_PAUSE_S)
                stop.wait(FAULT_PAUSE_S)
                continue
            self._sleep(min(wait_s, STOP_LOOK_S))

    def step(self) -> float:
        """Send one frame if one is due; the seconds until more may be due (0.0: now)."""
        with self._news:
            self._has_news = False
            now_s = self._monotonic()
            if now_s < self._quiet_until_s:
                return self._quiet_until_s - now_s
            board = self._rota.pick(now_s)
            if board is None:
                return max(0.0, self._rota.next_due_s(now_s) - now_s)
            text = board.text_at(now_s)
            board.begin(now_s)
        self._send(board, text)
        return max(0.0, self._quiet_until_s - self._monotonic())

    def _sleep(self, wait_s: float) -> None:
        with self._news:
            if not self._has_news and wait_s > 0:
                self._news.wait(wait_s)

    def _send(self, board: Board, text: str) -> None:
        try:
            frame = self._protocol.frame(board.address, text, self._width)
        except ValueError as error:
            self._refuse(board, str(error))
            return
        try:
            outcome = exchange(self._port, self._protocol, frame, self._monotonic)
        except OSError as error:
            self._lose(error)
            return
        self._settle(board, text, outcome)

    def _refuse(self, board: Board, why: str) -> None:
        with self._news:
            board.failed(why, self._monotonic(), has_answered=False)

    def _settle(self, board: Board, text: str, outcome: Outcome) -> None:
        with self._news:
            self._come_back()
            now_s = self._monotonic()
            self._quiet_until_s = outcome.last_byte_s + self._protocol.gap_s
            if outcome.why:
                board.failed(outcome.why, now_s, has_answered=outcome.has_answered)
            else:
                board.accepted(text, now_s, has_answered=outcome.has_answered)

    def _come_back(self) -> None:
        """Forget what boards show if the port was opened anew, seen by us or not."""
        openings = getattr(self._port, "openings", self._openings)
        if openings != self._openings or self._away_why:
            self._openings = openings
            self._forget()
        if self._away_why:
            _log.info("board cable: the port is back")
            self._away_why = ""

    def _lose(self, error: OSError) -> None:
        with self._news:
            if not self._away_why:
                _log.warning("board cable: the port is away: %s", error)
            self._away_why = str(error) or type(error).__name__
            self._forget()
            self._quiet_until_s = self._monotonic() + AWAY_RETRY_S

    def _forget(self) -> None:
        for board in self._boards.values():
            board.forget()


def _check_addresses(protocol: Protocol, boards: Mapping[str, int]) -> None:
    seen: dict[int, str] = {}
    for name, address in boards.items():
        checked_address(protocol.name, protocol.addresses, address)
        if address in seen:
            raise ValueError(f"boards {seen[address]!r} and {name!r} both have address {address}")
        seen[address] = name


def _cost_s(protocol: Protocol, width: int) -> float:
    """What one board takes of the line: frame and gap, and answer (8 bytes) and gap."""
    frame = protocol.frame(protocol.addresses[0], "", width)
    answer_s = protocol.wire_s(8) + protocol.gap_s if protocol.answer_timeout_s else 0.0
    return protocol.wire_s(len(frame)) + protocol.gap_s + answer_s
