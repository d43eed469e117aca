"""A power cut, ten times, under a crowd: nothing acknowledged is missing, nothing is done twice."""

from pathlib import Path

from tests.acceptance import reckoning
from tests.acceptance.crowd import Crowd
from tests.acceptance.cuts import cut_power
from tests.acceptance.town import Town, make_tokens
from tests.server_process import ServerProcess, motcua

CUTS = 10
COUNTERS = [str(n) for n in range(1, 9)]


def test_ten_power_cuts_under_load(folder: Path) -> None:
    server = ServerProcess(folder)
    town = Town(server, make_tokens(folder))
    with server:
        with Crowd(town, kiosks=4, desks=COUNTERS, each=None) as crowd:
            seen = cut_power(town, crowd, CUTS, check_every=3)
        assert reckoning.faults(folder, crowd.tally) == []
        assert reckoning.bring_all_to_an_end(town, folder) == []
    assert seen.wrong == []
    assert "Traceback" not in server.log(), server.log()
    assert crowd.tally.lost.total() > 0 and len(crowd.tally.said) > CUTS
    assert "every promise holds" in motcua("journal", str(folder), "verify")
