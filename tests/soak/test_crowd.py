"""The full size: 10,000 tickets at 30 counters, and 200 power cuts.  ``make soak`` runs it."""

import time
from contextlib import closing
from pathlib import Path
from statistics import median

import pytest

from tests.acceptance import reckoning
from tests.acceptance.crowd import REMOVED, Administrator, Crowd, Tally
from tests.acceptance.cuts import Cuts, cut_power
from tests.acceptance.town import Town, make_tokens, running
from tests.server_process import ServerProcess, init_office, motcua, token
from tests.soak.table import counts, table

pytestmark = [pytest.mark.soak, pytest.mark.timeout(3600)]

KIOSKS, TICKETS, CUTS = 64, 10_000, 200
COUNTERS = [str(n) for n in range(1, 31)]


@pytest.fixture
def thirty(tmp_path: Path) -> Path:
    init_office(tmp_path / "office", "thirty-counters")
    return tmp_path / "office"


def test_races(thirty: Path) -> None:
    each = -(-TICKETS // KIOSKS)
    with running(thirty) as town:
        began = time.monotonic()
        with Crowd(town, kiosks=KIOSKS, desks=COUNTERS, each=each) as crowd:
            while len(crowd.shared.issued) < 400:
                time.sleep(0.1)
            admin = Administrator(town, crowd.shared)
            admin.change_everything()
            admin.close()
            town.tokens["counter-31"] = token(thirty, "counter", "31")
            crowd.join("31")
            crowd.wait_for_citizens()
            wait_until_served(thirty)
        lasted = time.monotonic() - began
        wrong = reckoning.faults(thirty, crowd.tally)
        wrong += reckoning.bring_all_to_an_end(town, thirty)
    said = motcua("journal", str(thirty), "verify").strip()
    print(table("races", {**_seen(crowd.tally, lasted, wrong), "journal verify": said}))
    assert wrong == []
    assert crowd.tally.verbs["tickets"] == each * KIOSKS


def test_power_cuts(thirty: Path) -> None:
    server = ServerProcess(thirty)
    town = Town(server, make_tokens(thirty))
    began = time.monotonic()
    with server:
        with Crowd(town, kiosks=KIOSKS, desks=COUNTERS, each=None) as crowd:
            cuts = cut_power(town, crowd, CUTS, check_every=10)
        lasted = time.monotonic() - began
        wrong = [*cuts.wrong, *reckoning.faults(thirty, crowd.tally)]
        wrong += reckoning.bring_all_to_an_end(town, thirty)
    said = motcua("journal", str(thirty), "verify").strip()
    rows = {**_seen(crowd.tally, lasted, wrong), **_cuts(cuts), "journal verify": said}
    print(table("power cuts", rows))
    assert wrong == []
    assert "Traceback" not in server.log()


def wait_until_served(folder: Path) -> None:
    """Until nobody waits whom a counter could call; the limit only ends a test that has failed."""
    end = time.monotonic() + 900
    query = f"SELECT sum(waiting) FROM lanes WHERE service != '{REMOVED}'"
    waiting = 1
    while waiting:
        assert time.monotonic() < end, f"{waiting} still wait"
        time.sleep(1)
        with closing(reckoning.read(folder)) as file:
            waiting = file.execute(query).fetchone()[0]


def _seen(tally: Tally, lasted_s: float, wrong: list[str]) -> dict[str, object]:
    return {
        "tickets issued": f"{tally.verbs['tickets'] + tally.verbs['walk-direct']:,}",
        "acknowledged": f"{len(tally.said):,}: {counts(tally.verbs)}",
        "refused by the contract": f"{tally.refused.total():,}: {counts(tally.refused)}",
        "sent again with the same key": f"{tally.repeated:,} after the answer, "
        f"{tally.lost.total():,} after a lost connection ({counts(tally.lost)})",
        "everything that was wrong": f"{len(wrong)} {wrong[:3] or ''}",
        "lasted": f"{lasted_s:.0f} s, {len(tally.said) / lasted_s:.0f} acknowledged a second",
    }


def _cuts(cuts: Cuts) -> dict[str, object]:
    starts = cuts.starts_s
    return {
        "power cuts": len(starts),
        "start to ready": f"median {median(starts):.2f} s, longest {max(starts):.2f} s",
        "looked at the file while it ran": f"{cuts.checks} times",
    }
