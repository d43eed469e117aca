"""Prometheus text: what a person on duty would want to know before the citizens tell them."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from server import paper_view, queries
from server.devices import Devices
from server.followers import Follower
from server.journal import Journal
from server.live import Live
from server.office import Office
from server.printers import Printers
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


class _OfficeCollector(Collector):
    def __init__(self, measured: Measured) -> None:
        self._of = measured

    def collect(self) -> Iterator[GaugeMetricFamily]:
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
        yield _gauge(
            "motcua_device_well",
            "1 if a device is as it should be",
            {(each.kind, each.id): int(each.state in WELL) for each in of.devices.roll()},
            ["kind", "device"],
        )


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


def metrics(measured: Measured) -> Callable[[], bytes]:
    """A function that gives the text of this moment."""
    registry = CollectorRegistry()
    registry.register(_OfficeCollector(measured))
    return lambda: generate_latest(registry)


def _gauge(
    name: str, text: str, values: Mapping[tuple[str, ...], float], labels: list[str] | None = None
) -> GaugeMetricFamily:
    family = GaugeMetricFamily(name, text, labels=labels or [])
    for label, value in values.items():
        family.add_metric(label, value)
    return family
