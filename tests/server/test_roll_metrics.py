"""The tablets' figures, from the roll of devices."""

from server.devices import Device
from server.roll_metrics import of_tablets


def tablet(id: str, counter: str | None = "3", state: str = "here", **more: object) -> Device:
    return Device(id=id, kind="tablet", name=id, counter=counter, state=state, **more)  # type: ignore[arg-type]


def figures(*devices: Device) -> dict[tuple[str, ...], float]:
    return {
        (sample.name, *sample.labels.values()): sample.value
        for family in of_tablets(devices)
        for sample in family.samples
    }


def test_what_a_tablet_tells() -> None:
    well = tablet("t-1", battery=81, is_charging=False, queued=2, clock_off_s=-3)
    assert figures(well) == {
        ("motcua_tablet_here", "t-1", "3"): 1,
        ("motcua_tablet_battery_percent", "t-1", "3"): 81,
        ("motcua_tablet_charging", "t-1", "3"): 0,
        ("motcua_tablet_ratings_waiting", "t-1", "3"): 2,
        ("motcua_tablet_clock_off_seconds", "t-1", "3"): -3,
        ("motcua_counter_without_tablet", "3"): 0,
    }


def test_what_it_does_not_tell_is_no_figure() -> None:
    kiosk = tablet("t-2", counter=None, state="away")
    assert figures(kiosk) == {("motcua_tablet_here", "t-2", ""): 0}


def test_only_paired_ones() -> None:
    printer = Device(id="printer-hall", kind="printer", name="hall", state="ready")
    assert figures(printer, tablet("t-1", state="asking"), tablet("t-2", state="unpaired")) == {}


def test_a_counter_is_without_when_every_tablet_of_it_is_away() -> None:
    lost = tablet("t-1", state="away", alerts=["counter_without_tablet"])
    assert figures(lost)["motcua_counter_without_tablet", "3"] == 1
    assert figures(lost, tablet("t-2"))["motcua_counter_without_tablet", "3"] == 0
    assert figures(tablet("t-2"), lost)["motcua_counter_without_tablet", "3"] == 0
