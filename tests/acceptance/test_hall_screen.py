"""The hall screen without a browser, in front of a real server."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.acceptance.town import Town, make_tokens
from tests.kiosk.headless_screen import HeadlessScreen
from tests.server_process import ServerProcess

ZONE = {"title": "Khu A", "counters": ["2"], "ticker": {"vi": "Xin chào."}}


@contextmanager
def screen(folder: Path, *options: str) -> Iterator[HeadlessScreen]:
    found = HeadlessScreen(folder, *options)
    try:
        yield found
    finally:
        assert found.quit() == 0, found.errors


def call(town: Town, counter: str) -> dict[str, str]:
    """The next number, called to *counter*, which is open."""
    town.post("admin", f"/counters/{counter}/open")
    answer = town.post("admin", f"/counters/{counter}/call-next")
    assert answer.status == 200, answer.json
    return dict(answer.json)


def test_a_call_is_on_the_screen_and_flashes(town: Town, tmp_path: Path) -> None:
    town.issue()
    with screen(tmp_path / "screen", "--server", town.server.url) as hall:
        hall.until(lambda line: line["screen"] == "hall")
        label = call(town, "1")["label"]
        line = hall.until(lambda line: line["calls"])
        assert line["calls"] == [{"label": label, "counter": "1", "flashes": True}]
        town.post("admin", "/counters/1/no-show")
        line = hall.until(lambda line: not line["calls"])
        assert hall.until(lambda line: line["missed"])["missed"] == [label]


def test_a_zone_s_screen_shows_its_counters_alone(town: Town, tmp_path: Path) -> None:
    options = ("--server", town.server.url, "--zone", "khu a")
    with screen(tmp_path / "screen", *options) as hall:
        hall.until(lambda line: line["screen"] == "no_zone")
        answer = town.put("/setup/zone/khu%20a", {"value": ZONE})
        assert answer.status == 200, answer.json
        hall.until(lambda line: line["screen"] == "hall")
        for counter in ("3", "2"):
            town.issue()
            call(town, counter)
        line = hall.until(lambda line: line["calls"])
        assert [each["counter"] for each in line["calls"]] == ["2"]


def test_the_server_may_be_killed_and_the_screen_is_right_again(
    folder: Path, tmp_path: Path
) -> None:
    server = ServerProcess(folder)
    town = Town(server, make_tokens(folder))
    with server, screen(tmp_path / "screen", "--server", server.url) as hall:
        town.issue()
        town.issue()
        first = call(town, "1")["label"]
        hall.until(lambda line: line.get("calls"))
        server.kill()
        server.start()
        town.post("admin", "/counters/1/finish")
        second = call(town, "1")["label"]
        line = hall.until(lambda line: line["calls"] and line["calls"][0]["label"] != first)
        assert [each["label"] for each in line["calls"]] == [second]
        assert line["stale_since"] == ""
