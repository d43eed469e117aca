"""Which protocol, speed and address answer on a cable: each is asked, and nothing is changed.

What is asked first, and why: docs/reference/board-protocols.md, "Finding boards on a cable".
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from display.echo import Echo
from display.exchange import Port, Wire, exchange
from display.protocol import Protocol

SPEEDS = (9600, 19200, 38400, 57600, 115200, 4800, 2400, 1200)
"""Nearly every board leaves the factory with 9600."""
USUAL = range(1, 17)
"""Addresses that small dip switches reach; asked at every speed before the rest at any."""
NO_ANSWER = "no answer"


@dataclass(frozen=True)
class Round:
    """One question at one speed, and whom to ask it; ``names`` are the protocols that ask so."""

    names: tuple[str, ...]
    protocol: Protocol
    baud: int
    addresses: Sequence[int]

    @property
    def longest_s(self) -> float:
        """How long it takes when nobody answers."""
        protocol = self.protocol
        sizes = [len(protocol.probe(each) or b"") for each in self.addresses]
        each_s = protocol.probe_timeout_s + protocol.gap_s
        return sum(protocol.wire_s(size) + each_s for size in sizes)


@dataclass(frozen=True)
class Answered:
    """A board is at ``address``; ``why`` is its refusal, "" when it simply answered."""

    address: int
    why: str


@dataclass(frozen=True)
class Noise:
    """Something came that is no answer: another protocol, another speed, or a bad wire."""

    address: int
    why: str


def can_be_asked(protocol: Protocol) -> bool:
    """Whether the protocol has a question that changes nothing."""
    return protocol.probe(protocol.addresses[0]) is not None


def rounds(
    protocols: Callable[[int], Iterable[Protocol]], speeds: Iterable[int], likely: Iterable[int]
) -> list[Round]:
    """What to ask in which order: ``likely`` and usual addresses at every speed, then the rest."""
    first = list(dict.fromkeys([*likely, *USUAL]))
    questions = [(group, baud) for baud in speeds for group in _questions(protocols(baud))]
    near = [_round(group, baud, first) for group, baud in questions]
    rest = [each for each in range(256) if each not in first]
    return [each for each in near + [_round(*each, rest) for each in questions] if each.addresses]


def _questions(protocols: Iterable[Protocol]) -> list[list[Protocol]]:
    """The protocols that can be asked, those that ask in the same words together; the quickest to
    answer first.
    """
    groups: dict[tuple[str, bytes | None], list[Protocol]] = {}
    for each in protocols:
        if can_be_asked(each):
            groups.setdefault((each.form, each.probe(each.addresses[0])), []).append(each)
    return sorted(groups.values(), key=lambda group: group[0].probe_timeout_s)


def _round(group: list[Protocol], baud: int, addresses: Sequence[int]) -> Round:
    names = tuple(each.name for each in group)
    there = [each for each in addresses if each in group[0].addresses]
    return Round(names, group[0], baud, there)


def ask(
    port: Port, round: Round, monotonic: Callable[[], float], pause: Callable[[float], None]
) -> Iterator[Answered | Noise | None]:
    """Ask everybody of ``round``; None for an address that is silent. OSError: the port is away."""
    protocol = round.protocol
    wire = Wire(port, protocol, monotonic, Echo(), protocol.probe_timeout_s)
    for address in round.addresses:
        frame = protocol.probe(address)
        if frame is None:
            continue
        outcome = exchange(wire, frame)
        if outcome.has_answered:
            yield Answered(address, outcome.why)
        else:
            yield None if outcome.why == NO_ANSWER else Noise(address, outcome.why)
        pause(max(0.0, outcome.last_byte_s + protocol.gap_s - monotonic()))
