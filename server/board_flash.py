"""``motcua board DIR test``: every board flashes, and what is said on the cable can be read."""

from collections.abc import Sequence

from display import search, transcript
from display.board import BLINKS, HALF_BLINK_S
from display.echo import Echo
from display.exchange import Outcome, Wire, exchange
from display.protocol import Protocol
from hardware.ports import PortAway, open_port
from server.board_bench import Bench, alone, cable_of, minutes
from server.board_setup import line_of
from server.config import BoardTable, BusTable, Config
from server.errors import SetupError


def flash(bench: Bench, cable: str | None, is_raw: bool) -> None:
    """Flash every board of ``office.toml``, or of one *cable*, with its counter's number, and
    leave it dark.

    *is_raw*: every frame is told and bytes are shown piece by piece as they came.
    :raises SetupError: if there is no such cable or no boards, a port cannot be used, a board does
        not answer that should, or a server has the ports.
    """
    with alone(bench.folder) as config:
        chosen = _chosen(config, cable)
        count = sum(len(table.board) for table in chosen.values())
        bench.tell(f"boards: {count}, about {minutes(count * 2 * BLINKS * HALF_BLINK_S)}")
        silent = 0
        for name, table in chosen.items():
            with cable_of(config, name) as (url, protocol):
                silent += _Flashing(bench, name, table, protocol, is_raw).run(url)
    if silent:
        raise SetupError(f"boards that did not answer: {silent}")


class _Flashing:
    """The boards of one cable, flashed one after another."""

    def __init__(
        self, bench: Bench, name: str, table: BusTable, protocol: Protocol, is_raw: bool
    ) -> None:
        self._bench = bench
        self._name = name
        self._table = table
        self._protocol = protocol
        self._is_raw = is_raw

    def run(self, url: str) -> int:
        """How many did not answer that should have."""
        table, protocol, now = self._table, self._protocol, self._bench.monotonic
        form = table.form or protocol.form
        self._bench.tell(f"{self._name}: {table.url}, {table.protocol}, {table.baud} baud {form}")
        try:
            port = open_port(line_of(table, url, protocol))
        except (PortAway, ValueError) as error:
            raise SetupError(f"{self._name}: {error}") from error
        try:
            heard = transcript.Transcript(port, now)
            answer_s = protocol.answer_timeout_s
            if answer_s and table.answer_ms:
                answer_s = table.answer_ms / 1000
            wire = Wire(heard, protocol, now, Echo(is_sure=table.has_echo), answer_s)
            return sum(not self._flash(heard, wire, board) for board in table.board)
        except OSError as error:
            raise SetupError(f"{self._name}: {error}") from error
        finally:
            port.close()

    def _flash(self, heard: transcript.Transcript, wire: Wire, board: BoardTable) -> bool:
        """Whether all is well as far as can be told from here."""
        text = board.counter or f"{board.address}"
        whose = f", counter {'+'.join(board.at)}" if board.at else ""
        who = f"  board {board.address}{whose}"
        self._bench.tell(f'{who}: flashes "{text}"')
        try:
            outcomes = [self._show(heard, wire, board, each) for each in (text, "") * BLINKS]
        except KeyboardInterrupt:
            self._show(heard, wire, board, "")
            raise
        said, is_well = _verdict(self._protocol, outcomes)
        self._bench.tell(f"{who}: {said}")
        return is_well

    def _show(
        self, heard: transcript.Transcript, wire: Wire, board: BoardTable, text: str
    ) -> Outcome:
        table, protocol, now = self._table, self._protocol, self._bench.monotonic
        frame = protocol.frame(board.address, text, board.width or table.width)
        began_s = now()
        heard.begin()
        outcome = exchange(wire, frame)
        if self._is_raw or text:
            pieces = heard.pieces if self._is_raw else transcript.whole(heard.pieces)
            for line in transcript.lines(protocol, frame, pieces):
                self._bench.tell(f"  {line}")
        silent_s = outcome.last_byte_s + (table.gap_ms / 1000 or protocol.gap_s) - now()
        self._bench.pause(max(0.0, silent_s, began_s + HALF_BLINK_S - now()))
        return outcome


def _verdict(protocol: Protocol, outcomes: Sequence[Outcome]) -> tuple[str, bool]:
    if not protocol.answer_timeout_s:
        return "cannot answer: look at it", True
    if all(not each.why for each in outcomes):
        return "answered", True
    lost = [each.why for each in outcomes if each.why]
    if len(lost) < len(outcomes):
        return f"answered {len(outcomes) - len(lost)} of {len(outcomes)}: {lost[0]}", False
    return f"not answered: {lost[0]}" if lost[0] != search.NO_ANSWER else "not answered", False


def _chosen(config: Config, cable: str | None) -> dict[str, BusTable]:
    """The cables to try. :raises SetupError: if there is none."""
    there = dict(config.board_bus)
    if cable is not None and cable not in there:
        known = ", ".join(there) or "none"
        raise SetupError(f"there is no board_bus {cable!r} in office.toml; there: {known}")
    chosen = there if cable is None else {cable: there[cable]}
    if not any(table.board for table in chosen.values()):
        raise SetupError("office.toml names no boards: write one as [[board_bus.west.board]]")
    return chosen
