"""A crowd on a small disk that is filled and freed, again and again.  ``make soak`` runs it."""

import random
import time
from functools import partial
from pathlib import Path

import pytest

from tests.acceptance import reckoning
from tests.acceptance.crowd import Crowd
from tests.acceptance.disks import fill, free, inside, need_namespaces, on_a_small_disk
from tests.acceptance.town import Town, make_tokens, until
from tests.server_process import ServerProcess, init_office
from tests.soak.table import counts, table

pytestmark = [pytest.mark.soak, pytest.mark.timeout(900)]

SIZE_MB, TIMES = 48, 20
COUNTERS = [str(n) for n in range(1, 31)]


def _is_refused(crowd: Crowd, times: int) -> bool:
    return crowd.tally.lost["503"] > times


def test_full_disk(tmp_path: Path) -> None:
    need_namespaces()
    folder, chance = tmp_path / "office", random.Random(3)
    init_office(folder, "thirty-counters")
    tokens = make_tokens(folder)
    refused = []
    with on_a_small_disk(folder, SIZE_MB) as server:
        disk, town = inside(server), Town(server, tokens)
        with Crowd(town, kiosks=16, desks=COUNTERS, each=None, bears_503=True) as crowd:
            for _ in range(TIMES):
                time.sleep(chance.uniform(0.5, 1.5))
                before = crowd.tally.lost["503"]
                fill(disk)
                until(partial(_is_refused, crowd, before + 50), "the disk takes no more")
                free(disk)
                refused.append(crowd.tally.lost["503"] - before)
        log = server.log()
    wrong = reckoning.faults(folder, crowd.tally)
    with ServerProcess(folder) as again:
        wrong += reckoning.bring_all_to_an_end(Town(again, tokens), folder)
    rows = {
        "filled and freed": f"{TIMES} times, a disk of {SIZE_MB} MB",
        "acknowledged": f"{len(crowd.tally.said):,}: {counts(crowd.tally.verbs)}",
        "refused with 503 and asked again": f"{sum(refused):,}",
        "everything that was wrong": f"{len(wrong)} {wrong[:3] or ''}",
        "said in the log": f"{log.count('takes no change')} times full, "
        f"{log.count('takes changes again')} times well again",
    }
    print(table("a full disk", rows))
    assert wrong == []
    assert "Traceback" not in log, log[:3000]
