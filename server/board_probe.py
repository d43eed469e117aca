"""``motcua board DIR probe``: which boards answer, at which speed and address."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

from display import search
from display.catalogue import PROTOCOLS, protocol_named
from display.exchange import Port
from display.protocol import Protocol
from hardware.ports import Line, PortAway, open_port
from server.board_bench import Bench, alone, cable_of, minutes
from server.config import Config
from server.errors import SetupError


@dataclass(frozen=True)
class Seeking:
    """A port on which boards are looked for, with what is known of it.

    *url* is as written in ``office.toml``, *opens* what is opened.
    """

    name: str
    url: str
    opens: str
    speeds: tuple[int, ...]
    likely: tuple[int, ...] = ()
    rs485: str = ""
    form: str = ""


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What to look for: on the port *url* only, for the protocol *name* only, and for how long."""

    url: str | None = None
    name: str | None = None
    seconds: float | None = None


def probe(bench: Bench, wanted: Wanted) -> None:
    """Tell which boards answer: on one port, or on every cable of ``office.toml``.

    :raises SetupError: if none does, a port cannot be opened, or a server has the ports.
    """
    with alone(bench.folder) as config:
        seconds = wanted.seconds
        ends_s = None if seconds is None else bench.monotonic() + seconds
        names = _can_be_asked(bench, config, wanted.name)
        found = 0
        with _sought(config, wanted.url) as ports:
            for port in ports:
                found += _Search(bench, port, names, ends_s).run()
    if not found:
        raise SetupError(
            "no board answered: look at power, the A and B wires and the end resistors, or try "
            "the boards that cannot be asked with 'test'"
        )


def _can_be_asked(bench: Bench, config: Config, name: str | None) -> list[str]:
    """The names of the protocols to ask by; those that have no question are told."""
    described = config.board_protocol
    try:
        asked = {
            each: search.can_be_asked(protocol_named(each, search.SPEEDS[0], described))
            for each in ([*PROTOCOLS, *described] if name is None else [name])
        }
    except ValueError as error:
        raise SetupError(str(error)) from error
    mute = sorted(each for each in asked if not asked[each])
    if mute:
        bench.tell(f"cannot be asked, only looked at with 'test': {', '.join(mute)}")
    return [each for each in asked if asked[each]]


class _Search:
    """The search on one port."""

    def __init__(
        self, bench: Bench, port: Seeking, names: Sequence[str], ends_s: float | None
    ) -> None:
        self._bench = bench
        self._port = port
        self._names = names
        self._ends_s = ends_s
        self._faults: list[str] = []
        self._opened = 0

    def run(self) -> int:
        """How many boards answered.  All boards of a cable have one speed: where one has answered
        only the rest of that round's addresses are asked."""
        left = search.rounds(self._protocols, self._port.speeds, self._port.likely)
        longest_s = sum(each.longest_s for each in left)
        self._bench.tell(
            f"{self._port.name}: {self._port.url}: at most {minutes(longest_s)}; Ctrl-C stops it"
        )
        found, heard = 0, None
        for each in left:
            if heard is not None and (each.protocol.name, each.baud) != heard:
                continue
            if self._is_over():
                self._bench.tell("  the time is over; not everything was asked")
                break
            answered = self._ask(each)
            found += answered
            if answered:
                heard = (each.protocol.name, each.baud)
        if not self._opened and self._faults:
            raise SetupError(f"{self._port.name}: {self._faults[0]}")
        return found

    def _ask(self, round: search.Round) -> int:
        """How many answered in one round."""
        tell, form = self._bench.tell, self._port.form or round.protocol.form
        first, last = min(round.addresses), max(round.addresses)
        tell(
            f"  {' or '.join(round.names)}, {round.baud} baud {form}, {len(round.addresses)} "
            f"addresses from {first} to {last}: at most {minutes(round.longest_s)}"
        )
        try:
            line = Line(self._port.opens, baud=round.baud, rs485=self._port.rs485)
            port = open_port(line.formed(form))
        except PortAway as error:
            self._faults.append(str(error))
            tell(f"    skipped: {error.why}")
            return 0
        self._opened += 1
        try:
            return self._listen(port, round)
        except OSError as error:
            raise SetupError(f"{self._port.name}: {error}") from error
        finally:
            port.close()

    def _listen(self, port: Port, round: search.Round) -> int:
        found, is_noisy = 0, False
        asking = search.ask(port, round, self._bench.monotonic, self._bench.pause)
        for said in asking:
            if isinstance(said, search.Answered):
                found += 1
                self._bench.tell(_settings(round, said))
            elif said is not None and not is_noisy:
                is_noisy = True
                self._bench.tell(f"    address {said.address}: {said.why}")
            if self._is_over():
                break
        return found

    def _protocols(self, baud: int) -> list[Protocol]:
        return [protocol_named(each, baud) for each in self._names]

    def _is_over(self) -> bool:
        return self._ends_s is not None and self._bench.monotonic() >= self._ends_s


def _settings(round: search.Round, said: search.Answered) -> str:
    why = f" ({said.why})" if said.why else ""
    names = " or ".join(f'"{each}"' for each in round.names)
    return f"    answered{why}: protocol = {names}, baud = {round.baud}, address = {said.address}"


@contextmanager
def _sought(config: Config, url: str | None) -> Iterator[list[Seeking]]:
    """The ports to look on, those of software boards among them while this lasts."""
    if url is not None:
        yield [Seeking("the port", url, url, _speeds(url, search.SPEEDS[0]))]
        return
    if not config.board_bus:
        raise SetupError("office.toml has no board_bus: say the port with --url")
    with ExitStack() as opened:
        ports = []
        for name, table in config.board_bus.items():
            there, _ = opened.enter_context(cable_of(config, name))
            seeking = Seeking(
                name=name,
                url=table.url,
                opens=there,
                speeds=_speeds(there, table.baud),
                likely=tuple(board.address for board in table.board),
                rs485=table.rs485,
                form=table.form if there == table.url else "",
            )
            ports.append(seeking)
        yield ports


def _speeds(url: str, known: int) -> tuple[int, ...]:
    """The likeliest first; behind a bare socket the serial server has the speed in its hands."""
    return (known,) if url.startswith("socket:") else tuple(dict.fromkeys([known, *search.SPEEDS]))
