"""A machine whose clock is set while the office works: no wrong label, nobody sent away, and a word
about it."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from server.doctor import findings
from tests.acceptance import reckoning
from tests.acceptance.town import Town, make_tokens, until
from tests.clocked_server import PROGRAM, FileClock
from tests.server_process import ServerProcess

HOUR_S, DAY_S = 3600, 86_400
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


@contextmanager
def clocked(folder: Path) -> Iterator[tuple[Town, FileClock, float]]:
    """The office of *folder* at ten in the morning; its clock and by how much that is ahead."""
    machine = datetime.now(ZONE)
    ten_s = (machine.replace(hour=10, minute=0) - machine).total_seconds()
    clock = FileClock(folder)
    clock.set(ten_s)
    with ServerProcess(folder, program=PROGRAM) as server:
        yield Town(server, make_tokens(folder)), clock, ten_s
    assert "Traceback" not in server.log(), server.log()
    assert reckoning.promises(folder) == []


def doctor_says(folder: Path, clock: FileClock) -> str:
    return "\n".join(each.text for each in findings(folder, clock.now()) if not each.is_well)


def journal(folder: Path) -> list[tuple[int, str]]:
    with closing(reckoning.read(folder)) as file:
        return [tuple(row) for row in file.execute("SELECT seq, at FROM journal ORDER BY seq")]


def moved(town: Town, words: str) -> None:
    until(lambda: words in town.server.log(), words)


def labels(town: Town, *verbs: str) -> list[str]:
    """What counter 1 is answered to each verb."""
    found = []
    for verb in verbs:
        body = {"finish_current": True} if verb == "call-next" else None
        answer = town.post("counter-1", f"/counters/1/{verb}", body)
        assert answer.status == 200, answer
        found.append(answer.json["label"])
    return found


def test_set_back_an_hour_while_it_runs(folder: Path) -> None:
    with clocked(folder) as (town, clock, ten_s):
        for _ in range(3):
            town.issue()
        missed = labels(town, "call-next", "no-show")[0]
        labels(town, "call-next", "start")
        clock.set(ten_s - HOUR_S)
        moved(town, "this machine's clock was set back by 60 minutes")
        assert town.issue()["label"] == "A004"
        assert labels(town, "undo", "start", "call-next", "recall") == [
            *("A002", "A002", "A003", "A003"),
        ]
        hour_ago = next(e for e in town.get("/hall")["missed"] if e["label"] == missed)
        back = town.post("kiosk", "/tickets/requeue", {"label": hour_ago["label"]})
        assert (back.status, back.json["state"]) == (200, "waiting")
        assert labels(town, "call-next", "call-next") == ["A001", "A004"]
        said = doctor_says(folder, clock)
    assert "this machine's clock is behind the journal" not in said
    assert "the clock went back from" in said
    entries = journal(folder)
    assert [at for _, at in entries] != sorted(at for _, at in entries)
    assert [seq for seq, _ in entries] == list(range(1, len(entries) + 1))


def test_set_back_an_hour_while_it_was_off(folder: Path) -> None:
    with clocked(folder) as (town, clock, ten_s):
        first = [town.issue()["label"] for _ in range(2)]
        town.server.stop()
        clock.set(ten_s - HOUR_S)
        assert "this machine's clock is behind the journal, which ends at" in doctor_says(
            folder, clock
        )
        town.server.start()
        assert "clock is behind the journal, which ends at" in town.server.log()
        assert [*first, town.issue()["label"]] == ["A001", "A002", "A003"]
        assert labels(town, "call-next", "call-next", "call-next") == ["A001", "A002", "A003"]


def test_set_to_tomorrow_and_back(folder: Path) -> None:
    with clocked(folder) as (town, clock, ten_s):
        today = [town.issue() for _ in range(3)]
        labels(town, "call-next", "start")
        clock.set(ten_s + DAY_S)
        moved(town, "this machine's clock was set forward by 1440 minutes")
        tomorrow = [town.issue() for _ in range(2)]
        town.server.kill()
        town.server.start()
        tomorrow.append(town.issue())
        clock.set(ten_s)
        moved(town, "this machine's clock was set back by 1440 minutes")
        today.append(town.issue())
        states = [town.get(f"/tickets/{each['id']}")["state"] for each in today]
        assert labels(town, "finish", "call-next", "call-next") == ["A001", "A002", "A003"]
        clock.set(ten_s + DAY_S)
        tomorrow.append(town.issue())
    assert states == ["serving", "waiting", "waiting", "waiting"]
    for given in (today, tomorrow):
        assert [each["label"] for each in given] == ["A001", "A002", "A003", "A004"]
    days = [given[0]["business_day"] for given in (today, tomorrow)]
    assert [{each["business_day"]} for each in (*today, *tomorrow)] == [
        *[{days[0]}] * 4,
        *[{days[1]}] * 4,
    ]
    assert datetime.fromisoformat(days[0]) + timedelta(days=1) == datetime.fromisoformat(days[1])
