"""Prometheus text: what a person on duty would want to know before the citizens tell them."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from server import paper_view, queries
from server.cables import BoardFigures, CableFigures
from server.devices import Devices
from server.followers import Follower
from server.journal import Journal
from server.live import Live
from server.office import Office
from server.printers import Printers
from server.roll_metrics import of_tablets
from server.shapes import PrinterPaper
from server.store import Store

WELL = frozenset({"here", "ready", "shown", "sent"})


@dataclass(frozen=True, kw_only=True)
class Measured:
    """What is measured."""

    store: Store
    office: Office
    journal: Journal
    devices: Devices
    live: Live
    printers: Printers
    followers: Iterable[Follower]
    cables: Callable[[], list[CableFigures]]
    keypads: Callable[[], Mapping[tuple[str, ...], int]] = dict
    """What keypads sent that came to nothing, by cable and reason."""


class _OfficeCollector(Collector):
    def __init__(self, measured: Measured) -> None:
        self._of = measured

    def collect(self) -> Iterator[Metric]:
        of = self._of
        yield _gauge("motcua_journal_seq", "Newest journal entry", {(): of.journal.newest})
        yield _gauge("motcua_live_streams", "Open live streams", {(): of.live.count})
        with of.store.reading() as connection:
            plan = of.office.plan(connection)
            waiting = queries.waiting_by_service(connection, plan.day.isoformat())
            without = paper_view.count_without_paper(connection, plan.day.isoformat())
            papers = paper_view.printer_papers(connection, of.printers)
        yield _gauge(
            "motcua_waiting",
            "Tickets that wait, by service",
            {(code,): waiting.get(code, 0) for code in plan.services},
            ["service"],
        )
        yield from _paper(without, papers)
        yield _gauge(
            "motcua_follower_behind",
            "Journal entries a follower has not handled",
            {(each.name,): of.journal.newest - each.seq for each in of.followers},
            ["follower"],
        )
        roll = of.devices.roll()
        yield _gauge(
            "motcua_device_well",
            "1 if a device is as it should be",
            {(each.kind, each.id): int(each.state in WELL) for each in roll},
            ["kind", "device"],
        )
        yield from of_tablets(roll)
        yield from _cables(of.cables())
        text = "Presses and frames of keypads that came to nothing"
        yield _counter("motcua_keypad_dropped", text, of.keypads(), ["cable", "reason"])


def _paper(without: int, papers: list[PrinterPaper]) -> Iterator[GaugeMetricFamily]:
    yield _gauge("motcua_without_paper", "Tickets that wait without a slip", {(): without})
    yield _gauge(
        "motcua_paper_low",
        "1 if a printer's roll is nearly used up",
        {(each.printer,): int(each.is_low) for each in papers},
        ["printer"],
    )
    yield _gauge(
        "motcua_paper_left_metres",
        "Paper left on a printer's roll, where it is counted",
        {(each.printer,): each.left_m for each in papers if each.left_m is not None},
        ["printer"],
    )


CABLE, BOARD = ["cable"], ["cable", "address"]
STATES = ("shown", "sent", "silent", "away")
COUNTED = {
    "frames": "Frames sent to a board",
    "errors": "Frames a board did not acknowledge",
    "collisions": "Frames to a board that another sender spoiled",
}
PASSED = {
    "answered": "Seconds since a board last answered",
    "painted": "Seconds since a board was last painted",
}


def _cables(cables: list[CableFigures]) -> Iterator[Metric]:
    def of(figure: Callable[[CableFigures], float]) -> dict[tuple[str, ...], float]:
        return {(each.name,): figure(each) for each in cables}

    away, echo = of(lambda each: each.is_away), of(lambda each: each.has_echo)
    yield _gauge("motcua_cable_away", "1 if the port of a cable is away", away, CABLE)
    yield _gauge("motcua_cable_echo", "1 if an adapter hands our own bytes back", echo, CABLE)
    rounds, spoiled = of(lambda each: each.round_s), of(lambda each: each.collisions)
    yield _gauge("motcua_cable_round_seconds", "Length of a refresh round", rounds, CABLE)
    text = "Frames on a cable that another sender spoiled"
    yield _counter("motcua_cable_collisions", text, spoiled, CABLE)
    yield from _boards(
        {(each.name, str(board.address)): board for each in cables for board in each.boards}
    )


def _boards(boards: Mapping[tuple[str, ...], BoardFigures]) -> Iterator[Metric]:
    states = {
        (*key, state): int(each.state == state) for key, each in boards.items() for state in STATES
    }
    yield _gauge("motcua_board_state", "1 for the state a board is in", states, [*BOARD, "state"])
    for what, text in COUNTED.items():
        counted = {key: getattr(each, what) for key, each in boards.items()}
        yield _counter(f"motcua_board_{what}", text, counted, BOARD)
    for what, text in PASSED.items():
        ages = {key: getattr(each, f"{what}_s_ago") for key, each in boards.items()}
        known = {key: age_s for key, age_s in ages.items() if age_s is not None}
        yield _gauge(f"motcua_board_{what}_seconds", text, known, BOARD)


def metrics(measured: Measured) -> Callable[[], bytes]:
    """A function that gives the text of this moment."""
    registry = CollectorRegistry()
    registry.register(_OfficeCollector(measured))
    return lambda: generate_latest(registry)


def _counter(
    name: str, text: str, values: Mapping[tuple[str, ...], float], labels: list[str]
) -> CounterMetricFamily:
    family = CounterMetricFamily(name, text, labels=labels)
    for label, value in values.items():
        family.add_metric(label, value)
    return family


def _gauge(
    name: str, text: str, values: Mapping[tuple[str, ...], float], labels: list[str] | None = None
) -> GaugeMetricFamily:
    family = GaugeMetricFamily(name, text, labels=labels or [])
    for label, value in values.items():
        family.add_metric(label, value)
    return family
