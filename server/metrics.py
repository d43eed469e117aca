"""Prometheus text: what a person on duty would want to know before the citizens tell them."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from server import queries
from server.devices import Devices
from server.followers import Follower
from server.journal import Journal
from server.live import Live
from server.office import Office
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
        yield _gauge(
            "motcua_waiting",
            "Tickets that wait, by service",
            {(code,): waiting.get(code, 0) for code in plan.services},
            ["service"],
        )
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


def metrics(measured: Measured) -> Callable[[], bytes]:
    """A function that gives the text of this moment."""
    registry = CollectorRegistry()
    registry.register(_OfficeCollector(measured))
    return lambda: generate_latest(registry)


def _gauge(
    name: str, text: str, values: dict[tuple[str, ...], int], labels: list[str] | None = None
) -> GaugeMetricFamily:
    family = GaugeMetricFamily(name, text, labels=labels or [])
    for label, value in values.items():
        family.add_metric(label, value)
    return family
