"""Many ask at once: no number twice, no gap, nobody called by two counters."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from tests.acceptance import reckoning
from tests.acceptance.crowd import REMOVED, Administrator, Crowd
from tests.acceptance.town import Town, copy_of, make_tokens, running
from tests.server_process import ServerProcess, init_office, motcua, token

KIOSKS, EACH = 8, 50
COUNTERS = 30


@pytest.fixture(scope="session")
def thirty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("thirty") / "office"
    init_office(folder, "thirty-counters")
    return folder


def test_a_crowd_at_thirty_counters_while_the_set_up_changes(thirty: Path, tmp_path: Path) -> None:
    folder = copy_of(thirty, tmp_path / "office")
    numbers = [str(n) for n in range(1, COUNTERS + 1)]
    with running(folder) as town:
        with Crowd(town, kiosks=KIOSKS, desks=numbers, each=EACH) as crowd:
            admin = Administrator(town, crowd.shared)
            admin.change_everything()
            admin.close()
            town.tokens["counter-31"] = token(folder, "counter", "31")
            crowd.join("31")
            crowd.wait_for_citizens()
        assert reckoning.faults(folder, crowd.tally) == []
        assert reckoning.bring_all_to_an_end(town, folder) == []
        removed = town.post("kiosk", "/tickets", {"service": REMOVED})
        assert removed.status == 404
    assert crowd.tally.verbs["tickets"] == KIOSKS * EACH
    assert "every promise holds" in motcua("journal", str(folder), "verify")


def journal_counts(folder: Path) -> dict[str, int]:
    with closing(reckoning.read(folder)) as file:
        return dict(file.execute("SELECT event, count(*) FROM journal GROUP BY event").fetchall())


def test_one_key_sent_by_many_at_once_is_done_once(town: Town) -> None:
    def at_once(role: str, path: str, body: object) -> set[tuple[int, bytes]]:
        with ThreadPoolExecutor(8) as pool:
            found = pool.map(lambda _: town.post(role, path, body, path), range(16))
            return {(answer.status, answer.body) for answer in found}

    [(status, _)] = at_once("kiosk", "/tickets", {"service": "K"})
    assert status == 201
    counter = next(c["number"] for c in town.get("/hall")["counters"] if "K" in c["services"])
    for verb, body in (("call-next", {}), ("recall", {}), ("park", {})):
        [(status, _)] = at_once(f"counter-{counter}", f"/counters/{counter}/{verb}", body)
        assert status == 200
    counts = journal_counts(town.server.folder)
    assert [counts[name] for name in ("issued", "called", "recalled", "parked")] == [1, 1, 1, 1]


def test_a_key_holds_over_a_power_cut(folder: Path) -> None:
    server = ServerProcess(folder)
    town = Town(server, make_tokens(folder))
    asked = [
        ("kiosk", "/tickets", {"service": "A"}),
        ("counter-1", "/counters/1/call-next", {}),
        ("counter-1", "/counters/1/start", {}),
        ("counter-1", "/counters/1/transfer", {"service": "B"}),
        ("counter-1", "/counters/1/undo", {}),
        ("counter-1", "/counters/1/finish", {}),
    ]
    with server:
        first = [town.post(*each, key=f"k{n}") for n, each in enumerate(asked)]
        server.kill()
        server.start()
        again = [town.post(*each, key=f"k{n}") for n, each in enumerate(asked)]
    assert [each.body for each in again] == [each.body for each in first]
    assert {each.status for each in first} == {200, 201}
    assert journal_counts(folder)["issued"] == 1
