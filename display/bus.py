"""The owner of one cable with many boards: one thread runs it, any thread may say what to show.

show() and put() store the wish and wake the thread; the thread sends what is due, one frame at a
time, with the silence the protocol demands. Nothing a board or the cable does is felt by whoever
calls them.
"""

import logging
import random
import threading
import time
from collections.abc import Callable, Mapping

from display.board import Board
from display.echo import BackOff, Echo
from display.exchange import Outcome, Port, Wire, exchange, listen
from display.health import BoardHealth, CableHealth, health_of
from display.loose import Loose
from display.protocol import Protocol, checked_address
from display.rota import Rota

REFRESH_S = 10.0
AWAY_RETRY_S = 0.5  # how often a port that is away is tried; it may itself back off for longer
FAULT_PAUSE_S = 1.0  # after a fault of our own the thread goes on, but not in a tight loop
STOP_LOOK_S = 0.5  # an Event cannot wake a Condition; wake() after stop.set() ends run() at once
LISTEN_S = 0.005  # how late a keypad may be heard; a wish to show wakes the thread at once
LEAD_S = 0.002  # without a demanded gap the next frame is handed over before the line falls silent

_log = logging.getLogger(__name__)


class Bus:
    """``boards`` is name → address, ``width`` the places on each, but for those in ``widths``.

    ``refresh_s`` is the refresh round, 0.0: ten seconds or as slow as calls need it. ``hear`` is
    given, on this thread, every byte that is neither an answer to us nor our own. ``gap_s`` and
    ``answer_timeout_s`` stand instead of the protocol's own. Raises ValueError on an address the
    protocol lacks or one used twice, on a bad width, and on a width of no board.
    """

    def __init__(
        self,
        port: Port,
        protocol: Protocol,
        boards: Mapping[str, int],
        *,
        width: int = 4,
        widths: Mapping[str, int] = {},
        refresh_s: float = 0.0,
        gap_s: float | None = None,
        answer_timeout_s: float | None = None,
        has_echo: bool = False,
        hear: Callable[[bytes], None] | None = None,
        monotonic: Callable[[], float] = time.monotonic,
        random: Callable[[], float] = random.random,
    ) -> None:
        self._protocol, self._monotonic, self._hear = protocol, monotonic, hear
        self._widths = _checked_widths(boards, width, widths)
        _check_addresses(protocol, boards)
        self._boards = {
            name: Board(name, address, protocol.fit("", self._widths[name]))
            for name, address in boards.items()
        }
        self._gap_s = protocol.gap_s if gap_s is None else gap_s
        timeout_s = protocol.answer_timeout_s
        if timeout_s and answer_timeout_s is not None:
            timeout_s = answer_timeout_s
        self._echo = Echo(is_sure=has_echo)
        self._wire = Wire(port, protocol, monotonic, self._echo, timeout_s, hear is not None)
        self._loose = Loose()
        frame = protocol.frame(protocol.addresses[0], "", max(self._widths.values(), default=width))
        self._back_off = BackOff(protocol.wire_s(len(frame)), random)
        self._rota = Rota(
            list(self._boards.values()),
            refresh_s or REFRESH_S,
            self._cost_s(len(frame)),
            is_prompt=not refresh_s,
        )
        self._news = threading.Condition()
        self._has_news = False
        self._quiet_until_s = monotonic()
        self._away_why = ""
        self._openings = 0
        self._collisions = 0

    def show(self, name: str, text: str, *, is_blinking: bool = False) -> None:
        """From now on the board ``name`` says ``text``. KeyError when there is none."""
        fitted = self._protocol.fit(text, self._widths[name])
        with self._news:
            self._boards[name].want(fitted, self._monotonic(), is_blinking=is_blinking)
            self._tell()

    def put(self, key: str, frame: bytes) -> None:
        """Send ``frame``, which is no board's, after the boards that changed and before the refresh
        round. It takes the place of one with the same ``key`` that has not gone out yet.
        """
        with self._news:
            self._loose.put(key, frame)
            self._tell()

    def wake(self) -> None:
        """Make run() look around now, for instance at its stop event."""
        with self._news:
            self._tell()

    def health(self) -> list[BoardHealth]:
        """How each board is doing, in the order given at the start."""
        has_answers = self._wire.answer_timeout_s > 0
        with self._news:
            now_s = self._monotonic()
            return [
                health_of(board, now_s, has_answers=has_answers, away_why=self._away_why)
                for board in self._boards.values()
            ]

    def cable_health(self) -> CableHealth:
        """How the cable itself is doing."""
        with self._news:
            return CableHealth(
                is_away=bool(self._away_why),
                why=self._away_why,
                has_echo=self._echo.has_echo,
                collisions=self._collisions,
                round_s=self._rota.round_s,
            )

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
        if self._hear is not None:
            self._listen(self._hear)
        with self._news:
            self._has_news = False
            now_s = self._monotonic()
            if now_s < self._quiet_until_s:
                return self._until(self._quiet_until_s, now_s)
            board = self._rota.pick_changed(now_s)
            loose = None if board else self._loose.first()
            if board is None and loose is None:
                board = self._rota.pick_refresh(now_s)
            if board is None and loose is None:
                return self._until(self._rota.next_due_s(now_s), now_s)
            if board is not None:
                text = board.text_at(now_s)
                board.begin(now_s)
        if board is not None:
            self._send(board, text)
        elif loose is not None:
            self._send_loose(*loose)
        return self._until(self._quiet_until_s, self._monotonic())

    def _tell(self) -> None:
        self._has_news = True
        self._news.notify()

    def _until(self, due_s: float, now_s: float) -> float:
        most_s = due_s - now_s if self._hear is None or self._away_why else LISTEN_S
        return max(0.0, min(due_s - now_s, most_s))

    def _sleep(self, wait_s: float) -> None:
        with self._news:
            if not self._has_news and wait_s > 0:
                self._news.wait(wait_s)

    def _listen(self, hear: Callable[[bytes], None]) -> None:
        if self._away_why and self._monotonic() < self._quiet_until_s:
            return
        try:
            said = listen(self._wire)
        except OSError as error:
            self._lose(error)
            return
        with self._news:
            self._come_back()
        if said:
            hear(said)

    def _send(self, board: Board, text: str) -> None:
        try:
            frame = self._protocol.frame(board.address, text, self._widths[board.name])
        except ValueError as error:
            with self._news:
                board.failed(str(error), self._monotonic(), has_answered=False)
            return
        outcome = self._exchange(frame, board.patience_s(self._wire.answer_timeout_s))
        if outcome is None:
            return
        with self._news:
            now_s = self._monotonic()
            answered = outcome.has_answered
            if outcome.is_collision:
                board.collided(outcome.why, now_s)
            elif outcome.why:
                board.failed(outcome.why, now_s, has_answered=answered)
            else:
                if board.has_failed:
                    self._rota.hurry(now_s)
                board.accepted(text, now_s, has_answered=answered, answer_s=outcome.answer_s)
        self._pass_on(outcome)

    def _send_loose(self, key: str, frame: bytes) -> None:
        outcome = self._exchange(frame, self._wire.answer_timeout_s)
        if outcome is None:
            return
        with self._news:
            if outcome.is_collision:
                self._loose.collided(key, frame)
            else:
                self._loose.sent(key, frame)
        self._pass_on(outcome)

    def _exchange(self, frame: bytes, patience_s: float) -> Outcome | None:
        """None when the port is away. Keeps the silence that must follow."""
        try:
            outcome = exchange(self._wire, frame, patience_s)
        except OSError as error:
            self._lose(error)
            return None
        with self._news:
            self._come_back()
            self._quiet_until_s = outcome.last_byte_s + self._silence_s()
            if outcome.is_collision:
                self._collisions += 1
                self._quiet_until_s += self._back_off.collided()
            else:
                self._back_off.went_well()
        return outcome

    def _silence_s(self) -> float:
        """May be below 0: the line then needs no rest, and nobody is to be waited for."""
        has_to_wait = self._gap_s or self._wire.answer_timeout_s or self._echo.has_echo
        return self._gap_s if has_to_wait else -LEAD_S

    def _pass_on(self, outcome: Outcome) -> None:
        if self._hear is not None and outcome.others:
            self._hear(outcome.others)

    def _come_back(self) -> None:
        """Forget what boards show if the port was opened anew, seen by us or not."""
        openings = getattr(self._wire.port, "openings", self._openings)
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
        self._echo.forget()
        self._loose.forget()
        for board in self._boards.values():
            board.forget()

    def _cost_s(self, count: int) -> float:
        """What one board takes of the line: frame and gap, and answer (8 bytes) and gap."""
        wire_s = self._protocol.wire_s
        answer_s = wire_s(8) + self._gap_s if self._wire.answer_timeout_s else 0.0
        return wire_s(count) + self._gap_s + answer_s


def _check_addresses(protocol: Protocol, boards: Mapping[str, int]) -> None:
    seen: dict[int, str] = {}
    for name, address in boards.items():
        checked_address(protocol.name, protocol.addresses, address)
        if address in seen:
            raise ValueError(f"boards {seen[address]!r} and {name!r} both have address {address}")
        seen[address] = name


def _checked_widths(
    boards: Mapping[str, int], width: int, widths: Mapping[str, int]
) -> dict[str, int]:
    for name in widths:
        if name not in boards:
            raise ValueError(f"a width is given for {name!r}, which is no board of this cable")
    return {name: widths.get(name, width) for name in boards}
