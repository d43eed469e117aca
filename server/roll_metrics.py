"""The tablets' roll-call as figures."""

from collections.abc import Callable, Iterable, Iterator

from prometheus_client.core import GaugeMetricFamily

from server.devices import Device

Figure = Callable[[Device], float | None]

FIGURES: tuple[tuple[str, str, Figure], ...] = (
    ("here", "1 if a paired tablet reports", lambda each: each.state == "here"),
    ("battery_percent", "Battery of a tablet", lambda each: each.battery),
    ("charging", "1 if a cable feeds the tablet", lambda each: each.is_charging),
    ("ratings_waiting", "Ratings a tablet still keeps", lambda each: each.queued),
    ("clock_off_seconds", "Tablet's clock ahead of the server's", lambda each: each.clock_off_s),
)
HEARD = frozenset({"asking", "unpaired"})


def of_tablets(devices: Iterable[Device]) -> Iterator[GaugeMetricFamily]:
    """Figures of each paired tablet, and each counter that works without its own."""
    paired = [each for each in devices if each.kind == "tablet" and each.state not in HEARD]
    for name, text, figure in FIGURES:
        family = GaugeMetricFamily(f"motcua_tablet_{name}", text, labels=["tablet", "counter"])
        for each in paired:
            value = figure(each)
            if value is not None:
                family.add_metric([each.id, each.counter or ""], float(value))
        yield family
    yield _without(paired)


def _without(paired: list[Device]) -> GaugeMetricFamily:
    family = GaugeMetricFamily(
        "motcua_counter_without_tablet",
        "1 if a counter is open and its tablet is away",
        labels=["counter"],
    )
    counters: dict[str, bool] = {}
    for each in paired:
        if each.counter is not None:
            without = "counter_without_tablet" in each.alerts
            counters[each.counter] = counters.get(each.counter, True) and without
    for counter, without in counters.items():
        family.add_metric([counter], float(without))
    return family
